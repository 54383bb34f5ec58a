"""The chart of a trend to take away: drawn by Vega-Lite from the numbers of the page, or those numbers as CSV."""

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.charts import draw_chart
from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.pages.trend import ask
from bearwitness.apps.room.settings import get_room
from bearwitness.apps.trend_chart import build_trend_chart
from bearwitness.apps.trend_rows import render_csv
from bearwitness.core.vocabulary import RULES_VERSION

router = APIRouter(route_class=GuardedRoute)
_KINDS: Final = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@router.get("/trend/chart.{ending}", name="trend.chart")
def get_chart(request: Request, ending: str) -> Response:
    """The chart as SVG or PNG, or its numbers as CSV; 404 where nothing lies in the question, 503 while it is being counted."""
    room = get_room(request)
    trend = ask(room, room.live.get().snapshot, request.query_params)
    if trend is None:
        raise HTTPException(status_code=503)
    if ending not in _KINDS or not trend.cells:
        raise HTTPException(status_code=404)
    spec: dict[str, Any] = build_trend_chart(trend)
    title = spec["title"]
    made = f"Register as of {room.settings.clock().date()}; rules {RULES_VERSION}; made with Bearwitness. Places: GeoNames, CC BY 4.0."
    body: str | bytes
    if ending == "csv":
        body = f"# {' '.join(title['text'].split())}\n# {made}\n{render_csv(trend)}"
    else:
        body = draw_chart(spec | {"title": title | {"subtitle": [title["subtitle"], made]}}, as_png=ending == "png")
    headers = {"content-disposition": f'attachment; filename="bearwitness-trend.{ending}"'}
    return Response(body, media_type=_KINDS[ending], headers=headers)
