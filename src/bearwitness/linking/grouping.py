"""Occurrences of many reports put together by how well all of them go with all, not by chains of likeness.

Average linkage (Sokal and Michener 1958): two groups join where the mean of the points between their members is enough, strongest
first; a pair that nobody weighed counts as clearly apart. Single links would chain a city's shootings into one: A like B, B like C.
Two occurrences of one report never come together: it tells them apart.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from bearwitness.linking.weighing import Weighed, load_weights

UNWEIGHED: Final = -2.5
"""The points of a pair that shares so little that nobody weighed it."""
_LOWERED: Final = 0.1


def group_occurrences(weighed: Sequence[Weighed]) -> tuple[frozenset[str], ...]:
    """The groups of two and more occurrences, by id.

    The order of the pairs changes nothing: equal means are taken by the ids of the groups' first members.
    """
    found = [group for part in _split(weighed) for group in _group(part)]
    return tuple(sorted(found, key=min))


def find_strength(pair: Weighed) -> float:
    """The points that grouping goes by: a pair that may not be `same` by itself stays below what joins."""
    limit = load_weights().same
    return pair.points if pair.verdict == "same" else min(pair.points, limit - _LOWERED)


def _split(weighed: Sequence[Weighed]) -> list[list[Weighed]]:
    """The pairs by connected part; parts have nothing to do with one another, so that a new report touches only its own."""
    above: dict[str, str] = {}

    def find(ident: str) -> str:
        while above.setdefault(ident, ident) != ident:
            above[ident] = above[above[ident]]
            ident = above[ident]
        return ident

    limit = load_weights().unsure
    telling = [pair for pair in weighed if pair.points >= limit]
    for pair in telling:
        one, other = sorted((find(pair.left.id), find(pair.right.id)))
        above[other] = one
    parts: defaultdict[str, list[Weighed]] = defaultdict(list)
    for pair in weighed:
        if pair.left.id in above and pair.right.id in above and find(pair.left.id) == find(pair.right.id):
            parts[find(pair.left.id)].append(pair)
    return [parts[key] for key in sorted(parts)]


def _group(weighed: Iterable[Weighed]) -> list[frozenset[str]]:
    """The groups of one part. `sums[a][b]` holds the points between two groups above what unweighed pairs would give."""
    limit = load_weights().same
    sums: defaultdict[str, dict[str, float]] = defaultdict(dict)
    told_by: dict[str, set[int]] = {}
    for pair in weighed:
        told_by[pair.left.id], told_by[pair.right.id] = {pair.left.report}, {pair.right.report}
        gain = find_strength(pair) - UNWEIGHED
        sums[pair.left.id][pair.right.id] = sums[pair.right.id][pair.left.id] = gain
    members = {ident: frozenset([ident]) for ident in sums}
    version = dict.fromkeys(sums, 0)
    heap = [(-gain - UNWEIGHED, one, other, 0, 0) for one in sums for other, gain in sums[one].items() if one < other]
    heap = [row for row in heap if -row[0] >= limit]
    heapq.heapify(heap)
    while heap:
        _, one, other, known, known_other = heapq.heappop(heap)
        if version.get(one) != known or version.get(other) != known_other or told_by[one] & told_by[other]:
            continue
        # The group keeps the smaller of the two names, so that ties fall the same way whatever came first.
        members[one] |= members.pop(other)
        told_by[one] |= told_by.pop(other)
        version[one] += 1
        del version[other]
        joined, gone = sums[one], sums.pop(other)
        joined.pop(other, None)
        gone.pop(one, None)
        for third, gain in gone.items():
            joined[third] = joined.get(third, 0.0) + gain
            sums[third].pop(other, None)
        for third, gain in joined.items():
            sums[third][one] = gain
            mean = gain / (len(members[one]) * len(members[third])) + UNWEIGHED
            if mean >= limit and not told_by[one] & told_by[third]:
                low, high = min(one, third), max(one, third)
                heapq.heappush(heap, (-mean, low, high, version[low], version[high]))
    return [group for group in members.values() if len(group) > 1]


def list_across(weighed: Iterable[Weighed], groups: Collection[frozenset[str]]) -> list[tuple[Weighed, bool]]:
    """The best pair between each two groups that may be one and were not joined, and whether it would be `same` but for a
    report that tells of something in both.
    """
    group = {ident: members for members in groups for ident in members}
    told_by: dict[str, int] = {}
    best: dict[tuple[str, str], Weighed] = {}
    for pair in weighed:
        told_by[pair.left.id], told_by[pair.right.id] = pair.left.report, pair.right.report
        one, other = (min(group.get(ident, {ident})) for ident in (pair.left.id, pair.right.id))
        if one == other or pair.verdict == "apart":
            continue
        key = (min(one, other), max(one, other))
        kept = best.get(key)
        if kept is None or (-pair.points, pair.left.id, pair.right.id) < (-kept.points, kept.left.id, kept.right.id):
            best[key] = pair

    def find_reports(ident: str) -> set[int]:
        return {told_by[member] for member in group.get(ident, {ident})}

    return [
        (pair, pair.verdict == "same" and bool(find_reports(one) & find_reports(other)))
        for (one, other), pair in sorted(best.items())
    ]
