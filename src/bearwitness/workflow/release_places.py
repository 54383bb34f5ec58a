"""Places of a release: no closer than the gazetteer knows them, and by the names that a reader knows."""

from collections.abc import Iterable

from bearwitness.core.places import Gazetteer, find_path
from bearwitness.core.records import Where
from bearwitness.release.place_names import PlaceNames
from bearwitness.release.rows import Row
from bearwitness.workflow.exported_places import find_exported_place


def find_known_path(where: Where | None, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The path of a place as far as its parts stand in the gazetteer.

    Any other name is words of a report, and may be a shelter's or a family's: six arrests "in Grace House" must not print it.
    """
    path, known = find_path(where), find_exported_place(where, gazetteer)
    depth = 0 if not known.country else 1 if not known.admin1 else 2 if not known.name else 3
    return path[:depth]


def find_place_names(rows: Iterable[Row], gazetteer: Gazetteer) -> PlaceNames:
    """What the places of these rows are called."""
    places = {row.key.scope.place for row in rows}
    countries = {place[0]: gazetteer.country(place[0]) for place in places if place}
    divisions = {
        (place[0], place[1]): one.geonameid
        for place in places
        if len(place) > 1
        for one in gazetteer.find(place[1])
        if one.kind == "admin1" and one.country == place[0] and one.name == place[1]
    }
    return PlaceNames(
        countries={code: one.name for code, one in countries.items() if one is not None}, divisions=divisions
    )
