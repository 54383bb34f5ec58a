"""Figures beside what lies inside them: subtracted, they may prove people of a few incidents that are shown nowhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import Scope, is_inside
from bearwitness.release.placing import may_lie_in, proves_more
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Row


class Counter(Protocol):
    """What counting answers to a release; None where claims cannot all be true."""

    def of_incidents(self, incidents: Sequence[str]) -> Interval | None:
        """The people of these incidents, no others."""

    def of_scope(self, scope: Scope, without: Sequence[str] = ()) -> Interval | None:
        """All people whom claims told up to the cut prove and describe in a scope, those of totals too; `without` these incidents."""

    def of_sayable(self, scope: Scope, without: Sequence[str] = ()) -> Interval | None:
        """The same of all but what persons marked never to leave and these incidents, who are then not described either."""

    def of_everything(self, scope: Scope) -> Interval | None:
        """The same of all, also of what persons marked never to leave: for telling whether what was said earlier still holds."""


def list_few(
    figure: Row,
    rows: Iterable[Row],
    placed: Mapping[Row, Sequence[Candidate]],
    going: Sequence[Candidate],
    policy: Policy,
) -> Iterator[tuple[str, ...]]:
    """Sets of too few incidents that a figure holds beside other published rows inside it, and proves people of.

    Beside all cells; beside each smaller figure; and beside all figures of one step, with and without the cells outside of them: the world
    less every country that has a figure leaves the one that has none.
    """
    within = [one for one in going if may_lie_in(one, figure.key.scope)]
    inside = [row for row in rows if row.key != figure.key and is_inside(row.key.scope, figure.key.scope)]
    cells = [row for row in inside if row.key.kind == "cell"]
    figures = [row for row in inside if row.key.kind == "figure"]
    for parts in _list_parts(figures):
        for beside in (_list_outside(cells, parts), ()):
            shown = {one.id for row in beside for one in placed[row]}
            rest = [one for one in within if one.id not in shown]
            few = tuple(one.id for one in rest if not any(may_lie_in(one, part.key.scope) for part in parts))
            if 0 < len(few) < policy.incidents and proves_more(
                figure.people, [row.people for row in (*parts, *beside)]
            ):
                yield few


def _list_parts(figures: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """None of the smaller figures; each; all of each step. What is open above cannot be subtracted."""
    ended = [row for row in figures if row.people.high is not None]
    yield ()
    yield from ((row,) for row in ended)
    for step in sorted({row.key.step for row in ended}):
        yield tuple(row for row in ended if row.key.step == step)


def _list_outside(cells: Sequence[Row], parts: Sequence[Row]) -> tuple[Row, ...]:
    """The cells that lie in none of these figures."""
    return tuple(
        cell
        for cell in cells
        if cell.people.high is not None and not any(is_inside(cell.key.scope, part.key.scope) for part in parts)
    )
