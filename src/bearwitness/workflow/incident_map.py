"""Where incidents are drawn: towns as points, and an area where claims tell no more than an area, never a point in it.

The people of an area are its incidents' numbers added up, as told; two incidents may tell of the same people, so it is no bound. A
bound is what `bearwitness count` and the page Count give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.places import Gazetteer, find_path
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import POINT

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
_TOWN, _AREA, _BOX, NOWHERE = "town:", "area:", "box:", "none"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where one is drawn. `path` is country and division; `point` (east, north) is set for a town of the gazetteer alone."""

    id: str
    kind: Literal["town", "province", "country"]
    name: str
    path: tuple[str, ...]
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Incidents, and the people they tell of, added up: `high` None is open, then `stated` has open ends at their stated number.

    `others` are incidents that count families or places, whose people are not among these.
    """

    incidents: int
    low: int
    high: int | None
    stated: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A spot and what is told of it."""

    spot: Spot
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMap:
    """All of `found` incidents: each is in one mark or among those `without` a place that can be drawn."""

    towns: tuple[Mark, ...]
    areas: tuple[Mark, ...]
    without: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPart:
    """A part of the map: the mark of this id, the towns in this box, or (neither) what has no place. `text` is how addresses say it."""

    text: str
    mark: str = ""
    box: Box | None = None


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
            above = (town.country, town.admin1) if town.admin1 else (town.country,)
            return Spot(
                id=f"{_TOWN}{town.geonameid}", kind="town", name=town.name, path=above, point=(town.lon, town.lat)
            )
    path = find_path(where)[:2]
    if not path:
        return None
    country = gazetteer.country(path[0])
    name = path[-1] if len(path) > 1 or country is None else country.name
    kind: Literal["province", "country"] = "province" if len(path) > 1 else "country"
    return Spot(id=_AREA + "/".join(path), kind=kind, name=name, path=path, point=None)


def find_spots(incidents: Iterable[Incident], gazetteer: Gazetteer) -> dict[str, Spot | None]:
    """The spot of each incident, by its id."""
    known: dict[Where | None, Spot | None] = {}
    spots = {}
    for one in incidents:
        if one.where not in known:
            known[one.where] = find_spot(one.where, gazetteer)
        spots[one.id] = known[one.where]
    return spots


def build_map(incidents: Sequence[Incident], spots: Mapping[str, Spot | None]) -> IncidentMap:
    """The map of these incidents, most incidents first."""
    gathered: dict[str, list[Incident]] = {}
    places: dict[str, Spot] = {}
    for one in incidents:
        spot = spots[one.id]
        if spot is not None:
            places[spot.id] = spot
            gathered.setdefault(spot.id, []).append(one)
    marks = [Mark(spot=places[ident], tally=tally_incidents(found)) for ident, found in gathered.items()]
    marks.sort(key=lambda mark: (-mark.tally.incidents, mark.spot.name, mark.spot.id))
    return IncidentMap(
        towns=tuple(mark for mark in marks if mark.spot.point is not None),
        areas=tuple(mark for mark in marks if mark.spot.point is None),
        without=len(incidents) - sum(mark.tally.incidents for mark in marks),
        found=len(incidents),
    )


def tally_incidents(incidents: Sequence[Incident]) -> Tally:
    """Their numbers of people added up."""
    counts = [one.count for one in incidents if one.count.unit == "person"]
    highs = [count.high for count in counts]
    return Tally(
        incidents=len(incidents),
        low=sum(count.low for count in counts),
        high=None if None in highs else sum(high for high in highs if high is not None),
        stated=sum(count.low if count.high is None else count.high for count in counts),
        others=len(incidents) - len(counts),
    )


def add_tallies(tallies: Sequence[Tally]) -> Tally:
    """Several tallies as one."""
    highs = [one.high for one in tallies]
    return Tally(
        incidents=sum(one.incidents for one in tallies),
        low=sum(one.low for one in tallies),
        high=None if None in highs else sum(high for high in highs if high is not None),
        stated=sum(one.stated for one in tallies),
        others=sum(one.others for one in tallies),
    )


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


def choose_spotted(
    incidents: Sequence[Incident], spots: Mapping[str, Spot | None], part: MapPart | None
) -> tuple[Incident, ...]:
    """Those of the incidents that lie in the chosen part of the map, in their order."""
    return tuple(one for one in incidents if part is None or _is_in(spots[one.id], part))


def _is_in(spot: Spot | None, part: MapPart) -> bool:
    if spot is None:
        return not part.mark and part.box is None
    if part.box is None:
        return spot.id == part.mark
    if spot.point is None:
        return False
    west, south, east, north = part.box
    return west <= spot.point[0] <= east and south <= spot.point[1] <= north
