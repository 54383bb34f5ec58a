"""Totals that force nobody to be added, because incidents certainly in them have as many people, however they are placed."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bearwitness.counting.membership import Path, Region
from bearwitness.counting.scopes import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """At least so many people who all lie in `region`, and count for every total there."""

    region: Region
    people: int


def find_met(regions: Sequence[Region], needs: Mapping[int, int], sure: Iterable[Sure]) -> Names:
    """The totals (by index) whose need the sure people meet by themselves."""
    wanted = {regions[i].place for i in needs}
    depths = sorted({len(place) for place in wanted})
    held: defaultdict[Path, list[Sure]] = defaultdict(list)
    for one in sure:
        place = one.region.place
        for depth in depths:
            if depth <= len(place) and place[:depth] in wanted:
                held[place[:depth]].append(one)
    found = set()
    by_place = {place: _sort_days(there) for place, there in held.items()}
    for i, need in needs.items():
        days = by_place.get(regions[i].place)
        if days is not None and _find_people(days, regions[i], need) >= need:
            found.add(i)
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """What lies at one place: single days with running sums, and longer spans by their first day."""

    days: tuple[int, ...]
    sums: tuple[int, ...]
    firsts: tuple[int, ...]
    spans: tuple[Sure, ...]


def _sort_days(there: Sequence[Sure]) -> _Days:
    by_first = sorted(there, key=lambda one: one.region.first)
    single = [one for one in by_first if one.region.first == one.region.last]
    spans = [one for one in by_first if one.region.first != one.region.last]
    return _Days(
        days=tuple(one.region.first for one in single),
        sums=tuple(accumulate((one.people for one in single), initial=0)),
        firsts=tuple(one.region.first for one in spans),
        spans=tuple(spans),
    )


def _find_people(days: _Days, region: Region, enough: int) -> int:
    """The people of what lies wholly within the days of `region`; once they are enough not all are counted."""
    start, end = bisect_left(days.days, region.first), bisect_right(days.days, region.last)
    people = days.sums[end] - days.sums[start]
    if people >= enough:
        return people
    start, end = bisect_left(days.firsts, region.first), bisect_right(days.firsts, region.last)
    return people + sum(one.people for one in days.spans[start:end] if one.region.last <= region.last)
