"""What would narrow the answer to one question most: pairs to judge, and days, places or groups to look up."""

from dataclasses import dataclass
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.counting.bounds import Ends
from bearwitness.counting.effect import Answers, Effect
from bearwitness.counting.open_questions import Narrowing, find_unknown
from bearwitness.counting.pieces import Pieces, split_pieces
from bearwitness.workflow.doubts import EXACT, Doubt, count_doubts, find_doubts, find_standing, order_doubt
from bearwitness.workflow.figures import Asked, build_figure_of_view
from bearwitness.workflow.view import View

_NOTHING: Final = Effect(low=0, high=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The figure as it is `now`; the pairs and the unknown days, places and groups whose answers narrow it, those that narrow it most first.

    `idle` pairs of this act are unsure, and no answer to one of them alone moves the figure.
    """

    now: Ends
    doubts: tuple[Doubt, ...]
    unknown: tuple[Narrowing, ...]
    idle: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrower:
    """By how many people the two ends lie nearer to each other with either answer; an open end is read as stated."""

    yes: int
    no: int


def build_queue(asked: Asked, view: View, exact: int = EXACT) -> Queue:
    """The queue of a question. The first `exact` pairs are counted both ways, and come first, as in the queue without a question.

    Raises UsageError where the claims clash: there is then no figure to narrow.
    """
    figure = build_figure_of_view(asked, view, accepted_only=False)
    if figure.bounds is None:
        clash = ", ".join(figure.estimate.clash or ())
        raise UsageError(f"claims {clash} cannot all be true, so there is no figure to narrow; ask `bearwitness count`")
    pieces = split_pieces(figure.estimate.question, figure.bounds)
    doubts = [doubt for doubt in find_doubts(view) if doubt.left.act == asked.act]
    near = _find_near(view, pieces, doubts)
    counted = sorted(count_doubts(view, pieces, near[:exact]), key=order_doubt)
    moving = tuple(doubt for doubt in (*counted, *near[exact:]) if doubt.effect != _NOTHING)
    return Queue(now=pieces.whole, doubts=moving, unknown=find_unknown(pieces, exact), idle=len(doubts) - len(moving))


def measure_narrower(now: Ends, answers: Answers) -> Narrower:
    """What each answer takes from the room between the ends."""
    yes, no = (max(0, (now.stated - now.low) - (one.stated - one.low)) for one in (answers.yes, answers.no))
    return Narrower(yes=yes, no=no)


def _find_near(view: View, pieces: Pieces, doubts: list[Doubt]) -> list[Doubt]:
    """Those of which at least one incident may lie inside the question."""
    standing = find_standing(view, pieces.number.keys())

    def may_lie_inside(ident: str) -> bool:
        one = pieces.described.get(standing.get(ident, ""))
        return one is not None and one.membership != "no"

    return [doubt for doubt in doubts if may_lie_inside(doubt.left.id) or may_lie_inside(doubt.right.id)]
