"""Which of the places that bear a name a report means: by what the report names besides, and by size.

Every name of the report votes for the country, the province and the neighbourhood of its candidates, a share for each
candidate; then each name's candidates are weighed again by the votes of the other names. The first rounds spread a vote almost
evenly, so that the province where all names can lie is heard before the largest bearer of each ("Palestine, Elkhart" are in
Texas together); the last ones settle it. One
name means one place throughout a report, except where the words beside it say otherwise ("Paris, Texas").
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.core.places import Gazetteer, Place
from bearwitness.reading.folding import fold_text
from bearwitness.reading.place_bearers import NameUse, drop_lesser_bearers, prefer_town_or_area, weigh_alone
from bearwitness.reading.places import find_common_area, is_inside

# Weights in powers of ten of population: a place amid all the other names outweighs any larger one elsewhere.
# Set on development data (LGL, GeoVirus).
COUNTRY_WEIGHT: Final = 4.0
ADMIN1_WEIGHT: Final = 8.0
NEARBY_WEIGHT: Final = 6.0
DOUBT: Final = 1.5
"""Added to the votes of all names, so that one other name alone does not decide."""
SOFT: Final = (0.3, 0.5, 0.7, 1.0, 1.0)
"""How sharply, from round to round, a name's vote goes to its heaviest candidate: the share of each is ten to this power of its
weight."""
MARGIN: Final = 0.02
"""Candidates whose weights differ by less cannot be told apart."""
FAR_KM: Final = 40.0
"""Within so many kilometres two candidates are one place for the counting."""
_MOST: Final = 60
"""Candidates weighed per name: the most populous; San José has over three hundred."""
_FAINT: Final = 0.03
"""Shares below this do not vote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """What a name was found to mean.

    `support` is how strongly the other names of the report speak for the place (0 not at all, above ten when all do),
    `strength` the greatest strength of any use of the name.
    """

    place: Place
    support: float
    strength: float


def rank_names(uses: Sequence[NameUse], gazetteer: Gazetteer) -> tuple[Ranked | None, ...]:
    """The place each use means, in the order given; None when its candidates lie in several countries and nothing tells
    them apart. Candidates of one area that nothing tells apart give that area."""
    uses = _carry_stated(uses)
    groups: dict[tuple[str, tuple[int, ...]], _Group] = {}
    keys = [_group_key(use) for use in uses]
    for key, use in zip(keys, uses, strict=True):
        if key in groups:
            groups[key].strength = min(1.5, max(groups[key].strength, use.strength) + 0.1)
        else:
            groups[key] = _Group(use)
    members = list(groups.values())
    for soft in SOFT[1:]:
        votes = _Votes(members)
        for group in members:
            group.weigh(votes, soft)
    chosen = {key: group.choose(gazetteer) for key, group in groups.items()}
    return tuple([chosen[key] for key in keys])


def limit_candidates(candidates: Sequence[Place], areas: Sequence[Place]) -> tuple[Place, ...]:
    """The candidates that lie in one of the areas ("Tonghua, Jilin Province"); empty when none does."""
    return tuple(place for place in candidates if any(is_inside(place, area) for area in areas))


def _group_key(use: NameUse) -> tuple[str, tuple[int, ...]]:
    return fold_text(use.text), tuple([place.geonameid for place in use.candidates[:_MOST]])


def _carry_stated(uses: Sequence[NameUse]) -> list[NameUse]:
    """Gives a bare name the limits it was once given elsewhere in the report, when all such statements agree."""
    stated: defaultdict[str, list[NameUse]] = defaultdict(list)
    for use in uses:
        if use.stated:
            stated[fold_text(use.text)].append(use)
    out = []
    for use in uses:
        told = [] if use.stated else stated.get(fold_text(use.text), [])
        if told and len({_group_key(one) for one in told}) == 1:
            strength = max(use.strength, told[0].strength)
            out.append(replace(use, candidates=told[0].candidates, stated=True, strength=strength))
        else:
            out.append(use)
    return out


class _Group:
    """The uses of one name that mean one place: candidates with their weights.

    `anchors` holds for each candidate where its votes go: country, province, its cell of two degrees and that cell's
    neighbours (None for areas larger than a county).
    """

    __slots__ = ("anchors", "base", "candidates", "own", "share", "strength", "weight")

    def __init__(self, use: NameUse) -> None:
        self.candidates = drop_lesser_bearers(use.candidates[:_MOST], use)
        self.anchors = [_anchor(place) for place in self.candidates]
        self.base = [weigh_alone(place, use) for place in self.candidates]
        self.strength = use.strength
        prefer_town_or_area(self.candidates, self.base, use)
        self.weight = list(self.base)
        self.share = _shares(self.weight, SOFT[0])
        self.own: dict[object, float] = {}

    def weigh(self, votes: "_Votes", soft: float) -> None:
        """Weighs the candidates anew by what the other names say."""
        others = votes.total - self.strength + DOUBT
        counts, own = votes.counts, self.own
        for i, (country, province, cell, _) in enumerate(self.anchors):
            told = 0.0
            if country in counts:
                told += COUNTRY_WEIGHT * (counts[country] - own.get(country, 0.0))
            if province in counts:
                told += ADMIN1_WEIGHT * (counts[province] - own.get(province, 0.0))
            if cell in counts:
                told += NEARBY_WEIGHT * (counts[cell] - own.get(cell, 0.0))
            self.weight[i] = self.base[i] + told / others
        self.share = _shares(self.weight, soft)

    def choose(self, gazetteer: Gazetteer) -> Ranked | None:
        """The best candidate, or the area of all that cannot be told from it."""
        best = max(self.weight)
        at = self.weight.index(best)
        top = self.candidates[at]
        near = [p for p, weight in zip(self.candidates, self.weight, strict=True) if weight > best - MARGIN]
        apart = [place for place in near if _km(place, top) > FAR_KM]
        place = find_common_area([top, *apart], gazetteer) if apart else top
        return Ranked(place=place, support=best - self.base[at], strength=self.strength) if place else None


class _Votes:
    """What the names of a report say together: votes by country, by province, by cells of two degrees."""

    __slots__ = ("counts", "total")

    def __init__(self, groups: Sequence[_Group]) -> None:
        self.counts: dict[object, float] = {}
        self.total = sum(group.strength for group in groups)
        counts = self.counts
        for group in groups:
            own: dict[object, float] = {}
            for (country, province, _, cells), share in zip(group.anchors, group.share, strict=True):
                if share < _FAINT:
                    continue
                vote = share * group.strength
                for area in (country, province, *cells):
                    if area is not None:
                        own[area] = own.get(area, 0.0) + vote
            for key, vote in own.items():
                counts[key] = counts.get(key, 0.0) + vote
            group.own = own


_Cell = tuple[int, int]


def _anchor(place: Place) -> tuple[str | None, tuple[str | None, str] | None, _Cell | None, tuple[_Cell, ...]]:
    name = place.name if place.kind == "admin1" else place.admin1
    province = (place.country, name) if name else None
    if place.kind not in {"town", "admin2"} or place.lat is None or place.lon is None:
        return place.country, province, None, ()
    y, x = math.floor(place.lat / 2), math.floor(place.lon / 2)
    around = tuple([(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)])
    return place.country, province, (y, x), around


def _shares(weights: Sequence[float], soft: float) -> list[float]:
    best = max(weights)
    powers = [10.0 ** (soft * (weight - best)) for weight in weights]
    total = sum(powers)
    return [power / total for power in powers]


def _km(one: Place, other: Place) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0 if one.geonameid == other.geonameid else math.inf
    lat = math.radians((one.lat + other.lat) / 2)
    return 111.2 * math.hypot(one.lat - other.lat, (one.lon - other.lon) * math.cos(lat))
