"""A place as an export tells it: names of the gazetteer alone, and a point only for a town that claims state."""

from dataclasses import dataclass
from typing import Final

from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import ADMIN1, ADMIN2, COUNTRY, REGION, WATERS
from bearwitness.store.outlines import Outlines
from bearwitness.workflow.incident_map import Spot, find_spot

Area = tuple[tuple[tuple[tuple[float, float], ...], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedPlace:
    """A place by its names, "" and None where unknown. `spot` is what is drawn of it."""

    name: str = ""
    ident: int | None = None
    country: str = ""
    country_name: str = ""
    admin1: str = ""
    admin2: str = ""
    prec: int | None = None
    spot: Spot | None = None


NOWHERE: Final = ExportedPlace()


def find_exported_place(where: Where | None, gazetteer: Gazetteer) -> ExportedPlace:
    """The place, no finer than the gazetteer knows it.

    A name that the gazetteer does not hold is words of a report, and may be a shelter's: the place is then the smallest division that
    is known. Of a place that is only inferred no more than the country is told, as in counting.
    """
    known = None if where is None or not where.country else gazetteer.country(where.country)
    if where is None or known is None or known.country is None:
        return NOWHERE
    spot, country = find_spot(where, gazetteer), known.country
    if where.basis == "inferred":
        return ExportedPlace(country=country, country_name=known.name, prec=COUNTRY, spot=spot)
    place = None if where.geonameid is None else gazetteer.place(where.geonameid)
    if place is not None and place.country != country:
        place = None
    admin1 = _keep_division(where.admin1, country, gazetteer)
    admin2 = _keep_division(where.admin2, country, gazetteer) if admin1 else ""
    widest = ADMIN2 if admin2 else ADMIN1 if admin1 else COUNTRY
    prec = where.prec if where.prec in {REGION, WATERS} or place is not None else max(where.prec, widest)
    if place is None and spot is not None and len(spot.path) > 1 and not admin1:
        spot = None
    return ExportedPlace(
        name="" if place is None or place.kind == "country" else place.name,
        ident=None if place is None else place.geonameid,
        country=country,
        country_name=known.name,
        admin1=admin1,
        admin2=admin2,
        prec=prec,
        spot=spot,
    )


def find_area(place: ExportedPlace, outlines: Outlines) -> Area:
    """The outline of a place of which only an area is known; () where it is a point, or none is shipped."""
    if place.spot is None or place.spot.point is not None:
        return ()
    path = place.spot.path
    found = outlines.divisions.get((path[0], path[1])) if len(path) > 1 else outlines.countries.get(path[0])
    return () if found is None else found.polygons


def _keep_division(name: str | None, country: str, gazetteer: Gazetteer) -> str:
    """The name of a division, if the gazetteer has it in this country."""
    if not name or not any(one.country == country and one.name == name for one in gazetteer.find(name)):
        return ""
    return name
