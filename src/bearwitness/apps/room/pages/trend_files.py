"""The chart of a trend to take away: drawn by Vega-Lite from the numbers of the page, or those numbers as CSV."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.chart_files import LONGEST, check_ending, hold_out, send_chart
from bearwitness.apps.room.pages.trend import ask
from bearwitness.apps.room.settings import get_room
from bearwitness.apps.trend_chart import build_trend_chart
from bearwitness.apps.trend_rows import render_trend_csv

router = APIRouter(route_class=GuardedRoute)


@router.get("/trend/chart.{ending}", name="trend.chart")
def get_chart(request: Request, ending: str) -> Response:
    """The chart as SVG or PNG, or its numbers as CSV; 404 where nothing lies in the question."""
    check_ending(ending)
    room = get_room(request)
    trend = hold_out(ask(room, room.live.get().snapshot, request.query_params, LONGEST), "trend --plot")
    if not trend.cells:
        raise HTTPException(status_code=404)
    return send_chart("trend", ending, build_trend_chart(trend), partial(render_trend_csv, trend), room)
