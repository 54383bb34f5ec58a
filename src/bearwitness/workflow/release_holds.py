"""Marks that something is never to leave: put, taken back, and followed to the claims that stand for it today.

A mark never falls away by itself. Where its claim is read no more and nothing can be told to stand for it, all that its report tells is
held until a person takes the mark back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bearwitness.core.errors import UsageError
from bearwitness.core.holds import HeldOn, Hold, find_standing_holds
from bearwitness.core.records import Claim, Reading
from bearwitness.linking.heirs import find_possible_heirs
from bearwitness.release.ledger import parse_ledger
from bearwitness.release.manifest import parse_manifest
from bearwitness.store.register import Address, Register, load_reading_of, open_register, report_uid
from bearwitness.store.release_holds import load_holds, save_hold
from bearwitness.store.release_records import ReleaseRecord, load_releases
from bearwitness.workflow.view import View, load_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark that stands, and the claims of today that it holds. `is_followed`: its own claim is read no more, others stand for it."""

    hold: Hold
    claims: tuple[str, ...]
    is_followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutIn:
    """Where a release told of what is marked: its name and day, as they stand in its manifest."""

    release: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What a mark, or the taking back of one, came to: incidents held by it now, releases that they stand in a row of, whether there are
    any releases, and marks that still hold some.
    """

    hold: Hold
    incidents: tuple[str, ...]
    out: tuple[OutIn, ...]
    has_releases: bool
    others: tuple[Hold, ...] = ()
    is_followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class On:
    """What is marked: a claim, a report (its uid or its id), an outlet."""

    on: HeldOn
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who marks, why and when."""

    by: str
    because: str
    at: datetime


def hold(path: Address, on: On, signed: Signed) -> Marked:
    """Put a mark. Raises UsageError where there is no such thing in the register, where it is marked already, or no reason is given."""
    view = load_view(path)
    made = _sign(On(on=on.on, name=_find_name(path, view, on)), signed, is_held=True)
    with open_register(path, create=False) as register:
        if any((one.on, one.name) == (made.on, made.name) for one in find_standing_holds(load_holds(register))):
            raise UsageError(f"this {on.on} is marked already; see 'bearwitness release holds'")
        save_hold(register, made)
        mark = _follow(register, view, made)
    return _tell(path, view, mark)


def free(path: Address, on: On, signed: Signed) -> Marked:
    """Take a mark back, by what it was put on or by a claim that stands for it today. Raises UsageError where none stands there."""
    view = load_view(path)
    mark = _find_mark([one for one in load_marks(path, view) if one.hold.on == on.on], on)
    made = _sign(On(on=on.on, name=mark.hold.name), signed, is_held=False)
    with open_register(path, create=False) as register:
        save_hold(register, made)
    told = _tell(path, view, mark)
    left = load_marks(path, view)
    claims = {ident for one in view.incidents if one.id in told.incidents for ident in one.claims}
    return replace(told, hold=made, others=tuple(one.hold for one in left if not claims.isdisjoint(one.claims)))


def list_marked(path: Address) -> tuple[Marked, ...]:
    """Every mark that stands, with the incidents it holds today and the releases that they are out in."""
    view = load_view(path)
    return tuple(_tell(path, view, one) for one in load_marks(path, view))


def load_marks(path: Address, view: View) -> tuple[Mark, ...]:
    """The marks that stand, by the claims of the current readings."""
    with open_register(path, create=False) as register:
        return tuple(_follow(register, view, one) for one in find_standing_holds(load_holds(register)))


def find_held_claims(marks: Iterable[Mark]) -> Mapping[str, HeldOn]:
    """Each claim that is held today, by what its mark was put on."""
    return {claim: mark.hold.on for mark in reversed(tuple(marks)) for claim in mark.claims}


def _find_mark(marks: Sequence[Mark], on: On) -> Mark:
    """The one mark put on this, or on what this stands for; of claims the first letters are enough."""
    found = [one for one in marks if _is_same(one.hold.name, on)]
    if not found and on.on == "claim":
        names = [(one, (one.hold.name, *one.claims)) for one in marks]
        found = [one for one, known in names if any(name.startswith(on.name) for name in known)]
    if not found:
        raise UsageError(f"there is no mark on this {on.on}; 'bearwitness release holds' lists those that stand")
    if len(found) > 1:
        raise UsageError(f"{len(found)} marks are on claims that begin so; give more letters")
    return found[0]


def _follow(register: Register, view: View, hold: Hold) -> Mark:
    if hold.on == "claim":
        return _follow_claim(register, view, hold)
    on = On(on=hold.on, name=hold.name)
    held = [reading for reading in view.readings if _is_of(reading, on)]
    return Mark(hold=hold, claims=tuple(claim.id for reading in held for claim in reading.claims))


def _follow_claim(register: Register, view: View, hold: Hold) -> Mark:
    if hold.name not in view.rejected and any(c.id == hold.name for one in view.readings for c in one.claims):
        return Mark(hold=hold, claims=(hold.name,))
    then = load_reading_of(register, hold.name)
    uid = None if then is None else report_uid(then.report)
    now = next((one for one in view.readings if report_uid(one.report) == uid), None)
    if then is None or now is None:
        return Mark(hold=hold, claims=(), is_followed=True)
    kept = replace(now, claims=tuple(claim for claim in now.claims if claim.id not in view.rejected))
    former = next(claim for claim in then.claims if claim.id == hold.name)
    return Mark(hold=hold, claims=_list_ids(find_possible_heirs(former, then, kept)), is_followed=True)


def _list_ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.id for claim in claims)


def _is_of(reading: Reading, on: On) -> bool:
    report = reading.report
    if on.on == "outlet":
        return report.outlet is not None and _is_same(report.outlet, on)
    return on.name in {report.id, report_uid(report)}


def _is_same(name: str, on: On) -> bool:
    """Outlets are written now this way, now that."""
    return _fold(name) == _fold(on.name) if on.on == "outlet" else name == on.name


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _find_name(path: Address, view: View, on: On) -> str:
    """The whole id of a claim whose first letters are given; reports and outlets as they are given. Raises UsageError for what is not there."""
    if on.on != "claim":
        if any(_is_of(reading, on) for reading in view.readings):
            return on.name
        raise UsageError(f"{path} holds no report of this {on.on}; give it as the register has it")
    found = {c.id for one in view.readings for c in one.claims if on.name and c.id.startswith(on.name)}
    if len(found) > 1 and on.name not in found:
        raise UsageError(f"{len(found)} claims begin with {on.name!r}; give more letters")
    if not found:
        raise UsageError(
            f"no report in {path} makes the claim that was given; name an incident by one of its claims ('bearwitness show i_…')"
        )
    return on.name if on.name in found else found.pop()


def _sign(on: On, signed: Signed, *, is_held: bool) -> Hold:
    words, name = signed.because.strip(), signed.by.strip()
    if not name:
        raise UsageError("nobody is named as the one who marks; give --by NAME, or set USER")
    if not words:
        raise UsageError('a mark needs its reason; give --because "…". It stays in the register')
    return Hold(on=on.on, name=on.name, is_held=is_held, by=name, at=signed.at, because=words)


def _tell(path: Address, view: View, mark: Mark) -> Marked:
    incidents = [one for one in view.incidents if not set(mark.claims).isdisjoint(one.claims)]
    with open_register(path, create=False) as register:
        releases = load_releases(register)
    return Marked(
        hold=mark.hold,
        incidents=tuple(one.id for one in incidents),
        out=_find_out(releases, {*mark.claims, *(ident for one in incidents for ident in one.claims)}),
        has_releases=bool(releases),
        is_followed=mark.is_followed,
    )


def _find_out(releases: Iterable[ReleaseRecord], claims: set[str]) -> tuple[OutIn, ...]:
    return tuple(
        OutIn(release=one.name, day=parse_manifest(one.manifest).day.isoformat())
        for one in releases
        if any(
            not claims.isdisjoint(member.claims) for backing in parse_ledger(one.ledger) for member in backing.members
        )
    )
