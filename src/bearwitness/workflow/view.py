"""The register as it stands: current readings, reviews, links and the incidents they make. Recomputed, never stored as truth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, Reading, Report
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from bearwitness.linking.persons import is_conflict, overrule, settle
from bearwitness.store.register import Address, open_register
from bearwitness.workflow.catching_up import find_moment, load_held_links, pause_collecting
from bearwitness.workflow.standing import Judged, load_standing


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


def load_view(path: Address) -> View:
    """The register at `path`; raises RegisterError when there is none or it cannot be used."""
    with pause_collecting():
        return _load_view(path)


def _load_view(path: Address) -> View:
    with open_register(path, create=False) as register:
        # Another process may read reports meanwhile: their links are not those of what is read here.
        moment = find_moment(register)
        standing = load_standing(register)
        held = load_held_links(register, Judged(holding=standing.judged, waiting=standing.waiting), moment)
    links = link_claims(standing.kept, standing.judged) if held is None else held
    settled = settle(standing.kept, standing.judged)
    refused = {(min(k.left, k.right), max(k.left, k.right)) for k in links if is_conflict(k)}
    heeded = overrule(settled.readings, refused)
    incidents = build_incidents(heeded, links)
    return View(
        path=path,
        readings=standing.readings,
        claims=tuple(c for r in heeded for c in r.claims),
        links=links,
        incidents=_name_conflicts(incidents, links, settled.overruled),
        accepted=standing.accepted,
        rejected=standing.rejected,
        judged=standing.judged,
        waiting=standing.waiting,
    )


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
    return tuple(
        replace(i, conflicts=tuple(dict.fromkeys((*i.conflicts, *(w for c in i.claims for w in words.get(c, ()))))))
        for i in incidents
    )
