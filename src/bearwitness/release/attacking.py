"""What an adversary reads out of one release's tables who knows every incident as it happened: too few to hide among, and differences.

The attacks read the published tables and the register, never the plan that made them: a mistake of the plan must not hide itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import find_size
from bearwitness.release.differences import Counter, list_few
from bearwitness.release.never import find_topics
from bearwitness.release.placing import name_row, name_scope
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
    figures: Sequence[Row],
    placed: Mapping[Row, Sequence[Candidate]],
    candidates: Sequence[Candidate],
    count: Counter,
    policy: Policy,
) -> tuple[Finding, ...]:
    """Figures that, less the cells or smaller figures inside them, prove people of a few incidents that are shown nowhere.

    Where they do is where the figure's low end does not hold without those incidents.
    """
    found = []
    for figure in figures:
        for few in list_few(figure, (*placed, *figures), placed, candidates, policy):
            without = count.of_scope(figure.key.scope, few)
            if without is not None and figure.people.low > without.low:
                found.append(
                    Finding(
                        attack="difference", where=name_row(figure), incidents=few, mend="leave the figure out",
                        reads="less the rows inside it, it proves people of incidents that are shown nowhere",
                    )
                )  # fmt: skip
    return tuple(found)
