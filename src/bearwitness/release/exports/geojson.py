"""GeoJSON (RFC 7946): a point only where a town is stated, the area's outline where only an area is known, else no geometry.

District and province capitals that stand in for unknown places make maps lie (ACCORD on ACLED's data), so none does here.
"""

import json
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from bearwitness.release.exports.columns import Cell, Column, build_incident, list_cells, load_columns
from bearwitness.release.exports.notes import list_shown, say_about
from bearwitness.release.exports.phrases import say_title
from bearwitness.release.exports.records import Area, Export, ExportedIncident, Ring

Geometry = dict[str, Any]
_TITLE: Final = "title"


def render_geojson(export: Export) -> str:
    """A FeatureCollection with one feature an incident; what it is and is not stands in its member `bearwitness`."""
    columns = list_shown(export, "incident")
    # Thousands of incidents of one country share its outline, which is turned once.
    drawn = {area: _build_area(area) for area in set(export.areas.values())}
    areas = {ident: drawn[area] for ident, area in export.areas.items()}
    features = [_build_feature(one, columns, areas.get(one.id)) for one in export.incidents]
    whole = {"type": "FeatureCollection", "bearwitness": say_about(export), "features": features}
    return json.dumps(whole, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n"


def parse_geojson(text: str) -> tuple[ExportedIncident, ...]:
    """The incidents of what `render_geojson` wrote."""
    kinds = {column.name: column.kind for column in load_columns("incident")}

    def read(name: str, cell: Any) -> Any:
        return date.fromisoformat(cell) if kinds[name] == "day" and cell is not None else cell

    features = json.loads(text)["features"]
    return tuple(
        build_incident({name: read(name, cell) for name, cell in one["properties"].items() if name in kinds})
        for one in features
    )


def _build_feature(one: ExportedIncident, columns: Sequence[Column], area: Geometry | None) -> dict[str, Any]:
    cells = zip(columns, list_cells(one, columns), strict=True)
    properties = {column.name: _write(cell) for column, cell in cells}
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": _build_geometry(one, area),
        "properties": {_TITLE: say_title(one), **properties},
    }


def _build_geometry(one: ExportedIncident, area: Geometry | None) -> Geometry | None:
    if one.lat is not None and one.lon is not None:
        return {"type": "Point", "coordinates": [one.lon, one.lat]}
    return area


def _build_area(area: Area) -> Geometry:
    polygons = [
        [_turn(ring, is_outer=number == 0) for number, ring in enumerate(polygon)] for polygon in area if polygon
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _turn(ring: Ring, *, is_outer: bool) -> list[list[float]]:
    """A closed ring in the direction that RFC 7946 asks for: the outer one anticlockwise, holes clockwise."""
    closed = ring if ring[0] == ring[-1] else (*ring, ring[0])
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(closed))
    points = closed if (twice >= 0) == is_outer else closed[::-1]
    return [[x, y] for x, y in points]


def _write(cell: Cell) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    return list(cell) if isinstance(cell, tuple) else cell
