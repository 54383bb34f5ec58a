"""What is found in a text before any claim is: expressions of time and place, with their offsets and meaning."""

from dataclasses import dataclass
from typing import Literal

from bearwitness.core.places import Place
from bearwitness.core.records import When, Where

TimexKind = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How an expression hangs on an earlier date: "two days later" is +2 days, "the same month" 0 months."""

    amount: int
    unit: Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """An expression of time. `value` is TimeML style (2019-05-15, 2019-05, 2019-W20, P3D, PRESENT_REF, XXXX-05-24 …).

    `when` is what it says of an event's date: None for durations, sets and vague words. `shift` is set when the expression
    hangs on an earlier date of the text ("the same day"); `when` is then resolved against the nearest date before it and
    can be resolved anew against another anchor with `reading.english.times.resolve_shift`.
    """

    start: int
    end: int
    text: str
    value: str
    kind: TimexKind
    when: When | None = None
    shift: Shift | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A name of a place in the text with what it means: `place` the gazetteer's entry, `where` the contract's record.

    `where.text` is the surface name; a name whose candidates cannot be told apart has the smallest area that holds them all.
    """

    start: int
    end: int
    text: str
    place: Place
    where: Where
