"""How a number went over time: each period's bounds beside its reporting, what can be told of a change, and what reports say of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import Final, Literal

from bearwitness.core.contract import Footing
from bearwitness.core.days import find_known
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import DAYS
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
from bearwitness.workflow.figures import Asked, list_counted, list_counted_links
from bearwitness.workflow.question import build_question
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
    register without a day of publication, which are in no volume.
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
    view: View


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """All that a cell is built from."""

    question: Question
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    published: tuple[Published, ...]

    def build(self, periods: Sequence[Period]) -> tuple[Cell, ...]:
        return build_series(self.question, periods, self.claims, self.links, self.published)


def build_trend(asked: Asked, stepping: Stepping, path: Path, *, accepted_only: bool) -> Trend:
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
    days = (asked.earliest, asked.latest)
    question = build_question(load_places() if asked.place else None, asked.act, days, asked.place, asked.group)
    always = replace(question, earliest=None, latest=None)
    claims = tuple(c for c in list_counted(view, accepted_only=accepted_only) if c.act == asked.act)
    counted = find_counted(always, claims)
    published = list_published(view, counted)
    ground = _Ground(question=always, claims=claims, links=list_counted_links(view, claims), published=published)
    span = _find_span(question, [claim for claim in claims if claim.id in counted], published)
    shown = list_periods(stepping.kind, *span) if span else ()
    if len(shown) > MOST_PERIODS:
        raise UsageError(f"that makes {len(shown):,} periods; narrow --from and --to, or ask --by month or --by year")
    past = _list_past(shown, published)
    cells = ground.build([*past, *shown])
    reach = find_reach([c for c in claims if c.id in counted], view)
    known = {cell.period: cell for cell in cells}
    touched = {ident for cell in cells[len(past) :] for ident in (*cell.estimate.holds_low, *cell.estimate.holds_high)}
    return Trend(
        question=question,
        kind=stepping.kind,
        cells=cells[len(past) :],
        surges=read_surges(cells, len(shown)) if shown else (),
        shifts=read_shifts(cells[len(past) :]),
        comparisons=_compare(_choose(stepping, shown, reach), ground, known, reach),
        sayings=find_sayings(view, find_counted(question, claims)),
        undated=sum(one.on is None for one in published),
        footing=Footing(
            proposed=len(touched - view.accepted),
            accepted=len(touched & view.accepted),
            rejected=sum(1 for r in view.readings for c in r.claims if c.id in view.rejected and c.act == asked.act),
        ),
        view=view,
    )


def list_published(view: View, counted: frozenset[str]) -> tuple[Published, ...]:
    """The register's reports as far as volume goes; of those that tell of what is counted, the incidents and the origins."""
    told: dict[str, tuple[str, str]] = {}
    for incident in view.incidents:
        origins = {claim: f"{one.kind} {one.name}" for one in incident.origin_list for claim in one.claims}
        told |= {claim: (incident.id, origins.get(claim, "")) for claim in incident.claims}
    return tuple(
        Published(
            id=f"{reading.report.id} {reading.report.sha256}",
            on=reading.report.published_on,
            outlet=reading.report.outlet,
            language=reading.report.language,
            tells=frozenset(told.get(c.id, (c.id, "")) for c in reading.claims if c.id in counted),
        )
        for reading in view.readings
        if reading.error is None
    )


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


def find_reach(counted: Sequence[Claim], view: View) -> Reach:
    """The register's last day of publication, and how late nine in ten of the counted incidents of known day were first told."""
    on = {claim.id: reading.report.published_on for reading in view.readings for claim in reading.claims}
    incident_of = {claim: one.id for one in view.incidents for claim in one.claims}
    delays: dict[str, int] = {}
    for claim in counted:
        when, told = find_known(claim.when), on.get(claim.id)
        if when is None or when.latest is None or when.earliest is None or when.prec > DAYS or told is None:
            continue
        home = incident_of.get(claim.id, claim.id)
        delays[home] = min(delays.get(home, (told - when.latest).days), (told - when.latest).days)
    ranked = sorted(max(0, delay) for delay in delays.values())
    days = [day for reading in view.readings if (day := reading.report.published_on) is not None]
    return Reach(last=max(days, default=None), delay=ranked[ceil(0.9 * len(ranked)) - 1] if ranked else 0)


def _choose(stepping: Stepping, shown: Sequence[Period], reach: Reach) -> list[tuple[Basis, Period, Period]]:
    """Which periods are compared, earlier and later."""
    whole = [one for one in shown if one.is_whole]
    reached = [one for one in whole if reach.last is None or one.last <= reach.last]
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
    chosen: Iterable[tuple[Basis, Period, Period]], ground: _Ground, known: Mapping[Period, Cell], reach: Reach
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
