"""The rows of a release: cells of incidents, and figures over everything a scope holds; and what each rested on, which never leaves."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import Scope
from bearwitness.release.policy import Step
from bearwitness.release.rounding import Interval
from bearwitness.release.trait_rows import TraitRow

RowKind = Literal["cell", "figure"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RowKey:
    """What a row is about; one release has no two rows of one key."""

    kind: RowKind
    scope: Scope
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """At least so many incidents, and between so many people, as published.

    Of a cell the people are those of its incidents; of a figure all whom claims about its scope prove and describe, those of totals
    too. `is_rest`: closer cells lie in the same scope, and their incidents are not in this one.
    """

    key: RowKey
    incidents: int
    people: Interval
    is_rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One incident behind a row, by its claims, with its people: what a later release is compared with."""

    claims: tuple[str, ...]
    low: int
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """A row, what is told of a cell's incidents beside it, and the incidents behind it, which stay in the register."""

    row: Row
    members: tuple[Member, ...]
    traits: tuple[TraitRow, ...] = ()


def list_members(candidates: Iterable[Candidate]) -> tuple[Member, ...]:
    """The incidents of a row as they are kept, in the order of their claims."""
    members = (Member(claims=one.claims, low=one.low, high=one.high) for one in candidates)
    return tuple(sorted(members, key=lambda member: member.claims))


def count_changes(now: Iterable[Member], before: Iterable[Member]) -> int:
    """How many incidents came, went, or changed their number of people between two states of a row, as the row can show it.

    A newer reading, a correction or a split gives an incident other claims. Taken for one that went and one that came, these would pass
    for many changes, and the one that is true beside them would show: so as many with the same people on both sides are no change, and
    one that came in another's place is one.
    """
    came, gone = (Counter((one.low, one.high) for one in members) for members in (now, before))
    return max((came - gone).total(), (gone - came).total())
