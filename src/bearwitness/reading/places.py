"""From a gazetteer entry to the contract's Where, with UCDP's precision; the smallest area that holds several."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bearwitness.core.places import Gazetteer, Place, PlaceKind
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import ADMIN1, ADMIN2, COUNTRY, NEAR, POINT, REGION, WATERS

OWN_IDS: Final = 1 << 31
"""Ids from here on are the gazetteer's own (regions, waters), not GeoNames', and are not shown."""

_PRECISION: Final[dict[PlaceKind, int]] = {
    "town": POINT, "admin2": ADMIN2, "admin1": ADMIN1, "region": REGION, "country": COUNTRY, "waters": WATERS,
}  # fmt: skip

_CITIES: Final = frozenset({"HK", "MO", "SG", "MC", "VA", "GI"})
"""Codes of countries and territories that are one city: who names it names a town, as exactly as any other."""


def build_where(place: Place, text: str) -> Where:
    """The Where of an entry under the words `text`. Precision follows the kind: a country is never its capital, but
    Hong Kong and Singapore are themselves the town.

    A division stands in its own column too (`admin1` of Jilin Province is Jilin), so that paths compare.
    """
    return Where(
        name=place.name,
        geonameid=place.geonameid if place.geonameid < OWN_IDS else None,
        country=place.country,
        admin1=place.name if place.kind == "admin1" else place.admin1,
        admin2=place.name if place.kind == "admin2" else place.admin2,
        lat=place.lat,
        lon=place.lon,
        prec=POINT if place.kind == "country" and place.country in _CITIES else _PRECISION[place.kind],
        text=text,
    )


def build_near(place: Place, text: str) -> Where:
    """The Where of "near X", "outside X": about 25 km around a town (UCDP where_prec 2); larger places stay."""
    where = build_where(place, text)
    return replace(where, prec=NEAR) if where.prec == POINT else where


def build_part(place: Place, text: str) -> Where:
    """The Where of "northern X": a region inside a province or country (UCDP where_prec 5); smaller places stay."""
    where = build_where(place, text)
    return replace(where, prec=REGION) if where.prec in {ADMIN1, COUNTRY} else where


def is_inside(place: Place, area: Place) -> bool:
    """Whether the entry lies in the division or country `area`, by its parents."""
    if place.country != area.country or place.kind == "country":
        return False
    if area.kind == "country":
        return True
    if area.kind == "admin1":
        return place.admin1 == area.name
    return area.kind == "admin2" and place.admin2 == area.name and place.admin1 == area.admin1


def find_common_area(places: Sequence[Place], gazetteer: Gazetteer) -> Place | None:
    """The smallest division or country that holds all of the places (Security Force Monitor's rule for an ambiguous
    name), or None when they lie in several countries."""
    first = places[0]
    if len(places) == 1:
        return first
    countries = {place.country for place in places}
    if len(countries) > 1 or first.country is None:
        return None
    admin1 = _one({place.name if place.kind == "admin1" else place.admin1 for place in places})
    admin2 = _one({place.name if place.kind == "admin2" else place.admin2 for place in places})
    if admin1 and admin2:
        found = [
            p
            for p in gazetteer.find(admin2)
            if p.kind == "admin2" and p.country == first.country and p.admin1 == admin1
        ]
        if found:
            return found[0]
    if admin1:
        found = [p for p in gazetteer.find(admin1) if p.kind == "admin1" and p.country == first.country]
        if found:
            return found[0]
    return gazetteer.country(first.country)


def _one(names: set[str | None]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None
