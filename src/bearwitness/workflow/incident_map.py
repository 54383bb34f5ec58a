"""Where incidents are drawn: towns as points, and an area where claims tell no more than an area, never a point in it.

An incident is drawn once, as closely as it is known. How many people that makes is no sum of the incidents' own numbers: it is the
figure that is counted for the place (`picture_counts`), and there whoever is known only to a wider area is possible.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.places import Gazetteer, find_path
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import POINT
from bearwitness.counting.membership import Path, is_below
from bearwitness.workflow.browsing import Fitting

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
_TOWN, _AREA, _BOX, NOWHERE = "town:", "area:", "box:", "none"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where one is drawn. `path` is how counting knows the place: country, division, town; it is shorter for a town whose division is not
    known, which cannot be counted apart. `point` (east, north) is set for a town of the gazetteer alone.
    """

    id: str
    kind: Literal["town", "province", "country"]
    name: str
    path: Path
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A spot, how many incidents are known no closer than it, and how many are known to lie in it; of a town that is the same. `totals`
    over a period tell of it too: they are no incidents, and the people counted for it may all be theirs.
    """

    spot: Spot
    incidents: int
    inside: int
    totals: int = 0

    @property
    def is_countable(self) -> bool:
        """Whether people can be counted for it by itself."""
        return self.spot.kind != "town" or len(self.spot.path) == _DEPTH


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMap:
    """All of `found` incidents: each is in one mark, or known only to a place `wider` than what is asked for, or `without` a place that can
    be drawn. Of totals those are in no mark that are `undrawn`.
    """

    towns: tuple[Mark, ...]
    areas: tuple[Mark, ...]
    wider: int
    without: int
    found: int
    undrawn: int = 0

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All of them, those with most incidents first."""
        return tuple(sorted((*self.towns, *self.areas), key=_order_mark))


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPart:
    """A part of the map: the place of this mark, the towns in this box, or (neither) what has no place. `text` is how addresses say it."""

    text: str
    mark: str = ""
    box: Box | None = None


_DEPTH: Final = 3


def find_spot(where: Where | None, gazetteer: Gazetteer) -> Spot | None:
    """Where an incident there is drawn, None where no country is known.

    A town only where claims state the town itself; what lies near it, in its county, or is only inferred is its division or country.
    The point is the gazetteer's: whatever coordinates a claim brings are not drawn.
    """
    if where is None:
        return None
    if where.prec == POINT and where.basis != "inferred" and where.geonameid is not None:
        town = gazetteer.place(where.geonameid)
        if town is not None and town.kind == "town" and town.lat is not None and town.lon is not None and town.country:
            path = find_path(where)
            # A claim that gives the town another country than the gazetteer's is drawn where the gazetteer has it, and counted nowhere near.
            path = path if path[:1] == (town.country,) else (town.country,)
            return Spot(
                id=f"{_TOWN}{town.geonameid}", kind="town", name=town.name, path=path, point=(town.lon, town.lat)
            )
    path = find_path(where)[:2]
    if not path:
        return None
    country = gazetteer.country(path[0])
    name = path[-1] if len(path) > 1 or country is None else country.name
    kind: Literal["province", "country"] = "province" if len(path) > 1 else "country"
    return Spot(id=_AREA + "/".join(path), kind=kind, name=name, path=path, point=None)


def find_spots(incidents: Iterable[Incident], gazetteer: Gazetteer) -> dict[str, Spot | None]:
    """The spot of each incident, by its id. Towns that counting cannot tell apart, two of one name in one division, are counted with it."""
    known = {where: find_spot(where, gazetteer) for where in dict.fromkeys(one.where for one in incidents)}
    paths: dict[str, set[Path]] = {}
    bearers: dict[Path, set[str]] = {}
    for spot in known.values():
        if spot is not None:
            paths.setdefault(spot.id, set()).add(spot.path)
            bearers.setdefault(spot.path, set()).add(spot.id)
    for where, spot in known.items():
        if spot is not None and len(spot.path) == _DEPTH and (len(paths[spot.id]) > 1 or len(bearers[spot.path]) > 1):
            depth = 1 if len(paths[spot.id]) > 1 else 2
            known[where] = replace(spot, path=spot.path[:depth])
    return {one.id: known[one.where] for one in incidents}


def build_map(
    incidents: Sequence[Incident], spots: Mapping[str, Spot | None], within: Path = (), totals: Sequence[Incident] = ()
) -> IncidentMap:
    """The map of these incidents in the place `within`, and of the totals that are counted with them; what is known only to a wider place is
    said, and not drawn.
    """
    placed = [spots[one.id] for one in incidents]
    drawn = Counter(spot for spot in placed if spot is not None and _is_drawn(spot, within))
    told = Counter(spot for one in totals if (spot := spots[one.id]) is not None and _is_drawn(spot, within))
    without = placed.count(None)
    inside: Counter[Path] = Counter()
    for spot, number in drawn.items():
        for depth in range(len(spot.path) + 1):
            inside[spot.path[:depth]] += number
    marks = [
        Mark(
            spot=spot,
            incidents=drawn[spot],
            inside=drawn[spot] if spot.kind == "town" else inside[spot.path],
            totals=told[spot],
        )
        for spot in dict.fromkeys((*drawn, *told))
    ]
    marks.sort(key=_order_mark)
    return IncidentMap(
        towns=tuple(mark for mark in marks if mark.spot.point is not None),
        areas=tuple(mark for mark in marks if mark.spot.point is None),
        wider=len(incidents) - without - drawn.total(),
        without=without,
        found=len(incidents),
        undrawn=len(totals) - told.total(),
    )


def _is_drawn(spot: Spot, within: Path) -> bool:
    return is_below(spot.path, within) or not is_below(within, spot.path)


def _order_mark(mark: Mark) -> tuple[int, int, str, str]:
    return (-mark.inside, -mark.totals, mark.spot.name, mark.spot.id)


def parse_part(text: str) -> MapPart | None:
    """The part of the map that an address names, None for the whole; raises UsageError for what names none."""
    if not text:
        return None
    if text == NOWHERE or (text.startswith((_TOWN, _AREA)) and len(text) <= _LONGEST):
        return MapPart(text=text, mark="" if text == NOWHERE else text)
    parts = text.removeprefix(_BOX).split(",") if text.startswith(_BOX) and len(text) < _LONGEST else []
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise UsageError("no part of the map is called that; choose one on the map, or clear the choice") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise UsageError("a part of the map has to lie between 180 degrees west and east, 90 south and north")
    return MapPart(text=text, box=(west, south, east, north))


def write_box(box: Box) -> str:
    """How addresses say a box: a little wider than its towns, so that rounding loses none at its edge."""
    west, south, east, north = box
    return _BOX + ",".join(
        f"{number:.3f}"
        for number in (max(-180, west - 0.01), max(-90, south - 0.01), min(180, east + 0.01), min(90, north + 0.01))
    )


def find_within(part: MapPart | None, spots: Mapping[str, Spot | None]) -> Path | None:
    """The path of the place that a part of the map is; () for the whole map, None where the part is no place that counting knows."""
    if part is None:
        return ()
    if part.mark.startswith(_AREA):
        return tuple(part.mark.removeprefix(_AREA).split("/"))
    found = {spot.path for spot in spots.values() if spot is not None and spot.id == part.mark}
    return next(iter(found)) if len(found) == 1 and all(len(path) == _DEPTH for path in found) else None


def choose_spotted(
    fitting: Fitting, spots: Mapping[str, Spot | None], part: MapPart | None, within: Path | None
) -> Fitting:
    """Those of the incidents that lie in the chosen part of the map, in their order; perhaps in a place, where only a wider one is known."""
    if part is None:
        return fitting
    surely = tuple(one for one in fitting.surely if _is_in(spots[one.id], part, within))
    doubtful = {one.id for one in fitting.surely if within and _may_be_in(spots[one.id], within)}
    perhaps = {
        one.id
        for one in fitting.perhaps
        if _is_in(spots[one.id], part, within) or (within and _may_be_in(spots[one.id], within))
    }
    either = doubtful | perhaps
    return Fitting(surely=surely, perhaps=tuple(one for one in fitting.incidents if one.id in either))


def _may_be_in(spot: Spot | None, within: Path) -> bool:
    return spot is None or (spot.path != within and is_below(within, spot.path))


def _is_in(spot: Spot | None, part: MapPart, within: Path | None) -> bool:
    if spot is None:
        return not part.mark and part.box is None
    if part.box is None:
        return spot.id == part.mark or bool(within and part.mark.startswith(_AREA) and is_below(spot.path, within))
    if spot.point is None:
        return False
    west, south, east, north = part.box
    return west <= spot.point[0] <= east and south <= spot.point[1] <= north
