"""The Desk: what came in, what needs a person, and the totals with how they moved."""

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.store.register_acts import Before, list_doings
from bearwitness.workflow.browsing import find_needs
from bearwitness.workflow.doubts import Doubt, list_doubts
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.totals import Total, find_moved, list_totals

router = APIRouter(route_class=GuardedRoute)
_CAME_IN: Final = 8


@router.get("/", name="desk")
def show_desk(request: Request) -> Response:
    """The first page."""
    room = get_room(request)
    seen = room.live.get()
    snapshot = seen.snapshot
    needs = room.answers.ask(("needs", snapshot.number), lambda: find_needs(snapshot), 30)
    return render_page(
        request,
        "desk.html",
        seen=seen,
        needs=needs,
        came_in=list_doings(room.live.register, Before(), _CAME_IN, ["read"]),
        reports=len(snapshot.view.readings),
        incidents=len(snapshot.view.incidents),
        doubts=ask_doubts(room, snapshot),
        **find_totals(room, snapshot),
    )


@router.get("/totals", name="desk.totals")
def show_totals(request: Request) -> Response:
    """The part of the Desk that is fetched again while totals are being counted."""
    room = get_room(request)
    snapshot = room.live.get().snapshot
    return render_page(request, "totals.html", **find_totals(room, snapshot))


def find_totals(room: Room, snapshot: Snapshot) -> dict[str, Any]:
    """The totals, None while they are being counted, and what moved since the register's state before this one."""
    totals = room.answers.ask(
        ("totals", snapshot.number), lambda: list_totals(snapshot.view), room.settings.limits.patience
    )
    former = (room.answers.recall(("totals", snapshot.number - back)) for back in (1, 2, 3))
    before = next((one for one in former if one is not None), None)
    known = [one for one in before if isinstance(one, Total)] if isinstance(before, tuple) else []
    moved = {one.now.act: one.before for one in find_moved(known, totals or ())}
    return {"totals": totals, "moved": moved}


def ask_doubts(room: Room, snapshot: Snapshot) -> tuple[Doubt, ...] | None:
    """The pairs to judge, None while they are being found."""
    return room.answers.ask(
        ("doubts", snapshot.number), lambda: list_doubts(snapshot.view), room.settings.limits.patience
    )
