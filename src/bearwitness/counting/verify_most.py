"""Checks that no more people are described: unsure links read as different, people shared only where `part-of` says so. Standard library only.

Every incident and total describes at most its upper end. Where some are parts of others, prices at the totals prove what they describe
together (weak duality); and a list of sizes that fit shows that they can describe so many.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from bearwitness.counting.verify_case import Case, Told, find_home, fuse
from bearwitness.counting.verify_regions import find_overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Everything told, unsure links read as different: what lies inside (by first claim), and for each total how often it describes whom."""

    told: Mapping[str, Told]
    inside: frozenset[str]
    ways: Mapping[str, Mapping[str, int]]


def build_described(case: Case) -> Described:
    """Raises ValueError where something is part of a total that its days or place exclude."""
    told = {(one := fuse(case, atom)).ids[0]: one for cluster in case.clusters for atom in cluster}
    owners = {ident: one for one in told.values() if one.is_total for ident in one.ids}
    inside = set()
    parts: dict[str, set[str]] = {}
    for name, one in told.items():
        home = find_home(case, one, owners)
        if home is None:
            raise ValueError(f"{', '.join(one.ids)} is part of a total that excludes it")
        if find_overlap(home, case.asked) is not None:
            inside.add(name)
        for whole in (owners[w] for ident in one.ids for w in case.wholes.get(ident, ()) if w in owners):
            if whole.ids != one.ids:
                parts.setdefault(whole.ids[0], set()).add(name)
    family = {*parts, *(part for members in parts.values() for part in members if told[part].is_total)}
    ways = {total: _list_ways(parts, total) for total in sorted(family)}
    return Described(told=told, inside=frozenset(inside), ways=ways)


def is_open(described: Described) -> bool:
    """Whether some upper end that counts is open."""
    return any(described.told[name].high is None for name in described.inside)


def check_most(described: Described, row: Mapping[str, Any], *, stated: bool) -> int:
    """The most people described inside the question. Raises ValueError where sizes or prices do not hold."""
    ends = {name: one.stated if stated else one.high for name, one in described.told.items()}
    family = {name for ways in described.ways.values() for name in ways}
    plain = sum(_end(ends, name) for name in described.inside if name not in family)
    sizes: dict[str, int] = {}
    for name in family:
        one, size, end = described.told[name], row["sizes"][name], ends[name]
        if type(size) is not int or size < (0 if one.is_total else one.low) or (end is not None and size > end):
            raise ValueError(f"{', '.join(one.ids)} does not describe {size} people")
        sizes[name] = size
    for total, ways in described.ways.items():
        size, end = sum(n * sizes[name] for name, n in ways.items()), ends[total]
        if size < described.told[total].low or (end is not None and size > end):
            raise ValueError(f"the total {total} does not describe {size} people")
    reached = plain + sum(sizes[name] for name in family if name in described.inside)
    proven = plain + floor(_find_ceiling(described, ends, {k: Fraction(str(v)) for k, v in row["prices"].items()}))
    if reached != proven:
        raise ValueError(f"{reached} people are described, and the prices prove no more than {proven}")
    return reached


def _find_ceiling(described: Described, ends: Mapping[str, int | None], prices: Mapping[str, Fraction]) -> Fraction:
    """What members of families describe inside at most: a price above nothing at a total's end, one below at its low."""
    if not prices.keys() <= described.ways.keys():
        raise ValueError("a price stands at what is no total with parts")
    proven, worth = Fraction(0), dict.fromkeys((n for ways in described.ways.values() for n in ways), Fraction(0))
    for total, ways in described.ways.items():
        price = prices.get(total, Fraction(0))
        proven += price * (_end(ends, total) if price > 0 else described.told[total].low)
        for name, times in ways.items():
            worth[name] += price * times
    for name, price in worth.items():
        one, gain = described.told[name], (name in described.inside) - price
        proven += gain * (_end(ends, name) if gain > 0 else 0 if one.is_total else one.low)
    return proven


def _end(ends: Mapping[str, int | None], name: str) -> int:
    end = ends[name]
    if end is None:
        raise ValueError(f"{name} is open above")
    return end


def _list_ways(parts: Mapping[str, set[str]], total: str) -> Mapping[str, int]:
    """How often each member is described by a total: once for every chain of part-of that leads down to it."""
    ways: Counter[str] = Counter()

    def walk(member: str, above: frozenset[str]) -> None:
        ways[member] += 1
        for part in sorted(parts.get(member, ())):
            if part not in above:
                walk(part, above | {member})

    walk(total, frozenset())
    return dict(ways)
