"""When incidents happened, as far as days are known: in a week, month or year where all their days lie in it, else as a span."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bearwitness.core.days import find_known
from bearwitness.core.incidents import Incident
from bearwitness.workflow.incident_map import Tally, tally_incidents

PeriodKind = Literal["week", "month", "year"]
_WEEKS: Final = 200
_MONTHS: Final = 366 * 8
"""Up to so many days are drawn by weeks, by months; longer ones by years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days, both ends inclusive, and what is told of them."""

    first: date
    last: date
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All of `found` incidents: in a period that holds all days they may be of, in a span that reaches over several, or `without`:
    no day known, or only a first or a last one. `first` and `last` are what is drawn.
    """

    kind: PeriodKind
    first: date
    last: date
    periods: tuple[Stretch, ...]
    spans: tuple[Stretch, ...]
    without: int
    found: int


def build_timeline(
    incidents: Sequence[Incident], earliest: date | None = None, latest: date | None = None
) -> Timeline | None:
    """The timeline of these incidents; what is asked for (`earliest`, `latest`) limits what is drawn. None where no day is known."""
    dated: list[tuple[date, date, Incident]] = []
    for one in incidents:
        known = find_known(one.when)
        if known is not None and known.earliest is not None and known.latest is not None:
            dated.append((known.earliest, known.latest, one))
    if not dated:
        return None
    first = max(min(begin for begin, _, _ in dated), earliest or date.min)
    last = min(max(end for _, end, _ in dated), latest or date.max)
    first, last = min(first, last), max(first, last)
    length = (last - first).days
    kind: PeriodKind = "week" if length <= _WEEKS else "month" if length <= _MONTHS else "year"
    inside: dict[tuple[date, date], list[Incident]] = {}
    across: dict[tuple[date, date], list[Incident]] = {}
    for begin, end, one in dated:
        period = find_period(begin, kind)
        home, key = (inside, period) if end <= period[1] else (across, (begin, end))
        home.setdefault(key, []).append(one)
    return Timeline(
        kind=kind,
        first=find_period(first, kind)[0],
        last=find_period(last, kind)[1],
        periods=_list_stretches(inside),
        spans=_list_stretches(across),
        without=len(incidents) - len(dated),
        found=len(incidents),
    )


def find_period(day: date, kind: PeriodKind) -> tuple[date, date]:
    """The first and last day of the week (Monday to Sunday), month or year that a day lies in."""
    if kind == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if kind == "month":
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1) if (day.year, day.month) != (9999, 12) else None
        return day.replace(day=1), date.max if after is None else after - timedelta(1)
    monday = day - timedelta(min(day.weekday(), (day - date.min).days))
    return monday, monday + timedelta(min(6, (date.max - monday).days))


def _list_stretches(gathered: dict[tuple[date, date], list[Incident]]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(first=first, last=last, tally=tally_incidents(found))
        for (first, last), found in sorted(gathered.items(), key=lambda entry: entry[0])
    )
