"""Incidents chosen and paged for a person who looks through them; and what of a register needs a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.incidents import Incident
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import Act, Grade
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.spans import may_lie_in_days

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What incidents are looked for; None and "" leave a thing open. `place` is any part of a place's names, however cased."""

    act: Act | None = None
    grade: Grade | None = None
    place: str = ""
    earliest: date | None = None
    latest: date | None = None
    is_total: bool = False
    has_conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One page of what was found; `number` counts pages from 1."""

    incidents: tuple[Incident, ...]
    found: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What waits for a person."""

    claims: int
    accepted: int
    rejected: int
    conflicts: int
    flags: int
    unread: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All incidents in the order of the table, and of each the names of its place to look in, its country's code first."""

    incidents: tuple[Incident, ...]
    places: tuple[str, ...]


def list_incidents(snapshot: Snapshot) -> Listing:
    """All incidents, the latest first; those of no known day at the end."""
    incidents = tuple(sorted(snapshot.view.incidents, key=_order, reverse=True))
    return Listing(incidents=incidents, places=tuple(_name_place(one.where) for one in incidents))


def find_incidents(listing: Listing, wanted: Filter) -> tuple[Incident, ...]:
    """Those that fit, in their order. An incident of which no day is known fits every period: it may lie there."""
    shape = "aggregate" if wanted.is_total else "incident"
    text = wanted.place.strip().casefold()
    is_code = len(text) == 2
    has_days = wanted.earliest is not None or wanted.latest is not None
    return tuple(
        one
        for one, place in zip(listing.incidents, listing.places, strict=True)
        if one.shape == shape
        and (wanted.act is None or one.act == wanted.act)
        and (wanted.grade is None or one.grade == wanted.grade)
        and (not text or (place.startswith(f"{text}\n") if is_code else text in place))
        and (not wanted.has_conflict or one.conflicts or one.flags)
        and (not has_days or may_lie_in_days(one.when, (wanted.earliest, wanted.latest)))
    )


def choose_page(found: Sequence[Incident], number: int) -> Chosen:
    """One page of them; a number beyond the last is the last."""
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(1, number), pages)
    return Chosen(
        incidents=tuple(found[(number - 1) * PAGE : number * PAGE]), found=len(found), number=number, pages=pages
    )


def find_needs(snapshot: Snapshot) -> Needs:
    """What of the register needs a person."""
    view = snapshot.view
    current = [claim.id for reading in view.readings for claim in reading.claims]
    accepted = sum(ident in view.accepted for ident in current)
    rejected = sum(ident in view.rejected for ident in current)
    return Needs(
        claims=len(current) - accepted - rejected,
        accepted=accepted,
        rejected=rejected,
        conflicts=sum(bool(one.conflicts) for one in view.incidents),
        flags=sum(bool(one.flags) for one in view.incidents),
        unread=sum(reading.error is not None for reading in view.readings),
        waiting=len(view.waiting),
    )


def _name_place(where: Where | None) -> str:
    if where is None:
        return ""
    names = (where.country or "", where.name, where.admin1 or "", where.admin2 or "")
    return "\n".join(names).casefold()


def _order(one: Incident) -> tuple[str, str]:
    when = one.when
    day = None if when is None else when.latest or when.earliest
    return ("" if day is None else day.isoformat(), one.id)
