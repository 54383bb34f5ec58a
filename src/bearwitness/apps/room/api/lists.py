"""Reports, claims, incidents and links, part by part and one by one; and the log of acts."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final

from fastapi import Query, Request
from starlette.responses import Response

from bearwitness.apps.room.api import list_shapes, queries, shapes
from bearwitness.apps.room.api.answers import keep
from bearwitness.apps.room.api.cursors import Key, read_cursor, write_cursor
from bearwitness.apps.room.api.errors import ApiError
from bearwitness.apps.room.api.rendering import render_doing, render_listed, render_listed_report
from bearwitness.apps.room.api.routing import IF_KNOWN, TAGGED, build_router
from bearwitness.apps.room.api.tags import answer, build_tag, refuse_known
from bearwitness.apps.room.settings import get_room
from bearwitness.core.contract import render_incident, render_link, render_reading
from bearwitness.core.records import Reading
from bearwitness.store.register_acts import Before, Kind, find_before, list_doings
from bearwitness.store.register_moment import find_moment
from bearwitness.workflow.listing import (
    Part,
    WantedLinks,
    choose_claim,
    choose_incident,
    choose_link,
    index_links,
    sort_claim_ids,
    sort_incident_ids,
    sort_report_uids,
    take_part,
)
from bearwitness.workflow.live_view import Snapshot

router = build_router()
_KINDS: Final[tuple[Kind, ...]] = ("read", "review", "judgement")
_NEWEST: Final = 2**52
"""In a cursor of the log: of this kind none was given yet."""


@router.get(
    "/reports", name="api.reports", response_model=list_shapes.Reports, responses=TAGGED, openapi_extra=IF_KNOWN
)
def list_reports(request: Request, query: Annotated[queries.ReportsQuery, Query()]) -> Response:
    """The reports as they are read now, in the order of their uids."""
    room = get_room(request)
    seen = room.live.get()
    after, tag = _find_after("reports", query, ("",)), build_tag(seen)
    if (known := refuse_known(request, tag)) is not None:
        return known
    snapshot = seen.snapshot
    uids = keep(room, snapshot, "report uids", sort_report_uids)

    def find(uid: str) -> tuple[str, Reading] | None:
        reading = snapshot.reports[uid]
        return (uid, reading) if _fits(reading, query) else None

    part = take_part(uids, None if after is None else str(after[0]), query.limit, find)
    items = [render_listed_report(uid, reading) for uid, reading in part.items]
    return answer(request, tag, {"items": items, "next": _write_next("reports", part)})


@router.get(
    "/reports/{uid}", name="api.report", response_model=shapes.Reading, responses=TAGGED, openapi_extra=IF_KNOWN
)
def get_report(request: Request, uid: queries.Ident) -> Response:
    """One report: its text, and everything that is read from it."""
    seen = get_room(request).live.get()
    reading = seen.snapshot.reports.get(uid)
    if reading is None:
        raise ApiError(404)
    body = {"uid": uid, **render_reading(reading), "text": reading.report.text}
    return answer(request, build_tag(seen), body)


@router.get("/claims", name="api.claims", response_model=list_shapes.Claims, responses=TAGGED, openapi_extra=IF_KNOWN)
def list_claims(request: Request, query: Annotated[queries.ClaimsQuery, Query()]) -> Response:
    """The claims of the reports as they are read now, rejected ones too, in the order of their ids."""
    room = get_room(request)
    seen = room.live.get()
    after, tag = _find_after("claims", query, ("",)), build_tag(seen)
    if (known := refuse_known(request, tag)) is not None:
        return known
    wanted = replace(query.build_wanted(), status=query.status, decision=query.decision)
    idents = keep(room, seen.snapshot, "claim ids", sort_claim_ids)
    find = partial(choose_claim, seen.snapshot, wanted=wanted)
    part = take_part(idents, None if after is None else str(after[0]), query.limit, find)
    body = {"items": [render_listed(one) for one in part.items], "next": _write_next("claims", part)}
    return answer(request, tag, body)


@router.get(
    "/incidents", name="api.incidents", response_model=list_shapes.Incidents, responses=TAGGED, openapi_extra=IF_KNOWN
)
def list_incidents(request: Request, query: Annotated[queries.IncidentsQuery, Query()]) -> Response:
    """The incidents, each once however many reports told it, in the order of their ids."""
    room = get_room(request)
    seen = room.live.get()
    after, tag = _find_after("incidents", query, ("",)), build_tag(seen)
    if (known := refuse_known(request, tag)) is not None:
        return known
    wanted = replace(query.build_wanted(), grade=query.grade, has_conflict=query.conflict)
    idents = keep(room, seen.snapshot, "incident ids", sort_incident_ids)
    find = partial(choose_incident, seen.snapshot, wanted=wanted)
    part = take_part(idents, None if after is None else str(after[0]), query.limit, find)
    body = {"items": [render_incident(one) for one in part.items], "next": _write_next("incidents", part)}
    return answer(request, tag, body)


@router.get(
    "/incidents/{ident}", name="api.incident", response_model=shapes.Incident, responses=TAGGED, openapi_extra=IF_KNOWN
)
def get_incident(request: Request, ident: queries.Ident) -> Response:
    """One incident. The id of a claim finds the incident it is in."""
    seen = get_room(request).live.get()
    one = seen.snapshot.incidents.get(ident) or seen.snapshot.homes.get(ident)
    if one is None:
        raise ApiError(404)
    return answer(request, build_tag(seen), render_incident(one))


@router.get("/links", name="api.links", response_model=list_shapes.Links, responses=TAGGED, openapi_extra=IF_KNOWN)
def list_links(request: Request, query: Annotated[queries.LinksQuery, Query()]) -> Response:
    """The links that hold, in the order of their claims."""
    room = get_room(request)
    seen = room.live.get()
    after, tag = _find_after("links", query, ("", "", "", "")), build_tag(seen)
    if (known := refuse_known(request, tag)) is not None:
        return known
    links = keep(room, seen.snapshot, "links", index_links)
    keys = keep(room, seen.snapshot, "link keys", lambda _: tuple(links))
    wanted = WantedLinks(
        claims=_find_claims(seen.snapshot, query),
        judgement=query.judgement,
        is_person=None if query.by is None else query.by == "person",
    )
    last = None if after is None else tuple(str(one) for one in after)
    part = take_part(keys, last, query.limit, lambda key: choose_link(links[key], wanted))
    body = {"items": [render_link(one) for one in part.items], "next": _write_next("links", part)}
    return answer(request, tag, body)


@router.get("/log", name="api.log", response_model=list_shapes.Log, responses=TAGGED, openapi_extra=IF_KNOWN)
def list_log(request: Request, query: Annotated[queries.LogQuery, Query()]) -> Response:
    """Every act on the register, the newest first: who, when, what, and why."""
    room = get_room(request)
    seen = room.live.get()
    after = _find_after("log", query, (0, 0, 0))
    read, review, judgement = (int(number) for number in after or (_NEWEST,) * 3)
    before = Before(read=read, review=review, judgement=judgement)
    kinds = _KINDS if query.kind is None else (query.kind,)
    moment = find_moment(room.live.register)
    rows = list_doings(room.live.register, before, query.limit + 1, kinds)
    shown = rows[: query.limit]
    last = find_before(shown, before)
    key = tuple(_NEWEST if number is None else number for number in (last.read, last.review, last.judgement))
    more = write_cursor("log", key) if len(rows) > query.limit else None
    # The log is read from the register itself, which may be further on than the snapshot.
    body = {"items": [render_doing(one) for one in shown], "next": more}
    return answer(request, build_tag(seen, f"{moment.reading}-{moment.review}-{moment.link}"), body)


def _fits(reading: Reading, query: queries.ReportsQuery) -> bool:
    report = reading.report
    day = report.published_on
    if query.first is not None and (day is None or day < query.first):
        return False
    if query.last is not None and (day is None or day > query.last):
        return False
    if query.outlet is not None and (report.outlet or "").casefold() != query.outlet.strip().casefold():
        return False
    return not query.unread or reading.error is not None


def _find_claims(snapshot: Snapshot, query: queries.LinksQuery) -> frozenset[str] | None:
    if query.claim is None and query.incident is None:
        return None
    found = [] if query.claim is None else [frozenset({query.claim})]
    if query.incident is not None:
        one = snapshot.incidents.get(query.incident)
        found.append(frozenset() if one is None else frozenset(one.claims))
    return frozenset.intersection(*found)


def _find_after(of: str, query: queries.PartQuery, like: Key) -> Key | None:
    return read_cursor(of, query.cursor, like)


def _write_next(of: str, part: Part[Any]) -> str | None:
    last = part.last
    return None if last is None else write_cursor(of, last if isinstance(last, tuple) else (last,))
