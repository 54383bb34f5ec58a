"""The tokens of programs, for the room's admin: made, shown once, revoked."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.noting import find_actor
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.apps.room.tokens import DAYS, MOST_DAYS, SCOPES, Wish, make_token
from bearwitness.core.errors import UsageError
from bearwitness.store.room_tokens import list_tokens, revoke_tokens

router = APIRouter(route_class=GuardedRoute)
Text = Annotated[str, Form(max_length=1_000)]


@router.get("/tokens", name="tokens")
def show_tokens(request: Request) -> Response:
    """All tokens."""
    return _render(request)


@router.post("/tokens/add", name="tokens.add")
def add_token(
    request: Request,
    name: Text,
    scope: Annotated[list[str] | None, Form(max_length=10)] = None,
    days: Annotated[int, Form()] = DAYS,
) -> Response:
    """Make a token for a program, and show it this once."""
    room = get_room(request)
    wish = Wish(
        program=name,
        scopes=tuple(scope or ()),
        days=days,
        made_by=get_visit(request).name,
        by=find_actor(request.scope),
    )
    try:
        secret = make_token(room.file, wish, at=room.now())
    except UsageError as error:
        return _render(request, trouble=f"{error}.", status=400)
    return _render(request, fresh=secret)


@router.post("/tokens/revoke", name="tokens.revoke")
def revoke_token(request: Request, number: Annotated[int, Form(ge=0, le=2**53)]) -> Response:
    """End a token now."""
    room = get_room(request)
    if not revoke_tokens(room.file, [number], at=room.now(), by=find_actor(request.scope)):
        return _render(request, trouble="There is no such token that holds.", status=400)
    return _render(request)


def _render(request: Request, *, trouble: str = "", fresh: str = "", status: int = 200) -> Response:
    room = get_room(request)
    return render_page(
        request,
        "tokens.html",
        status=status,
        tokens=list_tokens(room.file),
        moment=room.now(),
        scopes=SCOPES,
        days=DAYS,
        most=MOST_DAYS,
        trouble=trouble,
        fresh=fresh,
    )
