"""Trend: the bounds of each period beside the volume of reporting, and what can be told of a rise or a fall."""

from functools import partial
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from bearwitness.apps.interval_chart import Interval
from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.asking import build_asked
from bearwitness.apps.room.drawing import Drawing, draw_intervals
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.apps.wording import say_number
from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS
from bearwitness.counting.series import Cell
from bearwitness.counting.trend_periods import KINDS
from bearwitness.counting.verdicts import say_bounds
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.trend import Stepping, Trend, answer_trend

router = APIRouter(route_class=GuardedRoute)
_KEYS: Final = ("act", "from", "to", "place", "group", "by", "at", "against", "accepted")
_MOST: Final = 120
_SAYINGS: Final = 12


@router.get("/trend", name="trend")
def show_trend(request: Request) -> Response:
    """The form; with a question in the address its periods."""
    room, query = get_room(request), request.query_params
    seen = room.live.get()
    trend: Trend | None = None
    trouble, is_asked = "", bool(query.get("act"))
    try:
        if is_asked:
            trend = ask(room, seen.snapshot, query)
    except UsageError as error:
        trouble = f"{error}."
    kept = {key: query[key] for key in _KEYS if query.get(key)}
    shown = () if trend is None else trend.cells[-_MOST:]
    return render_page(
        request,
        "trend.html",
        status=400 if trouble else 200,
        seen=seen,
        query=kept,
        address=urlencode(kept),
        acts=ACTS,
        kinds=KINDS,
        trouble=trouble,
        is_waiting=is_asked and not trouble and trend is None,
        trend=trend,
        rows=list(zip(shown, _draw(shown).bars, strict=True)) if shown else [],
        drawing=_draw(shown) if shown else None,
        left_out=0 if trend is None else len(trend.cells) - len(shown),
        surges={} if trend is None else {one.period: one.reading for one in trend.surges},
        shifts="" if trend is None else _say_shifts(trend),
        say_bounds=say_bounds,
        sayings=() if trend is None else trend.sayings[:_SAYINGS],
    )


def ask(room: Room, snapshot: Snapshot, query: QueryParams, patience: float | None = None) -> Trend | None:
    """The trend, None while it is being counted. Raises UsageError for a question that cannot be understood."""
    asked, accepted_only = build_asked(query), bool(query.get("accepted"))
    kind = next((one for one in KINDS if one == query.get("by", "month")), None)
    if kind is None:
        raise UsageError(f"there is no such period; choose one of: {', '.join(KINDS)}")
    stepping = Stepping(kind=kind, at=query.get("at") or None, against=query.get("against") or None)
    compute = partial(answer_trend, asked, stepping, accepted_only=accepted_only)
    return room.ask(snapshot, ("trend", asked, stepping, accepted_only), compute, patience)


def _draw(cells: tuple[Cell, ...]) -> Drawing:
    return draw_intervals(
        [
            Interval(
                row=cell.period.name,
                low=cell.estimate.low or 0,
                high=cell.estimate.high if cell.estimate.low is not None else 0,
                stated=cell.estimate.high_stated or 0,
            )
            for cell in cells
        ]
    )


def _say_shifts(trend: Trend) -> str:
    """Lasting changes of level in a sentence, or why none was looked for."""
    shifts = trend.shifts
    if isinstance(shifts.low, str):
        return f"Lasting changes were not looked for: {shifts.low}."
    if not shifts.both:
        return "No lasting change of level holds at both ends."
    said = ", ".join(period.words for period in shifts.both)
    return f"{say_number(len(shifts.both), 'lasting change')} of level, at both ends and not in the reporting: {said}."
