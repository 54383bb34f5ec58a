"""How common a word or a town is among the reports of a time: what few reports of three months share, those few may share for a reason.

Counts are of reports, not of claims: a report that says a name ten times says it once. A report counts in its own month and the
months beside it. A pair is weighed by the window of the earlier one's month.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bearwitness.core.records import Where
from bearwitness.core.vocabulary import ADMIN1, ADMIN2
from bearwitness.linking.occurrences import Occurrence

_UNSEEN: Final = 30
"""Reports that are taken to be there unseen. In a register of three reports every word is rare; this makes it say little."""
_COMMON: Final = 512
"""A word that so many reports of a window hold says nothing, however many there are: what counts is how many others share it."""

Town = tuple[str, str, str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Reports of three months: how many there are, how many hold each word, and how many tell of each town."""

    reports: int
    words: Counter[str]
    towns: Counter[Town]


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The windows by month; None holds all reports, for those of no known day."""

    by_month: dict[int | None, Window]

    def find(self, left: Occurrence, right: Occurrence) -> Window:
        """The window in which two occurrences are weighed."""
        months = [month for month in (left.month, right.month) if month is not None]
        return self.by_month[min(months) if len(months) == 2 else None]


def find_town(where: Where | None) -> Town | None:
    """What a town, or a district told instead of one, is counted by; None of a wider place."""
    if where is None or where.country is None or where.prec > ADMIN2:
        return None
    return (where.country, where.admin1 or "", where.name.casefold())


def find_place(where: Where | None) -> Town | None:
    """The same, and a first-order division where no town is told."""
    if where is None or where.country is None or where.prec > ADMIN1:
        return None
    return (where.country, where.admin1 or "", where.name.casefold())


def build_windows(occurrences: Sequence[Occurrence]) -> Windows:
    """The windows of all months in which something was told."""
    words: defaultdict[int, set[str]] = defaultdict(set)
    towns: defaultdict[int, set[Town]] = defaultdict(set)
    months: dict[int, int | None] = {}
    for one in occurrences:
        words[one.report] |= one.details
        if town := find_town(one.where):
            towns[one.report].add(town)
        months.setdefault(one.report, one.month)
    members: defaultdict[int | None, list[int]] = defaultdict(list)
    for report, month in months.items():
        members[None].append(report)
        for near in () if month is None else (month - 1, month, month + 1):
            members[near].append(report)
    return Windows(
        by_month={
            month: Window(
                reports=len(reports), words=_count(words[r] for r in reports), towns=_count(towns[r] for r in reports)
            )
            for month, reports in members.items()
        }
    )


def measure_rarity(window: Window, word: str) -> float:
    """How much it says that two reports of the window share this word, in bits."""
    return max(0.0, math.log2(min(window.reports + _UNSEEN, _COMMON) / max(2, window.words[word])))


def _count(sets: Iterable[Iterable[_T]]) -> Counter[_T]:
    counted: Counter[_T] = Counter()
    for one in sets:
        counted.update(one)
    return counted
