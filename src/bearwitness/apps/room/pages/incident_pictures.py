"""What the map in the browser asks for, and map and timeline as files to take away."""

import gzip
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.chart_files import LONGEST, check_ending, send_file
from bearwitness.apps.room.map_drawing import find_level, say_mark
from bearwitness.apps.room.map_view import find_outline
from bearwitness.apps.room.pages.incidents import parse_filter
from bearwitness.apps.room.picture_figures import Figures
from bearwitness.apps.room.picture_files import INK, list_places_below, say_credits, say_heading, write_csv
from bearwitness.apps.room.pictures import Pictures, ask_pictures, lay_out
from bearwitness.apps.room.settings import get_room
from bearwitness.apps.room.timeline_chart import build_timeline_chart
from bearwitness.store.outlines import Outline, load_outlines
from bearwitness.workflow.browsing import Filter
from bearwitness.workflow.incident_map import Mark, parse_part

router = APIRouter(route_class=GuardedRoute)
_LEAD, _TAIL = 66, 50


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
    room = get_room(request)
    wanted, pictures = _ask(request)
    key = ("map data", wanted, pictures.part, pictures.figures.counts is None)
    body = room.keep(room.live.get().snapshot, key, lambda _: _write_data(pictures))
    return Response(body, media_type="application/json")


def _write_data(pictures: Pictures) -> bytes:
    shown, figures = pictures.shown, pictures.figures
    towns = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": mark.spot.point},
            "properties": _say(mark, figures),
        }
        for mark in shown.towns
    ]
    data = {
        "box": pictures.map.view.box,
        "towns": {"type": "FeatureCollection", "features": towns},
        "areas": {"type": "FeatureCollection", "features": _list_areas(shown.areas, figures)},
    }
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()


@router.get("/map/{name}.{ending}", name="map.picture")
def get_picture(request: Request, name: str, ending: str) -> Response:
    """The map or the timeline as SVG, PNG or CSV; 503 while its people are being counted for longer than a page waits for them."""
    check_ending(ending)
    if name not in {"map", "timeline"}:
        raise HTTPException(status_code=404)
    wanted, pictures = _ask(request, LONGEST)
    room = get_room(request)
    if pictures.figures.state == "counting" and pictures.fitting.incidents:
        raise HTTPException(status_code=503)
    day = room.settings.clock().date()
    footing = say_credits(pictures.figures, day)
    heading = say_heading(name, wanted, pictures)
    body: str | bytes
    if ending == "csv":
        body = write_csv(name, wanted, pictures, day)
    elif name == "timeline":
        if pictures.timeline is None:
            raise HTTPException(status_code=404)
        spec = build_timeline_chart(pictures.timeline, pictures.figures, [*heading, *footing])
        body = room.drawer.draw_chart(spec, as_png=ending == "png")
    else:
        listed = list_places_below(pictures)
        values = lay_out(pictures, {}) | {
            "lead": _LEAD,
            "listed": listed,
            "tail": _TAIL + max((y for _, y, _ in listed), default=0),
            "ink": INK,
            "heading": heading,
            "footing": footing,
        }
        svg = room.templates.environment.get_template("map_svg.html").render(values)
        body = room.drawer.draw_png(svg) if ending == "png" else svg
    return send_file(name, ending, body)


def _ask(request: Request, patience: float | None = None) -> tuple[Filter, Pictures]:
    room, query = get_room(request), request.query_params
    snapshot = room.live.get().snapshot
    wanted, part = parse_filter(query), parse_part(query.get("on", ""))
    return wanted, ask_pictures(room, snapshot, (wanted, part), patience)


def _list_areas(marks: Sequence[Mark], figures: Figures) -> list[dict[str, Any]]:
    """The areas that have an outline, countries beneath their provinces."""
    features = []
    for mark in sorted(marks, key=lambda mark: len(mark.spot.path)):
        outline = find_outline(mark)
        if outline is not None:
            features.append({"type": "Feature", "geometry": _write_outline(outline), "properties": _say(mark, figures)})
    return features


def _say(mark: Mark, figures: Figures) -> dict[str, Any]:
    """What is said of a mark; `level` -1 where its people are not counted."""
    level = find_level(mark, figures)
    return {
        "id": mark.spot.id,
        "said": say_mark(mark, figures),
        "incidents": mark.incidents,
        "level": -1 if level is None else level,
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
