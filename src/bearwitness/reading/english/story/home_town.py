"""The town a local report plays in, for what it places nowhere: by its dateline, the police it quotes, and what it calls by the town.

"SALEM, Ore. (KXYZ) -- Officers found two men shot dead, Salem police said." Police speak of what happened in their own town, a
dateline of a local paper names the scene, and "a Salem motel" lies in Salem; so an act that nothing else places lies in the
town that most of this speaks for, or near it (UCDP where_prec 2). A report on several towns, or on another country, has no
home town.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from math import cos, hypot, radians

from bearwitness.core.records import Where
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import COUNTRY, LONGER, NEAR
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.places.places_spoken import is_policed, opens_report
from bearwitness.reading.english.places.seats import is_care, is_of_outlet, is_residence
from bearwitness.reading.english.story.carry import is_told
from bearwitness.reading.english.story.happenings import HARMS
from bearwitness.reading.mentions import PlaceMention

_IN = re.compile(
    r"\b(?:in|at|near|outside|inside|around|across)(?: (?:the|downtown|central|[a-z]*(?:north|south|east|west)[a-z]*))?"
    r"(?: (?:city|town|village) of)? $",
    re.IGNORECASE,
)
_OTHER_STORY = re.compile(
    r"\b(?:(?:another|separate|unrelated|previous)(?: [a-z-]+){0,2} (?:shooting|incident|case|attack|homicide|killing|murder|crash|death|"
    r"robbery|stabbing|matter|investigation|charge)|earlier this)s?\b",
    re.IGNORECASE,
)
""" "Another boy was shot, Salem police said" is no other story; "in a separate shooting" is."""
_DATELINE, _POLICE, _SCENE, _NAMED, _OTHER = 3.0, 2.0, 1.5, 0.5, 0.25
"""What a mention says for its town: a dateline, its police, "in X" or "an X motel", any other; a residence or a hospital."""
_LEAST = 1.5
_MOST, _ALONE = 0.5, 0.75
"""Share of what is said for all towns that must be said for the one; for one without police or a local dateline."""
_ABROAD = 0.25
_NEAR_KM, _BROUGHT_KM = 50, 100
_KM = 111.2
"""Kilometres of a degree of latitude."""


def fill_home_town(frames: Sequence[Frame], places: Sequence[PlaceMention], text: str) -> tuple[Frame, ...]:
    """The frames with the report's home town where they have no place of their own."""
    told = [
        f.where for f in frames if f.act in HARMS and is_told(f.where) and f.where is not None and f.where.prec <= NEAR
    ]
    where = choose_town([(p, weigh(p, text)) for p in places], told)
    if where is None:
        return tuple(frames)
    return tuple(
        replace(f, where=where) if _is_open(f.where, where) and f.act in HARMS and may_play_at_home(f) else f
        for f in frames
    )


def _is_open(own: Where | None, home: Where) -> bool:
    """No place at all, or only a hospital's town or a victim's home not far from the report's town."""
    return own is None or (
        own.basis == "inferred"
        and (_is_close(own, home, _BROUGHT_KM) or (own.country, own.admin1) == (home.country, home.admin1))
    )


def may_play_at_home(frame: Frame) -> bool:
    """Is this an event of the report's own story, and no practice, total, or event long past or told in passing?"""
    aside = (
        frame.aside or frame.attributive
    ) and not frame.past  # "the hospital, where he died" goes on with the story
    general = frame.habitual or frame.spread or aside or frame.bare or frame.since is not None
    long_past = frame.when is not None and frame.when.prec == LONGER
    return not general and not long_past


def choose_town(weighed: Sequence[tuple[PlaceMention, float]], told: Sequence[Where]) -> Where | None:
    """The town that most of what the mentions say speaks for, or None where they speak for several, where other acts are `told` of
    another town, or where much of the report plays in another country: then it is no local report."""
    places = [place for place, _ in weighed]
    weights: dict[int, float] = {}
    local: set[int] = set()
    first: dict[int, Where] = {}
    for place, weight in weighed:
        if place.where.prec > NEAR or not weight:
            continue
        if weight >= _POLICE:
            local.add(place.place.geonameid)
        weights[place.place.geonameid] = weights.get(place.place.geonameid, 0.0) + weight
        first.setdefault(place.place.geonameid, place.where)
    if not weights:
        return None
    best = max(weights, key=lambda k: weights[k])
    home = first[best]
    apart = sum(w for k, w in weights.items() if k != best and not _is_close(first[k], home))
    again = sum(p.place.geonameid == best for p in places) > 1
    if best not in local and told and not (again and all(_is_close(w, home) for w in told)):
        return None  # where one act has its town, the others of a report that is not a local one may lie anywhere
    most = _MOST if best in local else _ALONE
    if weights[best] < _LEAST or weights[best] < most * (weights[best] + apart):
        return None
    said = [(place.where.country, weight if best in local else 1.0) for place, weight in weighed]
    abroad = sum(weight for country, weight in said if country not in {None, home.country})
    if abroad > _ABROAD * sum(weight for _, weight in said):
        return None
    return replace(home, prec=NEAR, basis="inferred")


def weigh(place: PlaceMention, text: str) -> float:
    """What a mention says for its town."""
    begin = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", place.end)
    if is_of_outlet(text[begin : end if end >= 0 else len(text)], place.start - begin):
        return 0.0
    if _OTHER_STORY.search(text, max(begin, text.rfind(". ", begin, place.start)), place.start):
        return 0.0
    if is_care(text, place.start, place.end) or is_residence(text, place.start):
        return _OTHER
    if opens_report(text, place.start, place.end):
        return _DATELINE
    if is_policed(text, place.start, place.end):
        return _POLICE
    before = text[max(0, place.start - 40) : place.start]
    return _SCENE if _IN.search(before) or _scene_behind().match(text, place.end) else _NAMED


@cache
def _scene_behind() -> re.Pattern[str]:
    words = "|".join(load_table("reading.english", "attach.toml")["town_scenes"])
    return re.compile(rf"(?:['’]s)? (?:[a-z-]+ ){{0,2}}(?:{words})\b")


def _is_close(where: Where, home: Where, most: float = _NEAR_KM) -> bool:
    if where.country != home.country or where.lat is None or where.lon is None or home.lat is None or home.lon is None:
        return where.country == home.country and where.prec == COUNTRY
    north, east = where.lat - home.lat, (where.lon - home.lon) * cos(radians(home.lat))
    return hypot(north, east) * _KM <= most
