"""What may be asked, parameter by parameter. A parameter that is not known is refused: `form=2019-05-01` would silently count all days."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from bearwitness.core import vocabulary as words
from bearwitness.core.errors import UsageError
from bearwitness.counting.trend_periods import Kind as PeriodKind
from bearwitness.workflow.figures import Asked
from bearwitness.workflow.listing import Wanted

MOST: int = 200


def _parse_day(value: object) -> object:
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) != 10 or not value.isascii():
        raise ValueError("a day is written as YYYY-MM-DD")
    return date.fromisoformat(value)


Day = Annotated[
    date,
    BeforeValidator(_parse_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
Ident = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.:-]{1,100}$", description="The id.")]
Cursor = Annotated[str, StringConstraints(max_length=1_000, pattern=r"^[A-Za-z0-9_-]*$")]


class Query(BaseModel):
    """A set of parameters that takes no other."""

    model_config = ConfigDict(extra="forbid")


class PartQuery(Query):
    """Which part of a list."""

    limit: int = Field(default=50, ge=1, le=MOST, description="At most so many.")
    cursor: Cursor | None = Field(default=None, description="`next` of the part before.")


class SpanQuery(PartQuery):
    """Which part, of what lies in these days and this place."""

    first: Day | None = Field(default=None, alias="from", description="First day. What has no day lies in every span.")
    last: Day | None = Field(default=None, alias="to", description="Last day.")
    place: Line | None = Field(default=None, description="Letters of a place's name; two letters are a country's code.")
    act: words.Act | None = Field(default=None, description="What was done.")
    shape: words.Shape | None = Field(default=None, description="One event, a total, or background.")

    def build_wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(days=(self.first, self.last), place=self.place or "", act=self.act, shape=self.shape)


class ReportsQuery(PartQuery):
    """Which reports."""

    first: Day | None = Field(default=None, alias="from", description="Published on this day or later.")
    last: Day | None = Field(default=None, alias="to", description="Published on this day or before.")
    outlet: Line | None = Field(default=None, description="Published by this outlet.")
    unread: bool = Field(default=False, description="Only those that could not be read.")


class ClaimsQuery(SpanQuery):
    """Which claims."""

    status: words.Status | None = Field(default=None, description="How it is told.")
    decision: Literal["proposed", "accepted", "rejected"] | None = Field(
        default=None, description="What a person decided on it."
    )


class IncidentsQuery(SpanQuery):
    """Which incidents."""

    grade: words.Grade | None = Field(default=None, description="How well it is told.")
    conflict: bool = Field(default=False, description="Only those whose claims disagree, or that are improbable.")


class LinksQuery(PartQuery):
    """Which links."""

    claim: Line | None = Field(default=None, description="Only those of this claim.")
    incident: Line | None = Field(default=None, description="Only those of this incident's claims.")
    judgement: words.Judgement | None = Field(default=None, description="Only those judged so.")
    by: Literal["person", "rule"] | None = Field(default=None, description="Only those by persons, or all others.")


class PairsQuery(Query):
    """How many pairs to judge."""

    limit: int = Field(default=50, ge=1, le=MOST, description="At most so many.")


class LogQuery(PartQuery):
    """Which acts."""

    kind: Literal["read", "review", "judgement"] | None = Field(default=None, description="Only acts of this kind.")


class AskedQuery(Query):
    """A question, but for its act."""

    first: Day | None = Field(default=None, alias="from", description="First day asked about.")
    last: Day | None = Field(default=None, alias="to", description="Last day asked about.")
    place: Line | None = Field(
        default=None, description="A code (CN), a path (CN/Liaoning), a name (Salem, Oregon), or a GeoNames id."
    )
    group: Line | None = Field(default=None, description="Only people described with these words.")
    accepted_only: bool = Field(default=False, description="Rest only on claims that a person has accepted.")

    def build_asked(self, act: words.Act) -> Asked:
        """The question."""
        place, group = (self.place or "").strip() or None, (self.group or "").strip() or None
        return Asked(act=act, earliest=self.first, latest=self.last, place=place, group=group)


class CountQuery(AskedQuery):
    """A question."""

    act: words.Act = Field(description="What was done.")


class BreakdownQuery(AskedQuery):
    """A question, and by what its answer is broken down."""

    by: Line = Field(
        description="One or two of week, month, quarter, year, place (or country, province, town), act, group, sex, age, manner, "
        "outcome, grade, with a comma between."
    )
    act: words.Act | None = Field(default=None, description="What was done; not needed by act.")

    def find_act(self, kinds: tuple[str, ...]) -> words.Act:
        """The act; raises UsageError where there must be one."""
        if self.act is None and "act" not in kinds:
            raise UsageError(f"act is missing; give one of: {', '.join(words.ACTS)}")
        return self.act or words.ACTS[0]


class TrendQuery(CountQuery):
    """A question, and how its days are cut."""

    by: PeriodKind = Field(default="month", description="The periods.")
    at: Line | None = Field(default=None, description="The period to compare: 2017-07, 2017-W28, 2017-Q3 or 2017.")
    against: Line | None = Field(default=None, description="The earlier period to compare it with.")


class Accepting(Query):
    """Why the claim says what the report says; not needed."""

    because: Words = Field(default="", description="Why.")


class Rejecting(Query):
    """Why the claim does not say what the report says."""

    because: Words = Field(min_length=1, description="Why.")


class ChangedFields(Query):
    """What is to be another; what is left out stays as it is."""

    act: words.Act | None = Field(default=None, description="What was done.")
    shape: words.Shape | None = Field(default=None, description="One event, a total, or background.")
    status: words.Status | None = Field(default=None, description="How it is told.")
    low: int | None = Field(default=None, ge=0, le=100_000_000, strict=True, description="At least so many.")
    high: int | None = Field(
        default=None, ge=0, le=100_000_000, strict=True, description="At most so many; null is open."
    )
    unit: words.Unit | None = Field(default=None, description="What is counted.")
    earliest: Day | None = Field(default=None, description="First day; null is not known.")
    latest: Day | None = Field(default=None, description="Last day; null is not known.")
    place: Line | None = Field(default=None, description="A code, a path, a name or a GeoNames id; null is not known.")
    group: Line | None = Field(default=None, description="What the people are called; null is not told.")


class Correcting(Query):
    """How the claim is to be."""

    because: Words = Field(default="", description="Why.")
    fields: ChangedFields = Field(description="What is to be another.")


class Judging(Query):
    """What two claims are to each other."""

    judgement: words.Judgement = Field(description="For part-of: the people of the left are among those of the right.")
    because: Words = Field(min_length=1, description="Why.")
