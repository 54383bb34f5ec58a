"""What is judged and computed over claims: links, incidents, questions and estimates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bearwitness.core.records import Count, People, When, Where
from bearwitness.core.vocabulary import Act, Decision, Grade, Judgement, VoiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A judgement on two claims, `left < right` (except part-of: left's people are among right's), with its reasons."""

    left: str
    right: str
    judgement: Judgement
    score: float
    reasons: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """One entry of the history of persons' judgements: `link` made, or with None the standing one on the two withdrawn."""

    left: str
    right: str
    link: Link | None
    by: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A person's decision on one claim, appended and never changed."""

    claim: str
    decision: Decision
    by: str
    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Claims that go back to one voice. `name` is an outlet's or a body's; a private person is only described."""

    name: str
    kind: VoiceKind
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A claim whose figure a later claim (`by`) of the same origin replaces."""

    claim: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Claims judged to tell of one occurrence; recomputed from claims and links, never stored as truth.

    `origins` is how many independent origins tell it (at least one), `origin_list` all that are known, those that deny it too;
    `grade_reason` is the rule of the grade and its members in words. `flags` say in words why it is improbable that its claims tell
    of one occurrence.
    """

    id: str
    act: Act
    when: When | None
    where: Where | None
    count: Count
    people: People
    manner: tuple[str, ...]
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    origins: int
    grade: Grade
    conflicts: tuple[str, ...]
    shape: Literal["incident", "aggregate"] = "incident"
    origin_list: tuple[Origin, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    grade_reason: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """What befell people of one incident (`earlier`) later in another (`later`): the two are never one.

    `is_sure` where a report or a person says that they are the same people; else nothing speaks against it, and it only widens
    what can be said. `claims` are pairs of a later and an earlier claim that say so, none where it is only possible.
    """

    earlier: str
    later: str
    is_sure: bool
    reasons: tuple[str, ...]
    claims: tuple[tuple[str, str], ...] = ()


TraitKind = Literal[
    "week", "month", "quarter", "year", "country", "province", "town", "sex", "age", "group", "manner", "grade"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One row of a breakdown, as what a question is narrowed to beside its days and place.

    `value` is the row ("female", "house raid"), None those of whom no claim settles which of `rows` is theirs. A period or place is a
    trait only with the value None: with another it is the question's own days or place. `grades` names each claim's grade.
    """

    kind: TraitKind
    value: str | None
    rows: tuple[str, ...] = ()
    grades: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How many suffered `act`, in `place` (a path: country, admin1, name), between two days (inclusive), of `group`, having all `traits`."""

    act: Act
    earliest: date | None = None
    latest: date | None = None
    place: tuple[str, ...] = ()
    group: str | None = None
    traits: tuple[Trait, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The bounds and what holds them. `high` None is open; `high_stated` reads open ends at their stated number.

    `holds_low` and `holds_high` are the claims each end rests on; `reasons` says it in words; `clash` holds claims that
    cannot all be true, and then there are no bounds.
    """

    question: Question
    low: int | None
    high: int | None
    high_stated: int | None
    incidents: int
    holds_low: tuple[str, ...]
    holds_high: tuple[str, ...]
    reasons: tuple[str, ...]
    clash: tuple[str, ...] | None = None
