"""What part of the earth a map shows, and where on the paper a place lies: degrees alike across, true in the middle of the view."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, floor, radians
from typing import Final

from bearwitness.store.outlines import Outline, load_outlines
from bearwitness.workflow.incident_map import Box, IncidentMap, MapPart, Mark

WIDTH: Final = 960
HEIGHT: Final = 480
_WORLD: Final[Box] = (-180.0, -58.0, 180.0, 82.0)
_LEAST: Final = 6.0
"""A map shows this many degrees from south to north at least, so that a lone town has something around it to be known by."""
_STEP: Final = 1.2
"""Points of a border that lie closer on the paper are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """The part shown, as degrees, and the scale: paper per degree east and per degree north."""

    box: Box
    across: float
    along: float

    def place(self, east: float, north: float) -> tuple[float, float]:
        """Where on the paper."""
        return (east - self.box[0]) * self.across, (self.box[3] - north) * self.along


def choose_view(shown: IncidentMap, part: MapPart | None) -> MapView:
    """The smallest view with everything that is shown in it; the world where that is nothing."""
    if part is not None and part.box is not None:
        return fit_view(part.box)
    boxes = [(*mark.spot.point, *mark.spot.point) for mark in shown.towns if mark.spot.point]
    boxes += [outline.box for mark in shown.areas if (outline := find_outline(mark))]
    if not boxes:
        return fit_view(_WORLD)
    west, south, east, north = zip(*boxes, strict=True)
    return fit_view((min(west), min(south), max(east), max(north)))


@lru_cache(maxsize=256)
def fit_view(box: Box) -> MapView:
    """A view that holds the box, with a margin, in the shape of the paper. Whole degrees, so that views which hardly differ are one."""
    if box[2] - box[0] > 170:
        box = _WORLD
    else:
        margin = max(0.5, 0.06 * max(box[2] - box[0], box[3] - box[1]))
        box = (floor(box[0] - margin), floor(box[1] - margin), ceil(box[2] + margin), ceil(box[3] + margin))
    west, south, east, north = box
    middle = (south + north) / 2
    narrow = max(0.2, cos(radians(middle)))
    height = max(north - south, (east - west) * narrow * HEIGHT / WIDTH, _LEAST)
    width = min(360.0, height / narrow * WIDTH / HEIGHT)
    centre = (west + east) / 2
    left = min(max(centre - width / 2, -180), 180 - width)
    top = min(90.0, middle + height / 2)
    return MapView(box=(left, top - height, left + width, top), across=WIDTH / width, along=HEIGHT / height)


def find_outline(mark: Mark) -> Outline | None:
    """The outline of an area: of its country where the division has none, None where the country has none either."""
    outlines, path = load_outlines(), mark.spot.path
    found = outlines.divisions.get((path[0], path[1])) if len(path) > 1 else None
    return found or outlines.countries.get(path[0])


@lru_cache(maxsize=64)
def draw_land(view: MapView) -> str:
    """All countries in view as one SVG path."""
    outlines = load_outlines()
    return "".join(trace(one, view) for one in (*outlines.countries.values(), *outlines.unnamed))


def trace(outline: Outline, view: MapView) -> str:
    """An area as an SVG path, "" where it is out of view."""
    return "".join(_trace_ring(ring, view) for ring in _list_rings(outline, view))


def _list_rings(outline: Outline, view: MapView) -> Iterable[Sequence[tuple[float, float]]]:
    if _is_apart(outline.box, view.box):
        return
    for polygon in outline.polygons:
        yield from polygon


def _is_apart(one: Box, other: Box) -> bool:
    return one[2] < other[0] or one[0] > other[2] or one[3] < other[1] or one[1] > other[3]


def _trace_ring(ring: Sequence[tuple[float, float]], view: MapView) -> str:
    """A ring, without what no eye can tell; islets below a dot's size are left out where the view is wide."""
    west, south, east, north = view.box
    across, along = view.across, view.along
    edge_x, edge_y = 200 / across, 200 / along
    out: list[str] = []
    last_x = last_y = -9e9
    is_seen = False
    for lon, lat in ring:
        # What lies far outside is drawn at the edge of a wide frame: a path that is no larger than the paper needs.
        x = (min(max(lon, west - edge_x), east + edge_x) - west) * across
        y = (north - min(max(lat, south - edge_y), north + edge_y)) * along
        if abs(x - last_x) + abs(y - last_y) < _STEP:
            continue
        is_seen = is_seen or (west <= lon <= east and south <= lat <= north)
        last_x, last_y = x, y
        out.append(f"{x:.1f} {y:.1f}")
    if len(out) < 3 or not (is_seen or len(out) > 3):
        return ""
    return "M" + "L".join(out) + "Z"
