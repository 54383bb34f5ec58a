"""Which incidents a total holds: surely, where act, days, place and group lie wholly in what it covers, or perhaps.

Worked out when asked and never kept: a yearly total over ten thousand incidents would make ten thousand links. Counting needs none of
them, for there a total bounds whatever lies in its scope; they are for a person who asks what a total is made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.days import find_known
from bearwitness.core.incidents import Incident, Link
from bearwitness.core.places import find_path
from bearwitness.core.records import Reading
from bearwitness.core.tables import load_words

_INSIDE: Final = "its days, place and act lie inside what the total covers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An incident and a total that holds it, surely or perhaps, and why, by their ids."""

    incident: str
    total: str
    is_sure: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What reports and persons say beside the numbers: the day each claim was told, and pairs of claims judged part-of or different."""

    told_on: Mapping[str, date]
    parts: frozenset[tuple[str, str]]
    walls: frozenset[frozenset[str]]


def find_words_on(readings: Iterable[Reading], links: Iterable[Link]) -> Words:
    """Of all claims of these readings."""
    links = list(links)
    return Words(
        told_on={
            claim.id: reading.report.published_on
            for reading in readings
            if reading.report.published_on
            for claim in reading.claims
        },
        parts=frozenset((link.left, link.right) for link in links if link.judgement == "part-of"),
        walls=frozenset(frozenset((link.left, link.right)) for link in links if link.judgement == "different"),
    )


def list_held(incidents: Sequence[Incident], totals: Sequence[Incident], words: Words) -> tuple[Held, ...]:
    """Every incident with every total that holds it, the sure ones first, then by ids; the order given changes nothing."""
    found = [
        held
        for total in totals
        if total.shape == "aggregate"
        for incident in incidents
        if incident.shape == "incident" and (held := compare_with_total(incident, total, words)) is not None
    ]
    return tuple(sorted(found, key=lambda held: (not held.is_sure, held.total, held.incident)))


def compare_with_total(incident: Incident, total: Incident, words: Words) -> Held | None:
    """Whether the total holds the incident's people; None where it cannot.

    What is judged different ("in addition to the 12 in Dandong") is a wall. Nobody knows of what happens after they speak: a total told
    before the incident's day cannot hold it.
    """
    if (incident.act, incident.count.unit) != (total.act, total.count.unit):
        return None
    pairs = [(one, other) for one in incident.claims for other in total.claims]
    if any(frozenset(pair) in words.walls for pair in pairs):
        return None
    if any(pair in words.parts for pair in pairs):
        return Held(incident=incident.id, total=total.id, is_sure=True, reasons=("judged to be a part of it",))
    doubts: list[str] = []
    for find in (_compare_days, _compare_places, _compare_groups):
        doubt = find(incident, total, words)
        if doubt is None:
            return None
        doubts += [doubt] if doubt else []
    reasons = tuple(doubts) or (_INSIDE,)
    return Held(incident=incident.id, total=total.id, is_sure=not doubts, reasons=reasons)


def _compare_days(incident: Incident, total: Incident, words: Words) -> str | None:
    """Why the days leave it open; empty where they lie inside, None where they do not meet."""
    spoken = [words.told_on[ident] for ident in total.claims if ident in words.told_on]
    told = min(spoken, default=date.max)
    when, scope = find_known(incident.when), find_known(total.when)
    first = (when and when.earliest) or date.min
    last = (when and when.latest) or date.max
    start = (scope and scope.earliest) or date.min
    end = (scope and scope.latest) or date.max
    if last < start or end < first or told < first:
        return None
    if scope is None or (scope.earliest is None and scope.latest is None):
        return "the total does not say over which days it goes"
    if when is None or (when.earliest is None and when.latest is None):
        return "the incident's day is not known"
    if told < last:
        return f"the total was told on {told.isoformat()}, and the incident may be later"
    return "" if start <= first and last <= end else "its days reach beyond those of the total"


def _compare_places(incident: Incident, total: Incident, _: Words) -> str | None:
    inner, outer = find_path(incident.where), find_path(total.where)
    shared = min(len(inner), len(outer))
    if inner[:shared] != outer[:shared]:
        return None
    if not outer:
        return "the total does not say over which place it goes"
    if len(inner) < len(outer):
        return "the incident's place is known only as a larger one" if inner else "the incident's place is not known"
    return ""


def _compare_groups(incident: Incident, total: Incident, _: Words) -> str | None:
    """Groups never rule out: "refugees" and "defectors" may be the same people in two outlets' words."""
    wanted, told = total.people.group, incident.people.group
    if not wanted or wanted.casefold() in load_words("linking", "containing.toml", "plain"):
        return ""
    if told and wanted.casefold() in told.casefold():
        return ""
    return f"the total is of {wanted}, the incident " + (f"of {told}" if told else "names no group")
