"""A release beside all earlier ones: what fewer incidents than a cell's changed must not show, to whoever lays them side by side.

Every change made here widens what is said, so it stays true.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bearwitness.release.comparing import list_overrun, list_same
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import Interval, enclose, soften
from bearwitness.release.rows import Backing, Member, Row, count_changes


def meet_earlier(now: Backing, earlier: Iterable[Backing], policy: Policy) -> Backing:
    """The row so that beside no earlier release it shows what fewer incidents than a cell's changed.

    All earlier ones, for the newest may have been widened itself: beside the one before it, few changes would show after all.
    """
    row, traits = now.row, now.traits
    known = list(earlier)
    for before in known:
        if count_changes(now.members, before.members) < policy.incidents:
            told = {(one.trait, one.value): one.at_least for one in before.traits}
            traits = tuple(
                replace(one, at_least=min(one.at_least, told[one.trait, one.value]))
                for one in traits
                if (one.trait, one.value) in told
            )
            row = replace(
                row,
                incidents=min(row.incidents, before.row.incidents),
                people=soften(row.people, before.row.people),
            )
    return replace(now, row=_stand_still(row, now.members, known, policy), traits=traits)


def _stand_still(row: Row, members: Sequence[Member], earlier: Sequence[Backing], policy: Policy) -> Row:
    """The row with each number as it has been published, where that is still true and a few incidents have changed since it first was.

    Rounded anew, it would show the change to who knows the rules. Since it first was: beside the newest release alone one small change
    after another would hold it for ever.
    """
    if not earlier:
        return row
    numbers = [(one.row.incidents, one.row.people.low, one.row.people.high) for one in earlier]
    last = numbers[-1]
    held = [row.incidents, row.people.low, row.people.high]
    for place in range(3):
        since = next(n for n in range(len(earlier)) if all(one[place] == last[place] for one in numbers[n:]))
        if count_changes(members, earlier[since].members) < policy.incidents:
            held[place] = last[place]
    at_least, low, high = held
    before = Interval(low=low or 0, high=high)
    return replace(row, incidents=min(row.incidents, at_least or 0), people=enclose(row.people, before))


def lower_overrun(cells: Sequence[Backing], past: Iterable[Sequence[Backing]], policy: Policy) -> list[Backing]:
    """The cells with low ends that together prove no more than earlier figures hold, where a few incidents make the difference."""
    found = list(cells)
    for release in past:
        for figure, inside in list_overrun(release, found):
            members = tuple(member for one in inside for member in one.members)
            if count_changes(members, list_same(figure.members, members)) >= policy.incidents:
                continue
            over = sum(one.row.people.low for one in inside) - (figure.row.people.high or 0)
            for one in sorted(inside, key=lambda one: one.row.people.low):
                less = min(over, one.row.people.low)
                over -= less
                low = (one.row.people.low - less) // policy.round_to * policy.round_to
                lowered = replace(one, row=replace(one.row, people=replace(one.row.people, low=low)))
                found[found.index(one)] = lowered
    return found


def widen_overrun(figure: Backing, past: Iterable[Sequence[Backing]], policy: Policy) -> Backing:
    """The figure with a high end that holds what earlier cells inside it prove, where a few incidents make the difference."""
    for release in past:
        for _, inside in list_overrun([figure], release):
            members = tuple(member for one in inside for member in one.members)
            if count_changes(list_same(figure.members, members), members) < policy.incidents:
                proven = sum(one.row.people.low for one in inside)
                figure = replace(figure, row=replace(figure.row, people=replace(figure.row.people, high=proven)))
    return figure
