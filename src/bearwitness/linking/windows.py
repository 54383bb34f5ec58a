"""How common a word or a town is among the reports of a time: what few reports of three months share, those few may share for a reason.

Counts are of reports on one country, not of claims: a report that says a name ten times says it once, and news from elsewhere makes no
name rarer. A report counts in its own month and the months beside it. A pair is weighed by the window of the earlier one's month.
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


_EMPTY: Final = Window(reports=0, words=Counter(), towns=Counter())
"""Of a month in which no report tells of the country: the earlier one of the pair names none."""
Season = tuple[int | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The windows by month and country; None stands for all months, and for reports that name no country."""

    by_season: dict[Season, Window]

    def find(self, left: Occurrence, right: Occurrence) -> Window:
        """The window in which two occurrences are weighed: of the country that either names."""
        months = [month for month in (left.month, right.month) if month is not None]
        countries = sorted({one.where.country for one in (left, right) if one.where and one.where.country})
        season = (min(months) if len(months) == 2 else None, countries[0] if countries else None)
        return self.by_season.get(season, _EMPTY)


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
    words: defaultdict[tuple[int, str | None], set[str]] = defaultdict(set)
    towns: defaultdict[tuple[int, str | None], set[Town]] = defaultdict(set)
    months: dict[tuple[int, str | None], int | None] = {}
    for one in occurrences:
        key = (one.report, one.where.country if one.where else None)
        words[key] |= one.details
        if town := find_town(one.where):
            towns[key].add(town)
        months.setdefault(key, one.month)
    members: defaultdict[Season, list[tuple[int, str | None]]] = defaultdict(list)
    for key, month in months.items():
        members[None, key[1]].append(key)
        for near in () if month is None else (month - 1, month, month + 1):
            members[near, key[1]].append(key)
    return Windows(
        by_season={
            season: Window(
                reports=len(keys), words=_count(words[k] for k in keys), towns=_count(towns[k] for k in keys)
            )
            for season, keys in members.items()
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
