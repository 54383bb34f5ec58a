"""The register as it stands: current readings, reviews, links and the incidents they make. Recomputed, never stored as truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident, Link, Review
from bearwitness.core.records import Claim, Reading, Report
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.link import link_claims
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
    claims = tuple(c for r in readings for c in r.claims if c.id not in rejected)
    return build_view(path, readings, claims, judged, (accepted, rejected))


def build_view(
    path: Path, readings: Sequence[Reading], claims: tuple[Claim, ...], judged: Sequence[Link], reviewed: tuple[frozenset[str], frozenset[str]]
) -> View:
    """Link and group the claims; a person's judgement outranks the rules."""
    reports = [r.report for r in readings]
    links = (*link_claims(claims, reports), *judged)
    incidents = build_incidents(claims, links, reports)
    return View(
        path=path, readings=tuple(readings), claims=claims, links=links, incidents=incidents, accepted=reviewed[0], rejected=reviewed[1]
    )


def _find_latest(reviews: Sequence[Review]) -> dict[str, Review]:
    """Reviews are appended; the last one of a claim holds."""
    latest: dict[str, Review] = {}
    for review in sorted(reviews, key=lambda r: r.at):
        latest[review.claim] = review
    return latest
