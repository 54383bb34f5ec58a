"""Incidents: a table with filters that are its address; and one incident with its claims, origins, conflicts, grade and history."""

from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.fields import parse_date
from bearwitness.apps.room.pictures import Pictures, ask_pictures, lay_out
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import UnknownPlaceError, UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.vocabulary import ACTS
from bearwitness.store.register_claims import load_reviews_of
from bearwitness.workflow.browsing import Filter, choose_page
from bearwitness.workflow.catching_up import sort_links
from bearwitness.workflow.held import find_held_at
from bearwitness.workflow.incident_map import parse_part
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.question import resolve_place
from bearwitness.workflow.tools import load_places

router = APIRouter(route_class=GuardedRoute)
GRADES: Final = ("single-source", "corroborated", "acknowledged", "contested", "discounted")
_KEYS: Final = ("act", "grade", "place", "from", "to", "group", "shape", "conflict", "on")
_HELD: Final = 40


@router.get("/incidents", name="incidents")
def list_incidents(request: Request) -> Response:
    """The table and its pictures. Asked for by htmx alone they come without the page around them; what waits for people that are being
    counted has only its own words back until they are there.
    """
    room, query = get_room(request), request.query_params
    seen = room.live.get()
    snapshot, trouble = seen.snapshot, ""
    try:
        wanted, on = parse_filter(query), parse_part(query.get("on", ""))
    except UsageError as error:
        wanted, on, trouble = Filter(), None, f"{error}."
    number = query.get("page", "1")
    pictures = ask_pictures(room, snapshot, (wanted, on))
    fitting = pictures.fitting
    chosen = choose_page(
        fitting.incidents, int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 1
    )
    kept = {key: query[key] for key in _KEYS if query.get(key)}
    answer = render_page(
        request,
        _choose_template(request, pictures),
        status=400 if trouble else 200,
        seen=seen,
        chosen=chosen,
        perhaps={one.id for one in fitting.perhaps},
        query=kept,
        trouble=trouble,
        acts=ACTS,
        grades=GRADES,
        address_of=lambda page: "/incidents?" + urlencode({**kept, "page": page}),
        wanted=wanted,
        **lay_out(pictures, kept),
    )
    if request.headers.get("hx-target") == "counting" and pictures.figures.state != "counting":
        answer.headers["hx-retarget"], answer.headers["hx-reswap"] = "#rows", "outerHTML"
    return answer


def _choose_template(request: Request, pictures: Pictures) -> str:
    target = request.headers.get("hx-target")
    if target == "counting" and pictures.figures.state == "counting":
        return "incident_counting.html"
    return "incident_rows.html" if target in {"rows", "counting"} else "incidents.html"


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
    held = room.keep(snapshot, ("held", one.id), lambda now: find_held_at(now, one))
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
        links=sort_links(
            link
            for claim in one.claims
            for link in snapshot.links.get(claim, ())
            if _leads_out(link.left, link.right, members) and link.judgement != "different"
        ),
        judged=[link for link in snapshot.view.judged if link.left in members or link.right in members],
        held=[(other, row) for row in held[:_HELD] if (other := _find_other(snapshot, one, row.incident, row.total))],
        more_held=max(0, len(held) - _HELD),
        can_judge=may(request, "pair.judge"),
    )


def parse_filter(query: QueryParams) -> Filter:
    """What the address asks for; raises UsageError for days that are none or the wrong way round."""
    act = next((one for one in ACTS if one == query.get("act")), None)
    grade = next((one for one in GRADES if one == query.get("grade")), None)
    place = query.get("place", "").strip()[:100]
    earliest, latest = (
        parse_date(query.get("from", ""), "the first day"),
        parse_date(query.get("to", ""), "the last day"),
    )
    if earliest and latest and earliest > latest:
        raise UsageError(f"the first day asked for ({earliest}) is after the last ({latest}); swap them")
    return Filter(
        act=act,
        grade=grade,
        place=place,
        path=find_place(place),
        earliest=earliest,
        latest=latest,
        group=query.get("group", "").strip()[:200],
        is_total=query.get("shape") == "total",
        has_conflict=bool(query.get("conflict")),
    )


@lru_cache(maxsize=1024)
def find_place(text: str) -> tuple[str, ...]:
    """The path of the place that a person names, as for a question; () where no one place is called so, and letters are all there is."""
    try:
        return resolve_place(load_places(), text) if text else ()
    except UnknownPlaceError:
        return ()


def _leads_out(left: str, right: str, members: set[str]) -> bool:
    return (left in members) is not (right in members)


def _find_other(snapshot: Snapshot, one: Incident, incident: str, total: str) -> Incident | None:
    return snapshot.incidents.get(incident if one.shape == "aggregate" else total)
