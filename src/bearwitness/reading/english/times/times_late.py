"""Dates that need the dates before them: "on the 25th", "the first week of May", and a bare year before a noun.

Read after the others, over the text between them.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bearwitness.core.records import When
from bearwitness.core.vocabulary import DAY, LONGER, MONTH, WEEK
from bearwitness.reading.mentions import Timex

_ORDINAL: Final = re.compile(
    r"\b(?:on|(?:night|morning|afternoon|evening|early hours) of) (the (\d{1,2})(?:st|nd|rd|th))\b"
    r"(?! (?:of|floor|street|avenue|century|day|anniversary|amendment|birthday|hole|minute))",
    re.IGNORECASE,
)
_WEEK: Final = re.compile(r"\b(?:the )?(first|second|third|fourth|last) week of (?:the month of )?\Z", re.IGNORECASE)
_DAY: Final = re.compile(r"\b(?:the )?(\d{1,2})(?:st|nd|rd|th) of \Z", re.IGNORECASE)
_WEEKS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_YEAR: Final = re.compile(r"\b(?:in|since|during|throughout) ((?:19|20)\d\d)(?= [a-z])", re.IGNORECASE)
_THAT: Final = re.compile(r"\bthat \Z", re.IGNORECASE)
_REACH: Final = 400
"""Characters back that a bare ordinal looks for its month."""


def read_late(text: str, found: Sequence[Timex], published_on: date | None) -> tuple[Timex, ...]:
    """The expressions found so far and those that hang on them, in text order, without overlaps."""
    out = [_narrow_to_day(text, _narrow_to_week(text, timex)) for timex in found]
    out = [_take_year(text, timex, out[:n]) for n, timex in enumerate(out)]
    taken = [(t.start, t.end) for t in out]
    out += [_read_year(m) for m in _YEAR.finditer(text) if not _overlaps(taken, m.start(1), m.end(1))]
    out.sort(key=lambda t: t.start)
    for match in _ORDINAL.finditer(text):
        start, end = match.span(1)
        month = _find_month(out, start) or _find_last(int(match[2]), published_on)
        if not _overlaps(taken, start, end) and month is not None:
            timex = _read_ordinal(text[start:end], start, int(match[2]), month)
            out += [timex] if timex is not None else []
            out.sort(key=lambda t: t.start)
    return tuple(out)


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in taken)


def _read_year(match: re.Match[str]) -> Timex:
    """ "In 2016 police arrested …": a year, though a noun follows that it could count."""
    year = int(match[1])
    when = When(earliest=date(year, 1, 1), latest=date(year, 12, 31), prec=LONGER, basis="stated", text=match[1])
    return Timex(start=match.start(1), end=match.end(1), text=match[1], value=match[1], kind="DATE", when=when)


def _find_month(found: Sequence[Timex], before: int) -> When | None:
    """The month last named before this point, in reach."""
    for timex in reversed([t for t in found if t.start < before]):
        if before - timex.end > _REACH:
            return None
        when = timex.when
        if when is not None and when.prec <= MONTH and (when.earliest is not None or when.month_day is not None):
            return when
    return None


def _find_last(day: int, published_on: date | None) -> When | None:
    """The latest month with that day before the report: "on the 15th" in a report of the 20th is this month's, of the 3rd last month's."""
    if published_on is None or not 1 <= day <= 28:
        return None
    month = published_on.replace(day=1)
    if day > published_on.day:
        month = (month - timedelta(days=1)).replace(day=1)
    return When(earliest=month, latest=month, prec=MONTH, basis="relative", text="")


def _read_ordinal(words: str, start: int, day: int, month: When) -> Timex | None:
    """The day of the month last named; None where that month has no such day."""
    if month.earliest is None:
        named = (month.month_day or "")[:2]
        if not 1 <= day <= 31:
            return None
        when = replace(month, prec=DAY, basis="relative", text=words, month_day=f"{named}-{day:02d}", anchor=month.text)
        return Timex(
            start=start, end=start + len(words), text=words, value=f"XXXX-{named}-{day:02d}", kind="DATE", when=when
        )
    year, number = month.earliest.year, month.earliest.month
    if not 1 <= day <= monthrange(year, number)[1]:
        return None
    that = date(year, number, day)
    when = When(earliest=that, latest=that, prec=DAY, basis="relative", text=words, anchor=month.text or None)
    return Timex(start=start, end=start + len(words), text=words, value=that.isoformat(), kind="DATE", when=when)


def _take_year(text: str, timex: Timex, before: Sequence[Timex]) -> Timex:
    """ "sent back that April": the April of the year told last, and not the one before the report."""
    when = timex.when
    if (
        when is None
        or when.prec != MONTH
        or when.earliest is None
        or when.latest is None
        or str(when.earliest.year) in timex.text
    ):
        return timex
    told = next((t.when for t in reversed(before) if t.when is not None and t.when.earliest is not None), None)
    if not _THAT.search(text, max(0, timex.start - 6), timex.start) or told is None or told.earliest is None:
        return timex
    year, month = told.earliest.year, when.earliest.month
    whole = replace(
        when, earliest=date(year, month, 1), latest=date(year, month, monthrange(year, month)[1]), basis="relative"
    )
    return replace(timex, value=f"{year}-{month:02d}", when=whole)


def _narrow_to_week(text: str, timex: Timex) -> Timex:
    """ "the first week of May 2019": seven days of the month."""
    when = timex.when
    match = _WEEK.search(text, max(0, timex.start - 40), timex.start)
    if match is None or when is None or when.prec != MONTH or when.earliest is None or when.earliest.day != 1:
        return timex
    last = monthrange(when.earliest.year, when.earliest.month)[1]
    number = _WEEKS.get(match[1].lower())
    first = last - 6 if number is None else 7 * number - 6
    begin, end = when.earliest.replace(day=first), when.earliest.replace(day=first + 6)
    words = text[match.start() : timex.end]
    year, week, _ = begin.isocalendar()
    narrowed = replace(when, earliest=begin, latest=end, prec=WEEK, text=words)
    return replace(timex, start=match.start(), text=words, value=f"{year}-W{week:02d}", when=narrowed)


def _narrow_to_day(text: str, timex: Timex) -> Timex:
    """ "on the 8th of this month": one day of it."""
    match = _DAY.search(text, max(0, timex.start - 20), timex.start)
    if match is None or timex.when is None or timex.when.prec != MONTH:
        return timex
    return _read_ordinal(text[match.start() : timex.end], match.start(), int(match[1]), timex.when) or timex
