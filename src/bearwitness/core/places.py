"""A place as the gazetteer knows it, and what any gazetteer must answer."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Literal, Protocol

from bearwitness.core.records import Where
from bearwitness.core.vocabulary import ADMIN1, ADMIN2, COUNTRY, REGION

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


@lru_cache(maxsize=4096)
def find_path(where: Where | None) -> tuple[str, ...]:
    """The path of areas down to a place, as far as its precision and known divisions carry: () is the world, then country,
    division, town.

    A town whose division is unknown ends at the country: it cannot be told apart from the country's other towns of
    that name. So does a place that is only inferred: a count "certainly in Salem" must rest on words that say so.
    """
    if where is None:
        return ()
    depth = 1 if where.basis == "inferred" else {COUNTRY: 1, REGION: 1, ADMIN1: 2}.get(where.prec, 3)
    parts = (where.country, where.admin1, where.name if where.prec <= ADMIN2 else None)
    return tuple(part for part in takewhile(bool, parts[:depth]) if part)


class Gazetteer(Protocol):
    """Names to places. Look-ups ignore case, accents, hyphens and apostrophes; the most populous candidate comes first."""

    def find(self, name: str) -> tuple[Place, ...]:
        """All places that bear this name or alternate name; empty when none does."""

    def place(self, geonameid: int) -> Place | None:
        """The place with this GeoNames id."""

    def country(self, code: str) -> Place | None:
        """The country with this ISO alpha-2 code."""
