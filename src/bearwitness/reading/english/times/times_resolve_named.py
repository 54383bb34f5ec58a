"""Dates that name themselves, resolved: "May 29", "last fall", "the third quarter", "Christmas Day", "29/05/2019",
"Friday".

What a name leaves unsaid, its year or its week, comes from the text, the publication date and the tense.
"""

import re
from calendar import isleap as is_leap
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bearwitness.core.vocabulary import Basis
from bearwitness.reading import calendar
from bearwitness.reading.calendar import Period
from bearwitness.reading.english.times.times_grammar import Wording
from bearwitness.reading.english.times.times_meaning import Direction, Meaning, Setting, cut_part

SOON: Final = 90
"""Days ahead within which a bare "January 14" is the coming one, when the past one lies further back than
`LONG_AGO`."""

LONG_AGO: Final = 270
"""Days after which writers add the year: a bare "November 10" in a report of October is the coming one."""

AHEAD: Final = 183
"""Days that a verb of the future reaches: beyond, "the plan announced on August 21" still lies behind."""


def resolve_named(said: Wording, setting: Setting) -> Meaning:
    """Dates that name themselves; the year, when unsaid, comes from the text or the publication date."""
    if said.unit == "numeric":
        return _numeric(said, setting)
    if said.unit == "weekday":
        return _weekday(said, setting)
    if said.unit == "feast" and len(said.name.partition("|")[0]) == len("2001-09-11") and said.name[0] == "2":
        return cut_part(said, calendar.day_period(date.fromisoformat(said.name[:10])), setting)
    if said.unit in ("decade", "century", "year"):
        number = said.year if said.year is not None else said.number or 0
        maker = {"decade": calendar.decade_period, "century": calendar.century_period}.get(said.unit)
        return cut_part(said, (maker or calendar.year_period)(number), setting)
    make = _maker(said)
    if said.year is not None:
        if said.unit == "season" and said.name == "WI":
            return cut_part(said, calendar.season_period(said.year, "WI"), setting)
        return cut_part(said, make(said.year), setting)
    period = _completed(said, setting, make)
    if period is None:
        return without_year(said)
    basis: Basis = "relative" if said.pick is not None else "stated"
    return replace(cut_part(said, period, setting), basis=basis)


def _maker(said: Wording) -> Callable[[int], Period]:
    """What the wording names in a given year."""
    month, day, number, name = said.month or 1, said.day or 1, said.number or 1, said.name.partition("|")[0]

    def make(year: int) -> Period:
        if said.unit == "month":
            return calendar.month_period(year, month)
        if said.unit == "quarter":
            return calendar.quarter_period(year, number)
        if said.unit == "half":
            return calendar.half_period(year, number)
        if said.unit == "season":
            return calendar.winter_from(year) if name == "WI" else calendar.season_period(year, name)
        if said.unit == "feast":
            return calendar.day_period(feast_day(name, year))
        return calendar.day_period(date(year, month, day))

    return make


def feast_day(rule: str, year: int) -> date:
    """The day of a feast in a year, by the rule that `times.toml` gives it."""
    if rule.startswith("easter"):
        return calendar.easter(year) + timedelta(days=int(rule[len("easter") :]))
    parts = [int(part) for part in re.split("(?<=[0-9])[-/]", rule)]
    if len(parts) == 2:
        return date(year, parts[0], parts[1])
    return calendar.nth_weekday(year, parts[0], parts[1], parts[2])


def _completed(said: Wording, setting: Setting, make: Callable[[int], Period]) -> Period | None:
    """The year is the one the text tells about, else the nearest that the publication date and the tense allow."""
    today = setting.published_on
    if setting.year is not None and said.pick is None and (today is None or setting.direction != "future"):
        return make(setting.year)
    if today is None:
        return None
    leap_day = (said.month, said.day) == (2, 29)
    reach = range(today.year - 8, today.year + 9) if leap_day else range(today.year - 2, today.year + 3)
    periods = [make(year) for year in reach if not leap_day or is_leap(year)]
    if said.weekday is not None:
        near = [p for p in periods if p.first.weekday() == said.weekday and abs((p.first - today).days) < 550]
        periods = near or periods
    return _nearest(periods, today, said.pick, setting.direction)


def _nearest(periods: list[Period], today: date, pick: int | None, direction: Direction) -> Period | None:
    before = [p for p in periods if p.first <= today]
    after = [p for p in periods if p.last >= today]
    if pick == -1:
        before = [p for p in periods if p.last < today]
        return before[-1] if before else None
    if pick == 1:
        after = [p for p in periods if p.first > today]
        return after[0] if after else None
    if pick == 0:
        same = [p for p in periods if p.first.year == today.year]
        return same[0] if same else None
    if not before or not after:
        return before[-1] if before else after[0] if after else None
    past, coming = before[-1], after[0]
    ahead, back = (coming.first - today).days, (today - past.last).days
    if ahead == 1 and coming.first == coming.last:
        return coming  # "on March 3" of an outlet whose clock says March 2: tomorrow here, today there
    if direction == "future" and ahead <= AHEAD:
        return coming
    return coming if direction != "past" and ahead <= SOON and back >= LONG_AGO else past


def without_year(said: Wording) -> Meaning:
    """No year was said and none is known: none is invented."""
    if said.unit == "month" and said.month is not None:
        return Meaning(value=f"XXXX-{said.month:02}", month_day=f"{said.month:02}")
    if said.unit == "day" and said.month is not None and "|" not in said.name:
        month_day = f"{said.month:02}-{said.day:02}"
        return Meaning(value=f"XXXX-{month_day}", month_day=month_day)
    if said.unit == "feast" and re.fullmatch(r"\d\d-\d\d", said.name):
        return Meaning(value=f"XXXX-{said.name}", month_day=said.name)
    if said.unit == "season":
        return Meaning(value=f"XXXX-{said.name}")
    if said.unit in ("quarter", "half"):
        return Meaning(value=f"XXXX-{said.unit[0].upper()}{said.number}")
    return Meaning(value="XXXX-XX-XX")


def _numeric(said: Wording, setting: Setting) -> Meaning:
    """29/05/2019 or 5/29/2019. Where both orders give a day, the order that another date of the text proves; else the
    one that is not after publication; else the hull of both, and the value is the year alone."""
    name, _, _ = said.name.partition("|")
    one, two, year = (int(part) for part in re.split("[/.]", name))
    if year < 100:
        year += 1900 if year >= 50 else 2000
    orders = (
        [(two, one), (one, two)] if setting.day_first is None else [(two, one) if setting.day_first else (one, two)]
    )
    days = sorted({date(year, m, d) for m, d in orders if m <= 12 and d <= calendar.month_end(year, m).day})
    if not days:
        raise ValueError("no such day")
    today = setting.published_on
    if len(days) == 2 and today is not None and days[0] <= today < days[1]:
        days = days[:1]
    if len(days) == 1:
        return cut_part(said, calendar.day_period(days[0]), setting)
    return Meaning(value=f"{year}", first=days[0], last=days[1])


def is_day_first(name: str) -> bool | None:
    """Which order a numeric date proves: True for 29/05/2019, False for 5/29/2019, None when both are possible."""
    one, two, _ = (int(part) for part in re.split("[/.]", name.partition("|")[0]))
    return None if one <= 12 and two <= 12 else one > 12


def _weekday(said: Wording, setting: Setting) -> Meaning:
    """A bare weekday is the most recent one that is not after publication, the publication day itself included."""
    weekday, today = said.weekday or 0, setting.published_on
    if today is None:
        return Meaning(value=f"XXXX-WXX-{weekday + 1}")
    if said.pick == -1:
        day = calendar.weekday_on_or_before(today - timedelta(days=1), weekday)
    elif said.pick == 1 or (said.pick is None and setting.direction == "future"):
        day = calendar.weekday_on_or_after(today + timedelta(days=1 if said.pick else 0), weekday)
    elif said.pick == 0:
        day = today + timedelta(days=weekday - today.weekday())
        if setting.direction == "past" and day > today:
            day -= timedelta(days=7)
    else:
        day = calendar.weekday_on_or_before(today, weekday)
    return replace(cut_part(said, calendar.day_period(day), setting), basis="relative")
