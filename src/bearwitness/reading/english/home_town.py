"""The town a local report plays in, for killings and injuries it places nowhere: the town of the police it quotes, or that of its dateline.

"Officers found two men shot dead, Salem police said." Police speak of what happened in their own town, so an act that nothing
else places lies in it or near it (UCDP where_prec 2). A dateline says where a report was filed, which is only the act's town
in a report that names no place elsewhere.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, radians

from bearwitness.core.records import Where
from bearwitness.core.vocabulary import COUNTRY, NEAR, POINT
from bearwitness.reading.english.frame import Frame
from bearwitness.reading.english.happenings import HARMS
from bearwitness.reading.mentions import PlaceMention

_POLICE_BEHIND = re.compile(
    r"(?:['’]s)?,? (?:(?:city|town|metro|metropolitan|county|municipal|parish) )?(?:police|officers|detectives|sheriff|PD\b|cops)",
    re.IGNORECASE,
)
_POLICE_BEFORE = re.compile(r"\bpolice (?:department )?(?:in|of)(?: the (?:city|town|village) of)? $", re.IGNORECASE)
_DATELINE_BEHIND = re.compile(r"(?:, ?[^\W\d][^\W\d. ]{1,19}\.?)?(?: ?\([^)\d\n]{1,40}\))? ?(?:–|—|--|-)\s")
_MOST = 2 / 3
"""Share of the mentions of local police that must be of one town."""
_NEAR_KM = 50
_KM = 111.2
"""Kilometres of a degree of latitude."""


def fill_home_town(frames: Sequence[Frame], places: Sequence[PlaceMention], text: str) -> tuple[Frame, ...]:
    """The frames with the report's home town where they have no place at all."""
    where = find_home_town(places, text)
    if where is None:
        return tuple(frames)
    return tuple(replace(f, where=where) if f.where is None and _plays_here(f) else f for f in frames)


def _plays_here(frame: Frame) -> bool:
    general = frame.habitual or frame.spread or frame.aside or frame.bare or frame.since is not None
    return frame.act in HARMS and not general


def find_home_town(places: Sequence[PlaceMention], text: str) -> Where | None:
    """The town whose police the report names, or else of its dateline; None where it names the police of several, or
    another country: then it is no local report."""
    towns = [p for p in places if p.where.prec == POINT]
    policed = [p for p in towns if _is_policed(text, p)]
    if policed:
        name, size = Counter(p.place.geonameid for p in policed).most_common(1)[0]
        first = next(p for p in policed if p.place.geonameid == name)
        local = all(p.where.country in {None, first.where.country} for p in places)
        return _infer(first.where) if local and size >= _MOST * len(policed) else None
    filed = next((p for p in towns if _is_dateline(text, p)), None)
    if filed is None or any(_is_elsewhere(p.where, filed.where) for p in places if p.start > filed.start):
        return None
    return _infer(filed.where)


def _infer(where: Where) -> Where:
    return replace(where, prec=NEAR, basis="inferred")


def _is_policed(text: str, place: PlaceMention) -> bool:
    before = text[max(0, place.start - 40) : place.start]
    return bool(_POLICE_BEHIND.match(text, place.end) or _POLICE_BEFORE.search(before))


def _is_dateline(text: str, place: PlaceMention) -> bool:
    begins = place.start == 0 or text[place.start - 1] == "\n"
    return begins and bool(_DATELINE_BEHIND.match(text, place.end))


def _is_elsewhere(where: Where, home: Where) -> bool:
    """Another country or first division than the home town's, or a town that is not close to it."""
    if where.country != home.country or (where.admin1 != home.admin1 and where.prec != COUNTRY):
        return True
    if where.prec > NEAR:
        return False
    if where.lat is None or where.lon is None or home.lat is None or home.lon is None:
        return True
    north, east = where.lat - home.lat, (where.lon - home.lon) * cos(radians(home.lat))
    return hypot(north, east) * _KM > _NEAR_KM
