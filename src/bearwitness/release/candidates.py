"""An incident as a release looks at it, and what is decided of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bearwitness.core.holds import HeldOn
from bearwitness.core.vocabulary import Act
from bearwitness.release.policy import TraitName

Outcome = Literal["publish", "coarsen", "withhold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One incident of the register: what an adversary may know of it (act, days, place, number), and what a release could tell.

    `first` and `last` are the days its words allow, None where they are open; `path` country, province, town as far as words carry;
    `told_on` the newest publication day of its reports, None where one has none. `low` to `high` people, `stated` the number said where
    the high end is open. `claims` outlive the incident's id from
    one release to the next. `topics` are the kinds of never-published things it tells of. `held` says on what a person put the mark that
    keeps it from ever leaving.
    """

    id: str
    claims: tuple[str, ...]
    act: Act
    first: date | None
    last: date | None
    path: tuple[str, ...]
    low: int
    high: int | None
    stated: int
    told_on: date | None
    topics: tuple[str, ...] = ()
    traits: tuple[tuple[TraitName, frozenset[str]], ...] = field(default=())
    held: HeldOn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is decided of one field of one incident ("incident" is the whole), by which rule and why, in words."""

    incident: str
    field: str
    outcome: Outcome
    rule: str
    reason: str
