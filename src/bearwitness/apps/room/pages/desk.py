"""The Desk: what came in, what needs a person, and the totals."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.rendering import render_page

router = APIRouter(route_class=GuardedRoute)


@router.get("/", name="desk")
def show_desk(request: Request) -> Response:
    """The first page."""
    return render_page(request, "desk.html")
