"""The register as it stands: current readings, reviews, links and the incidents they make. Recomputed, never stored as truth."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bearwitness.core.contract import parse_link
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, Reading, Report
from bearwitness.core.vocabulary import Decision
from bearwitness.linking.incidents import Group, build_incident, find_groups, sort_incidents
from bearwitness.linking.links import link_claims
from bearwitness.linking.persons import is_conflict, overrule, settle
from bearwitness.store.register import Address, open_register
from bearwitness.store.register_decisions import load_decisions
from bearwitness.store.register_file import Transaction, read_from
from bearwitness.store.register_readings import find_current, load_wholes
from bearwitness.workflow.catching_up import load_held_bodies, pause_collecting, sort_links
from bearwitness.workflow.standing import Judged, load_judged


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that holds now; `claims` leaves out the rejected ones, and of each claim the relations that persons overrule.

    `judged` is what persons judged of two claims, in their words; `links` what it comes to beside the rules. `waiting` are judgements on
    claims that the newest reading does not hold.
    """

    path: Address
    readings: tuple[Reading, ...]
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    incidents: tuple[Incident, ...]
    accepted: frozenset[str]
    rejected: frozenset[str]
    judged: tuple[Link, ...] = ()
    waiting: tuple[Link, ...] = ()

    def report_of(self, claim_id: str) -> Report:
        """The report that makes this claim."""
        for reading in self.readings:
            if any(c.id == claim_id for c in reading.claims):
                return reading.report
        raise UsageError(f"no report in {self.path} makes the claim {claim_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A view, and what it was made from and of: readings by their numbers, links as the register keeps them, incidents by their claims.

    The next view is made from it.
    """

    view: View
    readings: Mapping[int, Reading]
    links: Mapping[str, Link]
    incidents: Mapping[tuple[str, ...], tuple[Group, Incident]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What stands in the register at one moment; `links` None where those it keeps are not up to date."""

    readings: Mapping[int, Reading]
    decisions: Mapping[str, Decision]
    judged: Judged
    links: Mapping[str, Link] | None


def load_view(path: Address) -> View:
    """The register at `path`; raises RegisterError when there is none or it cannot be used."""
    return make_view(path).view


def make_view(path: Address, former: Made | None = None) -> Made:
    """The view, made from a former one of the same register where there is one: what did not change since is neither read nor put together
    again, and comes to the same. Raises RegisterError when there is no register or it cannot be used.
    """
    with pause_collecting():
        return _put_together(path, _read(path, former), former)


def find_view(path: Address, former: Made | None = None) -> Made | None:
    """The same where the links that the register keeps are up to date; None where all would have to be linked for it, which takes long."""
    with pause_collecting():
        found = _read(path, former)
        return None if found.links is None else _put_together(path, found, former)


def _read(path: Address, former: Made | None) -> _Read:
    with open_register(path, create=False) as register:
        judged = load_judged(register)
        # Read in one transaction: another process may read reports meanwhile, and their links are not those of what is read here.
        with read_from(register) as connection:
            return _read_moment(connection, judged, former)


def _read_moment(connection: Transaction, judged: Judged, former: Made | None) -> _Read:
    numbers = find_current(connection).values()
    known = {} if former is None else former.readings
    fresh = load_wholes(connection, [number for number in numbers if number not in known])
    parsed = {} if former is None else former.links
    bodies = load_held_bodies(connection, judged)
    return _Read(
        readings={number: fresh.get(number) or known[number] for number in numbers},
        decisions=load_decisions(connection),
        judged=judged,
        links=None if bodies is None else {body: parsed.get(body) or parse_link(json.loads(body)) for body in bodies},
    )


def _put_together(path: Address, found: _Read, former: Made | None) -> Made:
    readings, judged = tuple(found.readings.values()), found.judged.holding
    rejected = frozenset(claim for claim, decision in found.decisions.items() if decision == "rejected")
    kept = tuple(_leave_out(reading, rejected) for reading in readings)
    links = link_claims(kept, judged) if found.links is None else sort_links(found.links.values())
    settled = settle(kept, judged)
    refused = {(min(k.left, k.right), max(k.left, k.right)) for k in links if is_conflict(k)}
    heeded = overrule(settled.readings, refused)
    incidents = _build_incidents(find_groups(heeded, links), {} if former is None else former.incidents)
    view = View(
        path=path,
        readings=readings,
        claims=tuple(c for r in heeded for c in r.claims),
        links=links,
        incidents=_name_conflicts(sort_incidents(one for _, one in incidents.values()), links, settled.overruled),
        accepted=frozenset(claim for claim, decision in found.decisions.items() if decision == "accepted"),
        rejected=rejected,
        judged=judged,
        waiting=found.judged.waiting,
    )
    return Made(
        view=view,
        readings=found.readings,
        links=found.links or {},
        incidents=incidents,
    )


def _leave_out(reading: Reading, rejected: frozenset[str]) -> Reading:
    """The reading without the claims that persons rejected."""
    if not any(claim.id in rejected for claim in reading.claims):
        return reading
    return replace(reading, claims=tuple(claim for claim in reading.claims if claim.id not in rejected))


def _build_incidents(
    groups: Iterable[Group], former: Mapping[tuple[str, ...], tuple[Group, Incident]]
) -> dict[tuple[str, ...], tuple[Group, Incident]]:
    """Each group with its incident; those of groups that did not change are kept."""
    made = {}
    for group in groups:
        ids = tuple(claim.id for claim in group.claims)
        known = former.get(ids)
        made[ids] = known if known is not None and known[0] == group else (group, build_incident(group))
    return made


def _name_conflicts(
    incidents: Iterable[Incident], links: Sequence[Link], overruled: Iterable[tuple[str, str]]
) -> tuple[Incident, ...]:
    """The incidents with what persons' judgements and everything else disagree on about them."""
    told = [((k.left, k.right), k.reasons[-1]) for k in links if is_conflict(k)]
    told += [(pair, "their report tells them apart, a person joins them") for pair in overruled]
    words: dict[str, list[str]] = {}
    for (left, right), reason in told:
        for ident in (left, right):
            words.setdefault(ident, []).append(f"whether {left} and {right} are one: {reason}")
    return tuple(_add_conflicts(one, [w for c in one.claims for w in words.get(c, ())]) for one in incidents)


def _add_conflicts(incident: Incident, more: Sequence[str]) -> Incident:
    return replace(incident, conflicts=tuple(dict.fromkeys((*incident.conflicts, *more)))) if more else incident
