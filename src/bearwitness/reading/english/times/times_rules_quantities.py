"""Rules for numbers and clock times that no date has taken, and for two dates that are joined."""

from dataclasses import replace
from typing import Final

from bearwitness.reading.english.times.times_grammar import Builder, Found, Level, Rule, Wording, compile_level

NOON: Final = 12
VAGUE: Final = -1
"""A quantity without a number."""


def _digits(found: Found) -> int | None:
    number = found.number("number")
    return number if number is not None and number < 10000 else None


def _compound(found: Found) -> int:
    return (found.number("tens") or 0) + (found.number("units") or 0)


def _hundred(found: Found) -> int:
    return (found.number("number") or 1) * (found.number("scale") or 1)


def _couple(_: Found) -> int:
    return 2


def _vague(_: Found) -> int:
    return VAGUE


def _clock(found: Found) -> Wording | None:
    """10:35 a.m., 8pm, 5 p.m. EST, 22:10."""
    surface = found.surface("clock").lower()
    half = found.tag("half") or (surface[-2] if surface.endswith("m") else "")
    hour_text, _, minute = surface.rstrip("apm").partition(":")
    hour = int(hour_text)
    if hour > 24 or (half and not 1 <= hour <= NOON):
        return None
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    return Wording(kind="TIME", anchor="text", offset=0, clock=f"T{hour:02}:{(minute or '00')[:2]}")


def _point(found: Found) -> Wording:
    return Wording(kind="TIME", anchor="text", offset=0, clock=found.tag("point"))


def _range(found: Found) -> Wording | None:
    """ "May 30 to June 3", "July 2016 to June 2017", "April and May": the stretch from one to the other."""
    first, last = found.wording("first"), found.wording("last")
    if first is None or last is None or first.to or last.to or first.fixed or last.fixed or first.unit == "numeric":
        return None
    if _grain(first) != _grain(last):
        return None
    if first.unit == "weekday" and first.anchor == "calendar" and last.anchor == "publication":
        first = replace(first, anchor="publication", offset=last.offset)  # "Monday and Wednesday of next week"
    if first.year is None and first.anchor == "calendar" and first.unit in ("day", "month"):
        first = replace(first, year=last.year)
    return replace(first, to=last)


def _grain(date: Wording) -> str:
    return "day" if date.unit in ("day", "weekday", "feast", "numeric") else date.unit


QUANTITIES: Final[tuple[tuple[str, str, Builder], ...]] = (
    ("time", "(?P<clock><day_12>|<clock>) (?P<half><meridiem>) (?: <zone> )?", _clock),
    ("time", "(?P<clock><clock>) (?: <zone> )?", _clock),
    ("time", "(?P<point><day_point>)", _point),
    ("quantity", "(?P<tens><tens>) (?: <hyphen>? (?P<units><number>))?", _compound),
    ("quantity", "(?P<number><number>|<a>) (?P<scale><hundred>|<thousand>)", _hundred),
    ("quantity", "<a> <couple> <of>?", _couple),
    ("quantity", "<couple> <of>", _couple),
    ("quantity", "<a>? <vague>", _vague),
    ("quantity", "(?P<number><number>|<day_12>|<day_31>|<two_digits>|<number_other>|<old_year>)", _digits),
)

RANGES: Final[tuple[tuple[str, str, Builder], ...]] = (
    (
        "date",
        "(?P<first><any_date>) (?P<link><link>) (?P<last><any_date>)",
        _range,
    ),
)


def build_quantities() -> Level:
    """The level that reads numbers and clock times that no date has taken."""
    return compile_level(tuple(Rule(product, pattern, build) for product, pattern, build in QUANTITIES))


def build_ranges() -> Level:
    """The level that joins two dates."""
    return compile_level(tuple(Rule(product, pattern, build) for product, pattern, build in RANGES))
