"""The register as it stands: current readings, reviews, links and the incidents they make. Recomputed, never stored as truth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident, Link, Review
from bearwitness.core.records import Claim, Reading, Report
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from bearwitness.store.register import load_current, load_links, load_reviews, open_register


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that holds now; `claims` leaves out the rejected ones."""

    path: Path
    readings: tuple[Reading, ...]
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    incidents: tuple[Incident, ...]
    accepted: frozenset[str]
    rejected: frozenset[str]

    def report_of(self, claim_id: str) -> Report:
        """The report that makes this claim."""
        for reading in self.readings:
            if any(c.id == claim_id for c in reading.claims):
                return reading.report
        raise UsageError(f"no report in {self.path} makes the claim {claim_id}")


def load_view(path: Path) -> View:
    """The register at `path`; raises RegisterError when there is none or it cannot be used."""
    with open_register(path, create=False) as register:
        readings = load_current(register)
        judged = [link for link in load_links(register) if link.by.startswith("person:")]
        latest = _find_latest(load_reviews(register))
    accepted = frozenset(c for c, review in latest.items() if review.decision == "accepted")
    rejected = frozenset(c for c, review in latest.items() if review.decision == "rejected")
    kept = tuple(replace(r, claims=tuple(c for c in r.claims if c.id not in rejected)) for r in readings)
    settled = {frozenset((link.left, link.right)) for link in judged}
    ruled = (link for link in link_claims(kept) if frozenset((link.left, link.right)) not in settled)
    # A person outranks a rule: beside "different" by a person, "same" by a rule would still join the two.
    links = (*ruled, *judged)
    return View(
        path=path,
        readings=readings,
        claims=tuple(c for r in kept for c in r.claims),
        links=links,
        incidents=build_incidents(kept, links),
        accepted=accepted,
        rejected=rejected,
    )


def _find_latest(reviews: Sequence[Review]) -> dict[str, Review]:
    """Reviews are appended; the last one of a claim holds."""
    latest: dict[str, Review] = {}
    for review in sorted(reviews, key=lambda r: r.at):
        latest[review.claim] = review
    return latest
