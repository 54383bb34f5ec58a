"""How a number went over time: each period's bounds beside its reporting, what can be told of a change, and what reports say of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from bearwitness.core.contract import Footing
from bearwitness.core.days import find_known
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.both_ends import ShiftReading, SurgeReading, read_shifts, read_surges
from bearwitness.counting.series import Cell, build_series, find_counted
from bearwitness.counting.surges import MOST_YEARS, list_history
from bearwitness.counting.trend_periods import (
    Kind,
    Period,
    find_before,
    find_period_named,
    find_years_before,
    list_periods,
)
from bearwitness.counting.verdicts import Reach, Verdict, decide_change
from bearwitness.counting.volume import Published
from bearwitness.store.address import Address
from bearwitness.workflow.figures import Asked, build_asked, list_counted, list_counted_links, load_claims
from bearwitness.workflow.reported import find_reach, list_published
from bearwitness.workflow.sayings import Saying, find_sayings
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View, load_view

Basis = Literal["the period before", "the same season a year before", "the period asked for"]
MOST_PERIODS: Final = 1_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepping:
    """How the days are cut, and by name ("2017-07") which period is compared, and with which; None is the last whole one, with the one
    before and the same one a year before.
    """

    kind: Kind
    at: str | None = None
    against: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two periods, why just these, and what can be told of them."""

    basis: Basis
    earlier: Cell
    later: Cell
    verdict: Verdict
    is_same_season: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The periods asked for, in order, and what can be said of them. `surges` reads each whole period; `undated` are reports of the
    register without a day of publication, which are in no volume. `view` None: of a file of claims, and no volume is known.
    """

    question: Question
    kind: Kind
    cells: tuple[Cell, ...]
    surges: tuple[SurgeReading, ...]
    shifts: ShiftReading
    comparisons: tuple[Comparison, ...]
    sayings: tuple[Saying, ...]
    undated: int
    footing: Footing
    view: View | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """All that a cell is built from."""

    question: Question
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    published: tuple[Published, ...]

    def build(self, periods: Sequence[Period]) -> tuple[Cell, ...]:
        return build_series(_open_days(self.question), periods, self.claims, self.links, self.published)


def build_trend(asked: Asked, stepping: Stepping, path: Address, *, accepted_only: bool) -> Trend:
    """The trend over a register. Proposed and accepted claims count, rejected ones never; `accepted_only` leaves proposed ones out.

    Raises UsageError for a period that cannot be understood, or for more than 1,200 periods.
    """
    return build_trend_of_view(asked, stepping, load_view(path), accepted_only=accepted_only)


def answer_trend(asked: Asked, stepping: Stepping, view: View, *, accepted_only: bool) -> Trend:
    """The same, without the register it was counted from: so it can be handed on between processes."""
    empty = View(
        path=view.path, readings=(), claims=(), links=(), incidents=(), accepted=frozenset(), rejected=frozenset()
    )
    return replace(build_trend_of_view(asked, stepping, view, accepted_only=accepted_only), view=empty)


def build_trend_of_view(asked: Asked, stepping: Stepping, view: View, *, accepted_only: bool) -> Trend:
    """The same over a register that is loaded."""
    question = build_asked(asked, load_places() if asked.place else None)
    claims = tuple(c for c in list_counted(view, accepted_only=accepted_only) if c.act == asked.act)
    counted = find_counted(_open_days(question), claims)
    published = list_published(view, counted)
    ground = _Ground(question=question, claims=claims, links=list_counted_links(view, claims), published=published)
    found = _build(ground, stepping, find_reach([c for c in claims if c.id in counted], view))
    touched = _list_holders(found.cells)
    footing = Footing(
        proposed=len(touched - view.accepted),
        accepted=len(touched & view.accepted),
        rejected=sum(1 for r in view.readings for c in r.claims if c.id in view.rejected and c.act == asked.act),
    )
    sayings = find_sayings(view, find_counted(question, claims))
    return replace(found, footing=footing, sayings=sayings, undated=sum(one.on is None for one in published), view=view)


def build_trend_of_claims(asked: Asked, stepping: Stepping, path: Path) -> Trend:
    """The trend over a file of claims, which all count as accepted. Nothing is known of how much was reported: no rise or fall is told."""
    told, links = load_claims(path)
    claims = tuple(claim for claim in told if claim.act == asked.act)
    ground = _Ground(question=build_asked(asked, None), claims=claims, links=links, published=())
    found = _build(ground, stepping, None)
    return replace(found, footing=Footing(proposed=0, accepted=len(_list_holders(found.cells)), rejected=0))


def _build(ground: _Ground, stepping: Stepping, reach: Reach | None) -> Trend:
    """The periods and what their numbers say, without what only a register knows."""
    counted = find_counted(_open_days(ground.question), ground.claims)
    span = _find_span(ground.question, [claim for claim in ground.claims if claim.id in counted], ground.published)
    shown = list_periods(stepping.kind, *span) if span else ()
    if len(shown) > MOST_PERIODS:
        raise UsageError(f"that makes {len(shown):,} periods; narrow --from and --to, or ask --by month or --by year")
    past = _list_past(shown, ground.published)
    cells = ground.build([*past, *shown])
    known = {cell.period: cell for cell in cells}
    return Trend(
        question=ground.question,
        kind=stepping.kind,
        cells=cells[len(past) :],
        surges=read_surges(cells, len(shown)) if shown else (),
        shifts=read_shifts(cells[len(past) :]),
        comparisons=_compare(_choose(stepping, shown, reach), ground, known, reach),
        sayings=(),
        undated=0,
        footing=Footing(proposed=0, accepted=0, rejected=0),
        view=None,
    )


def _open_days(question: Question) -> Question:
    """The same question of any time."""
    return replace(question, earliest=None, latest=None)


def _list_holders(cells: Iterable[Cell]) -> set[str]:
    """The claims that hold an end of any period."""
    return {ident for cell in cells for ident in (*cell.estimate.holds_low, *cell.estimate.holds_high)}


def _find_span(
    question: Question, counted: Iterable[Claim], published: Iterable[Published]
) -> tuple[date, date] | None:
    """The days asked for; where they are open, from the first day of a report or dated act to the last day of publication."""
    on = [one.on for one in published if one.on is not None]
    whens = [w for claim in counted if (w := find_known(claim.when)) is not None and w.earliest and w.latest]
    dated = [w for w in whens if w.earliest and w.latest and (w.latest - w.earliest).days <= 31]
    begins = [*on, *(w.earliest for w in dated if w.earliest)]
    ends = on or [w.latest for w in dated if w.latest]
    first, last = question.earliest or min(begins, default=None), question.latest or max(ends, default=None)
    if first is None or last is None or first > last:
        return None
    return first, last


def _list_past(shown: Sequence[Period], published: Iterable[Published]) -> tuple[Period, ...]:
    """The periods before those shown that surges need as history, and the whole of the first one shown where it is cut; none where
    the register is too young for any.
    """
    on = [one.on for one in published if one.on is not None]
    if not shown or not on or shown[0].kind == "year":
        return ()
    oldest = find_years_before(shown[0], MOST_YEARS + 1)
    first = max(min(on), oldest.first if oldest else date.min)
    if first >= shown[0].first:
        return ()
    past = [one for one in list_periods(shown[0].kind, first, shown[-1].last) if one.is_whole]
    longest = [one for one in past if one.last <= shown[-1].last]
    if not longest or isinstance(list_history(longest), str):
        return ()
    return tuple(one for one in past if one.first < shown[0].first)


def _choose(stepping: Stepping, shown: Sequence[Period], reach: Reach | None) -> list[tuple[Basis, Period, Period]]:
    """Which periods are compared, earlier and later."""
    whole = [one for one in shown if one.is_whole]
    reached = [one for one in whole if reach is None or reach.last is None or one.last <= reach.last]
    later = _read_period(stepping.at, stepping.kind, "--at") or next(iter((reached or whole)[-1:]), None)
    against = _read_period(stepping.against, stepping.kind, "--against")
    if later is None:
        return []
    if against is not None:
        if against.first >= later.first:
            raise UsageError(f"--against is {against.name}, which is not before {later.name}; choose an earlier period")
        return [("the period asked for", against, later)]
    pairs: list[tuple[Basis, Period | None]] = [
        ("the period before", find_before(later)),
        ("the same season a year before", None if later.kind == "year" else find_years_before(later, 1)),
    ]
    return [(basis, earlier, later) for basis, earlier in pairs if earlier is not None]


def _read_period(text: str | None, kind: Kind, option: str) -> Period | None:
    if text is None:
        return None
    found = find_period_named(text)
    if found is None or found.kind != kind:
        example = {"week": "2017-W28", "month": "2017-07", "quarter": "2017-Q3", "year": "2017"}[kind]
        raise UsageError(f"{option} is {text!r}, which is no {kind}; write it as {example}")
    return found


def _compare(
    chosen: Iterable[tuple[Basis, Period, Period]], ground: _Ground, known: Mapping[Period, Cell], reach: Reach | None
) -> tuple[Comparison, ...]:
    found = []
    for basis, earlier, later in chosen:
        cells = [known.get(one) or ground.build([one])[0] for one in (earlier, later)]
        season = find_years_before(later, later.first.year - earlier.first.year)
        found.append(
            Comparison(
                basis=basis,
                earlier=cells[0],
                later=cells[1],
                verdict=decide_change(cells[0], cells[1], reach),
                is_same_season=season == earlier,
            )
        )
    return tuple(found)
