"""Which occurrences of different reports are worth comparing, without comparing all with all.

Two occurrences are compared that tell of one town at days that can meet, or that share rare details and came out within a season of
one another, that give one number on one day of which one names no town, or that rest on the very same words.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Final

from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.windows import Windows, find_place, find_town, measure_rarity
from bearwitness.linking.wording import FEWEST_WORDS

_MOST: Final = 256
"""A word of more occurrences than this, over all time, is not looked at."""
_DAYS: Final = timedelta(days=7)
_SEASON: Final = 3
_LATER: Final = 24
"""Months between two reports that only shared details bring together, and those that many of them still do: trials come late."""
_COMMON: Final = 64
"""A word of more reports of a season than this brings no two together."""
STANDING: Final = 3
"""Occurrences that stand for all that say the very same."""
_BITS: Final = 14.0
_MANY_BITS: Final = 28.0


def find_candidates(occurrences: Sequence[Occurrence], windows: Windows) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Pairs of occurrences of different reports, the smaller id first, each once."""
    seen: set[tuple[str, str]] = set()
    for one, other in chain(
        _pair_by_town(occurrences),
        _pair_by_figure(occurrences),
        _pair_by_words(occurrences),
        _pair_by_detail(occurrences, windows),
    ):
        pair = (one, other) if one.id < other.id else (other, one)
        key = (pair[0].id, pair[1].id)
        if one.report != other.report and key not in seen and _are_comparable(one, other):
            seen.add(key)
            yield pair


def _are_comparable(one: Occurrence, other: Occurrence) -> bool:
    families = (
        {"killing", "injury"},
        {"arrest", "raid"},
        {"refoulement", "deportation", "transfer"},
        {"abduction", "disappearance"},
    )
    acts, theirs = {c.act for c in one.claims}, {c.act for c in other.claims}
    return bool(acts & theirs) or any(acts & family and theirs & family for family in families)


def _pair_by_town(occurrences: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    towns: defaultdict[object, list[tuple[date, date, Occurrence]]] = defaultdict(list)
    for one in occurrences:
        town, span = find_place(one.where), _find_span(one)
        if town and span:
            towns[town].append((*span, one))
    for told in towns.values():
        standing: list[tuple[date, Occurrence]] = []
        for first, last, one in sorted(told, key=lambda row: (row[0], row[1], row[2].id)):
            standing = [(end, other) for end, other in standing if first - end <= _DAYS]
            yield from ((other, one) for _, other in standing)
            standing.append((last, one))


def _find_span(one: Occurrence) -> tuple[date, date] | None:
    if one.when and one.when.earliest and one.when.latest:
        return one.when.earliest, one.when.latest
    return (one.published_on, one.published_on) if one.published_on else None


def _pair_by_figure(occurrences: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Those of one country that tell of the same number on the same days, of which one at least names no town."""
    figures: defaultdict[object, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        if one.where and one.when:
            for act, count in one.counts.items():
                figures[act, one.where.country, one.when.earliest, one.when.latest, count.low].append(one)
    for told in figures.values():
        placed = [one for one in told if find_town(one.where)]
        coarse = [one for one in told if not find_town(one.where)]
        # "One killed on Monday" of sixty reports brings no two together: it would make thousands of doubts nobody can settle.
        if len(told) <= _COMMON:
            yield from ((one, other) for one in coarse for other in placed)
            yield from combinations(coarse, 2)


def _pair_by_words(occurrences: Sequence[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Copies of one dispatch, which may have nothing else to go by; the first stands for the others."""
    words: defaultdict[Hashable, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        for wording in one.wordings:
            if len(wording.sequence) >= FEWEST_WORDS:
                words[wording.act, wording.sequence].append(one)
    for copies in words.values():
        yield from ((copies[0], one) for one in copies[1:])


def find_alike(
    occurrences: Sequence[Occurrence],
) -> tuple[tuple[Occurrence, ...], tuple[tuple[Occurrence, Occurrence], ...]]:
    """The occurrences to compare, and those that say the very same as some of them, each with the one that stands for it.

    Of many copies of one dispatch the first few stand for all: a thousand copies make a few thousand pairs, not half a million.
    Whether a copy is the same occurrence is still weighed; what a report tells twice in the same words always stands for itself.
    """
    groups: defaultdict[Hashable, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        groups[_sign(one)].append(one)
    standing, alike = [], []
    for group in groups.values():
        for n, one in enumerate(group):
            if n < STANDING or one.report == group[0].report:
                standing.append(one)
            else:
                alike.append((group[0], one))
    return tuple(sorted(standing, key=lambda one: one.id)), tuple(alike)


def _sign(one: Occurrence) -> Hashable:
    """What an occurrence says, word for word, with its day, place, ages and details."""
    claims = tuple(
        sorted(
            (c.act, c.count.low, c.count.high or -1, c.count.unit, w.sequence)
            for c, w in zip(one.claims, one.wordings, strict=True)
        )
    )
    where = one.where and (one.where.country, one.where.admin1, one.where.name, one.where.prec)
    when = one.when and (one.when.earliest, one.when.latest)
    return (claims, when, where, one.ages, one.details)


def _pair_by_detail(occurrences: Sequence[Occurrence], windows: Windows) -> Iterator[tuple[Occurrence, Occurrence]]:
    holders: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        for word in one.details:
            holders[word].append(one)
    bits: defaultdict[tuple[int, int], float] = defaultdict(float)
    place = {one.id: n for n, one in enumerate(occurrences)}
    for word in sorted(holders):
        for one, other in combinations(holders[word] if len(holders[word]) <= _MOST else (), 2):
            if one.report != other.report and _is_near(one, other, _LATER):
                window = windows.find(one, other)
                if window.words[word] <= _COMMON:
                    bits[place[one.id], place[other.id]] += measure_rarity(window, word)
    for (n, m), weight in bits.items():
        if weight >= (_BITS if _is_near(occurrences[n], occurrences[m], _SEASON) else _MANY_BITS):
            yield occurrences[n], occurrences[m]


def _is_near(one: Occurrence, other: Occurrence, months: int) -> bool:
    return one.month is None or other.month is None or abs(one.month - other.month) <= months
