"""What the map in the browser asks for, and map and timeline as files to take away."""

import gzip
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.charts import draw_png
from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.chart_files import check_ending, send_file
from bearwitness.apps.room.map_drawing import find_level, say_mark
from bearwitness.apps.room.map_view import find_outline
from bearwitness.apps.room.pages.incidents import find_all, parse_filter
from bearwitness.apps.room.picture_files import INK, say_credits, say_heading, write_csv
from bearwitness.apps.room.pictures import Pictures, ask_pictures, lay_out
from bearwitness.apps.room.settings import get_room
from bearwitness.store.outlines import Outline, load_outlines
from bearwitness.workflow.browsing import Filter
from bearwitness.workflow.incident_map import Mark, parse_part

router = APIRouter(route_class=GuardedRoute)
_LEAD, _TAIL = 50, 50


@router.get("/map/outlines", name="map.outlines")
def get_outlines(request: Request) -> Response:
    """All countries as GeoJSON. They change with the program alone."""
    is_zipped = "gzip" in request.headers.get("accept-encoding", "")
    body = _pack_world(is_zipped=is_zipped)
    headers = {"cache-control": "private, max-age=86400", "vary": "accept-encoding"}
    return Response(
        body, media_type="application/json", headers=headers | ({"content-encoding": "gzip"} if is_zipped else {})
    )


@router.get("/map/data", name="map.data")
def get_data(request: Request) -> Response:
    """The marks of an address as GeoJSON: towns as points, areas as their outlines, and the view to begin with."""
    _, pictures = _ask(request)
    body = {
        "box": pictures.map.view.box,
        "towns": {"type": "FeatureCollection", "features": [_write_town(mark) for mark in pictures.shown.towns]},
        "areas": {"type": "FeatureCollection", "features": _list_areas(pictures.shown.areas)},
    }
    return Response(json.dumps(body, separators=(",", ":"), ensure_ascii=False), media_type="application/json")


@router.get("/map/{name}.{ending}", name="map.picture")
def get_picture(request: Request, name: str, ending: str) -> Response:
    """The map or the timeline as SVG, PNG or CSV."""
    check_ending(ending)
    if name not in {"map", "timeline"}:
        raise HTTPException(status_code=404)
    wanted, pictures = _ask(request)
    room = get_room(request)
    day = room.settings.clock().date()
    body: str | bytes
    if ending == "csv":
        body = write_csv(name, wanted, pictures, day)
    elif name == "timeline" and pictures.time is None:
        raise HTTPException(status_code=404)
    else:
        values = lay_out(pictures, {}) | {
            "lead": _LEAD,
            "tail": _TAIL,
            "ink": INK,
            "heading": say_heading(name, wanted, pictures),
            "footing": say_credits(day),
        }
        template = "map_svg.html" if name == "map" else "timeline_svg.html"
        svg = room.templates.environment.get_template(template).render(values)
        body = draw_png(svg) if ending == "png" else svg
    return send_file(name, ending, body)


def _ask(request: Request) -> tuple[Filter, Pictures]:
    room, query = get_room(request), request.query_params
    snapshot = room.live.get().snapshot
    wanted, part = parse_filter(query), parse_part(query.get("on", ""))
    return wanted, ask_pictures(room, snapshot, find_all(room, snapshot, wanted), (wanted, part))


def _write_town(mark: Mark) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": mark.spot.point}, "properties": _say(mark)}


def _list_areas(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """The areas that have an outline, countries beneath their provinces."""
    features = []
    for mark in sorted(marks, key=lambda mark: len(mark.spot.path)):
        outline = find_outline(mark)
        if outline is not None:
            features.append({"type": "Feature", "geometry": _write_outline(outline), "properties": _say(mark)})
    return features


def _say(mark: Mark) -> dict[str, Any]:
    tally = mark.tally
    return {
        "id": mark.spot.id,
        "said": say_mark(mark),
        "incidents": tally.incidents,
        "low": tally.low,
        "stated": tally.stated,
        "open": int(tally.high is None),
        "level": find_level(tally.low),
    }


def _write_outline(outline: Outline) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": outline.polygons}


@cache
def _pack_world(*, is_zipped: bool) -> bytes:
    outlines = load_outlines()
    features = [
        {"type": "Feature", "properties": {}, "geometry": _write_outline(one)}
        for one in (*outlines.countries.values(), *outlines.unnamed)
    ]
    body = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
    return gzip.compress(body, 6, mtime=0) if is_zipped else body
