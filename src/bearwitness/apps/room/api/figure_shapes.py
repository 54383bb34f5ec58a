"""The published shapes of figures and tables, each field said in words."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from bearwitness.core import vocabulary as words
from bearwitness.counting.dimensions import Kind


class Trait(BaseModel):
    """A trait that a question is narrowed to."""

    kind: str = Field(description="Of what kind.")
    value: str | None = Field(description="Which.")


class Question(BaseModel):
    """The question as it was understood."""

    act: words.Act | None = Field(description="The act; null for every act.")
    from_: date | None = Field(alias="from", description="First day.")
    to: date | None = Field(description="Last day.")
    place: str | None = Field(description="The place, as a path.")
    group: str | None = Field(description="The people, by these words.")
    traits: list[Trait] | None = Field(default=None, description="Only where it is narrowed to some.")


class Rests(BaseModel):
    """How many claims of which state a figure rests on."""

    proposed: int = Field(description="Claims that nobody has decided on.")
    accepted: int = Field(description="Claims that a person accepted.")
    rejected: int = Field(description="Claims that a person rejected, which are left out.")


class Ends(BaseModel):
    """Bounds. `low` is null where the claims clash."""

    low: int | None = Field(description="The fewest distinct people for which every claim can be true.")
    high: int | None = Field(description="The most that the claims can describe; null is open.")
    high_stated: int | None = Field(description="The same with open ends read at the number stated.")


class Leaning(BaseModel):
    """How a figure leans on links that are unsure."""

    unsure: int = Field(description="How many links are unsure.")
    strict: Ends = Field(description="The bounds if they join nothing.")
    loose: Ends = Field(description="The bounds if they join all they can.")


class Narrowing(BaseModel):
    """An open question whose answer would narrow the figure."""

    claims: list[str] = Field(description="The claims it is about.")
    lacking: list[str] = Field(description="What is not known: day, place, group, link.")
    low: int = Field(description="How far the low end can move.")
    high: int = Field(description="How far the high end can move.")
    answers: dict[str, Ends] = Field(description="What it comes to: same and different, or inside and outside.")


class Figure(Ends):
    """The answer of `count --json`."""

    question: Question = Field(description="The question as it was understood.")
    incidents: int = Field(description="How many incidents it holds.")
    rests_on: Rests = Field(description="What it rests on.")
    holds_low: list[str] = Field(description="The claims that hold the low end.")
    holds_high: list[str] = Field(description="The claims that hold the high end.")
    reasons: list[str] = Field(description="Why the ends are what they are.")
    clash: list[str] | None = Field(description="Claims that cannot all be true.")
    linking: Leaning | None = Field(description="How it leans on unsure links; null where no link is unsure.")
    narrow: list[Narrowing] = Field(description="What would narrow it most.")
    certificate: dict[str, Any] | None = Field(
        description="The proof, which `verify-count` checks; see docs/certificate.md."
    )
    certificate_reason: str = Field(description="Why there is no certificate; empty where there is one.")
    rules: str = Field(description="The version of the rules.")


class Cell(Ends):
    """One cell of a table."""

    at: dict[str, str | None] = Field(description="The row of each dimension; null is not known.")
    incidents: int = Field(description="How many incidents may lie in it.")
    clash: list[str] | None = Field(default=None, description="Only where its claims clash: which.")


class PersonsOfRow(BaseModel):
    """The people of one row of the other dimension, each counted once whatever befell them."""

    at: dict[str, str | None] = Field(description="The row.")
    low: int = Field(description="At least.")
    high: int | None = Field(description="At most; null is open.")


class Persons(BaseModel):
    """People, each counted once whatever befell them."""

    low: int = Field(description="At least.")
    high: int | None = Field(description="At most; null is open.")
    rows: list[PersonsOfRow] | None = Field(
        default=None, description="Beside a second dimension: those of each of its rows."
    )


class Breakdown(Ends):
    """The answer of `count --by --json`. Parts need not add up: what may lie in several rows is in each."""

    question: Question = Field(description="The question as it was understood.")
    incidents: int = Field(description="How many incidents the whole holds.")
    rests_on: Rests = Field(description="What it rests on.")
    holds_low: list[str] = Field(description="The claims that hold the low end of the whole.")
    holds_high: list[str] = Field(description="The claims that hold the high end of the whole.")
    reasons: list[str] = Field(description="Why the ends are what they are.")
    clash: list[str] | None = Field(description="Claims that cannot all be true.")
    certificate: None = Field(description="Always null: a table has no certificate.")
    rules: str = Field(description="The version of the rules.")
    by: list[Kind] = Field(description="The dimensions.")
    cells: list[Cell] = Field(description="The cells.")
    totals: list[Cell] = Field(description="Of two dimensions the totals of rows and columns.")
    parts: str = Field(description="Why the parts need not add up.")
    people: Persons | None = Field(default=None, description="Only by act: people, each once.")
