"""Counts, days, places and voices in plain words, and text made safe to show."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bearwitness.core.records import Count, Voice, When, Where
from bearwitness.core.vocabulary import COUNTRY, NEAR

_TURNING: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSAFE: Final = {n: "\ufffd" for n in range(0xA0) if unicodedata.category(chr(n)) == "Cc"} | dict.fromkeys(
    _TURNING, "\ufffd"
)
_SAFE: Final = {code: mark for code, mark in _UNSAFE.items() if chr(code) not in "\n\t"}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def clean(text: str) -> str:
    """The text with a mark in place of each character that commands a terminal or turns the writing of what follows.

    A report is anybody's bytes: an escape sequence in a quote must not move the cursor, nor a right-to-left override
    swap a figure. Every mark stands for one character, so offsets stay.
    """
    return text.translate(_SAFE).encode("utf-8", "replace").decode("utf-8")


def say_number(number: int, noun: str) -> str:
    """ "1 claim", "2,101 claims"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def say_count(count: Count) -> str:
    """ "4", "at least 41", "27 to 33", with families and places named as such."""
    if count.high is None:
        size = f"at least {count.low:,}"
    elif count.low == count.high:
        size = f"{count.low:,}"
    else:
        size = f"{count.low:,} to {count.high:,}"
    return size + _unit(count)


def say_count_briefly(count: Count) -> str:
    """ "4", "41+", "27–33", for a column."""
    if count.high is None:
        return f"{count.low:,}+{_unit(count)}"
    return (f"{count.low:,}" if count.low == count.high else f"{count.low:,}–{count.high:,}") + _unit(count)


def _unit(count: Count) -> str:
    if count.unit == "person":
        return ""
    return f" {count.unit}" if count.high == 1 else " families" if count.unit == "family" else f" {count.unit}s"


def say_when(when: When | None, *, briefly: bool = False) -> str:
    """The days as far as they are known: "25 May 2019", "May 2019", "24–25 May 2019", "by 3 June 2019", "4 May, no
    year". Briefly: "3 Jun 2019". What no words tie to the act is marked: "(inferred)", briefly "?".
    """
    if when is not None and when.inferred:
        mark = "?" if briefly else " (inferred)"
        return f"{say_when(replace(when, inferred=False), briefly=briefly)}{mark}"
    length = 3 if briefly else 9
    if when is None:
        return "unknown"
    if when.month_day is not None:
        month, _, day = when.month_day.partition("-")
        name = _MONTHS[int(month) - 1][:length]
        return f"{int(day)} {name}, no year" if day else f"{name}, no year"
    if when.earliest is None:
        return f"by {_say_day(when.latest, length)}" if when.latest else "unknown"
    if when.latest is None:
        return f"since {_say_day(when.earliest, length)}"
    if when.earliest == when.latest:
        return _say_day(when.earliest, length)
    return _say_span(when.earliest, when.latest, length)


def _say_span(first: date, last: date, length: int) -> str:
    if first.day == 1 and _is_month_end(last) and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        if first.month == last.month:
            return f"{_MONTHS[first.month - 1][:length]} {first.year}"
        return f"{_MONTHS[first.month - 1][:length]} – {_MONTHS[last.month - 1][:length]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_say_day(last, length)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1][:length]} – {_say_day(last, length)}"
    return f"{_say_day(first, length)} – {_say_day(last, length)}"


def _is_month_end(day: date) -> bool:
    return day == date.max or day.month != date.fromordinal(day.toordinal() + 1).month


def _say_day(day: date, length: int) -> str:
    return f"{day.day} {_MONTHS[day.month - 1][:length]} {day.year}"


def say_where(where: Where | None, *, briefly: bool = False) -> str:
    """The place and what it lies in; only an area where only an area is known. Briefly: without the division. What no words tie to
    the act is marked: "(inferred)", briefly "?".
    """
    if where is None:
        return "unknown"
    mark = ("?" if where.prec < COUNTRY else "") if briefly else " (inferred)"  # a report's country is counted on
    doubt = mark if where.basis == "inferred" else ""
    if where.prec >= COUNTRY:
        return where.name + doubt
    division = None if briefly or where.admin1 == where.name else where.admin1
    country = None if where.country == where.name else where.country
    near = "near " if where.prec == NEAR else ""
    return near + ", ".join(part for part in (where.name, division, country) if part) + doubt


def say_voices(voices: Sequence[Voice]) -> str:
    """The chain of voices in words, outermost first."""
    said = ((v.name or v.text or f"the {v.kind}") + (f" ({v.kind})" if v.kind != "outlet" else "") for v in voices)
    return " ← ".join(said) or "no voice"
