"""In which country an act was that is told without a place: by whose authorities did it, by the report, by its own sentence.

Nothing finer than a country is filled in. "Iranian police arrested five" is Iran also in a report about Germany; else the
act lies in the country that the report hardly leaves; in a report on many, in the one country its own sentence names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import COUNTRY
from bearwitness.reading.english.frames.abroad import acts_at_home
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.places.demonyms import find_nationalities
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.places import build_where

SHARE = 0.5
"""Share of the report's places that must lie in one country before an act without a place is put there."""
FEWEST = 2
"""Mentions of places below which a report says too little about where it plays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What tells where a report plays: its text, the places of the sentences that tell acts and of its lead, and the gazetteer."""

    text: str
    places: Sequence[PlaceMention]
    gazetteer: Gazetteer


def fill_countries(frames: Sequence[Frame], scenes: Sequence[Scene], setting: Setting) -> tuple[Frame, ...]:
    """The frames with a country where they have no place; unchanged where neither actor, report nor sentence gives one."""
    where = _find_country(setting.places, setting.text, setting.gazetteer)
    by_index = {s.sentence.index: s for s in scenes}
    return tuple(
        replace(f, where=_find_own(f, by_index[f.sentence], where, setting.gazetteer))
        if f.where is None and not f.habitual
        else f
        for f in frames
    )


def _find_own(frame: Frame, scene: Scene, report: Where | None, gazetteer: Gazetteer) -> Where | None:
    named = _find_named(scene)
    if acts_at_home(frame) and frame.actor is not None:
        codes = {code: text for text, code in named if text in frame.actor.text}
        if len(codes) == 1:
            return _build(*codes.popitem(), gazetteer)
    if report is not None:
        return report
    codes = {code: text for text, code in reversed(named)}
    return _build(*codes.popitem(), gazetteer) if len(codes) == 1 else None


def _build(code: str, text: str, gazetteer: Gazetteer) -> Where | None:
    country = gazetteer.country(code)
    return replace(build_where(country, text), basis="inferred", prec=COUNTRY) if country is not None else None


def _find_named(scene: Scene) -> list[tuple[str, str]]:
    """The words of the sentence that name a country, a place in one, or its people, each with the code, in no order."""
    nations = find_nationalities(scene.sentence.text)
    named = [(p.text, p.where.country) for p in scene.places if p.where.country is not None]
    return [*named, *((scene.sentence.text[n.start : n.end], n.code) for n in nations)]


def _find_country(places: Sequence[PlaceMention], text: str, gazetteer: Gazetteer) -> Where | None:
    """The country that most of the report's places lie in and whose people it names; its title speaks loudest."""
    named = [(p.start, p.text, code, _weigh(p, text)) for p in places if (code := p.where.country) is not None]
    named += [(n.start, text[n.start : n.end], n.code, _NATIONALITY) for n in find_nationalities(text)]
    named = [n for n in named if not _MISSION.match(text, n[0] + len(n[1]))]
    title = text.find("\n")
    weights: dict[str, float] = {}
    own: dict[str, float] = {}
    for start, _, code, weight in named:
        loud = _IN_TITLE if start < title <= _LONGEST_TITLE else 1.0
        own[code] = own.get(code, 0.0) + weight * loud
        weights[_SOVEREIGN.get(code, code)] = weights.get(_SOVEREIGN.get(code, code), 0.0) + weight * loud
    if len(named) < FEWEST:
        return None
    code, weight = max(weights.items(), key=lambda item: (item[1], item[0]))
    # A report all of Hong Kong plays there; one that speaks of the mainland as much plays in China.
    code = next((c for c in _SOVEREIGN if own.get(c, 0.0) >= SHARE * sum(own.values())), code)
    country = gazetteer.country(code)
    filed = next((p.where.country for p in places if _is_filed(text, p)), None)
    least = SHARE if filed in {None, code} else _ABROAD
    if weight < least * sum(weights.values()) or country is None:
        return None
    words = min((n[0], n[1]) for n in named if code in {n[2], _SOVEREIGN.get(n[2], n[2])})[1]
    return replace(build_where(country, words), basis="inferred")


def _weigh(place: PlaceMention, text: str) -> float:
    """A country's initials before a noun ("U.S. Congress", "UK troops") are a nationality."""
    initials = place.where.prec == COUNTRY and place.text.replace(".", "").isupper() and len(place.text) <= _INITIALS
    return _NATIONALITY if initials and re.match(r" [^\W\d]", text[place.end : place.end + 2]) else 1.0


def _is_filed(text: str, place: PlaceMention) -> bool:
    """Does a dateline say that the report was filed here?"""
    begins = place.start == 0 or text[place.start - 1] == "\n"
    return begins and bool(_FILED.match(text, place.end))


_MISSION = re.compile(r"(?:'S|'s|’s)? (?:embass|ambassador|consul)", re.IGNORECASE)
"""A mission is in another country than its own."""
_FILED = re.compile(r"(?: ?\([^)\n]{1,40}\))?(?:, [^\n–—]{1,40}?)?(?: ?\([^)\n]{1,40}\))? ?(?:–|—|--|-) ")
_ABROAD = 0.75
"""Share that a country needs in a report filed in another."""
_INITIALS = 6
_IN_TITLE, _NATIONALITY = 3.0, 0.5
"""What a country named in the title, and a nationality, weigh beside a place named further down."""
_LONGEST_TITLE = 300
"""Characters of a first line that may be a title."""

_SOVEREIGN = {"HK": "CN", "MO": "CN"}
"""Territories whose acts of state are their sovereign's."""
