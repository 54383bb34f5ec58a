"""Help: how the room is used, and the method, with its tables as they are in force."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.rendering import render_page
from bearwitness.workflow.rules_in_force import list_rules

router = APIRouter(route_class=GuardedRoute)


@router.get("/help", name="help")
def show_help(request: Request) -> Response:
    """The page."""
    return render_page(request, "help.html", rules=list_rules())
