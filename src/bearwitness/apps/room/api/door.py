"""The door of the interface: whose token it is, how often it has asked, and whether it allows the route. No cookie is looked at."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from bearwitness.apps.room.api.errors import ApiError, render_error
from bearwitness.apps.room.api.scopes import SCOPE_OF
from bearwitness.apps.room.settings import Room
from bearwitness.core.errors import BearwitnessError, InstallError
from bearwitness.store.room_tokens import Token, find_token, touch_token

_TOUCHED: Final = 60
"""A token's last use is written down at most once a minute."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(slots=True)
class _Bucket:
    """What is left of a token's requests, and when that was."""

    left: float
    at: float


class TokenDoor:
    """An ASGI application around the interface: nothing of it, not even that an address is wrong, is told to those without a token."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app, self._room = app, room
        self._buckets: dict[int, _Bucket] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with its token in `request.state.token`, or answer it here."""
        try:
            token = await run_in_threadpool(_find, self._room, Headers(scope=scope).getlist("authorization"))
            self._spend(token)
        except ApiError as error:
            await render_error(error)(scope, receive, send)
            return
        except BearwitnessError as error:
            await render_error(ApiError(503, str(error), code="register", headers={"retry-after": "5"}))(
                scope, receive, send
            )
            return
        scope.setdefault("state", {})["token"] = token
        await self._app(scope, receive, send)

    def _spend(self, token: Token) -> None:
        """Take one of the token's requests, which come back evenly. Runs on the one thread of the loop, so it needs no lock."""
        limits, now = self._room.settings.limits, self._room.now()
        pace = limits.requests_of_token / limits.minute
        bucket = self._buckets.setdefault(token.number, _Bucket(limits.requests_of_token, now))
        bucket.left = min(limits.requests_of_token, bucket.left + max(0.0, now - bucket.at) * pace)
        bucket.at = now
        if bucket.left < 1:
            raise ApiError(429, headers={"retry-after": str(max(1, round((1 - bucket.left) / pace)))})
        bucket.left -= 1


class TokenRoute(APIRoute):
    """A route that looks its name up in the scopes. `check_scoped` refuses every other kind."""

    def get_route_handler(self) -> Handler:
        """The route's own handler, behind the check of its scope and of what no route takes."""
        handle = super().get_route_handler()

        async def admit(request: Request) -> Response:
            needed = SCOPE_OF[self.name]
            if needed not in get_token(request).scopes:
                raise ApiError(403, f"the token does not have the scope {needed}")
            names = [name for name, _ in request.query_params.multi_items()]
            if len(set(names)) < len(names):
                raise ApiError(422, "a parameter is given twice; give each once")
            if request.method == "POST":
                await _check_body(request)
            return await handle(request)

        return admit


def get_token(request: Request) -> Token:
    """Whose request it is, as the door found it."""
    token = request.state.token
    assert isinstance(token, Token)
    return token


def check_scoped(routes: list[BaseRoute]) -> None:
    """Refuse to start where a route is not behind the door's check, has no scope, or a scope has no route. Raises InstallError."""
    loose = [str(getattr(route, "path", route)) for route in routes if not isinstance(route, TokenRoute)]
    names = [route.name for route in routes if isinstance(route, TokenRoute)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if loose or twice or set(names) != SCOPE_OF.keys():
        differing = sorted(set(names) ^ SCOPE_OF.keys())
        raise InstallError(
            f"the interface's routes and scopes differ (not guarded: {loose}; in one of both only: {differing}; named twice: {twice}); "
            "mend apps/room/api/scopes.py"
        )


def _find(room: Room, given: list[str]) -> Token:
    scheme, _, secret = (given[0] if len(given) == 1 else "").partition(" ")
    token = find_token(room.file, secret.strip()) if scheme.lower() == "bearer" and len(secret) < 200 else None
    now = room.now()
    if token is None:
        raise ApiError(401)
    if not token.holds_at(now):
        raise ApiError(
            401, "the token was revoked or has ended; an admin of the room makes another", code="token_ended"
        )
    if token.used_at is None or now - token.used_at > _TOUCHED:
        touch_token(room.file, token.number, at=now)
    return token


async def _check_body(request: Request) -> None:
    """Refuse what is not announced as JSON, and JSON in another encoding than UTF-8, which would be guessed (RFC 8259, 8.1)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise ApiError(415)
    body = await request.body()
    try:
        body.decode()
    except UnicodeDecodeError:
        raise ApiError(400, "the body is not UTF-8; encode it so") from None
    if b"\0" in body:
        raise ApiError(400, "the body is not UTF-8, or holds a zero byte; encode it so")
