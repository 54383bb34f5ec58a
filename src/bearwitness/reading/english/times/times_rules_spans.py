"""Rules for durations, sets and vague words."""

from typing import Final

from bearwitness.reading.english.times.times_grammar import Builder, Found, Level, Rule, Wording, compile_level
from bearwitness.reading.english.times.times_rules_relative import HEDGE, UNIT_OF

AGE: Final = "(?! <hyphen>? <old> | <of> <old> )"
"""A duration before "old" or "of age" is an age."""


def length(amount: int | None, unit: str) -> str:
    """A TimeML duration: P3D, PT2H, P20Y for two decades, PXM for several months."""
    if amount is None:
        return f"PTX{unit[1]}" if unit.startswith("T") else f"PX{unit}"
    if unit in ("E", "C"):
        return f"P{amount * (10 if unit == 'E' else 100)}Y"
    return f"PT{amount}{unit[1]}" if unit.startswith("T") else f"P{amount}{unit}"


def _amount(found: Found) -> int | None:
    return 1 if found.surface("amount").lower() in ("a", "an") else found.amount("amount")


def _duration(found: Found) -> Wording | None:
    unit = found.tag("unit")
    if unit == "TS" and found.surface("unit").lower() == "second":
        return None
    if unit == "Q" and found.item("tight") is not None:
        return None  # "three-quarters"
    return Wording(kind="DURATION", fixed=length(_amount(found), unit))


def _half_more(found: Found) -> Wording | None:
    """ "A year and a half", "2 1/2 years": P1Y6M."""
    amount, unit = _amount(found), found.tag("unit")
    smaller = {"Y": "6M", "TH": "30M", "TM": "30S"}.get(unit)
    if amount is None or smaller is None:
        return None
    return Wording(kind="DURATION", fixed=length(amount, unit) + smaller)


def _half(found: Found) -> Wording | None:
    smaller = {"Y": "P6M", "TH": "PT30M", "D": "PT12H", "TM": "PT30S", "E": "P5Y"}.get(found.tag("unit"))
    return None if smaller is None else Wording(kind="DURATION", fixed=smaller)


def _decimal(found: Found) -> Wording:
    unit = found.tag("unit")
    return Wording(kind="DURATION", fixed=f"P{'T' if unit.startswith('T') else ''}{found.surface('number')}{unit[-1]}")


def _window(found: Found) -> Wording:
    """ "The past two weeks" reaches back from the publication date, "the next three days" on from it."""
    letter = found.tag("unit")
    amount = 1 if found.item("amount") is None and found.surface("unit").lower()[-1] != "s" else found.amount("amount")
    unit = UNIT_OF.get(letter)
    way = -1 if found.item("back") is not None else 1
    window = (way * amount, unit) if amount is not None and amount < 3000 and unit is not None else None
    return Wording(kind="DURATION", fixed=length(amount, letter), window=window)


def _every(found: Found) -> Wording | None:
    """ "Every week", "each Thursday", "each July", "Fridays"."""
    date = found.wording("date")
    if date is None:
        return Wording(kind="SET", fixed=length(1, found.tag("unit")))
    if date.unit == "weekday" and date.weekday is not None:
        return Wording(kind="SET", fixed=f"XXXX-WXX-{date.weekday + 1}{date.clock}")
    if date.unit == "month" and date.month is not None:
        return Wording(kind="SET", fixed=f"XXXX-{date.month:02}")
    return Wording(kind="SET", fixed=f"XXXX-{date.name}") if date.unit == "season" else None


def _weekdays(found: Found) -> Wording:
    payload = found.word("weekday")
    return Wording(kind="SET", fixed=f"XXXX-WXX-{payload + 1 if isinstance(payload, int) else payload}")


def _frequency(found: Found) -> Wording | None:
    if found.surface("word").istitle() and found.next_word()[:1].isupper():
        return None  # a newspaper: "the Daily Courier"
    return Wording(kind="SET", fixed=found.tag("word"))


def _vague_date(found: Found) -> Wording:
    return Wording(fixed=found.tag("word"))


def _past_ref(_: Found) -> Wording:
    return Wording(fixed="PAST_REF")


def _present_ref(_: Found) -> Wording:
    return Wording(fixed="PRESENT_REF")


def _future_ref(_: Found) -> Wording:
    return Wording(fixed="FUTURE_REF")


def _the_year(found: Found) -> Wording | None:
    """ "The full year", "year-end", "year's end": the year of publication."""
    return Wording(unit="year", anchor="publication", offset=0) if found.tag("unit") == "Y" else None


def _year_ago(found: Found) -> Wording | None:
    return Wording(unit="year", anchor="publication", offset=-1) if found.tag("unit") == "Y" else None


def _quarter_year_ago(found: Found) -> Wording | None:
    return Wording(unit="quarter", anchor="publication", offset=-5) if found.tag("unit") == "Y" else None


def _year_ended(found: Found) -> Wording | None:
    return (
        Wording(kind="DURATION", fixed="P1Y")
        if found.tag("unit") == "Y" and found.next_word().lower() in ("ended", "ending")
        else None
    )


def _latest_quarter(_: Found) -> Wording:
    return Wording(unit="quarter", anchor="publication", offset=-1)


UNIT: Final = "(?P<unit><unit>|<units>)"
AMOUNT: Final = "(?P<amount><quantity>|<a>)"

SPANS: Final[tuple[tuple[str, str, Builder], ...]] = (
    ("other_expression", f"{HEDGE} {AMOUNT} (?P<unit><unit>) <and> <a> <half>", _half_more),
    ("other_expression", f"{AMOUNT} <and> <a> <half> (?P<unit><units>)", _half_more),
    ("other_expression", "<half> <a> (?P<unit><unit>)", _half),
    ("other_expression", f"{HEDGE} (?P<number><decimal>) <hyphen>? (?P<unit><units>|<unit>) {AGE}", _decimal),
    ("other_expression", f"<the>? (?P<back><past>|<last>) (?P<amount><quantity>) {UNIT}", _window),
    (
        "other_expression",
        f"<the>? (?: <next>|<coming>|<following> ) (?P<amount><quantity>) (?: <to> <quantity> )? {UNIT}",
        _window,
    ),
    ("other_expression", f"<the> (?P<back><last>) {UNIT}", _window),
    ("other_expression", f"<the>? (?P<back><past>) {UNIT}", _window),
    ("other_expression", "<the>? (?P<back><past>|<recent>) (?P<unit><units>)", _window),
    ("other_expression", "<the>? <coming> (?P<unit><units>)", _window),
    (
        "other_expression",
        f"""
            {HEDGE} <the>? {AMOUNT} (?: <quantity_link> (?P<more><quantity>) )? (?P<tight><hyphen>)? <more>?
            {UNIT} (?!<hyphen> <earlier>|<hyphen> <ago>) {AGE}
        """,
        _duration,
    ),
    ("other_expression", "<every> (?P<unit><unit>|<quarter>)", _every),
    ("other_expression", "<every> (?P<date><weekday_date>|<bare_date>|<date>)", _every),
    ("other_expression", "(?P<weekday><weekday_plural>) (?: <day_part> )?", _weekdays),
    ("other_expression", "(?P<word><frequency>)", _frequency),
    ("other_expression", f"(?<=[<for><in><over><of><after>]) (?P<unit><units>) {AGE}", _duration),
    ("other_expression", "(?<=<in>) <the> <past> (?!<other>|<any_unit>)", _past_ref),
    ("other_expression", "(?P<word><current>)", _vague_date),
    (
        "other_expression",
        f"{HEDGE} {AMOUNT} (?P<fraction><fraction>) <hyphen>? (?P<unit><units>|<unit>) {AGE}",
        _half_more,
    ),
    ("other_expression", "<these> <units>", _present_ref),
    ("date", "<the> (?:<latest>)? <quarter>", _latest_quarter),
    ("date", "<the>? (?P<unit><unit>) <hyphen> (?:<ago>|<earlier>) (?: <quarter>|<period> )", _quarter_year_ago),
    ("date", "<the>? (?P<unit><unit>) <hyphen> (?:<ago>|<earlier>)", _year_ago),
    ("date", "<the> <more>? (?P<unit><unit>) (?=<comma>|<dot>|<possessive>)", _the_year),
    ("date", "<the> (?P<unit><unit>) (?=<other>)", _year_ended),
    ("date", "(?P<unit><unit>) <possessive>? <hyphen>? <end>", _the_year),
    ("other_expression", "<the> <future>", _future_ref),
    ("other_expression", "(?P<word><past_word>|<present>|<recent>)", _vague_date),
)


def build_spans() -> Level:
    """The last level: durations, sets and vague words."""
    return compile_level(tuple(Rule(product, pattern, build) for product, pattern, build in SPANS))
