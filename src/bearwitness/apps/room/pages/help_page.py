"""Help: how the room is used."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.rendering import render_page

router = APIRouter(route_class=GuardedRoute)


@router.get("/help", name="help")
def show_help(request: Request) -> Response:
    """The page."""
    return render_page(request, "help.html")
