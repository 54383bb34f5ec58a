"""What one report says: quotes, and the claims, statements and sums that rest on them.

Every record is frozen: a correction is a new record. Offsets count Unicode code points of `Report.text`, `[start, end)`.
The JSON shape of each record is in `core/contract.py`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bearwitness.core.vocabulary import (
    Act,
    ActorKind,
    Basis,
    PlaceBasis,
    RelationKind,
    Shape,
    StatementKind,
    Status,
    Unit,
    VoiceKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact words of a report: `text == report.text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The first and last day the words allow; a publication date is never an event date.

    `prec` is UCDP date_prec (1 day … 5 longer). `month_day` ("05-24" or "05") is set, and both ends are None, when the words
    give no year and the report has no publication date. `anchor` holds the words an anaphor such as "the same day" was
    resolved against.

    `inferred` is set where no words tie the act to the date, only its choice among the dates of the report, whose words are
    the `anchor`. Such a date serves to find and to review a claim; counting and linking know no more than that the act lies not
    after `known_until`, the report's own day (`core.days.find_known`).
    """

    earliest: date | None
    latest: date | None
    prec: int
    basis: Basis
    text: str
    month_day: str | None = None
    anchor: str | None = None
    inferred: bool = False
    known_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The smallest area the words allow; a country is never its capital. `prec` is UCDP where_prec (1 point … 7 waters).

    `admin1` and `admin2` are names of the first- and second-order divisions above the place. An ambiguous name is the
    smallest area that holds all its candidates (Security Force Monitor handbook).

    `basis` is `inferred` where no words tie the act to the place: the report's one country, the town of the police it
    quotes. Such a place serves to find and to review a claim. Counting takes no more from it than the country; linking weighs it among
    other traits where many rare details are shared, and otherwise takes no more either.
    """

    name: str
    geonameid: int | None
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    prec: int
    text: str
    basis: PlaceBasis = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many, as the words allow: "at least 41" is 41..None, "dozens" 12..None, a plural alone 2..None."""

    low: int
    high: int | None
    unit: Unit
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who the people are. Subsets of the count: they describe and never add. Names only when the user asked for them."""

    group: str | None = None
    female: int | None = None
    male: int | None = None
    children: int | None = None
    ages: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it, in the report's words."""

    text: str
    kind: ActorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One who says it. `name` is the proper name when there is one; `text` the report's words."""

    kind: VoiceKind
    name: str | None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a claim stands to another claim of the same report (`to`), with the words or rule that say so."""

    to: str
    kind: RelationKind
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One report says one act befell so many people, somewhere, some time. What a quote says, and no more.

    `found_by` is the reader that made it; `also_found_by` names other readers that read the same in the same words.
    """

    id: str
    act: Act
    shape: Shape
    when: When | None
    where: Where | None
    count: Count
    people: People
    actor: Actor | None
    manner: tuple[str, ...]
    voices: tuple[Voice, ...]
    status: Status
    relations: tuple[Relation, ...]
    quotes: tuple[Quote, ...]
    found_by: str
    also_found_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What someone says about the claims without adding people to them (a response, an explanation, a denial …)."""

    id: str
    kind: StatementKind
    about: tuple[str, ...]
    voices: tuple[Voice, ...]
    quotes: tuple[Quote, ...]
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A total the report draws over its own claims, checked: `read` is what the claims give, None when they give nothing."""

    text: str
    of: Literal["incidents", "people"]
    low: int
    high: int | None
    read: int | None
    agrees: bool | None
    claims: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a proposed claim was refused. `code` is one of a fixed list; `detail` never repeats the report's words."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an outlet published once; the text is frozen, so offsets stay true for ever.

    `id` is the given id of a `.jsonl` report, else made from the bytes. `sha256` is of the bytes as captured.
    """

    id: str
    input: str
    url: str | None
    outlet: str | None
    title: str | None
    published_on: date | None
    language: str | None
    sha256: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything read from one report, or the plain-words error that says why nothing could be."""

    report: Report
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    sums: tuple[Sum, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None
