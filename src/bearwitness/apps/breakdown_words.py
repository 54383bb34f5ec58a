"""Tables and their parts in words."""

from typing import Final

from bearwitness.core.fates import load_fates
from bearwitness.core.incidents import Question
from bearwitness.counting.breakdown import Breakdown, Cell
from bearwitness.counting.dimensions import Kind, Row
from bearwitness.workflow.breakdowns import Table

UNKNOWN: Final = "not known"
ALL: Final = "all"
PEOPLE: Final = "people"
SHORT_WORDS: Final = "4–9: from 4 to 9 people; 4+: at least 4 with no upper end. Incidents of several rows are in each."
TOO_WIDE: Final = "some bounds are true but may be too wide: links can be read in too many ways to work out"


def say_table(table: Table) -> str:
    """What a table is of: "every act, CN, from 2019-05-01"."""
    return say_question(table.question, "every act" if table.estimate is None else table.estimate.question.act)


def say_question(question: Question, act: str = "") -> str:
    """ "arrest, CN, from 2019-05-01, to 2019-05-31, sex: female". `act` in the place of the question's own."""
    parts = [
        act or question.act,
        "/".join(question.place),
        f"from {question.earliest}" if question.earliest else "",
        f"to {question.latest}" if question.latest else "",
        question.group or "",
        *(f"{trait.kind}: {name_row(trait.kind, trait.value)}" for trait in question.traits),
    ]
    return ", ".join(part for part in parts if part)


def say_cell(cell: Cell) -> str:
    """ "4", "4–9", "4+"; "clash" where the claims of a cell cannot all be true."""
    return "clash" if cell.low is None else say_ends(cell.low, cell.high)


def say_ends(low: int, high: int | None) -> str:
    """ "4", "4–9", "4+"."""
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def name_row(kind: Kind, row: Row) -> str:
    """A row as a person reads it."""
    if row is None:
        return UNKNOWN
    fates = load_fates()
    return next((fate.done for act, fate in fates.items() if kind == "outcome" and act == row), row)


def name_whole(breakdown: Breakdown) -> str:
    return "person-acts" if "act" in breakdown.kinds else "people"
