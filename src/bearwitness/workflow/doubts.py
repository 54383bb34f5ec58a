"""The pairs of incidents that may be one and that no person has judged, those whose answer would move totals most first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.core.incidents import Incident, Link, Question
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Act
from bearwitness.counting.effect import Effect, find_effects
from bearwitness.counting.told import fuse_ends
from bearwitness.workflow.figures import list_counted, list_counted_links
from bearwitness.workflow.view import View

EXACT: Final = 48
"""So many of the pairs that seem to move totals most are counted both ways; a person judges no more in a sitting."""
MOST_TOGETHER: Final = 400
"""Claims that hang together; where there are more (a country's yearly total), counting them again for each pair would take minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An unsure link between two claims of different incidents. `people` are those of the smaller side, an open number as stated.

    `effect` is how far the figure for the act over the whole register moves with the answer; where not `is_counted`, as if nothing
    else hung together with the two.
    """

    link: Link
    left: Claim
    right: Claim
    incidents: tuple[str, str]
    people: int
    effect: Effect
    is_counted: bool = False


def list_doubts(view: View, exact: int = EXACT) -> tuple[Doubt, ...]:
    """One doubt for each two incidents, by effect, then by how near the score is to one half, then by id.

    The first `exact` are counted both ways and put in order by that; they come before all others. Left out are pairs that a person
    judged, and those that a person's judgement already answers: "different" between any claims of the two.
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
            effect=_find_effect_alone(left, right),
        )
        if ends not in best or _order(doubt) < _order(best[ends]):
            best[ends] = doubt
    ranked = sorted(best.values(), key=_order)
    return (*sorted(_count_both_ways(view, ranked[:exact]), key=_order), *ranked[exact:])


def _count_both_ways(view: View, doubts: Sequence[Doubt]) -> list[Doubt]:
    """The doubts with the effect that counting finds, where it can."""
    counted = list_counted(view, accepted_only=False) if doubts else ()
    links = list_counted_links(view, counted)
    standing = _find_standing(view, {claim.id for claim in counted})
    by_act: defaultdict[Act, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        by_act[doubt.left.act].append(doubt)
    found = []
    for act, some in by_act.items():
        pairs = [(standing.get(doubt.left.id, ""), standing.get(doubt.right.id, "")) for doubt in some]
        effects = find_effects(Question(act=act), counted, links, pairs, MOST_TOGETHER)
        found += [
            doubt if effect is None else replace(doubt, effect=effect, is_counted=True)
            for doubt, effect in zip(some, effects, strict=True)
        ]
    return found


def _find_standing(view: View, counted: set[str]) -> Mapping[str, str]:
    """For each claim one of its incident that counts: where a later figure replaces it, that one."""
    found: dict[str, str] = {}
    for incident in view.incidents:
        kept = [ident for ident in incident.claims if ident in counted]
        found |= {ident: ident if ident in counted else kept[0] for ident in incident.claims if kept}
    return found


def _find_effect_alone(left: Incident, right: Incident) -> Effect:
    """The effect on a figure in which nothing else hangs together with the two. Families and places are in no figure of people."""
    if "person" not in {left.count.unit, right.count.unit}:
        return Effect(low=0, high=0)
    low, high, _ = fuse_ends([(one.count.low, _count(one)) for one in (left, right)])
    return Effect(low=left.count.low + right.count.low - low, high=_count(left) + _count(right) - (high or low))


def _find_homes(link: Link, home: Mapping[str, Incident]) -> frozenset[str]:
    return frozenset(home[ident].id for ident in (link.left, link.right) if ident in home)


def _count(incident: Incident) -> int:
    count = incident.count
    return count.low if count.high is None else count.high


def _order(doubt: Doubt) -> tuple[int, float, str, str]:
    moved = doubt.effect.low + doubt.effect.high
    return (-moved, abs(doubt.link.score - 0.5), doubt.link.left, doubt.link.right)
