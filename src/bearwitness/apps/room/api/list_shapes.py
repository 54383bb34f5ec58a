"""The published shapes of lists, pairs, the log and errors, each field said in words."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from bearwitness.apps.room.api.shapes import Claim, Incident, Link, ListedReport, OneClaim


class Effect(BaseModel):
    """How far a total moves with the answer."""

    low: int = Field(description="Its low end, by so many people.")
    high: int = Field(description="Its high end, by so many people.")
    is_counted: bool = Field(description="Counted both ways; else as if nothing else hung together with the two.")


class Doubt(BaseModel):
    """Two claims of different incidents that may be one."""

    link: Link = Field(description="The link, with its reasons.")
    incidents: list[str] = Field(description="The two incidents.")
    people: int = Field(description="How many people the smaller side tells of.")
    effect: Effect = Field(description="What the answer does to the total of the act.")


class Pair(BaseModel):
    """What stands on two claims. Its ETag is what a judgement must be made on."""

    left: Claim = Field(description="One claim.")
    right: Claim = Field(description="The other.")
    links: list[Link] = Field(description="The links between them that hold.")
    judged: Link | None = Field(description="What a person judged of them, in that person's words.")


class Doing(BaseModel):
    """One act on the register."""

    kind: Literal["read", "review", "judgement"] = Field(
        description="A report read, a claim decided on, a pair judged."
    )
    at: datetime = Field(description="When.")
    by: str = Field(description="Who: a reader, a person, a program.")
    what: str = Field(description="What was done.")
    on: list[str] = Field(description="To which report or claims.")
    title: str = Field(description="The report's title.")
    because: str = Field(description="Why, if it was said.")


_NEXT = "Give it as `cursor` to go on; null at the end. A part can be short, or empty, before that."


class Reports(BaseModel):
    """Part of the reports."""

    items: list[ListedReport] = Field(description="In the order of their uids.")
    next: str | None = Field(description=_NEXT)


class Claims(BaseModel):
    """Part of the claims."""

    items: list[Claim] = Field(description="In the order of their ids.")
    next: str | None = Field(description=_NEXT)


class Incidents(BaseModel):
    """Part of the incidents."""

    items: list[Incident] = Field(description="In the order of their ids.")
    next: str | None = Field(description=_NEXT)


class Links(BaseModel):
    """Part of the links."""

    items: list[Link] = Field(description="In the order of their claims.")
    next: str | None = Field(description=_NEXT)


class Pairs(BaseModel):
    """The pairs to judge; what is judged is among them no more."""

    items: list[Doubt] = Field(description="Those that would move totals most first.")
    found: int = Field(description="How many there are in all.")


class Log(BaseModel):
    """Part of the log."""

    items: list[Doing] = Field(description="The newest first.")
    next: str | None = Field(description=_NEXT)


class Said(BaseModel):
    """What an error says."""

    code: str = Field(description="For programs; it stays the same.")
    message: str = Field(description="For people.")
    what_to_do: str = Field(description="For people.")


class Problem(BaseModel):
    """The one shape of every error."""

    error: Said = Field(description="What went wrong.")


class StaleClaim(Problem):
    """What was decided on has changed; both versions."""

    seen: OneClaim | None = Field(description="What If-Match names; null where that never was.")
    now: OneClaim | None = Field(description="What stands now; null where the claim is gone.")


class StalePair(Problem):
    """Somebody else judged the two."""

    seen: Link | None = Field(description="The judgement that If-Match names; null where there was none.")
    now: Link | None = Field(description="The judgement that stands now; null where none does.")
