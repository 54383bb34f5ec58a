"""The Desk: what came in, what needs a person, and the totals with how they moved."""

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.store.register_acts import Before, Doing, list_doings
from bearwitness.workflow.browsing import find_needs
from bearwitness.workflow.doubts import Doubt, list_doubts
from bearwitness.workflow.hand_claims import BY_HAND
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.totals import Total, find_moved, list_totals

router = APIRouter(route_class=GuardedRoute)
_CAME_IN: Final = 8
_LOOKED_AT: Final = 100
"""So many acts are looked through for them: most of a day's acts may be corrections."""


@router.get("/", name="desk")
def show_desk(request: Request) -> Response:
    """The first page."""
    room = get_room(request)
    seen = room.live.get()
    snapshot = seen.snapshot
    needs = room.keep(snapshot, "needs", find_needs)
    return render_page(
        request,
        "desk.html",
        seen=seen,
        needs=needs,
        came_in=_list_arrivals(room),
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


def _list_arrivals(room: Room) -> list[Doing]:
    """The last reports that were read by a reader, each once: a person's correction is no report that came in."""
    arrivals: dict[str, Doing] = {}
    for one in list_doings(room.live.register, Before(), _LOOKED_AT, ["read"]):
        if not one.by.startswith(BY_HAND):
            arrivals.setdefault(one.on[0], one)
    return list(arrivals.values())[:_CAME_IN]


def find_totals(room: Room, snapshot: Snapshot) -> dict[str, Any]:
    """The totals: those of this state; else the last there are, which the page calls by that name; else None. And what moved since."""
    now = room.ask(snapshot, "totals", list_totals)
    known = room.answers.recall("totals", snapshot.number)
    before: tuple[Total, ...] = known.value if known else ()
    moved = {one.now.act: one.before for one in find_moved(before, now or ())}
    return {"totals": now or before or now, "moved": moved, "is_counting": now is None}


def ask_doubts(room: Room, snapshot: Snapshot) -> tuple[Doubt, ...] | None:
    """The pairs to judge: those of this state, else the last there are, None while the first are being found."""
    now = room.ask(snapshot, "doubts", list_doubts)
    known = room.answers.recall("doubts", snapshot.number) if now is None else None
    return known.value if known else now
