"""Incidents marked never to leave that an earlier release told of: what is out stays as it was said, so that no difference tells of the mark.

Taken out of a row at once, an incident could be read from what the row lost (critical absence: Xiao and Tao, *m-Invariance*, 2007). So it
goes on to stand behind the rows it stood behind, which say nothing new of it, until enough others have changed there; then it is gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bearwitness.release.candidates import Candidate, Decided
from bearwitness.release.coarsening import Cell, build_cells
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Backing, RowKey, count_changes, list_members

Known = Mapping[RowKey, Sequence[Backing]]
"""Each row of earlier releases, the oldest first."""


def build_cells_with_out(
    going: Sequence[Candidate], out: Iterable[Candidate], policy: Policy, known: Known
) -> tuple[tuple[Cell, ...], tuple[Decided, ...]]:
    """Cells of the incidents that may leave, with those of `out` that still stand where they did; what is decided of the former."""
    standing = tuple(out)
    while True:
        cells, decided = build_cells((*going, *standing), policy)
        leaving = {
            one.id
            for cell in cells
            for one in cell.members
            if one
            not in find_staying(RowKey(kind="cell", scope=cell.scope, step=cell.step), cell.members, policy, known)
        }
        if not leaving:
            held = {one.id for one in standing}
            return cells, tuple(one for one in decided if one.incident not in held)
        standing = tuple(one for one in standing if one.id not in leaving)


def find_staying(key: RowKey, members: Sequence[Candidate], policy: Policy, known: Known) -> tuple[Candidate, ...]:
    """The incidents that stand behind a row: of those marked never to leave only such as stood there when it was last released, and
    only while fewer incidents than a row needs have changed.
    """
    before = known.get(key, ())[-1:]
    claims = {claim for row in before for member in row.members for claim in member.claims}
    staying = tuple(one for one in members if one.held is None or not claims.isdisjoint(one.claims))
    if any(count_changes(list_members(staying), row.members) >= policy.incidents for row in before):
        return tuple(one for one in members if one.held is None)
    return staying


def say_as_before(row: Backing, without: Interval | None, before: Backing) -> Backing:
    """A row with an incident in it that is held now: as it was said, and wider only by what others (`without` it) make of it."""
    ends = [None if without is None else without.high, before.row.people.high]
    high = None if None in ends else max(end for end in ends if end is not None)
    low = min(row.row.people.low, before.row.people.low)
    return replace(row, row=replace(row.row, people=Interval(low=low, high=high)))


def hide_in_high_end(people: Interval, sayable: int | None, before: Sequence[Backing]) -> Interval:
    """A figure's people with a high end that does not count those who may never be told of (`sayable` is what it is without them): open
    where theirs make it higher.

    Where the figure was released with a high end that holds still, it goes on to stand: else the difference tells of the mark.
    """
    if people.high is None or (sayable is not None and sayable >= people.high):
        return people
    said = before[-1].row.people.high if before else None
    return replace(people, high=said if said is not None and said >= people.high else None)
