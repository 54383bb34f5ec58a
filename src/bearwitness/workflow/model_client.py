"""The one place where words of reports are sent over a network: a question to the language model the user chose, and its answer. (The other
that reaches out is `workflow/fetching`, which sends an address and gets a page.)

No proxy or other setting is taken from the environment, no redirect is followed, nothing is compressed, and an answer has a
longest time and size: a server that drips or floods holds up one report part, never the batch.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bearwitness.core.records import Fault
from bearwitness.workflow.model_endpoint import Endpoint

if TYPE_CHECKING:
    import httpx

LARGEST_ANSWER: Final = 1_000_000
"""Bytes; an answer of the tokens asked for is a hundredth of it."""
_CONNECT: Final = 10.0
"""Seconds to reach the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The body of an answer with status 200, or the fault for which there is none; `status` is 0 where none came."""

    body: bytes = b""
    fault: Fault | None = None
    status: int = 0


def send_request(endpoint: Endpoint, request: str) -> Sent:
    """Post one request and take the answer; every failure of the network or the server is a value, never raised."""
    return asyncio.run(_send(endpoint, request))


async def _send(endpoint: Endpoint, request: str) -> Sent:
    import httpx

    try:
        # The limit holds for the whole of it, from the look-up of the name to the last byte.
        async with asyncio.timeout(endpoint.wait):
            return await _post(endpoint, request)
    except (TimeoutError, httpx.TimeoutException):
        return _refuse("model-too-slow", f"the model gave no whole answer within {endpoint.wait:g} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError):
        return _refuse("model-not-reached", f"no answer came from {endpoint.host}; is the model's server running?")


async def _post(endpoint: Endpoint, request: str) -> Sent:
    import httpx

    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", "User-Agent": "bearwitness"}
    if endpoint.key is not None:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    limits = httpx.Timeout(endpoint.wait, connect=min(_CONNECT, endpoint.wait))
    async with (
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=limits) as client,
        client.stream("POST", endpoint.url, content=request.encode(), headers=headers) as response,
    ):
        return await _take(response)


async def _take(response: "httpx.Response") -> Sent:
    status = response.status_code
    if 300 <= status < 400:
        return _refuse("model-redirects", "the server sends on to another address, which is not followed", status)
    if status != 200:
        return _refuse("model-refuses", f"the server answers with status {status}{_ADVICE.get(status, '')}", status)
    if response.headers.get("content-encoding", "identity") != "identity":
        return _refuse("model-compresses", "the server compresses its answer, though it was asked not to", status)
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            return _refuse("model-too-long", f"the answer is larger than {LARGEST_ANSWER:,} bytes", status)
    return Sent(body=bytes(body), status=status)


_ADVICE: Final = {
    401: "; set BEARWITNESS_MODEL_KEY to its key",
    403: "; check its key and your rights",
    404: "; check that --model-url ends in /v1 and that the server has this model",
    429: "; it is asked too often",
}


def _refuse(code: str, detail: str, status: int = 0) -> Sent:
    return Sent(fault=Fault(code=code, detail=detail), status=status)
