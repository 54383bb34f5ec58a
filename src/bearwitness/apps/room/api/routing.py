"""How every route of the interface is made: behind its scope, and documented with every error it can answer."""

from typing import Any, Final

from fastapi import APIRouter, Security
from fastapi.security import HTTPBearer

from bearwitness.apps.room.api.door import TokenRoute
from bearwitness.apps.room.api.errors import WORDS
from bearwitness.apps.room.api.list_shapes import Problem

_BEARER: Final = HTTPBearer(
    auto_error=False, scheme_name="token", description="A token that an admin of the room made."
)
_ALWAYS: Final = (400, 401, 403, 404, 405, 408, 413, 421, 422, 429, 431, 500, 503)
WRITES: Final = (409, 415, 428)
_STATE: Final = {"description": "The state that the answer was made from.", "schema": {"type": "string"}}
TAGGED: Final[dict[int | str, Any]] = {
    200: {"headers": {"ETag": _STATE}},
    304: {"description": "It is what you have."},
}
"""Of routes whose answers carry an ETag."""


def _tell_header(name: str, words: str, *, is_needed: bool) -> dict[str, Any]:
    header = {"name": name, "in": "header", "required": is_needed, "description": words, "schema": {"type": "string"}}
    return {"parameters": [header]}


IF_KNOWN: Final = _tell_header("If-None-Match", "The ETag of what you have: 304 where it still is so.", is_needed=False)
IF_SEEN: Final = _tell_header(
    "If-Match", "The ETag of what you decide on: 409 where it is another by now.", is_needed=True
)


def build_router() -> APIRouter:
    """A router under /api/v1."""
    return APIRouter(
        prefix="/api/v1", route_class=TokenRoute, dependencies=[Security(_BEARER)], responses=document(_ALWAYS)
    )


def document(statuses: tuple[int, ...]) -> dict[int | str, Any]:
    """What each of these errors means."""
    return {status: {"model": Problem, "description": WORDS[status][1]} for status in statuses}
