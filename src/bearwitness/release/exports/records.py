"""What an export holds: incidents, claims and reports of a register as flat rows, with nothing in them that names a person.

An export is for those who may see the register; it is no public release. Still it is closed by default: names of victims and of
sources are in no field of these records, the words of reports only where they were asked for, outlets only where they were asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bearwitness.core.vocabulary import Act, Grade, Shape, Status, Unit

Ring = tuple[tuple[float, float], ...]
Area = tuple[tuple[Ring, ...], ...]
"""Polygons, each of an outer ring and its holes; east and north, in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedIncident:
    """One incident as a row; None and "" are what is not known. What each field means is in `columns.toml`."""

    id: str
    act: Act
    shape: Shape
    first_day: date | None
    last_day: date | None
    date_prec: int | None
    edtf: str
    place: str
    place_id: int | None
    country: str
    country_name: str
    admin1: str
    admin2: str
    where_prec: int | None
    lat: float | None
    lon: float | None
    low: int
    high: int | None
    unit: Unit
    female: int | None
    male: int | None
    children: int | None
    grade: Grade
    origins: int
    reports: int
    voices: tuple[str, ...]
    accepted: int
    conflicts: int
    in_question: Literal["certain", "possible"]
    claims: tuple[str, ...]
    group: str = ""
    manner: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedClaim:
    """One claim as a row, with the incident and the report it belongs to."""

    id: str
    incident: str
    report: str
    act: Act
    shape: Shape
    status: Status
    first_day: date | None
    last_day: date | None
    date_prec: int | None
    edtf: str
    place: str
    country: str
    admin1: str
    admin2: str
    where_prec: int | None
    low: int
    high: int | None
    unit: Unit
    actor_kind: str
    voices: tuple[str, ...]
    read_by: str
    decision: Literal["proposed", "accepted"]
    group: str = ""
    manner: tuple[str, ...] = ()
    actor: str = ""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedReport:
    """One report: by default no more than that there is one, in which language."""

    id: str
    language: str
    outlet: str = ""
    title: str = ""
    url: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFigure:
    """The answer to the question that the export was asked with; `low` None where its claims clash."""

    low: int | None
    high: int | None
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What was asked, when, by which rules, and what was let in. `about` is the question in words."""

    about: str
    day: date
    rules: str
    with_quotes: bool = False
    with_outlets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All of an export. `areas` holds the outlines of incidents of which only an area is known, by their ids."""

    scope: Scope
    incidents: tuple[ExportedIncident, ...]
    claims: tuple[ExportedClaim, ...] = ()
    reports: tuple[ExportedReport, ...] = ()
    areas: Mapping[str, Area] = field(default_factory=dict)
    figure: ExportedFigure | None = None
