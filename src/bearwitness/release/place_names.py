"""Places as a reader knows them: countries by name beside their code, divisions by name beside their number in GeoNames."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNames:
    """English names of countries by their ISO 3166 code, and GeoNames ids of divisions by country code and name; of the rows' places."""

    countries: Mapping[str, str] = field(default_factory=dict)
    divisions: Mapping[tuple[str, str], int] = field(default_factory=dict)


NO_NAMES = PlaceNames()


def say_place(place: tuple[str, ...], names: PlaceNames) -> str:
    """ "Yanji, Jilin, China"; "all countries" for the world."""
    if not place:
        return "all countries"
    return ", ".join((*reversed(place[1:]), find_country(place[0], names)))


def find_country(code: str, names: PlaceNames) -> str:
    """The country's name; its code where no name is known."""
    return names.countries.get(code, code)


def find_division(place: tuple[str, ...], names: PlaceNames) -> str:
    """The GeoNames id of the division a place lies in, "" where it is not known."""
    found = names.divisions.get((place[0], place[1])) if len(place) > 1 else None
    return "" if found is None else str(found)
