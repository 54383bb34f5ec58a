"""A figure broken down by what became of people: each row a fate, as the last that is known of them (`fates`).

Of people whom only a total counts no fate can be told: they stand in the row "not known".
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bearwitness.core.incidents import Follow, Incident, Link, Question
from bearwitness.counting.breakdown import Breakdown, Cell
from bearwitness.counting.fate_cases import Bounds
from bearwitness.counting.fates import FateEstimate, bound_fates

UNREPORTED: Final = "nothing reported"


def break_down_outcomes(
    question: Question, whole: Cell, incidents: Sequence[Incident], follows: Sequence[Follow], links: Iterable[Link]
) -> Breakdown:
    """The table of one question; `whole` is its own figure."""
    known = list(links)
    found = bound_fates(question, incidents, follows, known)
    # Open ends at their stated number.
    closed = [
        one if one.count.high is not None else replace(one, count=replace(one.count, high=one.count.low))
        for one in incidents
    ]
    stated = bound_fates(question, closed, follows, known)
    cells = [
        _build_cell(question, fate.act, fate.last, _find_stated(stated, fate.act), len(fate.incidents))
        for fate in found.fates
    ]
    number = len(found.asked.certain | found.asked.possible)
    cells.append(_build_cell(question, UNREPORTED, found.unknown, stated.unknown, number))
    totals = [one for one in incidents if one.id in found.asked.totals]
    if totals:
        highs = [one.count.high for one in totals]
        high = None if None in highs else sum(end for end in highs if end is not None)
        most = sum(one.count.low if one.count.high is None else one.count.high for one in totals)
        cells.append(_build_cell(question, None, Bounds(low=0, high=high), Bounds(low=0, high=most), 0))
    kept = tuple(cell for cell in cells if cell.high != 0)
    return Breakdown(
        kinds=("outcome",),
        rows=(tuple(cell.at[0][1] for cell in kept),),
        cells=kept,
        totals=(),
        whole=whole,
        is_exact=not any("may be too wide" in reason for reason in found.reasons),
    )


def _find_stated(stated: FateEstimate, act: str) -> Bounds:
    return next((fate.last for fate in stated.fates if fate.act == act), Bounds(low=0, high=0))


def _build_cell(question: Question, row: str | None, bounds: Bounds, stated: Bounds, incidents: int) -> Cell:
    return Cell(
        at=(("outcome", row),),
        question=question,
        low=bounds.low,
        high=bounds.high,
        high_stated=max(stated.high or 0, bounds.low) if bounds.high is None else bounds.high,
        incidents=incidents,
    )
