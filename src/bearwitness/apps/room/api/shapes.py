"""The published shapes of reports, claims and incidents, each field said in words: what /api/v1/openapi.json tells of them."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from bearwitness.core import vocabulary as words


class When(BaseModel):
    """When it happened, as the words allow."""

    earliest: date | None = Field(description="First day it can have been; null where that is not known.")
    latest: date | None = Field(description="Last day it can have been; null where that is not known.")
    prec: int = Field(description="UCDP date_prec: 1 day, 2 two to six days, 3 week, 4 month, 5 longer.", ge=1, le=5)
    basis: words.Basis = Field(description="Whence the days are known: stated, relative to a date, or by publication.")
    text: str = Field(description="The words of the report.")
    month_day: str | None = Field(
        default=None, description="Only where the year is not known: month, or month and day."
    )
    anchor: str | None = Field(default=None, description="Only where told by another claim: which one.")
    inferred: bool | None = Field(
        default=None, description="Only where true: no words tie it; counting uses nothing of it."
    )
    known_until: date | None = Field(
        default=None, description="Only of an inferred date: the day it is sure to be before."
    )


class Where(BaseModel):
    """Where it happened: the smallest area that the words allow."""

    name: str = Field(description="Name of the place.")
    geonameid: int | None = Field(description="Its number in GeoNames.")
    country: str | None = Field(description="ISO 3166 code of its country.")
    admin1: str | None = Field(description="Its first-order division.")
    admin2: str | None = Field(description="Its second-order division.")
    lat: float | None = Field(description="Latitude.")
    lon: float | None = Field(description="Longitude.")
    prec: int = Field(description="UCDP where_prec: 1 exact place … 6 country, 7 sea or air.", ge=1, le=7)
    text: str = Field(description="The words of the report.")
    basis: words.PlaceBasis = Field(description="inferred: counting uses only the country.")


class Count(BaseModel):
    """How many."""

    low: int = Field(description="At least so many.")
    high: int | None = Field(description="At most so many; null is open.")
    unit: words.Unit = Field(description="What is counted.")
    text: str = Field(description="The words of the report.")


class People(BaseModel):
    """Who it befell. Names stand here only if they were asked for when the report was read."""

    group: str | None = Field(description="What the people are called together.")
    female: int | None = Field(description="How many of them are women or girls.")
    male: int | None = Field(description="How many of them are men or boys.")
    children: int | None = Field(description="How many of them are children.")
    ages: list[int] = Field(description="Ages told.")
    names: list[str] = Field(description="Names told.")


class Actor(BaseModel):
    """Who did it."""

    text: str = Field(description="The words of the report.")
    kind: words.ActorKind = Field(description="Of what kind the actor is.")


class Voice(BaseModel):
    """Whose word it is."""

    kind: words.VoiceKind = Field(description="Of what kind the voice is.")
    name: str | None = Field(description="Its name.")
    text: str | None = Field(default=None, description="The words for it, where the report has some.")


class Relation(BaseModel):
    """What a claim is to another of its report."""

    to: str = Field(description="The other claim.")
    kind: words.RelationKind = Field(description="What this one is to it.")
    because: str | None = Field(default=None, description="Why, where it is said.")


class Quote(BaseModel):
    """Words of the report: `text` is the report's text from `start` to `end`, counted in Unicode code points."""

    start: int = Field(description="Where the words begin.")
    end: int = Field(description="Where they end.")
    text: str = Field(description="The words.")


class BareClaim(BaseModel):
    """One report says that one act befell so many people."""

    id: str = Field(description="The claim's id. A correction makes another claim, with another id.")
    act: words.Act = Field(description="What was done.")
    shape: words.Shape = Field(description="One event, a total over several, or told as background.")
    when: When | None = Field(description="When; null where the report gives none.")
    where: Where | None = Field(description="Where; null where the report gives none.")
    count: Count = Field(description="How many.")
    people: People = Field(description="Who they are.")
    actor: Actor | None = Field(description="Who did it; null where the report does not say.")
    manner: list[str] = Field(description="Short tags of how it was done.")
    voices: list[Voice] = Field(description="Who says it, outermost first.")
    status: words.Status = Field(description="Whether it is told as having happened.")
    relations: list[Relation] = Field(description="What it is to other claims of its report.")
    quotes: list[Quote] = Field(description="The words it rests on.")
    found_by: str = Field(description="The reader, or person:NAME.")
    also_found_by: list[str] | None = Field(default=None, description="Other readers that found the same.")


class Review(BaseModel):
    """The last decision on a claim."""

    decision: words.Decision = Field(description="What was decided.")
    by: str = Field(description="Who decided.")
    at: datetime = Field(description="When.")
    because: str = Field(description="Why, if it was said.")


class Claim(BareClaim):
    """A claim with its report, the decision on it and its incident."""

    report: str = Field(description="The id of its report, as `read --json` gives it.")
    report_uid: str = Field(description="The name of its report in the register, for /api/v1/reports/{uid}.")
    decision: Literal["proposed", "accepted", "rejected"] = Field(description="What a person decided on it.")
    incident: str | None = Field(description="The incident it is in; null for what is rejected or did not happen.")


class OneClaim(Claim):
    """A claim asked for by its id, with the last decision on it."""

    review: Review | None = Field(description="The last decision; null where nobody has decided.")


class Report(BaseModel):
    """What is known of a report; its text is only in the report asked for by its name."""

    id: str = Field(description="The report's id, as `read --json` gives it.")
    input: str = Field(description="Where it was read from.")
    url: str | None = Field(description="Its address.")
    outlet: str | None = Field(description="Who published it.")
    title: str | None = Field(description="Its title.")
    published_on: date | None = Field(description="When it was published.")
    language: str | None = Field(description="Its language.")
    sha256: str = Field(description="The hash of its bytes.")
    chars: int = Field(description="How many Unicode code points its text has.")


class ListedReport(Report):
    """A report of a list."""

    uid: str = Field(description="Its name in the register.")
    claims: int = Field(description="How many claims it makes.")
    error: str | None = Field(description="Why it could not be read.")


class Statement(BaseModel):
    """What someone says about claims without adding people."""

    id: str = Field(description="The statement's id.")
    kind: words.StatementKind = Field(description="What it does.")
    about: list[str] = Field(description="The claims it is about.")
    voices: list[Voice] = Field(description="Who says it, outermost first.")
    quotes: list[Quote] = Field(description="The words.")
    status: words.Status = Field(description="How it is told.")


class Stated(BaseModel):
    """The number a report states."""

    low: int = Field(description="At least.")
    high: int | None = Field(description="At most; null is open.")


class Sum(BaseModel):
    """A total that the report itself draws, checked."""

    text: str = Field(description="The words.")
    of: Literal["incidents", "people"] = Field(description="What is summed.")
    stated: Stated = Field(description="The number stated.")
    read: int | None = Field(description="The number that the claims give.")
    agrees: bool | None = Field(description="Whether the two agree.")
    claims: list[str] = Field(description="The claims it is drawn over.")
    quotes: list[Quote] = Field(description="The words it stands in.")


class Fault(BaseModel):
    """Why a proposed claim was refused."""

    code: str = Field(description="The kind of fault.")
    detail: str = Field(description="What was wrong; never words of the report.")


class Reading(BaseModel):
    """A report with everything that is read from it now."""

    uid: str = Field(description="The report's name in the register.")
    report: Report = Field(description="What is known of the report.")
    text: str = Field(description="The text that the quotes count in.")
    claims: list[BareClaim] = Field(description="Its claims, in the order it tells them.")
    statements: list[Statement] = Field(description="Its statements.")
    sums: list[Sum] = Field(description="Its own totals, checked.")
    faults: list[Fault] = Field(description="Refused claims.")
    notes: list[str] = Field(description="What was noticed while reading.")
    error: str | None = Field(description="Why it could not be read.")


class Origin(BaseModel):
    """One independent word on an incident."""

    name: str = Field(description="Whose word it is.")
    kind: str = Field(description="Of what kind.")
    claims: list[str] = Field(description="The claims that go back to it.")


class Replaced(BaseModel):
    """An earlier figure for which a later one of its origin stands."""

    claim: str = Field(description="The claim with the earlier figure.")
    by: str = Field(description="The claim with the later one.")


class Incident(BaseModel):
    """One occurrence, however many reports told it."""

    id: str = Field(
        description="The incident's id. It is named for a claim, and may be named for another when links change."
    )
    act: words.Act = Field(description="What was done.")
    shape: words.Shape = Field(description="One event, or a total.")
    when: When | None = Field(description="When.")
    where: Where | None = Field(description="Where.")
    count: Count = Field(description="How many, by all its claims.")
    people: People = Field(description="Who they are.")
    manner: list[str] = Field(description="How it was done.")
    claims: list[str] = Field(description="Its claims.")
    reports: list[str] = Field(description="The ids of the reports that tell it.")
    origins: int = Field(description="How many independent origins tell it.")
    grade: words.Grade = Field(description="How well it is told.")
    conflicts: list[str] = Field(description="What its claims disagree on.")
    origin_list: list[Origin] = Field(description="The origins.")
    replaced: list[Replaced] = Field(description="Earlier figures that later ones replace.")
    grade_reason: str = Field(description="Why it has its grade.")
    flags: list[str] = Field(description="Why it is improbable as one occurrence.")


class Link(BaseModel):
    """What is judged of two claims."""

    left: str = Field(description="A claim.")
    right: str = Field(description="Another claim.")
    judgement: words.Judgement = Field(description="For part-of: the people of the left are among those of the right.")
    score: float = Field(description="How probable it is that they are the same.")
    reasons: list[str] = Field(description="Why.")
    by: str = Field(description="rule:…, report, or person:NAME.")
