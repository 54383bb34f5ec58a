"""Calendar arithmetic for reading dates: stretches of days with their TimeML names, and how to move between them.

Nothing here knows a language. A `Period` is what a name such as "May 2019" covers; every function that would leave the
years 1-9999 raises `ValueError` or `OverflowError`, as `datetime.date` does.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bearwitness.core.vocabulary import DAY, DAYS, LONGER, MONTH, WEEK

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]
Part = Literal["early", "mid", "late", "start", "end"]

SEASONS = {"SP": (3, 1, 6, 20), "SU": (6, 1, 9, 22), "FA": (9, 1, 12, 21)}
"""Northern seasons, wide enough for both the meteorological and the astronomical reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A named stretch of days: its TimeML `value`, its first and its last day."""

    value: str
    first: date
    last: date


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def day_period(day: date) -> Period:
    """One day: `2019-05-29`."""
    return Period(value=day.isoformat(), first=day, last=day)


def month_period(year: int, month: int) -> Period:
    """One month: `2019-05`."""
    return Period(value=f"{year:04}-{month:02}", first=date(year, month, 1), last=month_end(year, month))


def year_period(year: int) -> Period:
    """One year: `2019`."""
    return Period(value=f"{year:04}", first=date(year, 1, 1), last=date(year, 12, 31))


def week_period(day: date) -> Period:
    """The ISO week (Monday to Sunday) that holds the day: `2019-W22`."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(value=f"{year:04}-W{week:02}", first=monday, last=monday + timedelta(days=6))


def weekend_period(day: date) -> Period:
    """Saturday and Sunday of the ISO week that holds the day: `2019-W22-WE`."""
    week = week_period(day)
    return Period(value=f"{week.value}-WE", first=week.first + timedelta(days=5), last=week.last)


def quarter_period(year: int, number: int) -> Period:
    """One quarter of a calendar year, `number` 1-4: `2019-Q2`."""
    return Period(value=f"{year:04}-Q{number}", first=date(year, 3 * number - 2, 1), last=month_end(year, 3 * number))


def half_period(year: int, number: int) -> Period:
    """One half of a calendar year, `number` 1 or 2: `2019-H1`."""
    return Period(value=f"{year:04}-H{number}", first=date(year, 6 * number - 5, 1), last=month_end(year, 6 * number))


def season_period(year: int, season: str) -> Period:
    """A northern season: `2019-SU`. "The winter of 2019" may begin in December 2018 or 2019: it covers both."""
    if season == "WI":
        return Period(value=f"{year:04}-WI", first=date(year - 1, 12, 1), last=date(year + 1, 3, 20))
    first_month, first_day, last_month, last_day = SEASONS[season]
    return Period(
        value=f"{year:04}-{season}", first=date(year, first_month, first_day), last=date(year, last_month, last_day)
    )


def winter_from(year: int) -> Period:
    """The one winter that begins in December of `year`."""
    return Period(value=f"{year:04}-WI", first=date(year, 12, 1), last=date(year + 1, 3, 20))


def decade_period(year: int) -> Period:
    """The ten years that hold `year`: `198`, as TIMEX3 writes it."""
    start = year - year % 10
    return Period(value=f"{start // 10:03}", first=date(start, 1, 1), last=date(start + 9, 12, 31))


def century_period(number: int) -> Period:
    """The nth century, as people count it (the 20th is the years 1900-1999): `19`."""
    start = (number - 1) * 100
    return Period(value=f"{number - 1:02}", first=date(max(start, 1), 1, 1), last=date(start + 99, 12, 31))


def period_of(day: date, unit: Unit) -> Period:
    """The day, week, month … that holds `day`."""
    if unit == "day":
        return day_period(day)
    if unit == "week":
        return week_period(day)
    if unit == "weekend":
        return weekend_period(day)
    if unit == "month":
        return month_period(day.year, day.month)
    if unit == "quarter":
        return quarter_period(day.year, (day.month + 2) // 3)
    if unit == "half":
        return half_period(day.year, (day.month + 5) // 6)
    if unit == "decade":
        return decade_period(day.year)
    if unit == "century":
        return century_period(day.year // 100 + 1)
    return year_period(day.year)


_DAYS_IN: dict[str, int] = {"day": 1, "week": 7, "weekend": 7}
_MONTHS_IN: dict[str, int] = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "season": 12,
    "year": 12,
    "decade": 120,
    "century": 1200,
}


def move(day: date, amount: int, unit: Unit) -> date:
    """The day `amount` units later, earlier when negative; months keep the day of the month where they can."""
    if unit in _DAYS_IN:
        return day + timedelta(days=amount * _DAYS_IN[unit])
    return add_months(day, amount * _MONTHS_IN[unit])


def part_of(period: Period, part: Part) -> tuple[date, date]:
    """Early is the first half of a period, late the second, mid the middle half; start and end are its outer thirds.

    The bands are wide on purpose: "late May" must hold every day that a careful writer would call so.
    """
    days = (period.last - period.first).days + 1
    start, stop = {
        "early": (0, (days + 1) // 2),
        "late": (days // 2, days),
        "mid": (days // 4, days - days // 4),
        "start": (0, (days + 2) // 3),
        "end": (days - (days + 2) // 3, days),
    }[part]
    return period.first + timedelta(days=start), period.first + timedelta(days=stop - 1)


def weekday_on_or_before(day: date, weekday: int) -> date:
    """The most recent such weekday (Monday 0) that is not after `day`: 0-6 days back."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def weekday_on_or_after(day: date, weekday: int) -> date:
    """The first such weekday (Monday 0) that is not before `day`: 0-6 days on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month, counted from its end when negative (-1 the last)."""
    if nth > 0:
        return weekday_on_or_after(date(year, month, 1), weekday) + timedelta(days=7 * (nth - 1))
    return weekday_on_or_before(month_end(year, month), weekday) + timedelta(days=7 * (nth + 1))


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def prec_of(first: date, last: date) -> int:
    """UCDP date_prec of a stretch of days: 1 day, 2 two to six days, 3 a week, 4 up to a month, 5 longer."""
    days = (last - first).days + 1
    for most, prec in ((1, DAY), (6, DAYS), (7, WEEK), (31, MONTH)):
        if days <= most:
            return prec
    return LONGER
