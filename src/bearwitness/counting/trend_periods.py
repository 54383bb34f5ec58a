"""Weeks, months, quarters and years: the periods a trend is told in."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Kind = Literal["week", "month", "quarter", "year"]
KINDS: Final[tuple[Kind, ...]] = ("week", "month", "quarter", "year")
_MONTHS_IN: Final = {"month": 1, "quarter": 3, "year": 12}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NAMED: Final = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2})))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days `first` to `last` (both inside) of one kind of period; weeks are those of ISO 8601, Monday to Sunday.

    `is_whole` is False where the days asked for, or the reports there are, end within it: what it counts is then no full week
    or month, and it is compared with none.
    """

    kind: Kind
    first: date
    last: date
    is_whole: bool = True

    @property
    def name(self) -> str:
        """How it is written and asked for: "2017-W28", "2017-07", "2017-Q3", "2017"."""
        day = self.first
        if self.kind == "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        if self.kind == "year":
            return f"{day.year}"
        return f"{day.year}-Q{(day.month + 2) // 3}" if self.kind == "quarter" else f"{day.year}-{day.month:02}"

    @property
    def words(self) -> str:
        """How a person says it: "the week of 10 July 2017", "July 2017", "July to September 2017", "2017"."""
        first = _find_whole(self.kind, self.first).first
        if self.kind == "week":
            return f"the week of {first.day} {_MONTHS[first.month - 1]} {first.year}"
        if self.kind == "year":
            return str(first.year)
        if self.kind == "month":
            return f"{_MONTHS[first.month - 1]} {first.year}"
        return f"{_MONTHS[first.month - 1]} to {_MONTHS[first.month + 1]} {first.year}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def list_periods(kind: Kind, first: date, last: date) -> tuple[Period, ...]:
    """The periods from the day `first` to the day `last`; the outer ones are cut to these days, and then not whole."""
    return tuple(
        Period(
            kind=kind,
            first=max(one.first, first),
            last=min(one.last, last),
            is_whole=first <= one.first and one.last <= last,
        )
        for one in _walk(kind, first, last)
    )


def _walk(kind: Kind, first: date, last: date) -> Iterator[Period]:
    day = first
    while day <= last:
        period = _find_whole(kind, day)
        yield period
        if period.last == date.max:
            return
        day = period.last + timedelta(days=1)


def _find_whole(kind: Kind, day: date) -> Period:
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        # The calendar ends on a Friday.
        return Period(kind=kind, first=first, last=first + min(timedelta(days=6), date.max - first))
    size = _MONTHS_IN[kind]
    month = (day.month - 1) // size * size + 1
    end = month + size - 1
    return Period(kind=kind, first=date(day.year, month, 1), last=date(day.year, end, monthrange(day.year, end)[1]))


def find_period_named(text: str) -> Period | None:
    """The period that "2017-W28", "2017-07", "2017-Q3" or "2017" names; None for anything else."""
    found = _NAMED.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found["year"])
    try:
        if found["week"]:
            return _find_whole("week", date.fromisocalendar(year, int(found["week"]), 1))
        if found["quarter"]:
            return _find_whole("quarter", date(year, int(found["quarter"]) * 3, 1))
        if found["month"]:
            return _find_whole("month", date(year, int(found["month"]), 1))
        return _find_whole("year", date(year, 1, 1))
    except ValueError:
        return None


def find_before(period: Period) -> Period | None:
    """The whole period just before this one; None at the beginning of the calendar."""
    first = _find_whole(period.kind, period.first).first
    return None if first == date.min else _find_whole(period.kind, first - timedelta(days=1))


def find_years_before(period: Period, years: int) -> Period | None:
    """The whole period of the same season so many years before; None at the beginning of the calendar.

    Of weeks, the one that holds the same day of the year as this week's Thursday, so that years of 53 weeks shift nothing.
    """
    first = _find_whole(period.kind, period.first).first
    day = first + timedelta(days=3) if period.kind == "week" else first
    if day.year - years < 1:
        return None
    then = day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)
    return _find_whole(period.kind, then)
