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


def list_few(
    figure: Row,
    rows: Iterable[Row],
    placed: Mapping[Row, Sequence[Candidate]],
    going: Sequence[Candidate],
    policy: Policy,
) -> Iterator[tuple[str, ...]]:
    """Sets of too few incidents that a figure holds beside other published rows inside it, and proves people of."""
    within = [one for one in going if may_lie_in(one, figure.key.scope)]
    inside = [row for row in rows if row.key != figure.key and is_inside(row.key.scope, figure.key.scope)]
    cells = [row for row in inside if row.key.kind == "cell"]
    shown = {one.id for row in cells for one in placed[row]}
    apart = tuple(one.id for one in within if one.id not in shown)
    if 0 < len(apart) < policy.incidents and proves_more(figure.people, [row.people for row in cells]):
        yield apart
    for smaller in inside:
        if smaller.key.kind == "figure":
            rest = tuple(one.id for one in within if not may_lie_in(one, smaller.key.scope))
            if 0 < len(rest) < policy.incidents and proves_more(figure.people, [smaller.people]):
                yield rest
