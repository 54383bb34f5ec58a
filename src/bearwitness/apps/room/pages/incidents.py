"""Incidents: a table with filters that are its address; and one incident with its claims, origins, conflicts, grade and history."""

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.fields import parse_date
from bearwitness.apps.room.pictures import ask_pictures, lay_out
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.vocabulary import ACTS
from bearwitness.store.register_claims import load_reviews_of
from bearwitness.workflow.browsing import Filter, choose_page, find_incidents
from bearwitness.workflow.browsing import list_incidents as list_all
from bearwitness.workflow.held import find_held
from bearwitness.workflow.incident_map import parse_part
from bearwitness.workflow.live_view import Snapshot

router = APIRouter(route_class=GuardedRoute)
GRADES: Final = ("single-source", "corroborated", "acknowledged", "contested", "discounted")
_KEYS: Final = ("act", "grade", "place", "from", "to", "shape", "conflict", "on")
_HELD: Final = 40


@router.get("/incidents", name="incidents")
def list_incidents(request: Request) -> Response:
    """The table. What is asked for by htmx alone is the table without the page around it."""
    room, query = get_room(request), request.query_params
    seen = room.live.get()
    snapshot, trouble = seen.snapshot, ""
    try:
        wanted, on = parse_filter(query), parse_part(query.get("on", ""))
    except UsageError as error:
        wanted, on, trouble = Filter(), None, f"{error}."
    number = query.get("page", "1")
    pictures = ask_pictures(room, snapshot, find_all(room, snapshot, wanted), (wanted, on))
    chosen = choose_page(
        pictures.incidents, int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 1
    )
    kept = {key: query[key] for key in _KEYS if query.get(key)}
    part = "incident_rows.html" if request.headers.get("hx-target") == "rows" else "incidents.html"
    return render_page(
        request,
        part,
        status=400 if trouble else 200,
        seen=seen,
        chosen=chosen,
        query=kept,
        trouble=trouble,
        acts=ACTS,
        grades=GRADES,
        address_of=lambda page: "/incidents?" + urlencode({**kept, "page": page}),
        **lay_out(pictures, kept),
    )


@router.get("/incidents/{ident}", name="incident")
def show_incident(request: Request, ident: str) -> Response:
    """One incident. An id of a claim leads to its incident: an incident is named for a claim, and may be named for another tomorrow."""
    room = get_room(request)
    seen = room.live.get()
    snapshot = seen.snapshot
    one = snapshot.incidents.get(ident) or snapshot.homes.get(ident)
    if one is None:
        raise HTTPException(status_code=404)
    members = set(one.claims)
    held = room.keep(snapshot, ("held", one.id), lambda now: find_held(now.view, one))
    return render_page(
        request,
        "incident.html",
        seen=seen,
        one=one,
        sources=[(snapshot.claims[claim], snapshot.readings[claim].report) for claim in one.claims],
        origins=[
            (origin, [snapshot.claims[c] for c in origin.claims if c in snapshot.claims]) for origin in one.origin_list
        ],
        reviews=load_reviews_of(room.live.register, one.claims),
        links=[
            link
            for link in snapshot.view.links
            if _leads_out(link.left, link.right, members) and link.judgement != "different"
        ],
        judged=[link for link in snapshot.view.judged if link.left in members or link.right in members],
        held=[(other, row) for row in held[:_HELD] if (other := _find_other(snapshot, one, row.incident, row.total))],
        more_held=max(0, len(held) - _HELD),
        can_judge=may(request, "pair.judge"),
    )


def parse_filter(query: QueryParams) -> Filter:
    """What the address asks for; raises UsageError for days that are none."""
    act = next((one for one in ACTS if one == query.get("act")), None)
    grade = next((one for one in GRADES if one == query.get("grade")), None)
    return Filter(
        act=act,
        grade=grade,
        place=query.get("place", "")[:100],
        earliest=parse_date(query.get("from", ""), "the first day"),
        latest=parse_date(query.get("to", ""), "the last day"),
        is_total=query.get("shape") == "total",
        has_conflict=bool(query.get("conflict")),
    )


def find_all(room: Room, snapshot: Snapshot, wanted: Filter) -> tuple[Incident, ...]:
    """All that fit, found once for each state of the register."""
    listing = room.keep(snapshot, "listing", list_all)
    return room.keep(snapshot, ("found", wanted), lambda _: find_incidents(listing, wanted))


def _leads_out(left: str, right: str, members: set[str]) -> bool:
    return (left in members) is not (right in members)


def _find_other(snapshot: Snapshot, one: Incident, incident: str, total: str) -> Incident | None:
    return snapshot.incidents.get(incident if one.shape == "aggregate" else total)
