"""The places that bear one name, weighed before anything else of the report is heard: by size, kind and whose own name it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.core.places import Place, PlaceKind
from bearwitness.reading.folding import fold_text, fold_words
from bearwitness.reading.places import is_inside

# Weights in powers of ten of population, set on development data (LGL, GeoVirus).
ALTERNATE, PARTLY = -2.0, -0.5
"""A name by which the entry is seldom called ("Mosan" for Musan), and one that is but a part of its own ("Salinas" for San Pablo de
las Salinas)."""
_KIND: Final[dict[PlaceKind, float]] = {
    "country": 2.0, "admin1": 1.0, "admin2": -0.9, "town": 0.0, "region": 6.5, "waters": 6.5,
}  # fmt: skip
_SELDOM: Final = -1.5
_FEWEST: Final = 300
"""Inhabitants taken for a place of which fewer, or none, are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """One use of a name in a report: its candidates, most populous first, already limited by what stands beside it when
    `stated`; `strength` from 0 (may be no place at all) to 1.5 (dateline) is its say about the other names.

    `usual` is the id of the place the language means by the bare name (Washington, New York), or None. `part` marks the name of a
    quarter, a school or a hospital, which is a town's only where the report's other names lie about it.
    """

    start: int
    end: int
    text: str
    candidates: tuple[Place, ...]
    strength: float
    stated: bool = False
    usual: int | None = None
    part: bool = False


def drop_lesser_bearers(candidates: tuple[Place, ...], use: NameUse) -> tuple[Place, ...]:
    """Without the places that only once bore the name of a larger place which bears it as its own.

    Qujing's old county was called Nanning; beside Kunming, its neighbour, it would take the name of the city of Nanning.
    """
    largest = max(
        (place.population for place in candidates if place.kind == "town" and _is_own_name(place, use.text)), default=0
    )
    return tuple(
        place
        for place in candidates
        if place.population >= largest
        or place.kind == "country"
        or place.geonameid == use.usual
        or _is_own_name(place, use.text)
    )


def weigh_alone(place: Place, use: NameUse) -> float:
    """The weight of a candidate by itself, in powers of ten of population."""
    weight = _KIND[place.kind]
    if place.kind not in {"region", "waters"}:
        weight += math.log10(max(place.population, _FEWEST))
    if place.kind != "country" and not _is_own_name(place, use.text):
        weight += ALTERNATE if place.kind == "town" else _SELDOM
    elif place.kind == "town" and fold_text(place.name) != fold_text(use.text):
        weight += PARTLY
    if place.geonameid == use.usual:
        weight += 3.0
    return weight


def _is_own_name(place: Place, text: str) -> bool:
    if fold_text(place.name) == fold_text(text):
        return True
    name, said = fold_words(place.name), fold_words(text)
    return name <= said or said <= name


def prefer_town_or_area(candidates: Sequence[Place], base: list[float], use: NameUse) -> None:
    """Of a town and the division named after it, keeps the one a bare name means: Tonghua the town, Jilin the province
    (a fifth of the division's people or more live in the town, or not). A country's name is never its capital's or its
    province's: Mexico, Kuwait, Taiwan. A division that bears the name only among others gives way to such a town
    ("Grodno" is Hrodna before it is Hrodzienskaja voblasć). The usual bearer of a name gives way to no division
    (Washington)."""
    said = fold_text(use.text)
    for i, area in enumerate(candidates):
        if area.kind == "country":
            for j, part in enumerate(candidates):
                if j != i and is_inside(part, area):
                    base[j] -= 3.0
            continue
        if area.kind not in {"admin1", "admin2"}:
            continue
        for j, town in enumerate(candidates):
            shares_name = fold_text(town.name) == fold_text(area.name) or fold_text(area.name) != said
            # "Minsk" lies in no Minsk Region but beside it; "Almaty" likewise.
            near = is_inside(town, area) or (town.country == area.country and fold_text(town.name) == said)
            if town.kind == "town" and near and shares_name and town.geonameid != use.usual:
                main = town.population * 5 >= area.population
                if main or fold_text(area.name) == said:
                    base[i if main else j] -= 2.0
                break
