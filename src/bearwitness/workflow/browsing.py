"""Incidents chosen and paged for a person who looks through them; and what of a register needs a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.core.incidents import Incident
from bearwitness.core.records import Where
from bearwitness.core.vocabulary import Act, Grade
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Path, Region, decide_membership, find_region
from bearwitness.workflow.live_view import Snapshot

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What incidents are looked for; None and "" leave a thing open. `place` is what was asked for: the place at `path` where it names one,
    else letters of a place's names, however cased.
    """

    act: Act | None = None
    grade: Grade | None = None
    place: str = ""
    path: Path = ()
    earliest: date | None = None
    latest: date | None = None
    group: str = ""
    is_total: bool = False
    has_conflict: bool = False

    @property
    def region(self) -> Region:
        """The days and the place that are asked for."""
        return Region(
            first=FAR_PAST if self.earliest is None else self.earliest.toordinal(),
            last=FAR_FUTURE if self.latest is None else self.latest.toordinal(),
            place=self.path,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What fits a filter: `surely`, or `perhaps`, for its days, place or group are known too coarsely. Both in the order of the table."""

    surely: tuple[Incident, ...]
    perhaps: tuple[Incident, ...]

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """All of them, those that fit surely first."""
        return (*self.surely, *self.perhaps)


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
    """All incidents in the order of the table, and of each the names of its place to look in, and the days and place it may be of."""

    incidents: tuple[Incident, ...]
    places: tuple[str, ...]
    regions: tuple[Region, ...]


def list_incidents(snapshot: Snapshot) -> Listing:
    """All incidents, the latest first; those of no known day at the end."""
    incidents = tuple(sorted(snapshot.view.incidents, key=_order, reverse=True))
    return Listing(
        incidents=incidents,
        places=tuple(_name_place(one.where) for one in incidents),
        regions=tuple(find_region(one.when, one.where) for one in incidents),
    )


def find_fitting(listing: Listing, wanted: Filter) -> Fitting:
    """Those that fit. What may lie in the days and the place asked for, or be of the group, fits perhaps, as it may count for that question."""
    surely: list[Incident] = []
    perhaps: list[Incident] = []
    letters, region = "" if wanted.path else wanted.place.strip().casefold(), wanted.region
    for one, place, reach in zip(listing.incidents, listing.places, listing.regions, strict=True):
        if letters not in place or not _is_kind(one, wanted):
            continue
        fit = decide_membership(reach, region)
        if fit != "no":
            is_sure = fit == "certain" and (not wanted.group or one.people.group)
            (surely if is_sure else perhaps).append(one)
    return Fitting(surely=tuple(surely), perhaps=tuple(perhaps))


def _is_kind(one: Incident, wanted: Filter) -> bool:
    """Whether all but days and place may fit; who names no group may be of any."""
    group = (one.people.group or "").casefold()
    return (
        one.shape == ("aggregate" if wanted.is_total else "incident")
        and (wanted.act is None or one.act == wanted.act)
        and (wanted.grade is None or one.grade == wanted.grade)
        and (not wanted.group or not group or wanted.group.casefold() in group)
        and (not wanted.has_conflict or bool(one.conflicts or one.flags))
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
