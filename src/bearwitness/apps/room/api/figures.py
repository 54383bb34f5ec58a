"""Questions: the count with its certificate, broken down, and over time. The answers are those of the commands with --json."""

from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from bearwitness.apps.breakdown_output import render_table
from bearwitness.apps.count_output import render_figure
from bearwitness.apps.room.api import figure_shapes, queries, trend_shapes
from bearwitness.apps.room.api.answers import ask
from bearwitness.apps.room.api.errors import ApiError
from bearwitness.apps.room.api.routing import IF_KNOWN, TAGGED, build_router
from bearwitness.apps.room.api.tags import answer, build_tag, refuse_known
from bearwitness.apps.room.asking import read_kinds
from bearwitness.apps.room.settings import get_room
from bearwitness.apps.trend_rows import render_trend
from bearwitness.workflow.breakdowns import Wanted, build_table_of_view
from bearwitness.workflow.figures import Asked, build_figure_of_view, find_beside
from bearwitness.workflow.live_view import Seen
from bearwitness.workflow.trend import Stepping, build_trend_of_view
from bearwitness.workflow.view import View

router = build_router()


@router.get("/count", name="api.count", response_model=figure_shapes.Figure, responses=TAGGED, openapi_extra=IF_KNOWN)
def get_count(request: Request, query: Annotated[queries.CountQuery, Query()]) -> Response:
    """How many, at least and at most, what holds each end, and the certificate."""
    seen = get_room(request).live.get()
    tag = build_tag(seen)
    return refuse_known(request, tag) or answer(request, tag, _ask_count(request, seen, query))


@router.get(
    "/certificate", name="api.certificate", response_model=dict[str, Any], responses=TAGGED, openapi_extra=IF_KNOWN
)
def get_certificate(request: Request, query: Annotated[queries.CountQuery, Query()]) -> Response:
    """The certificate of a count alone, which `verify-count` checks; where there is none the error says why."""
    seen = get_room(request).live.get()
    figure = _ask_count(request, seen, query)
    if figure["certificate"] is None:
        raise ApiError(404, figure["certificate_reason"], code="no_certificate")
    return answer(request, build_tag(seen), figure["certificate"])


@router.get(
    "/breakdown", name="api.breakdown", response_model=figure_shapes.Breakdown, responses=TAGGED, openapi_extra=IF_KNOWN
)
def get_breakdown(request: Request, query: Annotated[queries.BreakdownQuery, Query()]) -> Response:
    """The count broken down by one or two dimensions. Parts need not add up: what may lie in several rows is in each."""
    room = get_room(request)
    seen = room.live.get()
    kinds = read_kinds(query.by.split(","), query.place)
    asked = query.build_asked(query.find_act(kinds))
    wanted = Wanted(asked=asked, kinds=kinds, is_every_act=query.act is None, accepted_only=query.accepted_only)
    tag = build_tag(seen)
    if (known := refuse_known(request, tag)) is not None:
        return known
    return answer(request, tag, ask(room, seen.snapshot, ("api breakdown", wanted), partial(break_down, wanted)))


@router.get("/trend", name="api.trend", response_model=trend_shapes.Trend, responses=TAGGED, openapi_extra=IF_KNOWN)
def get_trend(request: Request, query: Annotated[queries.TrendQuery, Query()]) -> Response:
    """Rise and fall with bounds, beside what was reported."""
    room = get_room(request)
    seen = room.live.get()
    stepping = Stepping(kind=query.by, at=query.at or None, against=query.against or None)
    asked = query.build_asked(query.act)
    tag = build_tag(seen)
    if (known := refuse_known(request, tag)) is not None:
        return known
    compute = partial(tell_trend, asked, stepping, query.accepted_only)
    key = ("api trend", asked, stepping, query.accepted_only)
    return answer(request, tag, ask(room, seen.snapshot, key, compute))


def _ask_count(request: Request, seen: Seen, query: queries.CountQuery) -> dict[str, Any]:
    asked = query.build_asked(query.act)
    key = ("api count", asked, query.accepted_only)
    return ask(get_room(request), seen.snapshot, key, partial(count, asked, query.accepted_only))


def count(asked: Asked, accepted_only: bool, view: View) -> dict[str, Any]:
    """The answer of `count --json`."""
    figure = build_figure_of_view(asked, view, accepted_only=accepted_only)
    return render_figure(figure, find_beside(figure))


def break_down(wanted: Wanted, view: View) -> dict[str, Any]:
    """The answer of `count --by --json`."""
    return render_table(build_table_of_view(wanted, view))


def tell_trend(asked: Asked, stepping: Stepping, accepted_only: bool, view: View) -> dict[str, Any]:
    """The answer of `trend --json`."""
    return render_trend(build_trend_of_view(asked, stepping, view, accepted_only=accepted_only))
