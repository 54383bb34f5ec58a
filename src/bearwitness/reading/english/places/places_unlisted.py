"""Towns that the gazetteer lacks, told with their state: "in Fernley Hollow, Ohio", "FERNLEY HOLLOW, Ohio (KXYZ) --".

Without them the state alone would stand, or a namesake abroad that the words rule out ("PINEWICK, N.C." is in no other country).
They have no point on the map, and no id.
"""

import re
from collections.abc import Sequence
from zlib import crc32

from bearwitness.core.places import Place
from bearwitness.reading.english.places.places_cues import SURE
from bearwitness.reading.english.places.places_raw import is_large
from bearwitness.reading.english.places.places_spoken import opens_report
from bearwitness.reading.english.places.places_words import load_words
from bearwitness.reading.folding import fold_text
from bearwitness.reading.place_bearers import NameUse
from bearwitness.reading.places import OWN_IDS

_TOWN = re.compile(r"((?:[A-Z][\w'’-]*\.? ){0,2}[A-Z][\w'’-]+), $")
_BEFORE = re.compile(r"\b(?:in|near|outside|inside)(?: (?:rural|nearby|downtown))? $")
_LONGEST = 50


def add_unlisted(text: str, uses: Sequence[NameUse]) -> list[NameUse]:
    """The uses with the towns that only their state places, there and wherever "in" stands before the name again."""
    towns = {name: place for use in uses if (found := _find_town(text, use, uses)) for name, place in [found]}
    if not towns:
        return list(uses)
    spots = [
        (m.start(), m.end(), place)
        for name, place in towns.items()
        for m in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
        if text[m.start()].isupper() and _is_placed(text, m.start(), m.end())
    ]
    named = {fold_text(name) for name in towns}
    kept = [
        u for u in uses if fold_text(u.text) not in named and not any(a < u.end and u.start < b for a, b, _ in spots)
    ]
    added = [
        NameUse(start=a, end=b, text=text[a:b], candidates=(place,), strength=SURE + 0.2, stated=True)
        for a, b, place in spots
    ]
    return sorted([*kept, *added], key=lambda u: u.start)


def _find_town(text: str, state: NameUse, uses: Sequence[NameUse]) -> tuple[str, Place] | None:
    area = state.candidates[0]
    match = _TOWN.search(text, max(0, state.start - _LONGEST), state.start)
    if area.kind != "admin1" or sum(p.kind == "admin1" for p in state.candidates) > 1 or match is None:
        return None
    name = match[1]
    start = state.start - len(name) - 2
    first = name.split()[0]
    words = load_words()
    if not _is_placed(text, start, start + len(name)) or fold_text(name.split()[-1]) in words.generic:
        return None
    if first.lower().rstrip(".") in words.titles | words.starters or not _is_alone(name, start, area, uses):
        return None
    own = name.title() if name.isupper() else name
    mark = OWN_IDS + (crc32(fold_text(f"{own} {area.name}").encode()) & 0x3FFFFFFF)
    return name, Place(
        geonameid=mark,
        name=own,
        kind="town",
        country=area.country,
        admin1=area.name,
        admin2=None,
        lat=None,
        lon=None,
        population=0,
    )


def _is_placed(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE.search(text, max(0, start - 30), start)) or (
        text[start:end].isupper() and opens_report(text, start, end)
    )


def _is_alone(name: str, start: int, area: Place, uses: Sequence[NameUse]) -> bool:
    """Whether no place that the gazetteer knows in this state ends where the name ends, and none of some size: "in Minsk, Brest and
    Gomel" is a list."""
    end = start + len(name)
    return not any(
        u.end == end
        and (
            u.stated or any(p.country == area.country and (p.admin1 == area.name or is_large(p)) for p in u.candidates)
        )
        for u in uses
    )
