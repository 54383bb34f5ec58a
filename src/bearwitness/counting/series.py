"""The bounds of each period beside its volume of reporting: what a trend is read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bearwitness.core.days import find_known
from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.estimate import count_people
from bearwitness.counting.membership import decide_membership, find_asked, find_region, is_below
from bearwitness.counting.neighbours import choose_bearing, find_neighbours
from bearwitness.counting.selection import select_claims
from bearwitness.counting.trend_periods import Period
from bearwitness.counting.volume import Published, Volume, measure_volume

End = Literal["low", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One period: its bounds, its volume, and what keeps the bounds apart.

    `undated` are counted claims that may lie in the period or in another one, for their day is not known to it; `unplaced` those whose
    place may lie outside the one asked about; `unsure` how many links that nobody is sure of touch the claims that may lie in it.
    """

    period: Period
    estimate: Estimate
    volume: Volume
    undated: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    unsure: int = 0


def build_series(
    question: Question,
    periods: Sequence[Period],
    claims: Sequence[Claim],
    links: Sequence[Link],
    published: Iterable[Published],
) -> tuple[Cell, ...]:
    """One cell for each period, in the order given. Each is counted by itself: no cell hangs on which others are asked for.

    Its bounds are those of `count_people` over all claims, but that claims which cannot all be true leave periods alone that they
    cannot touch.
    """
    kept, neighbours = tuple(published), find_neighbours(claims, links)
    cells = []
    for period in periods:
        asked = replace(question, earliest=period.first, latest=period.last)
        near, between = choose_bearing(neighbours, find_asked(asked))
        cells.append(_build_cell(asked, period, near, between, kept))
    return tuple(cells)


def _build_cell(
    question: Question, period: Period, claims: Sequence[Claim], links: Sequence[Link], published: Sequence[Published]
) -> Cell:
    near = _find_near(question, claims)
    ids = {claim.id for claim in near}
    return Cell(
        period=period,
        estimate=count_people(question, claims, links),
        volume=measure_volume(period, published),
        undated=tuple(claim.id for claim in near if not _is_dated(claim, period)),
        unplaced=tuple(
            claim.id for claim in near if not is_below(find_region(None, claim.where).place, question.place)
        ),
        unsure=sum(link.judgement == "unsure" and bool({link.left, link.right} & ids) for link in links),
    )


def find_counted(question: Question, claims: Sequence[Claim]) -> frozenset[str]:
    """The claims that count, certainly or possibly, for the question."""
    return frozenset(claim.id for claim in _find_near(question, claims))


def _find_near(question: Question, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    asked = find_asked(question)
    chosen = select_claims(question, claims).claims
    return tuple(c for c in chosen if decide_membership(find_region(c.when, c.where), asked) != "no")


def _is_dated(claim: Claim, period: Period) -> bool:
    when = find_known(claim.when)
    if when is None or when.earliest is None or when.latest is None:
        return False
    return period.first <= when.earliest and when.latest <= period.last


def list_numbers(cells: Iterable[Cell], end: End) -> tuple[int | None, ...]:
    """One end of the bounds, period by period; an open high is read as the number said. None where the claims clash."""
    return tuple(cell.estimate.low if end == "low" else cell.estimate.high_stated for cell in cells)
