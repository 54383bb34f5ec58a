"""What a release of the register would hold: its rows, and for each incident and field whether it is shown, coarsened or withheld, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bearwitness.release.candidates import Candidate, Decided
from bearwitness.release.coarsening import Cell, Scope, build_cells, find_last_day, find_scope, say_few
from bearwitness.release.continuing import lower_overrun, meet_earlier, widen_overrun
from bearwitness.release.covering import index_rows, lower_covered, raise_covering
from bearwitness.release.differences import Counter, list_few
from bearwitness.release.holding import find_cut, hold_back
from bearwitness.release.placing import place_incidents
from bearwitness.release.policy import DEPTHS, PERIOD_LEVELS, Policy, Step
from bearwitness.release.rounding import Interval, leave_largest_out, round_down, round_outwards
from bearwitness.release.rows import Backing, Row, RowKey, RowKind, list_members
from bearwitness.release.trait_rows import TraitRow, build_trait_rows


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
    decided: tuple[Decided, ...]
    dropped: tuple[Dropped, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in their order."""
        return tuple(one.row for one in self.backings)

    @property
    def traits(self) -> tuple[TraitRow, ...]:
        """What is told beside the rows, in their order."""
        return tuple(trait for one in self.backings for trait in one.traits)


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
    past = tuple(tuple(release) for release in earlier)
    for release in past:
        for one in release:
            known.setdefault(one.row.key, []).append(one)
    backings: list[Backing] = []
    dropped: list[Dropped] = []
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
        decided += of_fields
        backing = Backing(row=replace(row, is_rest=cell.is_rest), members=list_members(cell.members), traits=told)
        backings.append(meet_earlier(backing, known.get(row.key, ()), policy))
    backings = lower_overrun(backings, past, policy)
    cut = find_cut(policy, today)
    for key, members in _list_figures(going, policy):
        found = _build_figure(key, members, count, policy, cut)
        if isinstance(found, Dropped):
            dropped.append(found)
        else:
            alone = _tell_no_few(found, going, count, policy, backings)
            backings.append(widen_overrun(meet_earlier(alone, known.get(key, ()), policy), past, policy))
    before = tuple(one for release in past for one in release)
    backings = raise_covering(backings, before, going, policy)
    backings = lower_covered(backings, index_rows((*backings, *before), going), policy)
    return Plan(
        policy=policy,
        cut=cut,
        backings=tuple(sorted(backings, key=lambda one: one.row.key)),
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


def _list_figures(going: Sequence[Candidate], policy: Policy) -> Iterable[tuple[RowKey, tuple[Candidate, ...]]]:
    """The scopes asked for, with the incidents that certainly lie in each."""
    # Smaller scopes first: a larger figure is laid beside those inside it.
    for step in sorted(policy.figures, key=lambda one: (-DEPTHS[one.place], PERIOD_LEVELS.index(one.period))):
        groups: dict[Scope, list[Candidate]] = {}
        for candidate in going:
            # What must not be shown closely still counts where its place is named; no figure tells more of it than a cell.
            scope = find_scope(replace(candidate, topics=()), step)
            if scope is not None:
                groups.setdefault(scope, []).append(candidate)
        for scope, members in sorted(groups.items()):
            yield RowKey(kind="figure", scope=scope, step=step), tuple(members)


def _build_figure(
    key: RowKey, members: Sequence[Candidate], count: Counter, policy: Policy, cut: date
) -> Backing | Dropped:
    last = find_last_day(key.scope)
    if last is not None and last > cut:
        return Dropped(key=key, rule="held_back_days", reason=f"its period is not over by {cut}, the last day told of")
    if len(members) <= policy.incidents:
        return Dropped(key=key, rule="incidents", reason=say_few(policy))
    row = _build_row((key.kind, key.scope, key.step), members, count.of_scope(key.scope), policy)
    return row if isinstance(row, Dropped) else Backing(row=row, members=list_members(members))


def _tell_no_few(
    figure: Backing, going: Sequence[Candidate], count: Counter, policy: Policy, backings: Sequence[Backing]
) -> Backing:
    """The figure with a low end that needs none of the few incidents which the rows inside it do not hold.

    Else the figure less those rows proves their people, who are told of nowhere else.
    """
    people = figure.row.people
    rows = [one.row for one in backings]
    placed = place_incidents(going, [row for row in rows if row.key.kind == "cell"])
    for few in list_few(figure.row, rows, placed, going, policy):
        counted = count.of_scope(figure.row.key.scope, few)
        low = 0 if counted is None else round_down(counted.low, policy.round_to)
        people = replace(people, low=min(people.low, low))
    return replace(figure, row=replace(figure.row, people=people))


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
