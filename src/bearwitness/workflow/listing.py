"""Lists for a program that reads a register part by part: in an order that nothing moves, each part found from where the last one ended."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, Reading
from bearwitness.core.vocabulary import Act, Grade, Judgement, Shape, Status
from bearwitness.store.register import report_uid
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.spans import Days, lies_at, may_lie_in_days

Key = TypeVar("Key", str, tuple[str, ...])
T = TypeVar("T")
LOOKED_AT: Final = 10_000
"""So many things are looked at for one part."""
Standing = Literal["proposed", "accepted", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[T]):
    """Things in their order, and the key of the last one where more follow."""

    items: tuple[T, ...]
    last: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A claim with its report, what a person decided on it, and the incident it is in."""

    claim: Claim
    reading: Reading
    uid: str
    decision: Standing
    incident: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None leaves a thing open. `place` is any part of a place's names, or a country's code."""

    days: Days = (None, None)
    place: str = ""
    act: Act | None = None
    shape: Shape | None = None
    status: Status | None = None
    decision: Standing | None = None
    grade: Grade | None = None
    has_conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLinks:
    """Which links: of a claim or of an incident's claims, of one judgement, of persons alone or of all others."""

    claims: frozenset[str] | None = None
    judgement: Judgement | None = None
    is_person: bool | None = None


def take_part(
    keys: Sequence[Key], after: Key | None, most: int, find: Callable[[Key], T | None], looked_at: int = LOOKED_AT
) -> Part[T]:
    """Up to `most` things behind the key `after`, of those that `find` gives for the sorted `keys`. Where many are looked at in vain the
    part ends before it is full, so that none takes long; the next goes on from there.

    Law: parts read one after another hold each thing that stays just once, whatever comes and goes between them.
    """
    found: list[T] = []
    begin = 0 if after is None else bisect_right(keys, after)
    for at in range(begin, min(len(keys), begin + looked_at)):
        one = find(keys[at])
        if one is None:
            continue
        if len(found) == most:
            return Part(items=tuple(found), last=keys[at - 1])
        found.append(one)
    end = begin + looked_at
    return Part(items=tuple(found), last=keys[end - 1] if end < len(keys) else None)


def sort_claim_ids(snapshot: Snapshot) -> tuple[str, ...]:
    """The ids of all claims of the current readings, the rejected ones too."""
    return tuple(sorted(snapshot.readings))


def sort_incident_ids(snapshot: Snapshot) -> tuple[str, ...]:
    """The ids of all incidents."""
    return tuple(sorted(snapshot.incidents))


def sort_report_uids(snapshot: Snapshot) -> tuple[str, ...]:
    """The names of all reports."""
    return tuple(sorted(snapshot.reports))


def index_links(snapshot: Snapshot) -> dict[tuple[str, ...], Link]:
    """All links by what tells them apart, in that order."""
    return dict(sorted(((one.left, one.right, one.judgement, one.by), one) for one in snapshot.view.links))


def find_listed(snapshot: Snapshot, ident: str) -> Listed | None:
    """The claim as the register has it now; None where no current reading holds it."""
    reading = snapshot.readings.get(ident)
    if reading is None:
        return None
    claim = snapshot.claims.get(ident) or next(one for one in reading.claims if one.id == ident)
    return list_claim(snapshot, claim, reading)


def list_claim(snapshot: Snapshot, claim: Claim, reading: Reading) -> Listed:
    """A claim with what the snapshot knows of it."""
    view, home = snapshot.view, snapshot.homes.get(claim.id)
    decision: Standing = (
        "accepted" if claim.id in view.accepted else "rejected" if claim.id in view.rejected else "proposed"
    )
    return Listed(
        claim=claim,
        reading=reading,
        uid=report_uid(reading.report),
        decision=decision,
        incident=None if home is None else home.id,
    )


def fits_claim(claim: Claim, wanted: Wanted) -> bool:
    """Whether a claim is among those looked for, but for what a person decided on it."""
    return _fits(claim, claim.act, wanted) and wanted.status in {None, claim.status}


def choose_claim(snapshot: Snapshot, ident: str, wanted: Wanted) -> Listed | None:
    """The claim, where it is among those looked for."""
    claim = snapshot.claims.get(ident)
    if claim is not None and not fits_claim(claim, wanted):
        return None
    listed = find_listed(snapshot, ident)
    if listed is None or (claim is None and not fits_claim(listed.claim, wanted)):
        return None
    return listed if wanted.decision in {None, listed.decision} else None


def choose_incident(snapshot: Snapshot, ident: str, wanted: Wanted) -> Incident | None:
    """The incident, where it is among those looked for."""
    one = snapshot.incidents[ident]
    if wanted.grade not in {None, one.grade} or (wanted.has_conflict and not (one.conflicts or one.flags)):
        return None
    return one if _fits(one, one.act, wanted) else None


def choose_link(link: Link, wanted: WantedLinks) -> Link | None:
    """The link, where it is among those looked for."""
    if wanted.claims is not None and not {link.left, link.right} & wanted.claims:
        return None
    if wanted.judgement not in {None, link.judgement}:
        return None
    return link if wanted.is_person in {None, link.by.startswith("person:")} else None


def _fits(one: Claim | Incident, act: Act, wanted: Wanted) -> bool:
    return (
        wanted.act in {None, act}
        and wanted.shape in {None, one.shape}
        and may_lie_in_days(one.when, wanted.days)
        and lies_at(one.where, wanted.place)
    )
