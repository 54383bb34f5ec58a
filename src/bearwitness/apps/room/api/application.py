"""The interface put together: its routes, its door, its one shape of errors, and its description."""

import traceback
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from bearwitness import __version__
from bearwitness.apps.room.api import claims, figures, lists, pairs
from bearwitness.apps.room.api.door import TokenDoor, check_scoped
from bearwitness.apps.room.api.errors import ApiError, JsonAnswer, render_error
from bearwitness.apps.room.api.routing import build_router
from bearwitness.apps.room.guards import LOG, TooMuchError
from bearwitness.apps.room.settings import Room
from bearwitness.core.errors import BearwitnessError, RegisterError, UnknownPlaceError, UsageError

PATH: Final = "/api/"
"""All that begins so is the interface's, and nothing else is."""
_ABOUT: Final = (
    "The register for programs. Every answer is in the published shapes, to which keys are only added; every error has one shape. "
    "Lists go on with `cursor`. Answers carry an ETag: send it as If-None-Match to hear only what changed, and as If-Match to decide "
    "on what you saw."
)
_PLAINLY: Final = {
    "extra_forbidden": "there is no such name here",
    "json_invalid": "this is no JSON",
    "missing": "it is missing",
    "string_pattern_mismatch": "it holds characters that it cannot hold",
    "string_unicode": "it is no text",
}
router = build_router()


@router.get("/openapi.json", name="api.openapi", response_model=dict[str, Any])
def describe(request: Request) -> Response:
    """This description."""
    return JsonAnswer(request.app.openapi(), headers={"cache-control": "private, no-cache"})


class Switch:
    """What goes to the interface and what to the pages."""

    def __init__(self, pages: ASGIApp, api: ASGIApp) -> None:
        self._pages, self._api = pages, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""
        is_api = scope["type"] == "http" and scope["path"].startswith(PATH)
        await (self._api if is_api else self._pages)(scope, receive, send)


def build_api(room: Room) -> ASGIApp:
    """The interface over the same room. Raises InstallError where a route has no scope."""
    app = build_routes()
    app.state.room = room
    return TokenDoor(app, room)


def build_routes() -> FastAPI:
    """All behind the door, which is all that its description tells of. Raises InstallError where a route has no scope."""
    app = FastAPI(
        title="Bearwitness",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    for part in (router, lists.router, claims.router, pairs.router, figures.router):
        app.router.routes.extend(part.routes)
    check_scoped(app.routes)
    for kind, show in (
        (ApiError, _show_error),
        (HTTPException, _show_refusal),
        (RequestValidationError, _show_invalid),
        (TooMuchError, _show_too_much),
        (BearwitnessError, _show_trouble),
        (Exception, _show_fault),
    ):
        app.add_exception_handler(kind, show)
    return app


async def _show_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return render_error(error)


async def _show_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        # An address with two methods has two routes, of which the router names only the first.
        found = [one for one in request.app.routes if one.matches(request.scope)[0] is Match.PARTIAL]
        headers["allow"] = ", ".join(sorted({method for one in found for method in one.methods or ()}))
    return render_error(ApiError(error.status_code, headers=headers))


async def _show_invalid(_: Request, error: Exception) -> Response:
    """Which value, and what it must be; not what it was, which may be a report's words."""
    assert isinstance(error, RequestValidationError)
    said = []
    for one in error.errors()[:3]:
        where = [str(part)[:40] for part in one["loc"] if part not in {"query", "path", "body"}]
        words = _PLAINLY.get(one["type"], one["msg"])
        said.append(f"{'.'.join(where) or 'the body'}: {words}".replace(";", ","))
    return render_error(ApiError(422, " / ".join(said)))


async def _show_too_much(_: Request, error: Exception) -> Response:
    assert isinstance(error, TooMuchError)
    return render_error(ApiError(error.status, headers={"connection": "close"}))


async def _show_trouble(_: Request, error: Exception) -> Response:
    """What the workflow refuses on purpose says what to do, and never what a report says."""
    if isinstance(error, UsageError):
        code = "unknown_place" if isinstance(error, UnknownPlaceError) else "not_understood"
        return render_error(ApiError(422, str(error), code=code))
    if isinstance(error, RegisterError):
        return render_error(ApiError(503, str(error), code="register", headers={"retry-after": "5"}))
    return render_error(ApiError(500, str(error)))


async def _show_fault(_: Request, error: Exception) -> Response:
    # Where it failed and never what was said: the message of an error can hold a report's words.
    place = traceback.extract_tb(error.__traceback__)[-1]
    LOG.error("fault %s at %s:%s", type(error).__name__, place.filename.rpartition("/")[2], place.lineno)
    return render_error(ApiError(500))
