"""Incidents on a map drawn on the server: shaded areas, towns as dots, towns that would lie on one another as one dot with their number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from bearwitness.apps.room.map_view import HEIGHT, WIDTH, MapView, choose_view, draw_land, find_outline, trace
from bearwitness.apps.wording import say_number
from bearwitness.workflow.incident_map import IncidentMap, MapPart, Mark, Tally, add_tallies, write_box

_CELL: Final = 34
LEVELS: Final = (0, 1, 10, 100, 1000)
"""An area is shaded by the people it has at least: from so many on, one shade darker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A shaded area: its path, its shade (0 to 4), what is said of it, and the part of the map it leads to."""

    path: str
    level: int
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


def draw_map(shown: IncidentMap, part: MapPart | None = None) -> MapDrawing:
    """The map of the incidents; countries first, so that what is known of a province lies over what is known of its country."""
    view = choose_view(shown, part)
    areas, unseen = [], 0
    for mark in sorted(shown.areas, key=lambda mark: len(mark.spot.path)):
        outline = find_outline(mark)
        path = "" if outline is None else trace(outline, view)
        if path:
            areas.append(Area(path=path, level=find_level(mark.tally.low), said=say_mark(mark), part=mark.spot.id))
        else:
            unseen += mark.tally.incidents
    return MapDrawing(
        width=WIDTH,
        height=HEIGHT,
        view=view,
        land=draw_land(view),
        areas=tuple(areas),
        dots=tuple(_draw_dots(shown.towns, view)),
        unseen=unseen,
    )


def find_level(people: int) -> int:
    """The shade of at least so many people."""
    return sum(people >= step for step in LEVELS[1:])


def say_mark(mark: Mark) -> str:
    """ "Liaoning: 3 incidents, 12 to 15 people, no town known"."""
    place = {"town": "", "province": ", no town known", "country": ", no province known"}[mark.spot.kind]
    return f"{mark.spot.name}: {say_tally(mark.tally)}{place}"


def say_tally(tally: Tally) -> str:
    """ "3 incidents, 12 to 15 people", or that they count families or places."""
    said = say_number(tally.incidents, "incident")
    if tally.others == tally.incidents:
        return said
    people = f"at least {tally.low:,}" if tally.high is None else f"{tally.low:,}"
    if tally.high is not None and tally.high != tally.low:
        people += f" to {tally.high:,}"
    return f"{said}, {people} people"


def _draw_dots(towns: Sequence[Mark], view: MapView) -> list[Dot]:
    """Towns of one cell of a grid are one dot, at their own middle."""
    cells: dict[tuple[int, int], list[tuple[float, float, Mark]]] = {}
    for mark in towns:
        assert mark.spot.point is not None
        x, y = view.place(*mark.spot.point)
        cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append((x, y, mark))
    dots = [_draw_dot(found) for found in cells.values()]
    return sorted(dots, key=lambda dot: -dot.radius)


def _draw_dot(found: list[tuple[float, float, Mark]]) -> Dot:
    tally = add_tallies([mark.tally for _, _, mark in found])
    incidents = tally.incidents
    is_cluster = len(found) > 1

    def weigh(value: Callable[[tuple[float, float, Mark]], float]) -> float:
        return round(sum(value(one) * one[2].tally.incidents for one in found) / incidents, 1)

    if is_cluster:
        said, part = f"{len(found)} towns: {say_tally(tally)}", write_box(_surround([mark for _, _, mark in found]))
    else:
        said, part = say_mark(found[0][2]), found[0][2].spot.id
    return Dot(
        x=weigh(lambda one: one[0]),
        y=weigh(lambda one: one[1]),
        radius=round(min(22.0, 7.5 + 1.6 * sqrt(sqrt(incidents) * len(str(incidents)))), 1),
        number=f"{incidents:,}" if incidents < 10_000 else f"{incidents // 1000}k",
        said=said,
        part=part,
        is_cluster=is_cluster,
    )


def _surround(marks: Sequence[Mark]) -> tuple[float, float, float, float]:
    east = [mark.spot.point[0] for mark in marks if mark.spot.point]
    north = [mark.spot.point[1] for mark in marks if mark.spot.point]
    return min(east), min(north), max(east), max(north)
