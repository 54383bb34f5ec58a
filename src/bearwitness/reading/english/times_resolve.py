"""From what an expression says to the days it means, given the publication date and what the text said before."""

import re
from calendar import isleap as is_leap
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from bearwitness.core.records import When
from bearwitness.core.vocabulary import Basis
from bearwitness.reading import calendar
from bearwitness.reading.calendar import Period, Unit
from bearwitness.reading.english.times_grammar import Wording
from bearwitness.reading.mentions import Shift

Direction = Literal["past", "future", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an expression is read against.

    `anchor` is the nearest date that the text gave before it; `day` the nearest exact day; `year` the year that the text
    is telling about where it has said so; `direction` what the verbs before it say.
    """

    published_on: date | None
    anchor: When | None = None
    day: date | None = None
    year: int | None = None
    direction: Direction = ""
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A value, and the days it covers where they are known."""

    value: str
    first: date | None = None
    last: date | None = None
    month_day: str | None = None
    basis: Basis = "stated"
    shift: Shift | None = None


def resolve(said: Wording, setting: Setting) -> Meaning:
    """The meaning of a wording; the days stay None where neither the words nor the setting give them."""
    try:
        return _with_clock(said, _range(said, setting) if said.to is not None else _one(said, setting))
    except (ValueError, OverflowError):
        # Before year 1 or after 9999 ("10,000 years ago"), or 29 February of a common year: said, but no day.
        return Meaning(value=said.fixed or "XXXX")


def _with_clock(said: Wording, meaning: Meaning) -> Meaning:
    return replace(meaning, value=f"{meaning.value}{said.clock}") if said.clock else meaning


def _one(said: Wording, setting: Setting) -> Meaning:
    if said.fixed:
        return _fixed(said, setting)
    if said.anchor == "calendar":
        return _named(said, setting)
    if said.unit == "weekday":
        return _weekday_near(said, setting)
    if said.month is not None or said.number is not None or said.name:
        return _in_other_year(said, setting)
    return _from_publication(said, setting) if said.anchor == "publication" else _from_text(said, setting)


def _fixed(said: Wording, setting: Setting) -> Meaning:
    today = setting.published_on
    if said.window is None or today is None:
        return Meaning(value=said.fixed)
    other = calendar.move(today, *said.window)
    return Meaning(value=said.fixed, first=min(today, other), last=max(today, other), basis="relative")


def _named(said: Wording, setting: Setting) -> Meaning:
    """Dates that name themselves; the year, when unsaid, comes from the text or the publication date."""
    if said.unit == "numeric":
        return _numeric(said, setting)
    if said.unit == "weekday":
        return _weekday(said, setting)
    if said.unit == "feast" and len(said.name.partition("|")[0]) == len("2001-09-11") and said.name[0] == "2":
        return _cut(said, calendar.day_period(date.fromisoformat(said.name[:10])), setting)
    if said.unit in ("decade", "century", "year"):
        number = said.year if said.year is not None else said.number or 0
        maker = {"decade": calendar.decade_period, "century": calendar.century_period}.get(said.unit)
        return _cut(said, (maker or calendar.year_period)(number), setting)
    make = _maker(said)
    if said.year is not None:
        if said.unit == "season" and said.name == "WI":
            return _cut(said, calendar.season_period(said.year, "WI"), setting)
        return _cut(said, make(said.year), setting)
    period = _completed(said, setting, make)
    if period is None:
        return _without_year(said)
    basis: Basis = "relative" if said.pick is not None else "stated"
    return replace(_cut(said, period, setting), basis=basis)


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


SOON: Final = 90
"""Days ahead within which a bare "January 14" is the coming one, when the past one lies further back than `LONG_AGO`."""

LONG_AGO: Final = 270
"""Days after which writers add the year: a bare "November 10" in a report of October is the coming one."""

AHEAD: Final = 183
"""Days that a verb of the future reaches: beyond, "the plan announced on August 21" still lies behind."""


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
    if direction == "future" and ahead <= AHEAD:
        return coming
    return coming if direction != "past" and ahead <= SOON and back >= LONG_AGO else past


def _cut(said: Wording, period: Period, setting: Setting) -> Meaning:
    """The part of a period that is meant: "late May", "the week of May 20", "earlier this month"."""
    whole = said.name.partition("|")[2]
    if whole:
        period = calendar.week_period(period.first) if whole == "week" else calendar.weekend_period(period.first)
    first, last = period.first, period.last
    today = setting.published_on
    if said.part == "until" and today is not None and first <= today:
        last = min(last, today)
    elif said.part == "rest" and today is not None and last >= today:
        first = max(first, today)
    elif said.part in ("early", "mid", "late", "start", "end"):
        first, last = calendar.part_of(period, said.part)
    return Meaning(value=period.value, first=first, last=last)


def _without_year(said: Wording) -> Meaning:
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
    """29/05/2019 or 5/29/2019. Where both orders give a day, the order that another date of the text proves; else the one
    that is not after publication; else the hull of both, and the value is the year alone."""
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
        return _cut(said, calendar.day_period(days[0]), setting)
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
    return replace(_cut(said, calendar.day_period(day), setting), basis="relative")


def _weekday_near(said: Wording, setting: Setting) -> Meaning:
    """ "The following Monday" of the text's date, "Monday of last week"."""
    weekday, offset = said.weekday or 0, said.offset or 0
    if said.anchor == "publication" and setting.published_on is not None:
        week = calendar.week_period(calendar.move(setting.published_on, offset, "week"))
        return replace(_cut(said, calendar.day_period(week.first + timedelta(days=weekday)), setting), basis="relative")
    if said.anchor == "publication" or setting.day is None:
        return Meaning(value=f"XXXX-WXX-{weekday + 1}")
    if offset > 0:
        day = calendar.weekday_on_or_after(setting.day + timedelta(days=1), weekday)
    else:
        day = calendar.weekday_on_or_before(setting.day - timedelta(days=1), weekday)
    return replace(_cut(said, calendar.day_period(day), setting), basis="relative")


def _in_other_year(said: Wording, setting: Setting) -> Meaning:
    """ "June last year", "the third quarter of that year"."""
    base = setting.published_on
    if said.anchor == "text":
        base = setting.anchor.earliest if setting.anchor is not None else None
    if base is None:
        return _without_year(said)
    named = replace(said, anchor="calendar", offset=None, year=base.year + (said.offset or 0))
    return replace(_named(named, setting), basis="relative")


def _from_publication(said: Wording, setting: Setting) -> Meaning:
    unit: Unit = "day" if said.unit in ("weekday", "feast", "numeric") else said.unit
    today = setting.published_on
    if today is None:
        return Meaning(value=_unknown(unit))
    offset = said.offset
    if offset is None:
        # "The weekend" without more: the one that has begun last, or the coming one.
        offset = 0 if today.weekday() >= 5 or setting.direction == "future" else -1
    there = calendar.move(today, offset, unit)
    period = calendar.period_of(there, unit)
    if unit == "decade" and abs(offset) >= 1:
        period = Period(value=f"{there.year:04}", first=date(there.year - 5, 1, 1), last=date(there.year + 5, 12, 31))
    return replace(_cut(said, period, setting), basis="relative")


def _unknown(unit: Unit) -> str:
    return {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX"}.get(unit, "XXXX")


def _from_text(said: Wording, setting: Setting) -> Meaning:
    unit = said.unit
    if unit not in ("day", "week", "month", "year"):
        if setting.anchor is None or setting.anchor.earliest is None or unit in ("weekday", "feast", "numeric"):
            return Meaning(value="XXXX")
        period = calendar.period_of(calendar.move(setting.anchor.earliest, said.offset or 0, unit), unit)
        return replace(_cut(said, period, setting), basis="relative")
    shift = Shift(amount=said.offset or 0, unit=unit)
    moved = None if setting.anchor is None else shifted(setting.anchor, shift)
    if moved is None:
        return Meaning(value=_unknown(unit), shift=shift, basis="relative")
    return replace(moved, shift=shift)


def shifted(anchor: When, shift: Shift) -> Meaning | None:
    """The day, week, month or year that lies `shift` from an anchor; both ends move, so an unsure anchor stays unsure.

    "A week later" is the calendar week that holds the day seven days on. An anchor whose year is unknown moves when every
    year gives the same answer. None when the anchor says too little.
    """
    if anchor.earliest is None or anchor.latest is None:
        return _shifted_month_day(anchor.month_day, shift)
    first = calendar.period_of(calendar.move(anchor.earliest, shift.amount, shift.unit), shift.unit)
    last = calendar.period_of(calendar.move(anchor.latest, shift.amount, shift.unit), shift.unit)
    value = first.value if first == last else f"{first.value}/{last.value}"
    return Meaning(value=value, first=first.first, last=last.last, basis="relative")


def _shifted_month_day(month_day: str | None, shift: Shift) -> Meaning | None:
    if month_day is None:
        return None
    if len(month_day) == 2:
        if shift.unit != "month" and shift.amount:
            return None
        found = {f"{calendar.add_months(date(2001, int(month_day), 1), shift.amount).month:02}"}
    else:
        # A common year and a leap year: 28 February plus a day has two answers, so it has none.
        month, day = int(month_day[:2]), int(month_day[3:])
        years = (2000,) if (month, day) == (2, 29) else (2000, 2001)
        moved = [calendar.move(date(year, month, day), shift.amount, shift.unit) for year in years]
        if shift.unit in ("week", "year"):
            return None
        found = {f"{d:%m-%d}" if shift.unit == "day" else f"{d:%m}" for d in moved}
    if len(found) != 1:
        return None
    text = found.pop()
    return Meaning(value=f"XXXX-{text}", month_day=text, basis="relative")


def _range(said: Wording, setting: Setting) -> Meaning:
    """From the first day of one date to the last of the other; an end without a year takes it from the other end."""
    if said.to is None:
        return _one(said, setting)
    last = _one(said.to, setting)
    first = _one(replace(said, to=None), setting)
    if first.first and first.last and last.first and last.last and first.first > last.last:
        if said.unit == "weekday":
            back = timedelta(days=7)
            first = replace(first, value=(first.first - back).isoformat(), first=first.first - back)
        elif said.year is None or said.year == said.to.year:
            first = _one(replace(said, to=None, anchor="calendar", year=last.first.year - 1), setting)
    value = f"{first.value}/{last.value}"
    basis: Basis = "relative" if "relative" in (first.basis, last.basis) else "stated"
    if first.first is None or last.last is None:
        same = first.month_day is not None and last.month_day is not None and first.month_day[:2] == last.month_day[:2]
        month = first.month_day[:2] if same and first.month_day else None
        return Meaning(value=value, month_day=month, basis=basis)
    if first.first > last.last:
        return Meaning(value=value, basis=basis)
    return Meaning(value=value, first=first.first, last=last.last, basis=basis)
