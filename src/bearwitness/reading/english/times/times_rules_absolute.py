"""Rules for dates that name themselves: days, months, years, seasons, quarters, feasts, decades."""

from typing import Final

from bearwitness.reading.english.times.times_grammar import Builder, Found, Level, Rule, Wording, compile_level
from bearwitness.reading.english.times.times_words import load_lexicon

MONTH: Final = "(?: <full_month> | <month_short> <dot>? )"
WEEKDAY: Final = "(?: (?: (?P<weekday><weekday>) | <weekday_short> <dot>? ) <comma>? )?"
CENTURY_PIVOT: Final = 50
"""Two-digit years: 50-99 are 1950-1999, 00-49 are 2000-2049."""


def two_digit_year(number: int) -> int:
    """The year that two digits stand for."""
    return (1900 if number >= CENTURY_PIVOT else 2000) + number


def _year(found: Found) -> int | None:
    surface = found.surface("year")
    digits = surface.lstrip("'’")
    if not digits:
        return None
    return two_digit_year(int(digits)) if len(digits) == 2 else int(digits)


def _day(found: Found) -> Wording | None:
    month, day, last = found.number("month"), found.number("day"), found.number("last")
    if month is None or day is None or not is_day_of_month(month, day):
        return None
    weekday = found.number("weekday")
    if last is None:
        return Wording(month=month, day=day, year=_year(found), weekday=weekday)
    if not is_day_of_month(month, last) or last <= day:
        return None
    end = Wording(month=month, day=last, year=_year(found))
    return Wording(month=month, day=day, year=_year(found), weekday=weekday, to=end)


def _day_of_short_year(found: Found) -> Wording | None:
    """A dateline, "13 JAN 08 (AFP)"; "13 January 8" is no year."""
    return _day(found) if len(found.surface("year")) == len("08") else None


def is_day_of_month(month: int, day: int) -> bool:
    """Whether the month can have this day (29 February counts)."""
    return 1 <= day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _month(found: Found) -> Wording | None:
    month, last = found.number("month"), found.number("last")
    end = None if last is None else Wording(unit="month", month=last, year=_year(found))
    return Wording(unit="month", month=month, year=_year(found), to=end)


def _year_alone(found: Found) -> Wording | None:
    year = _year(found)
    last = found.surface("last").lstrip("'’")
    if year is None or not last:
        return Wording(unit="year", year=year)
    end = int(last) if len(last) > 2 else year - year % 100 + int(last)
    return Wording(unit="year", year=year, to=Wording(unit="year", year=end)) if year < end <= year + 60 else None


def _year_range(found: Found) -> Wording | None:
    first, _, last = found.surface("year").partition("/")
    end = int(first) - int(first) % 100 + int(last)
    return Wording(unit="year", year=int(first), to=Wording(unit="year", year=end)) if end == int(first) + 1 else None


def _iso(found: Found) -> Wording | None:
    surface = found.surface("day")
    year, month, day = (int(part) for part in surface[:10].split("-"))
    if not 1 <= month <= 12 or not is_day_of_month(month, day):
        return None
    return Wording(year=year, month=month, day=day, clock=surface[10:16], kind="TIME" if surface[10:] else "DATE")


def _numeric(found: Found) -> Wording:
    return Wording(unit="numeric", name=found.surface("day"))


def _decade(found: Found) -> Wording:
    digits = found.surface("decade").strip("'’sS")
    year = int(digits) if len(digits) > 2 else 1900 + int(digits)
    return Wording(unit="decade", year=year)


def _decade_word(found: Found) -> Wording:
    return Wording(unit="decade", year=found.number("decade"))


def _season(found: Found) -> Wording:
    return Wording(unit="season", name=found.tag("season"), year=_year(found))


def _quarter(found: Found) -> Wording | None:
    number = {"second": 2, "final": 4}.get(found.surface("ordinal").lower()) or found.number("ordinal")
    if number is None or not 1 <= number <= 4:
        return None
    return Wording(unit="quarter", number=number, year=_year(found))


def _feast(found: Found) -> Wording:
    return Wording(unit="feast", name=load_lexicon().holidays[found.surface("feast")], year=_year(found))


def _century(found: Found) -> Wording | None:
    number = found.number("ordinal")
    if found.tag("unit") != "C":
        return None
    return Wording(unit="century", number=number) if number is not None and 1 <= number <= 21 else None


def _weekday(found: Found) -> Wording:
    return Wording(unit="weekday", weekday=found.number("weekday"))


def _day_word(found: Found) -> Wording:
    clock = "TNI" if found.surface("word").lower() == "tonight" else ""
    return Wording(anchor="publication", offset=found.number("word"), clock=clock, kind="TIME" if clock else "DATE")


def _spoken_year(found: Found) -> Wording:
    century = 100 * (found.number("century") or 20) if found.item("century") else 2000
    tens = found.number("tens") or 0
    return Wording(unit="year", year=century + tens + (found.number("units") or 0))


ABSOLUTE: Final[tuple[tuple[str, str, Builder], ...]] = (
    ("date", "(?P<day><iso_day>)", _iso),
    ("date", "(?P<day><numeric_day>)", _numeric),
    ("bare_date", "(?P<feast><holiday>) (?: <comma>? (?P<year><year>))?", _feast),
    ("date", f"(?P<day><plain_day>) (?P<month>{MONTH}) (?P<year><plain_day>) (?=<stop>)", _day_of_short_year),
    # "13 JAN 89", "the 29th of May 2019", "3-5 June": before month-day, or "13 January 15, 1989" would lose its day.
    (
        "date",
        f"""
            {WEEKDAY} (?<!<hyphen>)(?<!<slash>) <the>? (?P<day><day>) (?: (?P<link><link>) <the>?
            (?P<last><day>) )? <of>?
            (?P<month>{MONTH}) <comma>? <of>?
            (?P<year><year>|<year_short>|<two_digits>(?!<counted>|<any_unit>))
        """,
        _day,
    ),
    (
        "date",
        f"""
            {WEEKDAY} (?P<month>{MONTH}) (?P<day><day>) (?: (?P<link><link>) (?P<last><day>)
            (?!<counted>|<hyphen>))?
            (?: <comma>? (?P<year><year>|<year_short>)(?!<counted>|<units>) |
            (?!<counted>|<hyphen><unit>|<digit>|<slash>|<possessive><unit>) )
        """,
        _day,
    ),
    (
        "date",
        f"{WEEKDAY} (?P<month>{MONTH}) (?P<day><ordinal>)",
        _day,
    ),
    (
        "date",
        f"""
            {WEEKDAY} (?<!<hyphen>)(?<!<slash>) <the>? (?P<day><day>) (?: (?P<link><link>) <the>?
            (?P<last><day>) )? <of>?
            (?P<month>{MONTH}) (?!<plain_day>)
        """,
        _day,
    ),
    (
        "date",
        """
            (?<=[<on><since><until><by><from><of><to><and><between>]) (?P<month><month_lower>) (?P<day><day>)
            (?: (?P<link><link>) (?P<last><day>) )? (?: <comma>? (?P<year><year>))?
            (?!<counted>|<hyphen>|<digit>)
        """,
        _day,
    ),
    ("date", "(?P<day><day>) <of>? (?P<month><month_lower>) (?: <comma>? (?P<year><year>))", _day),
    ("date", "(?P<day><day_ordinal>) <of>? (?P<month><month_lower>)", _day),
    ("date", f"(?P<month>{MONTH}) (?P<link><link>) (?P<last>{MONTH}) (?: <comma>? <of>? (?P<year><year>))", _month),
    ("bare_date", "(?P<month><month>) (?P<link><link>) (?P<last><full_month>)", _month),
    ("bare_date", "(?P<month><full_month>) (?P<link><link>) (?P<last><month>)", _month),
    ("date", f"(?P<month>{MONTH}) <comma>? <of>? (?P<year><year>|<year_short>)", _month),
    ("date", "(?P<month><month_lower>) <comma>? <of>? (?P<year><year>)", _month),
    ("bare_date", "(?P<month><month>) (?!<name>)", _month),
    ("bare_date", "(?<=<date_lead>) (?P<month><full_month>) (?!<name>)", _month),
    ("bare_date", "(?<=<date_lead>) (?P<month><month_short>) <dot>", _month),
    ("bare_date", "(?<=<in>) (?P<month><month_lower>) (?!<other>)", _month),
    (
        "year_date",
        """
            (?<!<hyphen>) (?<!<slash>) (?P<year><year>) (?: <hyphen>|<dash>|<slash> )
            (?P<last><year>|<plain_day>|<two_digits>) (?!<hyphen>|<slash>)
        """,
        _year_alone,
    ),
    ("year_date", "(?P<year><year_range>)", _year_range),
    (
        "bare_date",
        """
            (?P<season><season>|(?<=[<the><last><this><next><past><early><late>])<season_or_verb>) <of>? (?:
            (?P<year><year>) )
        """,
        _season,
    ),
    ("bare_date", "(?P<season><season>) (?!<other>|<weekend>)", _season),
    ("bare_date", "(?<=[<last><this><next><past><early><late><coming><in>]) (?P<season><season>)", _season),
    ("bare_date", "(?<=<in><the>) (?P<season><season>)", _season),
    ("bare_date", "(?<=[<last><this><next><past><early><late><coming>]) (?P<season><season_or_verb>)", _season),
    ("bare_date", "(?<=<in><the>) (?P<season><season_or_verb>) (?!<of>)", _season),
    (
        "bare_date",
        """
            (?: <the>? (?P<year><year>) | <the> )? (?: <fiscal> <hyphen>? )? (?P<ordinal><ordinal>|<unit>)
            <hyphen>? <quarter>
        """,
        _quarter,
    ),
    ("date", "<the>? (?P<ordinal><ordinal>|<day_ordinal>) <hyphen>? (?P<unit><unit>)", _century),
    ("date", "<the>? (?P<decade><decade>)", _decade),
    ("date", "<the> (?P<decade><tens_plural>)", _decade_word),
    ("year_date", "<fiscal> <unit>? (?P<year><year>)", _year_alone),
    (
        "year_date",
        """
            (?<![<digit><name>]<hyphen>) (?<![<slash><digit><at>]) (?<!<at><about>) (?P<year><year>)
            (?!<counted>|<any_unit>|<hyphen><digit>|<slash>)
        """,
        _year_alone,
    ),
    (
        "year_date",
        "(?<=[<in><since><of><until><by><from>]) (?P<year><old_year>) (?!<counted>|<any_unit>|<hyphen>)",
        _year_alone,
    ),
    ("year_date", "(?P<century><number>|<tens>) (?P<tens><tens>) <hyphen>? (?P<units><number>)?", _spoken_year),
    ("weekday_date", "(?P<weekday><weekday>)", _weekday),
    ("date", "(?P<word><day_word>)", _day_word),
)


def build_absolute() -> Level:
    """The first level of the cascade."""
    return compile_level(tuple(Rule(product, pattern, build) for product, pattern, build in ABSOLUTE))
