"""Incidents chosen and paged for a person who looks through them; and what of a register needs a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.incidents import Incident
from bearwitness.core.vocabulary import Act, Grade
from bearwitness.workflow.live_view import Snapshot

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


def sort_incidents(snapshot: Snapshot) -> tuple[Incident, ...]:
    """All incidents, the latest first; those of no known day at the end."""
    return tuple(sorted(snapshot.view.incidents, key=_order, reverse=True))


def find_incidents(incidents: Sequence[Incident], wanted: Filter) -> tuple[Incident, ...]:
    """Those that fit, in their order. An incident of which no day is known fits every period: it may lie there."""
    return tuple(one for one in incidents if _fits(one, wanted))


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


def _fits(one: Incident, wanted: Filter) -> bool:
    if wanted.act is not None and one.act != wanted.act:
        return False
    if (one.shape == "aggregate") is not wanted.is_total:
        return False
    if wanted.grade is not None and one.grade != wanted.grade:
        return False
    if wanted.has_conflict and not (one.conflicts or one.flags):
        return False
    return _fits_days(one, wanted) and _fits_place(one, wanted.place)


def _fits_days(one: Incident, wanted: Filter) -> bool:
    when = one.when
    if when is None:
        return True
    ends_before = wanted.earliest is not None and when.latest is not None and when.latest < wanted.earliest
    begins_after = wanted.latest is not None and when.earliest is not None and when.earliest > wanted.latest
    return not ends_before and not begins_after


def _fits_place(one: Incident, place: str) -> bool:
    text = place.strip().casefold()
    if not text:
        return True
    where = one.where
    if where is None:
        return False
    names = (where.name, where.country, where.admin1, where.admin2)
    if len(text) == 2:
        return (where.country or "").casefold() == text
    return any(text in name.casefold() for name in names if name)


def _order(one: Incident) -> tuple[str, str]:
    when = one.when
    day = None if when is None else when.latest or when.earliest
    return ("" if day is None else day.isoformat(), one.id)
