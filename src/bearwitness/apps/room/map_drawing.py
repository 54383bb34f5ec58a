"""Incidents on a map drawn on the server: shaded areas, towns as dots, towns that would lie on one another as one dot with their number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from bearwitness.apps.room.map_view import HEIGHT, WIDTH, MapView, choose_view, draw_land, find_outline, trace
from bearwitness.apps.room.picture_figures import Figures
from bearwitness.apps.wording import say_number
from bearwitness.workflow.incident_map import IncidentMap, MapPart, Mark, write_box

_CELL: Final = 34
LEVELS: Final = (0, 1, 10, 100, 1000)
"""An area is shaded by the people it has at least: from so many on, one shade darker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A shaded area: its path, its shade (0 to 4, None where people are not counted), what is said of it, and the part of the map it is."""

    path: str
    level: int | None
    said: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A town, or several together: middle, radius, the number in it, what is said of it, and the part of the map it leads to."""

    x: float
    y: float
    radius: float
    number: str
    said: str
    part: str
    is_cluster: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDrawing:
    """All of a map. `unseen` are incidents of areas that no outline is shipped for."""

    width: int
    height: int
    view: MapView
    land: str
    areas: tuple[Area, ...]
    dots: tuple[Dot, ...]
    unseen: int


def draw_map(shown: IncidentMap, figures: Figures, part: MapPart | None = None) -> MapDrawing:
    """The map of the incidents; countries first, so that what is known of a province lies over what is known of its country."""
    view = choose_view(shown, part)
    areas, unseen = [], 0
    for mark in sorted(shown.areas, key=lambda mark: len(mark.spot.path)):
        outline = find_outline(mark)
        path = "" if outline is None else trace(outline, view)
        if path:
            said = say_mark(mark, figures)
            areas.append(Area(path=path, level=find_level(mark, figures), said=said, part=mark.spot.id))
        else:
            unseen += mark.incidents
    return MapDrawing(
        width=WIDTH,
        height=HEIGHT,
        view=view,
        land=draw_land(view),
        areas=tuple(areas),
        dots=tuple(_draw_dots(shown.towns, figures, view)),
        unseen=unseen,
    )


def find_level(mark: Mark, figures: Figures) -> int | None:
    """The shade of the people that are certainly there; None where they are not counted."""
    found = figures.find_mark(mark)
    return None if found is None else sum(found.low >= step for step in LEVELS[1:])


def say_mark(mark: Mark, figures: Figures) -> str:
    """ "Liaoning: 12 to 15 people; 9 incidents, of 3 no town is known; 1 total"."""
    people, incidents = figures.say(figures.find_mark(mark)), say_number(mark.inside, "incident")
    totals = say_number(mark.totals, "total") if mark.totals else ""
    closer = {"town": "", "province": "town", "country": "province"}[mark.spot.kind]
    if not mark.inside and totals:
        incidents = ""
    elif closer and mark.incidents == mark.inside:
        incidents += f", no {closer} known"
    elif closer:
        incidents += f", of {mark.incidents:,} no {closer} is known"
    return f"{mark.spot.name}: {'; '.join(part for part in (people, incidents, totals) if part)}"


def _draw_dots(towns: Sequence[Mark], figures: Figures, view: MapView) -> list[Dot]:
    """Towns of one cell of a grid are one dot, at their own middle."""
    cells: dict[tuple[int, int], list[tuple[float, float, Mark]]] = {}
    for mark in towns:
        assert mark.spot.point is not None
        x, y = view.place(*mark.spot.point)
        cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append((x, y, mark))
    dots = [_draw_dot(found, figures) for found in cells.values()]
    return sorted(dots, key=lambda dot: -dot.radius)


def _draw_dot(found: list[tuple[float, float, Mark]], figures: Figures) -> Dot:
    """Several towns are no question that is counted: of them only the incidents are said."""
    incidents = sum(mark.incidents for _, _, mark in found)
    is_cluster = len(found) > 1

    def weigh(value: Callable[[tuple[float, float, Mark]], float]) -> float:
        weights = [one[2].incidents + one[2].totals for one in found]
        return round(sum(value(one) * weight for one, weight in zip(found, weights, strict=True)) / sum(weights), 1)

    if is_cluster:
        said, part = (
            f"{len(found)} towns: {say_number(incidents, 'incident')}",
            write_box(_surround([mark for _, _, mark in found])),
        )
    else:
        said, part = say_mark(found[0][2], figures), found[0][2].spot.id
    return Dot(
        x=weigh(lambda one: one[0]),
        y=weigh(lambda one: one[1]),
        radius=round(min(22.0, 7.5 + 1.6 * sqrt(sqrt(incidents) * len(str(incidents)))), 1),
        number="·" if not incidents else f"{incidents:,}" if incidents < 10_000 else f"{incidents // 1000}k",
        said=said,
        part=part,
        is_cluster=is_cluster,
    )


def _surround(marks: Sequence[Mark]) -> tuple[float, float, float, float]:
    east = [mark.spot.point[0] for mark in marks if mark.spot.point]
    north = [mark.spot.point[1] for mark in marks if mark.spot.point]
    return min(east), min(north), max(east), max(north)
