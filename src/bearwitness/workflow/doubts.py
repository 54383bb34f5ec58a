"""The pairs of incidents that may be one and that no person has judged, those whose answer would move totals most first."""

from collections.abc import Mapping
from dataclasses import dataclass

from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim
from bearwitness.workflow.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An unsure link between two claims of different incidents. `people` is how many a total would lose if they were one: those of
    the smaller side, an open number read as stated.
    """

    link: Link
    left: Claim
    right: Claim
    incidents: tuple[str, str]
    people: int


def list_doubts(view: View) -> tuple[Doubt, ...]:
    """One doubt for each two incidents, by people, then by how near the score is to one half, then by id.

    Left out are pairs that a person judged, and those that a person's judgement already answers: "different" between any claims of
    the two.
    """
    home = {ident: incident for incident in view.incidents for ident in incident.claims}
    claims = {claim.id: claim for claim in view.claims}
    settled = {frozenset((k.left, k.right)) for k in view.judged}
    walls = {_find_homes(link, home) for link in view.judged if link.judgement == "different"}
    best: dict[frozenset[str], Doubt] = {}
    for link in view.links:
        ends = _find_homes(link, home)
        if (
            link.judgement != "unsure"
            or len(ends) < 2
            or ends in walls
            or frozenset((link.left, link.right)) in settled
        ):
            continue
        left, right = home[link.left], home[link.right]
        doubt = Doubt(
            link=link,
            left=claims[link.left],
            right=claims[link.right],
            incidents=(left.id, right.id),
            people=min(_count(left), _count(right)),
        )
        if ends not in best or _order(doubt) < _order(best[ends]):
            best[ends] = doubt
    return tuple(sorted(best.values(), key=_order))


def _find_homes(link: Link, home: Mapping[str, Incident]) -> frozenset[str]:
    return frozenset(home[ident].id for ident in (link.left, link.right) if ident in home)


def _count(incident: Incident) -> int:
    count = incident.count
    return count.low if count.high is None else count.high


def _order(doubt: Doubt) -> tuple[int, float, str, str]:
    return (-doubt.people, abs(doubt.link.score - 0.5), doubt.link.left, doubt.link.right)
