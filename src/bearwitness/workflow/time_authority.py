"""A timestamp authority asked over the network (RFC 3161, section 3.4). It is sent a hash, and only where a person names it."""

from functools import partial
from typing import Final
from urllib.parse import urlsplit

import httpx

from bearwitness.core.errors import UsageError
from bearwitness.custody.timestamps import build_request
from bearwitness.workflow.checkpointing import AskAuthority

_SECONDS: Final = 30.0
_MOST_BYTES: Final = 1_000_000


def build_asker(url: str) -> AskAuthority:
    """What asks the authority at `url`. Raises UsageError for an address that is none."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError("--timestamp is no address of an authority; give it as https://HOST/PATH")
    return partial(_ask, url)


def _ask(url: str, data: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    host = urlsplit(url).hostname
    try:
        answer = httpx.post(url, content=build_request(data), headers=headers, timeout=_SECONDS, trust_env=False)
        answer.raise_for_status()
    except httpx.HTTPStatusError as error:
        raise UsageError(
            f"the authority {host} answered {error.response.status_code}; try again, or name another"
        ) from None
    except httpx.HTTPError as error:
        raise UsageError(
            f"the authority {host} cannot be reached ({type(error).__name__}); try again, or name another"
        ) from None
    if len(answer.content) > _MOST_BYTES:
        raise UsageError(f"the authority {host} answered with more than a timestamp can be; name another")
    return answer.content
