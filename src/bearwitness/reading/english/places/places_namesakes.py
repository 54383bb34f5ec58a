"""Small places far from the town of a local report that only lend it a name: its quarters, parks and roads are called like them.

"PITTSBURGH (KXYZ) – A man was shot in Homewood": the gazetteer has a Homewood in Alabama and not the quarter. In a report that
a town's own station or police tell, a small place of another province of which nothing else speaks is such a namesake.
"""

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import Final

from bearwitness.core.places import Place
from bearwitness.reading.english.places.places_cues import LIKELY
from bearwitness.reading.english.places.places_raw import is_large
from bearwitness.reading.english.places.places_spoken import is_policed, opens_local_report
from bearwitness.reading.folding import fold_text
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.place_bearers import NameUse
from bearwitness.reading.place_ranking import Ranked

_FITTING: Final = 4.5
"""Support above which the report's other names lie in a small town's province or about it."""
_FAR_KM: Final = 80.0
_KM: Final = 111.2

Meant = Sequence[tuple[NameUse, Ranked]]


def drop_namesakes(mentions: Sequence[PlaceMention], meant: Meant, text: str) -> tuple[PlaceMention, ...]:
    """The mentions without the namesakes of parts of the report's town."""
    if not any(_may_lend(m.place) for m in mentions):
        return tuple(mentions)
    town = _find_town(meant, text)
    if town is None:
        return tuple(mentions)
    return tuple(m for m in mentions if not _is_namesake(m, town, meant, text))


def _find_town(meant: Meant, text: str) -> Place | None:
    """The one town whose station or police tell the report, or None where several do."""
    towns = {
        ranked.place.geonameid: ranked.place
        for use, ranked in meant
        if ranked.place.kind == "town"
        and (
            is_large(ranked.place) or ranked.support >= _FITTING
        )  # not itself a namesake of some town the gazetteer lacks
        and (is_policed(text, use.start, use.end) or opens_local_report(text, use.start, use.end))
    }
    first = next(iter(towns.values()), None)
    return first if first is not None and all(_is_beside(first, other) for other in towns.values()) else None


def _may_lend(place: Place) -> bool:
    return place.kind in {"town", "admin2"} and not is_large(place)


def _is_namesake(mention: PlaceMention, town: Place, meant: Meant, text: str) -> bool:
    place = mention.place
    if not _may_lend(place) or _is_beside(place, town) or is_policed(text, mention.start, mention.end):
        return False
    own = fold_text(mention.text)
    for use, ranked in meant:
        if use.start == mention.start and use.stated:
            return False
        other = ranked.place
        near = other.country == place.country and (
            place.country != town.country or place.admin1 in {other.name, other.admin1}
        )
        said = use.stated or (use.strength >= LIKELY and not _may_lend(other))
        if near and said and fold_text(use.text) != own:
            return False
    return True


def _is_beside(one: Place, other: Place) -> bool:
    if (one.country, one.admin1) == (other.country, other.admin1):
        return True
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return hypot(one.lat - other.lat, (one.lon - other.lon) * cos(radians(one.lat))) * _KM <= _FAR_KM
