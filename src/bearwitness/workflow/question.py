"""A question as a person asks it, with its place found in the gazetteer."""

from datetime import date
from typing import Final

from bearwitness.core.errors import UnknownPlaceError, UsageError
from bearwitness.core.incidents import Question
from bearwitness.core.places import Gazetteer, Place
from bearwitness.core.vocabulary import Act

_SHOWN: Final = 6
_FAR_LARGER: Final = 20


def build_question(
    gazetteer: Gazetteer | None, act: Act, days: tuple[date | None, date | None], place: str | None, group: str | None
) -> Question:
    """The question for `act` between two days (either may be open), in `place`, of `group`.

    `place` is an ISO country code (CN), a path (CN/Liaoning/Shenyang), a geonameid, a name that one place bears, or a name with what lies
    around it ("Shenyang, China").
    Raises UnknownPlaceError when no place or several answer to it, and UsageError when the days are the wrong way
    round.
    """
    first, last = days
    if first is not None and last is not None and first > last:
        raise UsageError(f"the first day asked for ({first}) is after the last ({last}); swap them")
    return Question(
        act=act,
        earliest=first,
        latest=last,
        place=_find_asked(gazetteer, place or ""),
        group=group.strip() or None if group else None,
    )


def _find_asked(gazetteer: Gazetteer | None, place: str) -> tuple[str, ...]:
    if gazetteer is not None and place.strip():
        return resolve_place(gazetteer, place)
    return tuple(part.strip() for part in place.split("/") if part.strip())


def resolve_place(gazetteer: Gazetteer, place: str) -> tuple[str, ...]:
    """The path (country, division, town) that `place` means."""
    text = place.strip()
    if "/" in text:
        return _resolve_path(gazetteer, text)
    if text.isdecimal():
        found = gazetteer.place(int(text))
        if found is None:
            raise UnknownPlaceError(f"no place has the GeoNames id {text}; give another id, a name or a path")
        return find_path(found)
    if len(text) == 2 and text.isascii():
        # A code and never a name: "UK" is no ISO code, and is not the village of Uk near Irkutsk.
        return _resolve_path(gazetteer, text)
    found_whole = gazetteer.find(text)
    if "," in text and not found_whole:
        return _resolve_written(gazetteer, text)
    return _choose(text, found_whole)


def name_path(gazetteer: Gazetteer, path: tuple[str, ...]) -> str | None:
    """How a question names the place at this path; None where it would find another, or none."""
    text = "/".join(path)
    try:
        found = resolve_place(gazetteer, text) if text else ()
    except UnknownPlaceError:
        return None
    return text if found == path else None


def find_path(place: Place) -> tuple[str, ...]:
    """The path down to a place. Second-order divisions and towns both stand below the first-order division."""
    path = _path_or_none(place)
    if path is None:
        # Counting knows places by country, division and town: one that lacks the middle cannot be told from its
        # country.
        wider = place.country or "a country"
        raise UnknownPlaceError(f"the division that {place.name} lies in is not known; ask for {wider} instead")
    return path


def _resolve_path(gazetteer: Gazetteer, text: str) -> tuple[str, ...]:
    """A path as written, each part in the gazetteer's own spelling."""
    parts = [part.strip() for part in text.strip("/").split("/")]
    if not 1 <= len(parts) <= 3 or not all(parts):
        raise UnknownPlaceError(f"{text!r} is not a path; write COUNTRY/DIVISION/TOWN, such as CN/Liaoning/Shenyang")
    country = gazetteer.country(parts[0].upper())
    if country is None or country.country is None:
        raise UnknownPlaceError(f"{parts[0]!r} is not an ISO country code; codes are such as CN or GB")
    path: tuple[str, ...] = (country.country,)
    for part in parts[1:]:
        inside = [place for place in gazetteer.find(part) if (_path_or_none(place) or ())[: len(path)] == path]
        below = [place for place in inside if len(find_path(place)) == len(path) + 1]
        if not inside:
            raise UnknownPlaceError(f"no place called {part!r} is known in {'/'.join(path)}; check the spelling")
        path = _choose(part, tuple(below or inside))
    return path


def _resolve_written(gazetteer: Gazetteer, text: str) -> tuple[str, ...]:
    """A place as people write it, from the smallest outwards ("Shenyang, China"), or from the country inwards ("CN, Shenyang")."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for order in (parts, parts[::-1]) if parts else ():
        smallest, outer = order[0], [_list_paths(gazetteer, part) for part in order[1:]]
        inside = [
            place
            for place in gazetteer.find(smallest)
            if (path := _path_or_none(place)) and all(_lies_in(path, wider) for wider in outer)
        ]
        if inside:
            return _choose(smallest, tuple(inside))
    raise UnknownPlaceError(
        f"no place like {text!r} is known; write it as 'Shenyang, China', as CN/Liaoning/Shenyang, or a country code"
    )


def _list_paths(gazetteer: Gazetteer, name: str) -> tuple[tuple[str, ...], ...]:
    """All areas that a word for what lies around may mean: a country's code or name, a division's, a town's."""
    country = gazetteer.country(name.upper()) if len(name) == 2 else None
    places = gazetteer.find(name) if country is None else (country,)
    return tuple(path for place in places if (path := _path_or_none(place)))


def _lies_in(path: tuple[str, ...], wider: tuple[tuple[str, ...], ...]) -> bool:
    return any(path != one and path[: len(one)] == one for one in wider)


def _path_or_none(place: Place) -> tuple[str, ...] | None:
    if place.country is None:
        return None
    if place.kind == "country":
        return (place.country,)
    if place.kind == "admin1":
        return (place.country, place.name)
    return None if place.admin1 is None else (place.country, place.admin1, place.name)


def _choose(name: str, found: tuple[Place, ...]) -> tuple[str, ...]:
    """The one path that places called `name` mean.

    A division and the town in it that share a name are asked for as the division. Of places far apart, the one meant
    is the one with twenty times the people of every other, as a name without more means it in the press; else there is
    a choice.
    """
    named = max((place.population for place in found if place.name.casefold() == name.casefold()), default=0)
    people: dict[tuple[str, ...], int] = {}
    for place in found:
        path = _path_or_none(place)
        # Another name ("Parys" for Paris) counts only for places far larger: "Congo" is no town in Brazil.
        if path and (place.name.casefold() == name.casefold() or place.population >= _FAR_LARGER * named):
            people[path] = max(people.get(path, 0), place.population)
    if not people:
        what = "give a country code, a path such as CN/Liaoning or a geonameid"
        raise UnknownPlaceError(f"no place called {name!r} is known; {what}")
    outermost = [path for path in people if not any(path != wider and path[: len(wider)] == wider for wider in people)]
    ranked = sorted(outermost, key=lambda path: (-people[path], path))
    if len(ranked) == 1 or people[ranked[0]] >= _FAR_LARGER * max(people[ranked[1]], 1):
        return ranked[0]
    choices = ["/".join(path) for path in ranked[:_SHOWN]]
    more = f" and {len(ranked) - _SHOWN} more" if len(ranked) > _SHOWN else ""
    listed = ", ".join(choices) + more
    raise UnknownPlaceError(f"{len(ranked)} places are called {name!r}; give one of these paths: {listed}")
