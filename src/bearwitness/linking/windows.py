"""How common a word or a town is among the reports of a time: what few reports of some months share, they may share for a reason.

Counts are of reports on one country, not of claims: a report that says a name ten times says it once, and news from elsewhere makes no
name rarer. A report counts in its own month and the `AROUND` months on either side. A pair is weighed by the window of the earlier one's month.

Counts go in steps of half a bit. One more report then seldom changes what a word is worth, and only the pairs it does change are
weighed anew (`updating`); what is linked step by step is what would be linked from nothing.
"""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from bearwitness.core.link_index import Card, Season, Window
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import ADMIN1, ADMIN2
from bearwitness.linking.occurrences import Occurrence

AROUND: Final = 2
"""Months on either side. With one, fewer true pairs of the shootings were found (decision 18)."""
_UNSEEN: Final = 30
"""Reports that are taken to be there unseen. In a register of three reports every word is rare; this makes it say little."""
COMMON_REPORTS: Final = 512
"""A word that so many reports of a window hold says nothing, however many there are: what counts is how many others share it."""
_STEPS: Final = (0, 1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 40, 64, 91, 128, 181, 256, 362, COMMON_REPORTS)
"""Of reports that hold a word or tell of a town. A count stands for the next step: five of six."""
_REPORT_STEPS: Final = (2, 15, 39, 61, 98, 151, 226, 332, COMMON_REPORTS - _UNSEEN)
"""Of reports of a window; with the unseen ones half a bit apart, and 39 stands below what `traits` takes for enough."""


def find_step(count: int) -> int:
    """The step that a count of reports holding a word or telling of a town stands for."""
    return _STEPS[min(bisect_left(_STEPS, count), len(_STEPS) - 1)]


def find_report_step(count: int) -> int:
    """The step that a number of reports stands for."""
    return _REPORT_STEPS[min(bisect_left(_REPORT_STEPS, count), len(_REPORT_STEPS) - 1)]


def find_season(left: Season, right: Season) -> Season:
    """By which window two occurrences are weighed: of the earlier one's month, and of the country that either names."""
    month = None if left[0] is None or right[0] is None else min(left[0], right[0])
    if left[1] == right[1] or right[1] is None:
        return month, left[1]
    return month, right[1] if left[1] is None else min(left[1], right[1])


def list_seasons(card: Card) -> tuple[Season, ...]:
    """The windows in which the report of an occurrence counts."""
    near = () if card.month is None else range(card.month - AROUND, card.month + AROUND + 1)
    return tuple((month, card.country) for month in (None, *near))


def find_town(where: Where | None) -> str | None:
    """What a town, or a district told instead of one, is counted by; None of a wider place."""
    return None if where is None or where.country is None or where.prec > ADMIN2 else _name_place(where)


def find_place(where: Where | None) -> str | None:
    """Where others are looked for that may tell of the same: in the district of a town, or in the division told instead of a town.

    A town and its district meet there: one outlet names Sanborn, another only Barnes County.
    """
    if where is None or where.country is None or where.prec > ADMIN1:
        return None
    if where.prec <= ADMIN2 and where.admin2:
        return f"{where.country}/{where.admin1 or ''}/{where.admin2.casefold()}"
    return _name_place(where)


def _name_place(where: Where) -> str:
    return f"{where.country}/{where.admin1 or ''}/{where.name.casefold()}"


class Windows:
    """The windows of many occurrences, counted once and by month; a window adds its months up."""

    def __init__(self, cards: Iterable[Card]) -> None:
        told: dict[tuple[int, Season], tuple[frozenset[str], frozenset[str]]] = {}
        for card in cards:
            key = (card.report, (card.month, card.country))
            words, towns = told.get(key, (frozenset[str](), frozenset[str]()))
            told[key] = (words | card.details, towns | {card.town} if card.town else towns)
        self._none: defaultdict[str | None, list[Season]] = defaultdict(list)
        self._reports: Counter[Season] = Counter()
        self._words: defaultdict[Season, Counter[str]] = defaultdict(Counter)
        self._towns: defaultdict[Season, Counter[str]] = defaultdict(Counter)
        for (_, season), (words, towns) in told.items():
            if season not in self._reports:
                self._none[season[1]].append(season)
            self._reports[season] += 1
            self._words[season].update(words)
            self._towns[season].update(towns)
        self._found: dict[Season, Window] = {}

    def find_window(self, season: Season) -> Window:
        """The window of a season."""
        found = self._found.get(season)
        if found is None:
            month, country = season
            keys: Sequence[Season] = (
                self._none.get(country, [])
                if month is None
                else [(near, country) for near in range(month - AROUND, month + AROUND + 1)]
            )
            found = self._found[season] = Window(
                reports=find_report_step(sum(self._reports[key] for key in keys)),
                words=_Sums([self._words[key] for key in keys if key in self._words]),
                towns=_Sums([self._towns[key] for key in keys if key in self._towns]),
            )
        return found

    def find(self, left: Occurrence, right: Occurrence) -> Window:
        """The window in which two occurrences are weighed."""
        one, other = ((side.month, side.where.country if side.where else None) for side in (left, right))
        return self.find_window(find_season(one, other))


class _Sums(dict[str, int]):
    """Counts of some months together, in steps, added up where they are asked for."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Sequence[Mapping[str, int]]) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, key: str) -> int:
        count = 0
        for part in self._parts:
            count += part.get(key, 0)
        found = self[key] = find_step(count)
        return found


class Bits(dict[int, float]):
    """How much it says that two reports of a window share a word, in bits, by how many of its reports hold the word."""

    __slots__ = ("_reports",)

    def __init__(self, reports: int) -> None:
        super().__init__()
        self._reports = reports

    def __missing__(self, holders: int) -> float:
        found = math.log2(min(self._reports + _UNSEEN, COMMON_REPORTS) / max(2, holders))
        return self.setdefault(holders, max(0.0, found))


find_bits = cache(Bits)
"""The same table for all windows of so many reports: a pair shares dozens of words, and is weighed by what each says."""
