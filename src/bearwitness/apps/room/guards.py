"""What stands before all pages: the Host header, the size and pace of bodies, the headers of every answer, and the log of acts."""

import asyncio
import logging
import time
from dataclasses import replace
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bearwitness.apps.room.api.errors import ApiError, render_error
from bearwitness.apps.room.noting import find_refusal
from bearwitness.apps.room.refusals import Refusals
from bearwitness.apps.room.settings import Limits, Settings
from bearwitness.core.errors import RegisterError

UPLOADS: Final = "/add/files"
"""The one address that takes bodies as large as files."""
PASTED: Final = "/add/text"
"""The one address that takes forms as large as a report."""
_DIGITS: Final = 15
_HEAD: Final = 32_768
LOG: Final = logging.getLogger("bearwitness.room")

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""On every answer; what a page keeps is for the one who asked, so nothing but static files is cached."""


_WORDS: Final = {
    400: "The request says twice how long it is.",
    408: "The form took too long to arrive.",
    413: "That is more than this page takes.",
    431: "The address or what comes with it is longer than this room takes.",
    421: "This room does not answer to that name. Open it by the address it printed when it started.",
}


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Any other word of a request line is somebody's own."""


class TooMuchError(Exception):
    """A body that is larger or slower than the room takes; `status` is what to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Guards:
    """An ASGI application around the room's own."""

    def __init__(self, app: ASGIApp, settings: Settings, refusals: Refusals) -> None:
        self._app = app
        self._settings = settings
        self._refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        try:
            await self._admit(scope, receive, answer)
        finally:
            # What was asked for stays unsaid: a query names places and people, a path names a report.
            route = getattr(scope.get("route"), "name", "-")
            method = scope["method"] if scope["method"] in _METHODS else "?"
            LOG.info("%s %s %d %.0f ms", method, route, status, (time.perf_counter() - begun) * 1000)
            await self._note(scope, status)

    async def _note(self, scope: Scope, status: int) -> None:
        """Write down who was turned away."""
        act = find_refusal(scope, status, self._settings.clock().timestamp())
        if act is not None:
            try:
                await run_in_threadpool(self._refusals.note, act)
            except RegisterError:
                LOG.error("a refusal could not be written down")

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not _is_host(headers.get("host", ""), self._settings.hosts):
            await refuse(421, scope["path"])(scope, receive, send)
            return
        if sum(len(name) + len(value) for name, value in scope["headers"]) + len(scope["query_string"]) > _HEAD:
            await refuse(431, scope["path"])(scope, receive, send)
            return
        length = headers.get("content-length", "0")
        if "content-length" in headers and "transfer-encoding" in headers:
            # Two answers to where it ends: what stands before the room may have taken the other (RFC 9112, 6.3).
            scope.setdefault("state", {})["refused"] = "refused.shape"
            await refuse(400, scope["path"])(scope, receive, send)
            return
        limits = self._settings.limits
        if scope["path"] != PASTED:
            limits = replace(limits, body=min(limits.form, limits.body))
        if scope["path"] == UPLOADS:
            # Form and headers of the parts come on top of the files.
            uploads = self._settings.uploads
            limits = replace(limits, body=uploads.batch + self._settings.limits.body, body_seconds=uploads.seconds)
        if not length.isdecimal() or len(length) > _DIGITS or int(length) > limits.body:
            await refuse(413, scope["path"])(scope, receive, send)
            return
        await self._app(scope, self._limit(receive, limits), send)

    def _limit(self, receive: Receive, limits: Limits) -> Receive:
        """The body as it comes, as long as it is neither too large nor too slow."""
        taken, deadline = 0, time.monotonic() + limits.body_seconds
        is_whole = False

        async def take() -> Message:
            nonlocal taken, is_whole
            if is_whole:  # what comes now is only that the other side left
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                raise TooMuchError(408) from None
            taken += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if taken > limits.body:
                raise TooMuchError(413)
            return message

        return take


def _is_host(host: str, known: frozenset[str]) -> bool:
    """Whether the name (without its port) is one of the room's: a page elsewhere that points its own name at this machine has another."""
    name, colon, port = host.lower().rpartition(":")
    if host.endswith("]") or not colon:
        name, port = host.lower(), ""
    return name in known and (not port or port.isdecimal())


def refuse(status: int, path: str = "") -> Response:
    """The answer to a wrong name, and to a body that is too large or too slow, after which the connection is closed. Programs get it in
    the shape of all their errors.
    """
    close = {"connection": "close"}
    if path.startswith("/api/"):
        return render_error(ApiError(status, headers=close))
    return PlainTextResponse(_WORDS[status] + "\n", status_code=status, headers=close)
