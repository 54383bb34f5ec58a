"""Rules for dates that hang on another: on the publication date ("last week"), on the text ("the next day"), on a date
beside them ("early May", "the night of January 3", "June last year")."""

from dataclasses import replace
from typing import Final

from bearwitness.reading.calendar import Part, Unit
from bearwitness.reading.english.times.times_grammar import Builder, Found, Level, Rule, Wording, compile_level

UNIT_OF: Final[dict[str, Unit]] = {
    "D": "day", "W": "week", "M": "month", "Y": "year", "E": "decade", "C": "century", "Q": "quarter", "WE": "weekend",
}  # fmt: skip
"""Units that a calendar knows, by their TimeML letter; hours and shorter have none."""

PERIOD: Final = "(?: (?P<unit><unit>|<quarter>|<weekend>) | (?P<part><day_part>) )"
AMOUNT: Final = "(?P<amount><quantity>|<a>)"
PARTS: Final[dict[str, Part]] = {"early": "early", "mid": "mid", "late": "late", "start": "start", "end": "end"}
HEDGE: Final = "(?: <about> | <more> <than> | <less> <than> | <at> <less> )?"
"""Words before an amount that leave its value as it is ("nearly four years ago")."""


def _amount(found: Found) -> int | None:
    return 1 if found.surface("amount").lower() in ("a", "an") else found.amount("amount")


def _near(found: Found, offset: int, anchor: str) -> Wording | None:
    """The period `offset` away: "last week", "this morning", "the following year"."""
    if found.item("part") is not None:
        part = found.tag("part")
        shown = Wording(kind="TIME", offset=offset, clock=part, anchor="text" if anchor == "text" else "publication")
        return shown if part != "TNI" or offset or anchor == "text" else replace(shown, offset=0)
    unit = UNIT_OF.get(found.tag("unit"))
    if unit is None or (unit == "day" and anchor == "publication"):
        return None
    if anchor == "text":
        return Wording(unit=unit, anchor="text", offset=offset)
    return Wording(unit=unit, anchor="publication", offset=offset)


def _last(found: Found) -> Wording | None:
    return _near(found, -1, "publication") if found.tag("part") in ("", "TNI") else None


def _at(offset: int, anchor: str) -> Builder:
    return lambda found: _near(found, offset, anchor)


def _weekend(_: Found) -> Wording:
    return Wording(unit="weekend", anchor="publication")


def _picked(found: Found) -> Wording | None:
    """ "Last May", "next Friday", "this summer"."""
    date = found.wording("date")
    pick = found.number("pick")
    return None if date is None or date.year is not None else replace(date, pick=pick)


def _text_weekday(found: Found) -> Wording | None:
    """ "The following Monday", "the previous Friday": a weekday counted from the text's date."""
    date = found.wording("date")
    return None if date is None else replace(date, anchor="text", offset=found.number("pick"))


def _month_of_year(found: Found) -> Wording | None:
    """ "June last year", "the third quarter of this year": the year comes from the publication date."""
    date, year = found.wording("date"), found.wording("year")
    if (
        date is None
        or year is None
        or date.year is not None
        or date.offset is not None
        or year.fixed
        or year.to
        or year.part
    ):
        return None
    if date.unit == "weekday" and year.unit == "week" and year.anchor == "publication":
        return replace(date, anchor="publication", offset=year.offset)
    if date.unit == "weekday" or year.unit != "year":
        return None
    if year.anchor == "calendar":
        return replace(date, year=year.year)
    return replace(date, anchor=year.anchor, offset=year.offset)


def _ago(found: Found) -> Wording | None:
    amount, unit = _amount(found), UNIT_OF.get(found.tag("unit"))
    if unit is None or amount is None:
        return Wording(fixed="PAST_REF")
    if unit == "quarter" or amount > 3000:
        return None
    return Wording(unit=unit, anchor="publication", offset=-amount)


def _ago_today(found: Found) -> Wording | None:
    """ "One year ago today": the same day of another year, month or week."""
    amount, unit, day = _amount(found), UNIT_OF.get(found.tag("unit")), found.wording("date")
    if unit not in ("week", "month", "year") or amount is None or amount > 3000 or day is None:
        return None
    if day.unit != "day" or day.anchor != "publication" or day.offset != 0 or day.clock:
        return None
    return replace(day, window=(-amount, unit))


def _later(found: Found) -> Wording | None:
    amount, unit = _amount(found), UNIT_OF.get(found.tag("unit"))
    if unit is None or amount is None or unit in ("quarter", "decade", "century") or amount > 3000:
        return None
    return Wording(unit=unit, anchor="text", offset=amount * (found.number("way") or 1))


def _from_now(found: Found) -> Wording | None:
    amount, unit = _amount(found), UNIT_OF.get(found.tag("unit"))
    return None if unit is None or amount is None else Wording(unit=unit, anchor="publication", offset=amount)


def _day_before_yesterday(found: Found) -> Wording | None:
    word, way = found.wording("date"), found.number("way")
    if word is None or word.offset is None or way is None or word.offset * way <= 0:
        return None
    return replace(word, offset=word.offset + way)


def _first_half(found: Found) -> Wording | None:
    date = found.wording("date")
    half = {"first": 1, "second": 2, "last": 2, "latter": 2}.get(found.surface("which").lower())
    if date is None or half is None or date.to is not None:
        return None
    if date.unit == "year":
        return replace(date, unit="half", number=half)
    return replace(date, part="early" if half == 1 else "late")


def _part(found: Found) -> Wording | None:
    date = found.wording("date")
    if date is None or date.fixed or date.to is not None:
        return None
    return replace(date, part=PARTS[found.tag("which")])


def _until_now(found: Found) -> Wording | None:
    """ "Earlier this week" ends at the publication date, "later this week" begins there."""
    date = found.wording("date")
    if date is None or date.fixed:
        return None
    if date.unit in ("day", "weekday"):
        return date
    return replace(date, part="until" if found.number("which") == -1 else "rest")


def _day_part(found: Found) -> Wording | None:
    date = found.wording("date")
    if date is None or date.clock or date.to is not None or date.unit not in ("day", "weekday", "feast", "numeric"):
        return None
    return replace(date, clock=found.tag("part"), kind="TIME")


def _week_of(found: Found) -> Wording | None:
    date = found.wording("date")
    whole = {"W": "week", "WE": "weekend"}.get(found.tag("unit"))
    if date is None or whole is None or date.to is not None or date.unit not in ("day", "feast", "numeric", "weekday"):
        return None
    return replace(date, name=f"{date.name}|{whole}")


def _clock_date(found: Found) -> Wording | None:
    date, time = found.wording("date"), found.wording("time")
    if (
        date is None
        or time is None
        or date.clock
        or date.to is not None
        or date.unit not in ("day", "weekday", "feast")
    ):
        return None
    clock = time.clock
    if found.tag("part") in ("TAF", "TEV", "TNI") and clock < "T12":
        clock = f"T{int(clock[1:3]) + 12:02}{clock[3:]}"  # "7:30 Tuesday night"
    return replace(date, clock=clock, kind="TIME")


RELATIVE: Final[tuple[tuple[str, str, Builder], ...]] = (
    ("date", "<the>? <unit> (?P<way><before>|<after>) (?P<date><date>)", _day_before_yesterday),
    ("date", "(?P<amount><quantity>|<a>) (?P<unit><unit>|<units>) <ago> (?P<date><date>)", _ago_today),
    ("date", f"{HEDGE} {AMOUNT} <more>? (?P<unit><unit>|<units>) (?: <or> <so> )? <ago>", _ago),
    ("date", "(?P<amount><vague>)? (?P<unit><units>) <ago>", _ago),
    ("date", f"{AMOUNT} (?P<unit><unit>|<units>) (?P<way><earlier>|<later>)", _later),
    (
        "date",
        f"""
            {AMOUNT} (?P<unit><unit>|<units>) (?P<way><before>|<after>)
            (?!<any_date>|<the>|<a>|<name>|<other>|<this>|<that>)
        """,
        _later,
    ),
    ("date", f"{AMOUNT} (?P<unit><unit>|<units>) <from> <present>", _from_now),
    ("date", f"(?: <earlier>|<later>|<early>|<late>|<the> )? (?:<that>|<the>)? <same> {PERIOD}", _at(0, "text")),
    ("date", f"(?: <earlier>|<later>|<early>|<late> )? <that> {PERIOD}", _at(0, "text")),
    ("date", f"<the> (?:<next>|<following>) {PERIOD}", _at(1, "text")),
    ("date", f"<following> {PERIOD}", _at(1, "text")),
    ("date", f"<the> <previous> {PERIOD}", _at(-1, "text")),
    ("date", f"<the> {PERIOD} <before> (?!<any_date>|<the>|<a>|<name>|<other>|<this>|<that>|<last>)", _at(-1, "text")),
    ("date", f"<the> {PERIOD} <after> (?!<any_date>|<the>|<a>|<name>|<other>|<this>|<that>|<last>)", _at(1, "text")),
    ("date", "<the> (?P<pick><following>|<previous>) (?P<date><weekday_date>)", _text_weekday),
    ("date", f"(?<!<the>) <last> {PERIOD}", _last),
    ("date", "<last> (?P<part><day_part>)", _last),
    ("date", f"<this> (?: <past> ) {PERIOD}", _last),
    ("date", "<the> <weekend>", _weekend),
    ("date", f"(?: <this> | <the>? <current> ) <fiscal>? {PERIOD}", _at(0, "publication")),
    ("date", f"(?: <next> | <this>? <coming> ) {PERIOD}", _at(1, "publication")),
    ("weekday_date", "<this>? (?P<pick><last>|<past>|<next>|<coming>) (?P<date><weekday_date>)", _picked),
    ("weekday_date", "(?P<pick><this>) (?P<date><weekday_date>)", _picked),
    ("date", "<this>? (?P<pick><last>|<past>|<next>|<coming>) (?P<date><bare_date>)", _picked),
    ("date", "(?P<pick><this>) (?P<date><bare_date>)", _picked),
)

ATTACHED: Final[tuple[tuple[str, str, Builder], ...]] = (
    (
        "date",
        "<the>? (?P<date><bare_date>|<weekday_date>|<date>) <comma>? (?: <of>|<in> )? (?P<year><date>|<year_date>)",
        _month_of_year,
    ),
    ("date", "(?P<year><date>) <possessive> (?P<date><bare_date>)", _month_of_year),
    ("date", "<the>? (?P<which><ordinal>|<last>|<unit>) <half> <of> (?P<date><any_date>)", _first_half),
    (
        "date",
        "<the>? (?P<unit><unit>|<weekend>) (?: <of>|<start> ) (?P<date><date>|<bare_date>|<weekday_date>)",
        _week_of,
    ),
    ("date", "(?P<date><weekday_date>|<date>|<bare_date>) (?P<part><day_part>)", _day_part),
    (
        "date",
        """
            <the>? (?: <early>|<late> )? (?P<part><day_part>|<day_point>) <of>?
            (?P<date><date>|<weekday_date>|<bare_date>)
        """,
        _day_part,
    ),
    ("date", "(?P<time><time>) <comma>? <on>? (?P<date><date>|<weekday_date>) (?P<part><day_part>)?", _clock_date),
    ("date", "(?: <the>? (?P<which><start>|<end>|<mid>) <of> ) (?P<date><any_date>)", _part),
    ("date", "<the>? (?P<which><early>|<late>|<mid>) (?: <hyphen> | <in> )? (?P<date><any_date>)", _part),
    ("date", "(?P<which><earlier>|<later>) (?: <on> | <in> )? (?P<date><any_date>)", _until_now),
)


def build_relative() -> Level:
    """The level that reads what hangs on the publication date or on the text."""
    return compile_level(tuple(Rule(product, pattern, build) for product, pattern, build in RELATIVE))


def build_attached() -> Level:
    """The level that joins a date with what stands beside it."""
    return compile_level(tuple(Rule(product, pattern, build) for product, pattern, build in ATTACHED))
