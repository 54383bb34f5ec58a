"""The pairs of incidents that may be one and that no person has judged, those whose answer would move totals most first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.core.incidents import Incident, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.effect import Answers, Effect, find_answers
from bearwitness.counting.open_questions import MOST_TOGETHER
from bearwitness.counting.pieces import Pieces, split_claims
from bearwitness.counting.told import fuse_ends
from bearwitness.workflow.figures import list_counted, list_counted_links
from bearwitness.workflow.view import View

EXACT: Final = 48
"""So many of the pairs that seem to move totals most are counted both ways; a person judges no more in a sitting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An unsure link between two claims of different incidents. `people` are those of the smaller side, an open number as stated.

    `effect` is how far the figure for the act over the whole register, or for the question that is asked, moves with the answer. `answers`
    is what it then comes to; None where that was not counted, and the effect is as if nothing else hung together with the two.
    """

    link: Link
    left: Claim
    right: Claim
    incidents: tuple[str, str]
    people: int
    effect: Effect
    answers: Answers | None = None

    @property
    def is_counted(self) -> bool:
        """Whether the effect is what counting finds."""
        return self.answers is not None


def list_doubts(view: View, exact: int = EXACT) -> tuple[Doubt, ...]:
    """One doubt for each two incidents, by effect, then by how near the score is to one half, then by id.

    The first `exact` are counted both ways and put in order by that; they come before all others. Left out are pairs that a person
    judged, and those that a person's judgement already answers: "different" between any claims of the two.
    """
    ranked = find_doubts(view)
    return (*sorted(_count_both_ways(view, ranked[:exact]), key=order_doubt), *ranked[exact:])


def find_doubts(view: View) -> tuple[Doubt, ...]:
    """The doubts in the order of what they seem to move, none counted."""
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
        if ends not in best or order_doubt(doubt) < order_doubt(best[ends]):
            best[ends] = doubt
    return tuple(sorted(best.values(), key=order_doubt))


def _count_both_ways(view: View, doubts: Sequence[Doubt]) -> list[Doubt]:
    """The doubts with what counting finds, where it can."""
    claims = list_counted(view, accepted_only=False) if doubts else ()
    links = list_counted_links(view, claims)
    found: list[Doubt] = []
    for act in dict.fromkeys(doubt.left.act for doubt in doubts):
        some = [doubt for doubt in doubts if doubt.left.act == act]
        found += count_doubts(view, split_claims(Question(act=act), claims, links), some)
    return found


def count_doubts(view: View, pieces: Pieces, doubts: Sequence[Doubt]) -> list[Doubt]:
    """The doubts with what a figure comes to by each answer, where that can be counted."""
    standing = find_standing(view, pieces.number.keys())
    found = []
    for doubt in doubts:
        pair = (standing.get(doubt.left.id, ""), standing.get(doubt.right.id, ""))
        answers = find_answers(pieces, pair, MOST_TOGETHER)
        found.append(doubt if answers is None else replace(doubt, effect=answers.effect, answers=answers))
    return found


def find_standing(view: View, counted: Collection[str]) -> Mapping[str, str]:
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


def order_doubt(doubt: Doubt) -> tuple[int, float, str, str]:
    """What moves a figure most first, then what is least sure."""
    moved = doubt.effect.low + doubt.effect.high
    return (-moved, abs(doubt.link.score - 0.5), doubt.link.left, doubt.link.right)
