"""Figures: all people whom claims prove and describe in a place and period, beside the rows that lie inside them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import Scope, find_last_day, find_scope, say_few
from bearwitness.release.continuing import meet_earlier, widen_overrun
from bearwitness.release.differences import Counter, list_few
from bearwitness.release.holding import find_in_cells
from bearwitness.release.outstanding import Known, find_staying, hide_in_high_end, say_as_before
from bearwitness.release.placing import place_incidents
from bearwitness.release.policy import DEPTHS, PERIOD_LEVELS, Policy
from bearwitness.release.rounding import Interval, round_down, round_outwards
from bearwitness.release.row_making import Dropped, make_row
from bearwitness.release.rows import Backing, Row, RowKey, count_changes, list_members


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What figures are made of: incidents that may leave, those `out` in an earlier release and held since, what counts them, up to which
    day, and all that was said earlier: by release and by row.
    """

    policy: Policy
    going: tuple[Candidate, ...]
    out: tuple[Candidate, ...]
    count: Counter
    cut: date
    past: tuple[tuple[Backing, ...], ...]
    known: Known


def build_figures(ground: Ground, cells: Sequence[Backing]) -> tuple[list[Backing], list[Dropped]]:
    """The figures that the policy asks for, and those that are left out."""
    backings = list(cells)
    dropped: list[Dropped] = []
    for key, members in _list_scopes(ground):
        staying = find_staying(key, members, ground.policy, ground.known)
        found = _build_figure(key, staying, ground, backings)
        if isinstance(found, Dropped):
            dropped.append(found)
        else:
            backings.append(found)
    return backings[len(cells) :], dropped


def _list_scopes(ground: Ground) -> Iterator[tuple[RowKey, tuple[Candidate, ...]]]:
    """The scopes asked for, with the incidents that certainly lie in each."""
    # Smaller scopes first: a larger figure is laid beside those inside it.
    for step in sorted(ground.policy.figures, key=lambda one: (-DEPTHS[one.place], PERIOD_LEVELS.index(one.period))):
        groups: dict[Scope, list[Candidate]] = {}
        for candidate in (*ground.going, *ground.out):
            # What must not be shown closely still counts where its place is named; no figure tells more of it than a cell.
            scope = find_scope(replace(candidate, topics=()), step)
            if scope is not None:
                groups.setdefault(scope, []).append(candidate)
        for scope, members in sorted(groups.items()):
            yield RowKey(kind="figure", scope=scope, step=step), tuple(members)


def _build_figure(
    key: RowKey, members: Sequence[Candidate], ground: Ground, inside: Sequence[Backing]
) -> Backing | Dropped:
    policy, known = ground.policy, ground.known.get(key, ())
    last = find_last_day(key.scope)
    if last is not None and last > ground.cut:
        reason = f"its period is not over by {ground.cut}, the last day told of"
        return Dropped(key=key, rule="held_back_days", reason=reason)
    if len(members) <= policy.incidents:
        return Dropped(key=key, rule="incidents", reason=say_few(policy))
    hidden = [one.id for one in ground.out if one not in members]
    row = make_row(key, members, ground.count.of_scope(key.scope, hidden), policy)
    if isinstance(row, Dropped):
        return row
    people = _tell_no_few(row, hidden, ground, inside)
    people = hide_in_high_end(people, _find_high(key.scope, hidden, ground), known)
    figure = Backing(row=replace(row, people=people), members=list_members(members))
    met = meet_earlier(figure, known, policy)
    if any(one.held for one in members):
        met = say_as_before(met, people, known[-1])
    return widen_overrun(_keep_low_end(met, ground), ground.past, policy)


def _keep_low_end(figure: Backing, ground: Ground) -> Backing:
    """The figure with the low end that was said when it was last released, where that is proven still, and only marks lower it since.

    Also a total can be marked, which stands behind no row: else the figure would tell how many it told of.
    """
    for before in ground.known.get(figure.row.key, ())[-1:]:
        few = count_changes(figure.members, before.members) < ground.policy.incidents
        everybody = ground.count.of_everything(figure.row.key.scope) if few else None
        if everybody is not None:
            proven = round_down(everybody.low, ground.policy.round_to)
            low = max(figure.row.people.low, min(before.row.people.low, proven))
            return replace(figure, row=replace(figure.row, people=replace(figure.row.people, low=low)))
    return figure


def _tell_no_few(figure: Row, hidden: Sequence[str], ground: Ground, inside: Sequence[Backing]) -> Interval:
    """The figure's people with a low end that needs none of the few incidents which the rows inside it do not hold.

    Else the figure less those rows proves their people, who are told of nowhere else.
    """
    people, policy = figure.people, ground.policy
    rows = [one.row for one in inside]
    known = (*ground.going, *(one for one in ground.out if one.id not in hidden))
    shown = (*ground.going, *find_in_cells(ground.out, inside))
    placed = place_incidents(shown, [row for row in rows if row.key.kind == "cell"])
    for few in list_few(figure, rows, placed, known, policy):
        counted = ground.count.of_scope(figure.key.scope, (*few, *hidden))
        low = 0 if counted is None else round_down(counted.low, policy.round_to)
        people = replace(people, low=min(people.low, low))
    return people


def _find_high(scope: Scope, hidden: Iterable[str], ground: Ground) -> int | None:
    """The high end as it would leave without those who may never; None where it is open, or nothing is known."""
    people = ground.count.of_sayable(scope, tuple(hidden))
    return None if people is None else round_outwards(people, ground.policy.round_to).high
