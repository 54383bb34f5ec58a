"""A place as the gazetteer knows it, and what any gazetteer must answer."""

from dataclasses import dataclass
from typing import Literal, Protocol

PlaceKind = Literal["country", "admin1", "admin2", "town", "region", "waters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry: `country` is ISO 3166 alpha-2, `admin1`/`admin2` are names of the divisions above it (None if it is one)."""

    geonameid: int
    name: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    population: int


class Gazetteer(Protocol):
    """Names to places. Look-ups ignore case, accents, hyphens and apostrophes; the most populous candidate comes first."""

    def find(self, name: str) -> tuple[Place, ...]:
        """All places that bear this name or alternate name; empty when none does."""

    def place(self, geonameid: int) -> Place | None:
        """The place with this GeoNames id."""

    def country(self, code: str) -> Place | None:
        """The country with this ISO alpha-2 code."""
