"""What a release of the register would hold: its rows, and for each incident and field whether it is shown, coarsened or withheld, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bearwitness.release.candidates import Candidate, Decided
from bearwitness.release.coarsening import Cell
from bearwitness.release.continuing import lower_overrun, meet_earlier
from bearwitness.release.covering import lower_covered, raise_covering
from bearwitness.release.differences import Counter
from bearwitness.release.figures import Ground, build_figures
from bearwitness.release.holding import find_cut, find_out, hold_back, say_out
from bearwitness.release.outstanding import build_cells_with_out, say_as_before
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import Interval, round_outwards
from bearwitness.release.row_making import Dropped, make_row
from bearwitness.release.rows import Backing, Row, RowKey, list_members
from bearwitness.release.trait_rows import TraitRow, build_trait_rows


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
    told = tuple(candidates)
    going, held = hold_back(told, policy, today)
    past = tuple(tuple(release) for release in earlier)
    known: dict[RowKey, list[Backing]] = {}
    for release in past:
        for row in release:
            known.setdefault(row.row.key, []).append(row)
    out = find_out(told, policy, today, past)
    are_out = {one.id for one in out}
    cells, placed = build_cells_with_out(going, out, policy, known)
    backings: list[Backing] = []
    dropped: list[Dropped] = []
    decided = [*(say_out(one) if one.incident in are_out else one for one in held), *placed]
    for cell in cells:
        key = RowKey(kind="cell", scope=cell.scope, step=cell.step)
        made = _build_cell(key, cell, count, policy)
        if isinstance(made, Dropped):
            dropped.append(made)
            decided = [_withhold(one, cell, made, are_out) for one in decided]
            continue
        backing, of_fields = made
        decided += [one for one in of_fields if one.incident not in are_out]
        met = meet_earlier(backing, known.get(key, ()), policy)
        if any(member.held for member in cell.members):
            met = say_as_before(met, _count_others(cell, count, policy), known[key][-1])
        backings.append(met)
    backings = lower_overrun(backings, past, policy)
    cut = find_cut(policy, today)
    ground = Ground(policy=policy, going=going, out=out, count=count, cut=cut, past=past, known=known)
    figures, left_out = build_figures(ground, backings)
    before = tuple(one for release in past for one in release)
    rows = raise_covering([*backings, *figures], before, (*going, *out), policy)
    rows = lower_covered(rows, before, (*going, *out), policy)
    return Plan(
        policy=policy,
        cut=cut,
        backings=tuple(sorted(rows, key=lambda one: one.row.key)),
        decided=tuple(sorted(decided, key=lambda one: (one.incident, one.field))),
        dropped=tuple(sorted((*dropped, *left_out), key=lambda one: one.key)),
    )


def _build_cell(
    key: RowKey, cell: Cell, count: Counter, policy: Policy
) -> tuple[Backing, tuple[Decided, ...]] | Dropped:
    row = make_row(key, cell.members, count.of_incidents([member.id for member in cell.members]), policy)
    if isinstance(row, Dropped):
        return row
    traits, decided = build_trait_rows(cell, policy)
    row = replace(row, is_rest=cell.is_rest)
    return Backing(row=row, members=list_members(cell.members), traits=traits), decided


def _count_others(cell: Cell, count: Counter, policy: Policy) -> Interval | None:
    """The people of a cell's incidents but those marked never to leave."""
    others = [member.id for member in cell.members if member.held is None]
    people = count.of_incidents(others) if others else Interval(low=0, high=0)
    return None if people is None else round_outwards(people, policy.round_to)


def _withhold(one: Decided, cell: Cell, row: Dropped, are_out: Iterable[str]) -> Decided:
    if one.field != "incident" or one.incident not in {member.id for member in cell.members} or one.incident in are_out:
        return one
    return Decided(incident=one.incident, field="incident", outcome="withhold", rule=row.rule, reason=row.reason)


def count_by_rule(decided: Iterable[Decided]) -> Mapping[tuple[str, str], int]:
    """How many incidents each rule coarsens or withholds: (outcome, rule) → number."""
    found: dict[tuple[str, str], int] = {}
    for one in decided:
        if one.field == "incident":
            found[one.outcome, one.rule] = found.get((one.outcome, one.rule), 0) + 1
    return found
