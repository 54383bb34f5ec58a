"""Ways to cut clusters of totals into totals, as far as they matter for the fewest people: what unsure links between totals leave open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bearwitness.counting.membership import is_within
from bearwitness.counting.scopes import Scopes

Cut = frozenset[int]
"""Totals (by index) that stand together when a cluster is read one way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """How many people each total needs: `sure` those that stand however the links are read, `cuts` for each cluster the ways to read it,
    of which one holds, and what each total of it needs if it stands (`open`).
    """

    sure: Mapping[int, int]
    open: Mapping[int, int]
    cuts: tuple[tuple[Cut, ...], ...]


def settle_cuts(scopes: Scopes, needs: Mapping[int, int], clusters: Sequence[Sequence[Cut]]) -> Needs:
    """The needs without ways to read a cluster that need as much as another way, or more.

    A total whose need is met anyway is not among `needs`.
    """
    sure = dict(needs)
    open_: dict[int, int] = {}
    kept: list[tuple[Cut, ...]] = []
    for cluster in clusters:
        for i in frozenset().union(*cluster):
            sure.pop(i, None)
        ways = keep_least_ways(scopes, needs, [frozenset(i for i in cut if i in needs) for cut in cluster])
        if len(ways) == 1:
            sure |= {i: needs[i] for i in ways[0]}
            continue
        open_ |= {i: needs[i] for way in ways for i in way}
        kept.append(ways)
    return Needs(sure=sure, open=open_, cuts=tuple(kept))


def keep_least_ways(scopes: Scopes, needs: Mapping[int, int], ways: Sequence[Cut]) -> tuple[Cut, ...]:
    """The ways to read a cluster without those of which another one asks for no more; one that asks for nothing is the only one kept."""
    kept: list[Cut] = []
    for way in sorted(set(ways), key=lambda way: (len(way), sorted(way))):
        if any(_is_met_by(scopes, needs, other, way) for other in kept):
            continue
        kept = [other for other in kept if not _is_met_by(scopes, needs, way, other)]
        kept.append(way)
    return tuple(kept)


def _is_met_by(scopes: Scopes, needs: Mapping[int, int], one: Cut, other: Cut) -> bool:
    return all(any(i == k or is_met(scopes, needs, i, k) for k in other) for i in one)


def is_met(scopes: Scopes, needs: Mapping[int, int], total: int, other: int) -> bool:
    """Whether whoever meets the need of the `other` total meets that of `total`: it lies in it, needs as many people, and nobody is kept
    out of `total` by being judged different.
    """
    regions = scopes.nearby.regions
    return needs[total] <= needs[other] and total not in scopes.apart and is_within(regions[other], regions[total])
