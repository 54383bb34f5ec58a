"""What an expression of time is read against, and what comes out: values, and the days they cover."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bearwitness.core.records import When
from bearwitness.core.vocabulary import Basis
from bearwitness.reading import calendar
from bearwitness.reading.calendar import Period
from bearwitness.reading.english.times.times_grammar import Wording
from bearwitness.reading.mentions import Shift

Direction = Literal["past", "future", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an expression is read against.

    `anchor` is the nearest date that the text gave before it; `day` the nearest exact day; `year` the year that the
    text is telling about where it has said so; `direction` what the verbs before it say.
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


def cut_part(said: Wording, period: Period, setting: Setting) -> Meaning:
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
