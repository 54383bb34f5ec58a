"""Weeks, months, quarters and years as numbers in a row, with their names and days.

Weeks are those of ISO 8601, from Monday to Sunday, and belong to the year of their Thursday.
"""

from calendar import monthrange
from datetime import date
from typing import Final, Literal, TypeGuard

Period = Literal["week", "month", "quarter", "year"]
PERIODS: Final[tuple[Period, ...]] = ("week", "month", "quarter", "year")
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def is_period(kind: str) -> TypeGuard[Period]:
    """Whether this is a kind of period."""
    return kind in PERIODS


def find_period(kind: Period, day: int) -> int:
    """The number of the period that holds a day (an ordinal); the next period has the next number."""
    if kind == "week":
        return (day - 1) // 7  # the first day of year 1 was a Monday
    then = date.fromordinal(day)
    return ((then.year - 1) * 12 + then.month - 1) // _MONTHS[kind]


def find_days(kind: Period, number: int) -> tuple[int, int]:
    """The first and the last day of a period, as ordinals."""
    if kind == "week":
        return number * 7 + 1, min(number * 7 + 7, date.max.toordinal())
    size = _MONTHS[kind]
    first, last = number * size, number * size + size - 1
    start = date(first // 12 + 1, first % 12 + 1, 1)
    end = date(last // 12 + 1, last % 12 + 1, monthrange(last // 12 + 1, last % 12 + 1)[1])
    return start.toordinal(), end.toordinal()


def name_period(kind: Period, number: int) -> str:
    """ "2019-W22", "2019-05", "2019-Q2", "2019"."""
    day = date.fromordinal(find_days(kind, number)[0])
    if kind == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if kind == "year":
        return f"{day.year:04d}"
    return f"{day.year:04d}-{day.month:02d}" if kind == "month" else f"{day.year:04d}-Q{(day.month + 2) // 3}"
