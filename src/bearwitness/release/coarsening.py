"""Cells of incidents that no report's reader can tell apart: each is shown as closely as enough others allow.

In a cell each incident stands among at least so many others of one act, at one place and in one period, and none makes up most of the
people. Where a place or a month holds too few, its incidents go on to the next, coarser step together with all others that do (local
recoding after k-anonymity: Sweeney, 2002). What stays alone at the coarsest step is withheld.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.periods import find_period, is_period, name_period
from bearwitness.core.vocabulary import Act
from bearwitness.release.candidates import Candidate, Decided
from bearwitness.release.policy import DEPTHS, Policy, Step

EVER: Final = "ever"
"""The one period of the coarsest level, by its name in the files."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Scope:
    """An act, a place (its path; () is the world) and a period by its name."""

    act: Act
    place: tuple[str, ...]
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Incidents shown as one: all that the release says of each is the cell's scope.

    `is_rest`: other cells lie inside the same scope, and this one holds only what they do not.
    """

    scope: Scope
    step: Step
    members: tuple[Candidate, ...]
    is_rest: bool = False


def build_cells(candidates: Iterable[Candidate], policy: Policy) -> tuple[tuple[Cell, ...], tuple[Decided, ...]]:
    """The cells in the order of their scopes, and what is decided of each incident: where it is shown and why not closer."""
    left = sorted(candidates, key=lambda one: one.id)
    cells: list[Cell] = []
    why: dict[str, tuple[str, str]] = {}
    for step in policy.steps:
        groups: dict[Scope, list[Candidate]] = {}
        for candidate in left:
            scope = find_scope(candidate, step)
            if scope is None:
                why.setdefault(candidate.id, _say_unknown(candidate, step))
            else:
                groups.setdefault(scope, []).append(candidate)
        for scope, members in groups.items():
            trouble = find_trouble(members, policy)
            if trouble is None:
                cells.append(Cell(scope=scope, step=step, members=tuple(members)))
            else:
                for member in members:
                    why.setdefault(member.id, trouble)
        placed = {member.id for cell in cells for member in cell.members}
        left = [one for one in left if one.id not in placed]
    decided = [_decide(member, cell, policy, why) for cell in cells for member in cell.members]
    decided += [
        Decided(incident=one.id, field="incident", outcome="withhold", rule=why[one.id][0], reason=why[one.id][1])
        for one in left
    ]
    return mark_rests(cells), tuple(sorted(decided, key=lambda one: one.incident))


def find_scope(candidate: Candidate, step: Step) -> Scope | None:
    """The cell an incident certainly lies in at this step; None where it is not known so closely or must not be shown so closely."""
    depth = DEPTHS[step.place]
    if len(candidate.path) < depth or (candidate.topics and depth > 1):
        return None
    if not is_period(step.period):
        return Scope(act=candidate.act, place=candidate.path[:depth], period=EVER)
    if candidate.first is None or candidate.last is None:
        return None
    number = find_period(step.period, candidate.first.toordinal())
    if number != find_period(step.period, candidate.last.toordinal()):
        return None
    return Scope(act=candidate.act, place=candidate.path[:depth], period=name_period(step.period, number))


def find_trouble(members: Sequence[Candidate], policy: Policy) -> tuple[str, str] | None:
    """The rule that forbids a cell of these incidents, with the reason; None where it may stand."""
    if len(members) <= policy.incidents:
        return "incidents", say_few(policy)
    numbers = sorted(find_size(one) for one in members)
    # The rest must be large beside the one, else whoever knows of a large raid sees it in the number.
    if numbers[-1] > policy.largest_share * sum(numbers):
        return "largest_share", f"one incident makes up more than {policy.largest_share:.0%} of the people there"
    return None


def say_few(policy: Policy) -> str:
    """Why a row of too few incidents is not published."""
    return f"each incident would stand among fewer than {policy.incidents} others"


def mark_rests(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells in order, with those marked that share their scope with closer ones."""
    ordered = sorted(cells, key=lambda cell: (cell.scope, cell.step))
    return tuple(
        Cell(
            scope=cell.scope,
            step=cell.step,
            members=cell.members,
            is_rest=any(other is not cell and is_inside(other.scope, cell.scope) for other in ordered),
        )
        for cell in ordered
    )


def is_inside(inner: Scope, outer: Scope) -> bool:
    """Whether all that lies in one scope lies in the other."""
    return (
        inner.act == outer.act
        and inner.place[: len(outer.place)] == outer.place
        and is_period_inside(inner.period, outer.period)
    )


def is_period_inside(inner: str, outer: str) -> bool:
    """Whether a period named "2019-05", "2019-Q2", "2019" or "ever" lies in another."""
    if outer in {EVER, inner}:
        return True
    if inner == EVER or len(outer) > len(inner) or inner[:4] != outer[:4]:
        return False
    if len(outer) == 4:
        return True
    return outer[5] == "Q" and inner[5] != "Q" and (int(inner[5:]) + 2) // 3 == int(outer[6:])


def find_last_day(scope: Scope) -> date | None:
    """The last day of a scope's period, None where it has none."""
    if scope.period == EVER:
        return None
    year = int(scope.period[:4])
    month = (
        12 if len(scope.period) == 4 else int(scope.period[6:]) * 3 if scope.period[5] == "Q" else int(scope.period[5:])
    )
    after = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def find_size(candidate: Candidate) -> int:
    """The people of an incident as large as they are told."""
    return candidate.high if candidate.high is not None else max(candidate.low, candidate.stated)


def _say_unknown(candidate: Candidate, step: Step) -> tuple[str, str]:
    if candidate.topics and DEPTHS[step.place] > 1:
        return "never", f"it tells of {' and '.join(candidate.topics)}, so no place closer than the country is shown"
    return "unknown", f"it is not known {step.words}"


def _decide(member: Candidate, cell: Cell, policy: Policy, why: dict[str, tuple[str, str]]) -> Decided:
    if cell.step == policy.steps[0]:
        return Decided(
            incident=member.id, field="incident", outcome="publish", rule="steps", reason=f"shown {cell.step.words}"
        )
    rule, reason = why[member.id]
    return Decided(
        incident=member.id, field="incident", outcome="coarsen", rule=rule, reason=f"shown {cell.step.words}: {reason}"
    )
