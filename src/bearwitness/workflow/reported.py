"""How much was reported, and how late: what a register's reports are beside the claims that are counted."""

from collections.abc import Sequence
from math import ceil

from bearwitness.core.days import find_known
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import DAYS
from bearwitness.counting.verdicts import Reach
from bearwitness.counting.volume import Published
from bearwitness.workflow.view import View


def list_published(view: View, counted: frozenset[str]) -> tuple[Published, ...]:
    """The register's reports as far as volume goes; of those that tell of what is counted, the incidents and the origins."""
    told: dict[str, tuple[str, str]] = {}
    for incident in view.incidents:
        origins = {claim: f"{one.kind} {one.name}" for one in incident.origin_list for claim in one.claims}
        told |= {claim: (incident.id, origins.get(claim, "")) for claim in incident.claims}
    return tuple(
        Published(
            id=f"{reading.report.id} {reading.report.sha256}",
            on=reading.report.published_on,
            outlet=reading.report.outlet,
            language=reading.report.language,
            tells=frozenset(told.get(c.id, (c.id, "")) for c in reading.claims if c.id in counted),
        )
        for reading in view.readings
        if reading.error is None
    )


def find_reach(counted: Sequence[Claim], view: View) -> Reach:
    """The register's last day of publication, and how late nine in ten of the counted incidents of known day were first told."""
    on = {claim.id: reading.report.published_on for reading in view.readings for claim in reading.claims}
    incident_of = {claim: one.id for one in view.incidents for claim in one.claims}
    delays: dict[str, int] = {}
    for claim in counted:
        when, told = find_known(claim.when), on.get(claim.id)
        if when is None or when.latest is None or when.earliest is None or when.prec > DAYS or told is None:
            continue
        home = incident_of.get(claim.id, claim.id)
        delays[home] = min(delays.get(home, (told - when.latest).days), (told - when.latest).days)
    ranked = sorted(max(0, delay) for delay in delays.values())
    days = [day for reading in view.readings if (day := reading.report.published_on) is not None]
    return Reach(last=max(days, default=None), delay=ranked[ceil(0.9 * len(ranked)) - 1] if ranked else 0)
