"""What a release of the register would hold: its rows, and for each incident and field whether it is shown, coarsened or withheld, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from bearwitness.release.candidates import Candidate, Decided
from bearwitness.release.coarsening import Cell, Scope, build_cells, find_last_day, find_scope, is_inside, say_few
from bearwitness.release.holding import find_cut, hold_back
from bearwitness.release.policy import Policy, Step
from bearwitness.release.rounding import Interval, leave_largest_out, round_down, round_outwards, soften
from bearwitness.release.rows import Backing, Row, RowKey, RowKind, count_changes, list_members
from bearwitness.release.trait_rows import TraitRow, build_trait_rows


class Counter(Protocol):
    """What counting answers to a release; None where claims cannot all be true."""

    def of_incidents(self, incidents: Sequence[str]) -> Interval | None:
        """The people of these incidents, no others."""

    def of_scope(self, scope: Scope) -> Interval | None:
        """All people whom claims told up to the cut prove and describe in a scope, those of totals too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A row that is not published, with the rule and the reason."""

    key: RowKey
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a release would hold and everything it would not. `cut` is the last day told of."""

    policy: Policy
    cut: date
    backings: tuple[Backing, ...]
    traits: tuple[TraitRow, ...]
    decided: tuple[Decided, ...]
    dropped: tuple[Dropped, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in their order."""
        return tuple(one.row for one in self.backings)


def build_plan(
    candidates: Iterable[Candidate],
    policy: Policy,
    today: date,
    count: Counter,
    earlier: Iterable[Sequence[Backing]] = (),
) -> Plan:
    """The release that the policy allows today, beside all earlier ones, each by its rows."""
    going, held = hold_back(candidates, policy, today)
    cells, placed = build_cells(going, policy)
    known: dict[RowKey, list[Backing]] = {}
    for release in earlier:
        for one in release:
            known.setdefault(one.row.key, []).append(one)
    backings: list[Backing] = []
    dropped: list[Dropped] = []
    traits: list[TraitRow] = []
    decided = [*held, *placed]
    for cell in cells:
        row = _build_row(
            ("cell", cell.scope, cell.step), cell.members, count.of_incidents([m.id for m in cell.members]), policy
        )
        if isinstance(row, Dropped):
            dropped.append(row)
            decided = [_withhold(one, cell, row) for one in decided]
            continue
        told, of_fields = build_trait_rows(cell, policy)
        traits += told
        decided += of_fields
        backing = Backing(row=replace(row, is_rest=cell.is_rest), members=list_members(cell.members))
        backings.append(_compare_with(backing, known.get(row.key, ()), policy))
    cut = find_cut(policy, today)
    for key, members in _list_figures(going, policy, cut):
        found = _build_figure(key, members, count, policy, backings)
        if isinstance(found, Dropped):
            dropped.append(found)
        else:
            backings.append(_compare_with(found, known.get(key, ()), policy))
    return Plan(
        policy=policy,
        cut=cut,
        backings=tuple(sorted(backings, key=lambda one: one.row.key)),
        traits=tuple(sorted(traits, key=lambda one: (one.scope, one.step, one.trait, one.value))),
        decided=tuple(sorted(decided, key=lambda one: (one.incident, one.field))),
        dropped=tuple(sorted(dropped, key=lambda one: one.key)),
    )


def _build_row(
    about: tuple[RowKind, Scope, Step], members: Sequence[Candidate], people: Interval | None, policy: Policy
) -> Row | Dropped:
    kind, scope, step = about
    key = RowKey(kind=kind, scope=scope, step=step)
    if people is None:
        return Dropped(key=key, rule="clash", reason="its claims cannot all be true; settle them first")
    return Row(
        key=key,
        incidents=round_down(len(members) - 1, policy.round_to),
        people=round_outwards(leave_largest_out(people, [one.low for one in members]), policy.round_to),
    )


def _compare_with(now: Backing, earlier: Iterable[Backing], policy: Policy) -> Backing:
    """The row so that beside no earlier release it shows what fewer incidents than a cell's changed.

    All earlier ones, for the newest may have been widened itself: beside the one before it, few changes would show after all.
    """
    row = now.row
    for before in earlier:
        if count_changes(now.members, before.members) < policy.incidents:
            row = replace(
                row,
                incidents=min(row.incidents, before.row.incidents),
                people=soften(row.people, before.row.people),
            )
    return replace(now, row=row)


def _list_figures(
    going: Sequence[Candidate], policy: Policy, cut: date
) -> Iterable[tuple[RowKey, tuple[Candidate, ...]]]:
    """The scopes asked for, with the incidents that certainly lie in each. A period that is not over by the cut has no figure."""
    for step in policy.figures:
        groups: dict[Scope, list[Candidate]] = {}
        for candidate in going:
            # What must not be shown closely still counts where its place is named; no figure tells more of it than a cell.
            scope = find_scope(replace(candidate, topics=()), step)
            if scope is not None:
                groups.setdefault(scope, []).append(candidate)
        for scope, members in sorted(groups.items()):
            last = find_last_day(scope)
            if last is None or last <= cut:
                yield RowKey(kind="figure", scope=scope, step=step), tuple(members)


def _build_figure(
    key: RowKey, members: Sequence[Candidate], count: Counter, policy: Policy, backings: Sequence[Backing]
) -> Backing | Dropped:
    if len(members) <= policy.incidents:
        return Dropped(key=key, rule="incidents", reason=say_few(policy))
    row = _build_row((key.kind, key.scope, key.step), members, count.of_scope(key.scope), policy)
    if isinstance(row, Dropped):
        return row
    inside = [one for one in backings if one.row.key.kind == "cell" and is_inside(one.row.key.scope, key.scope)]
    shown = {claim for one in inside for member in one.members for claim in member.claims}
    apart = sum(1 for one in members if shown.isdisjoint(one.claims))
    if 0 < apart < policy.incidents and proves_more(row.people, [one.row.people for one in inside]):
        return Dropped(
            key=key, rule="incidents",
            reason=f"beside the cells in it, it would prove people of fewer than {policy.incidents} incidents that are not shown",
        )  # fmt: skip
    return Backing(row=row, members=list_members(members))


def proves_more(whole: Interval, parts: Iterable[Interval]) -> bool:
    """Whether the whole proves somebody whom the parts do not hold."""
    highs = [part.high for part in parts]
    return None not in highs and whole.low > sum(high for high in highs if high is not None)


def _withhold(one: Decided, cell: Cell, row: Dropped) -> Decided:
    if one.field != "incident" or one.incident not in {member.id for member in cell.members}:
        return one
    return Decided(incident=one.incident, field="incident", outcome="withhold", rule=row.rule, reason=row.reason)


def count_by_rule(decided: Iterable[Decided]) -> Mapping[tuple[str, str], int]:
    """How many incidents each rule coarsens or withholds: (outcome, rule) → number."""
    found: dict[tuple[str, str], int] = {}
    for one in decided:
        if one.field == "incident":
            found[one.outcome, one.rule] = found.get((one.outcome, one.rule), 0) + 1
    return found
