"""When incidents happened, as far as days are known: in a week, month or year where all their days lie in it, else as a span.

How many people that makes in a period is the figure counted for it (`picture_counts`), in which whoever may lie in it is possible.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, Literal

from bearwitness.core.incidents import Incident
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Region, find_region

PeriodKind = Literal["week", "month", "year"]
_WEEKS: Final = 200
_MONTHS: Final = 366 * 8
"""Up to so many days are drawn by weeks, by months; longer ones by years."""
_YEAR: Final = 366
_MOST: Final = 600
"""More periods are not drawn: one day of the year 1 must not make two thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days, both ends inclusive, with the incidents that lie in them, and how many more may: they are known to longer times only.

    Of a span the incidents are those known to just these days, and no more are said. `totals` over just these days are no incidents.
    """

    first: date
    last: date
    incidents: int
    more: int = 0
    totals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All of `found` incidents: in a period that holds all days they may be of, in a span that reaches over several, or `without`:
    no day known, or only a first or a last one. `first` and `last` are what is drawn; each period between them is there. Of totals those
    are in no span that are `undrawn`.
    """

    kind: PeriodKind
    first: date
    last: date
    periods: tuple[Stretch, ...]
    spans: tuple[Stretch, ...]
    without: int
    found: int
    undrawn: int = 0


def build_timeline(
    incidents: Sequence[Incident], days: tuple[date | None, date | None] = (None, None), totals: Sequence[Incident] = ()
) -> Timeline | None:
    """The timeline of these incidents, and of the totals that are counted with them; what is asked for (`days`) limits what is drawn. None
    where no day is known.
    """
    reaches = [find_region(one.when, None) for one in incidents]
    dated = [one for one in reaches if _is_dated(one)]
    told = [one for total in totals if _is_dated(one := find_region(total.when, None))]
    # "2,000 since 1990" makes no thirty years of one summer.
    reached = [*dated, *(one for one in told if one.last - one.first <= _YEAR)] or told
    if not reached:
        return None
    first = max(min(one.first for one in reached), (days[0] or date.min).toordinal())
    last = min(max(one.last for one in reached), (days[1] or date.max).toordinal())
    first, last = min(first, last), max(first, last)
    kind: PeriodKind = "week" if last - first <= _WEEKS else "month" if last - first <= _MONTHS else "year"
    drawn = _list_periods(date.fromordinal(first), date.fromordinal(last), kind)
    inside: dict[tuple[date, date], int] = {}
    across: dict[tuple[date, date], int] = {}
    for one in dated:
        begin, end = date.fromordinal(one.first), date.fromordinal(one.last)
        period = find_period(begin, kind)
        home, key = (inside, period) if end <= period[1] else (across, (begin, end))
        home[key] = home.get(key, 0) + 1
    # What lies wholly before the first of so many years, or outside the days asked for, is a span of its own.
    across |= {period: inside.pop(period) for period in set(inside) - set(drawn)}
    over = Counter(
        (date.fromordinal(one.first), date.fromordinal(one.last))
        for one in told
        if one.first <= drawn[-1][1].toordinal() and one.last >= drawn[0][0].toordinal()
    )
    return Timeline(
        kind=kind,
        first=drawn[0][0],
        last=drawn[-1][1],
        periods=tuple(
            Stretch(first=period[0], last=period[1], incidents=inside.get(period, 0), more=more - inside.get(period, 0))
            for period, more in zip(drawn, _count_possible(drawn, reaches), strict=True)
        ),
        spans=tuple(
            Stretch(first=one[0], last=one[1], incidents=across.get(one, 0), totals=over[one])
            for one in sorted({*across, *over})
        ),
        without=len(incidents) - len(dated),
        found=len(incidents),
        undrawn=len(totals) - over.total(),
    )


def _is_dated(one: Region) -> bool:
    return one.first != FAR_PAST and one.last != FAR_FUTURE


def _list_periods(first: date, last: date, kind: PeriodKind) -> list[tuple[date, date]]:
    """The periods from one day to another, the latest of them where they are too many."""
    found = [find_period(last, kind)]
    while found[-1][0] > first and len(found) < _MOST:
        found.append(find_period(found[-1][0] - timedelta(1), kind))
    return found[::-1]


def _count_possible(drawn: Sequence[tuple[date, date]], reaches: Iterable[Region]) -> list[int]:
    """How many may lie in each period."""
    begins = [first.toordinal() for first, _ in drawn]
    ends = [last.toordinal() for _, last in drawn]
    steps = [0] * (len(drawn) + 1)
    for one in reaches:
        first, last = bisect_left(ends, one.first), bisect_right(begins, one.last)
        if first < last:
            steps[first] += 1
            steps[last] -= 1
    return list(accumulate(steps[:-1]))


def find_period(day: date, kind: PeriodKind) -> tuple[date, date]:
    """The first and last day of the week (Monday to Sunday), month or year that a day lies in."""
    if kind == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if kind == "month":
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1) if (day.year, day.month) != (9999, 12) else None
        return day.replace(day=1), date.max if after is None else after - timedelta(1)
    monday = day - timedelta(min(day.weekday(), (day - date.min).days))
    return monday, monday + timedelta(min(6, (date.max - monday).days))
