"""A quarter of a town that the report names is told as the town: "the Garfield neighborhood" of a report on Chicago is Chicago.

Gazetteers hold some quarters as towns and lack others, whose names they then give to a town elsewhere. Two reports of one act, of
which one names the quarter and one the city, tell of one place.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, radians
from typing import Final

from bearwitness.core.places import Place
from bearwitness.reading.english.places.places_cues import LIKELY
from bearwitness.reading.folding import fold_text
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.place_bearers import NameUse
from bearwitness.reading.place_ranking import Ranked
from bearwitness.reading.places import build_where

_WITHIN_KM: Final = 30.0
_TIMES: Final = 3
"""How many times the people of its quarter a town has at least."""
_KM: Final = 111.2


def settle_quarters(
    mentions: Sequence[PlaceMention], uses: Sequence[NameUse], ranked: Sequence[Ranked | None], quarters: frozenset[str]
) -> tuple[PlaceMention, ...]:
    """The mentions with each quarter as the town around it; those of no town that the report names are left out, save where the
    report names no town at all."""
    if not quarters:
        return tuple(mentions)
    towns = [
        meant.place
        for use, meant in zip(uses, ranked, strict=True)
        if meant is not None and meant.place.kind == "town" and not use.part and use.strength >= LIKELY
    ]
    out = []
    for mention in mentions:
        if fold_text(mention.text) not in quarters or mention.place.kind != "town" or not towns:
            out.append(mention)
            continue
        around = max((t for t in towns if _holds(t, mention.place)), key=lambda t: t.population, default=None)
        if around is not None:
            out.append(replace(mention, place=around, where=build_where(around, mention.text)))
        elif any(t.geonameid == mention.place.geonameid for t in towns):
            out.append(mention)
    return tuple(out)


def _holds(town: Place, quarter: Place) -> bool:
    if (town.country, town.admin1, town.admin2) != (quarter.country, quarter.admin1, quarter.admin2):
        return False
    if town.lat is None or town.lon is None or quarter.lat is None or quarter.lon is None:
        return False
    far = hypot(town.lat - quarter.lat, (town.lon - quarter.lon) * cos(radians(town.lat))) * _KM
    return far <= _WITHIN_KM and town.population >= _TIMES * quarter.population
