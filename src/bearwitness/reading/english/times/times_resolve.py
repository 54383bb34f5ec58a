"""From what an expression says to the days it means, given the publication date and what the text said before."""

from dataclasses import replace
from datetime import date, timedelta

from bearwitness.core.records import When
from bearwitness.core.vocabulary import Basis
from bearwitness.reading import calendar
from bearwitness.reading.calendar import Period, Unit
from bearwitness.reading.english.times.times_grammar import Wording
from bearwitness.reading.english.times.times_meaning import Meaning, Setting, cut_part
from bearwitness.reading.english.times.times_resolve_named import resolve_named, without_year
from bearwitness.reading.mentions import Shift


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
        return resolve_named(said, setting)
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


def _weekday_near(said: Wording, setting: Setting) -> Meaning:
    """ "The following Monday" of the text's date, "Monday of last week"."""
    weekday, offset = said.weekday or 0, said.offset or 0
    if said.anchor == "publication" and setting.published_on is not None:
        week = calendar.week_period(calendar.move(setting.published_on, offset, "week"))
        return replace(
            cut_part(said, calendar.day_period(week.first + timedelta(days=weekday)), setting), basis="relative"
        )
    if said.anchor == "publication" or setting.day is None:
        return Meaning(value=f"XXXX-WXX-{weekday + 1}")
    if offset > 0:
        day = calendar.weekday_on_or_after(setting.day + timedelta(days=1), weekday)
    else:
        day = calendar.weekday_on_or_before(setting.day - timedelta(days=1), weekday)
    return replace(cut_part(said, calendar.day_period(day), setting), basis="relative")


def _in_other_year(said: Wording, setting: Setting) -> Meaning:
    """ "June last year", "the third quarter of that year"."""
    base = setting.published_on
    if said.anchor == "text":
        base = setting.anchor.earliest if setting.anchor is not None else None
    if base is None:
        return without_year(said)
    named = replace(said, anchor="calendar", offset=None, year=base.year + (said.offset or 0))
    return replace(resolve_named(named, setting), basis="relative")


def _from_publication(said: Wording, setting: Setting) -> Meaning:
    unit: Unit = "day" if said.unit == "weekday" or said.unit == "feast" or said.unit == "numeric" else said.unit
    today = setting.published_on
    if today is None:
        return Meaning(value=_unknown(unit))
    if said.window is not None:
        today = calendar.move(today, *said.window)  # "a year ago today"
    offset = said.offset
    if offset is None:
        # "The weekend" without more: the one that has begun last, or the coming one.
        offset = 0 if today.weekday() >= 5 or setting.direction == "future" else -1
    there = calendar.move(today, offset, unit)
    period = calendar.period_of(there, unit)
    if unit == "decade" and abs(offset) >= 1:
        period = Period(value=f"{there.year:04}", first=date(there.year - 5, 1, 1), last=date(there.year + 5, 12, 31))
    return replace(cut_part(said, period, setting), basis="relative")


def _unknown(unit: Unit) -> str:
    return {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX"}.get(unit, "XXXX")


def _from_text(said: Wording, setting: Setting) -> Meaning:
    unit = said.unit
    if unit not in ("day", "week", "month", "year"):
        if setting.anchor is None or setting.anchor.earliest is None:
            return Meaning(value="XXXX")
        if unit == "weekday" or unit == "feast" or unit == "numeric":
            return Meaning(value="XXXX")
        period = calendar.period_of(calendar.move(setting.anchor.earliest, said.offset or 0, unit), unit)
        return replace(cut_part(said, period, setting), basis="relative")
    shift = Shift(amount=said.offset or 0, unit=unit)
    moved = None if setting.anchor is None else shifted(setting.anchor, shift)
    if moved is None:
        return Meaning(value=_unknown(unit), shift=shift, basis="relative")
    return replace(moved, shift=shift)


def shifted(anchor: When, shift: Shift) -> Meaning | None:
    """The day, week, month or year that lies `shift` from an anchor; both ends move, so an unsure anchor stays unsure.

    "A week later" is the calendar week that holds the day seven days on. An anchor whose year is unknown moves when
    every year gives the same answer. None when the anchor says too little.
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
