"""What an adversary reads out of one release's tables who knows every incident as it happened: too few to hide among, and differences.

The attacks read the published tables and the register, never the plan that made them: a mistake of the plan must not hide itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import Scope, find_scope, find_size, is_inside
from bearwitness.release.never import find_topics
from bearwitness.release.planning import proves_more
from bearwitness.release.policy import Policy
from bearwitness.release.rows import Row
from bearwitness.release.trait_rows import TraitRow

Attack = Literal["rare", "share", "trait", "difference", "change", "roster", "trace", "untrue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A way in: which attack, what it reads from which rows or files, which incidents it bares, and the rule that would mend it.

    `incidents` are ids of the register: a finding is for those who may see the register, and never leaves with a release.
    """

    attack: Attack
    where: str
    incidents: tuple[str, ...]
    reads: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The tables of one release."""

    cells: tuple[Row, ...]
    figures: tuple[Row, ...]
    traits: tuple[TraitRow, ...] = ()


def place_incidents(candidates: Iterable[Candidate], cells: Iterable[Row]) -> Mapping[Row, tuple[Candidate, ...]]:
    """The incidents that each published cell may hold, as anybody can tell: those certainly in its scope and in no closer cell.

    Place by place from close to coarse, as the release is made. An incident that may not be shown at all is nobody's to hide among.
    """
    ordered = sorted(cells, key=lambda row: (-len(row.key.scope.place), -_length(row.key.scope.period)))
    left = sorted(candidates, key=lambda one: one.id)
    found: dict[Row, tuple[Candidate, ...]] = {}
    for row in ordered:
        inside = tuple(one for one in left if find_scope(one, row.key.step) == row.key.scope)
        found[row] = inside
        placed = {one.id for one in inside}
        left = [one for one in left if one.id not in placed]
    return found


def find_rare(placed: Mapping[Row, Sequence[Candidate]], policy: Policy) -> tuple[Finding, ...]:
    """Cells whose incidents stand among too few others, or of which one makes up most of the people."""
    found = []
    for row, members in placed.items():
        ids = tuple(one.id for one in members)
        sizes = sorted(find_size(one) for one in members)
        if len(members) <= policy.incidents:
            found.append(
                Finding(
                    attack="rare", where=name_row(row), incidents=ids, mend="incidents, or a coarser step",
                    reads=f"only {len(members)} incidents can stand behind it",
                )
            )  # fmt: skip
        elif row.incidents >= len(members):
            found.append(
                Finding(
                    attack="rare", where=name_row(row), incidents=ids, mend="round_to",
                    reads="it says that all incidents there are known, so each of them is",
                )
            )  # fmt: skip
        elif sizes[-1] > policy.largest_share * sum(sizes):
            largest = max(members, key=find_size)
            found.append(
                Finding(
                    attack="share", where=name_row(row), incidents=(largest.id,), mend="largest_share, or a coarser step",
                    reads="its number of people is mostly that of one incident",
                )
            )  # fmt: skip
        lows = sorted(one.low for one in members)
        if members and row.people.low > sum(lows[:-1]):
            found.append(
                Finding(
                    attack="rare", where=name_row(row), incidents=(max(members, key=lambda one: one.low).id,), mend="round_to",
                    reads="whoever knows of all its incidents but the largest sees from the low end that it is there",
                )
            )  # fmt: skip
    return tuple(found)


def find_told_traits(
    placed: Mapping[Row, Sequence[Candidate]], traits: Iterable[TraitRow], policy: Policy
) -> tuple[Finding, ...]:
    """Values that whoever knows of an incident learns of it, and values that no release tells."""
    by_scope = {row.key.scope: members for row, members in placed.items()}
    found = []
    for row in traits:
        members = by_scope.get(row.scope, ())
        have = [one.id for one in members if row.value in dict(one.traits).get(row.trait, frozenset())]
        where = f"{name_scope(row.scope)}, {row.trait}"
        few = min(len(have) - 1, len(members) - len(have))
        if few < policy.incidents or row.at_least >= len(have):
            found.append(
                Finding(
                    attack="trait", where=where, incidents=tuple(have), mend="values, or leave the trait out",
                    reads="too few have the value, or too few have it not",
                )
            )  # fmt: skip
        if find_topics([row.value], [row.value]):
            found.append(
                Finding(
                    attack="trait", where=where, incidents=tuple(have), mend="leave the trait out",
                    reads="it tells how people get away, who helps them, where they hide or how they were found",
                )
            )  # fmt: skip
    return tuple(found)


def find_differences(
    placed: Mapping[Row, Sequence[Candidate]], figures: Sequence[Row], candidates: Sequence[Candidate], policy: Policy
) -> tuple[Finding, ...]:
    """Figures that, less the cells or smaller figures inside them, prove people of a few incidents that are shown nowhere."""
    found = []
    for figure in figures:
        inside = [row for row in placed if is_inside(row.key.scope, figure.key.scope)]
        shown = {one.id for row in inside for one in placed[row]}
        within = [one for one in candidates if may_lie_in(one, figure.key.scope)]
        apart = tuple(one.id for one in within if one.id not in shown)
        if 0 < len(apart) < policy.incidents and proves_more(figure.people, [row.people for row in inside]):
            found.append(_say_difference(figure, apart))
        for smaller in figures:
            if smaller is figure or not is_inside(smaller.key.scope, figure.key.scope):
                continue
            rest = tuple(one.id for one in within if not may_lie_in(one, smaller.key.scope))
            if 0 < len(rest) < policy.incidents and proves_more(figure.people, [smaller.people]):
                found.append(_say_difference(figure, rest))
    return tuple(found)


def may_lie_in(candidate: Candidate, scope: Scope) -> bool:
    """Whether an incident, as exactly as it is known, may lie in a scope."""
    if candidate.act != scope.act:
        return False
    shared = min(len(candidate.path), len(scope.place))
    if candidate.path[:shared] != scope.place[:shared]:
        return False
    first = "" if candidate.first is None else candidate.first.isoformat()[:7]
    last = "9999-12" if candidate.last is None else candidate.last.isoformat()[:7]
    start, end = list_ends(scope.period)
    return first <= end and start <= last


def list_ends(period: str) -> tuple[str, str]:
    """The first and last month of a period, as they are written."""
    if len(period) == 7 and period[5] != "Q":
        return period, period
    if period[5:6] == "Q":
        quarter = int(period[6:])
        return f"{period[:4]}-{quarter * 3 - 2:02d}", f"{period[:4]}-{quarter * 3:02d}"
    return (f"{period}-01", f"{period}-12") if period.isdecimal() else ("", "9999-12")


def name_row(row: Row) -> str:
    """A row in words."""
    return f"the {row.key.kind} {name_scope(row.key.scope)}"


def name_scope(scope: Scope) -> str:
    """ "arrest, CN/Jilin, 2019-05"."""
    return ", ".join((scope.act, "/".join(scope.place) or "the world", scope.period))


def _say_difference(figure: Row, incidents: tuple[str, ...]) -> Finding:
    return Finding(
        attack="difference", where=name_row(figure), incidents=incidents, mend="leave the figure out, or raise round_to",
        reads="less the rows inside it, it proves people of incidents that are shown nowhere",
    )  # fmt: skip


def _length(period: str) -> int:
    start, end = list_ends(period)
    if not start:
        return -10_000
    return -((int(end[:4]) - int(start[:4])) * 12 + int(end[5:]) - int(start[5:]))
