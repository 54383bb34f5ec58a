"""What one answer would narrow a figure most: whether two claims tell of one occurrence, or where and when some people were taken.

The value of information of an open question (Howard 1966), in people: how far apart the ends come to lie by the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import join_same, read_judgements
from bearwitness.counting.effect import find_effects
from bearwitness.counting.membership import decide_membership, find_asked, is_below
from bearwitness.counting.selection import select_claims
from bearwitness.counting.told import Told, natural_order, tell

_PAIRS: Final = 200
"""So many unsure pairs are tried, the least sure first."""
_TOGETHER: Final = 12
"""Where more claims than this hang together, a pair among them is not tried."""

Lacking = Literal["link", "day", "place", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """One open question: the claims it is about, what is lacking, and by how many people the low or the high can move with the answer."""

    claims: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    low: int
    high: int


def find_narrowing(
    question: Question, claims: Sequence[Claim], links: Sequence[Link], most: int
) -> tuple[Narrowing, ...]:
    """The `most` open questions whose answers move the figure furthest, the furthest first."""
    chosen = select_claims(question, sorted(claims, key=lambda claim: natural_order(claim.id))).claims
    found = [*_find_pairs(question, chosen, links), *_find_unknown(question, chosen, links)]
    ranked = sorted((one for one in found if one.low + one.high), key=lambda one: (-(one.low + one.high), one.claims))
    return tuple(ranked[:most])


def _find_pairs(question: Question, claims: Sequence[Claim], links: Sequence[Link]) -> list[Narrowing]:
    ids = {claim.id for claim in claims}
    unsure = [link for link in links if link.judgement == "unsure" and link.left in ids and link.right in ids]
    unsure.sort(key=lambda link: (abs(link.score - 0.5), link.left, link.right))
    pairs = [(link.left, link.right) for link in unsure[:_PAIRS]]
    effects = find_effects(question, claims, links, pairs, _TOGETHER)
    return [
        Narrowing(claims=pair, lacking=("link",), low=effect.low, high=effect.high)
        for pair, effect in zip(pairs, effects, strict=True)
        if effect is not None
    ]


def _find_unknown(question: Question, claims: Sequence[Claim], links: Sequence[Link]) -> list[Narrowing]:
    """Incidents that may lie inside: known to be, they raise the low by the fewest they tell; known not to be, the high falls by the most."""
    by_id = {claim.id: claim for claim in claims}
    asked = find_asked(question)
    found = []
    for atom in join_same(claims, read_judgements(claims, links)):
        told = tell(question, [by_id[ident] for ident in atom])
        if told.is_total or decide_membership(told.region, asked) == "no":
            continue
        lacking = _find_lacking(question, told)
        if lacking:
            found.append(Narrowing(claims=atom, lacking=lacking, low=told.low, high=told.stated))
    return found


def _find_lacking(question: Question, told: Told) -> tuple[Lacking, ...]:
    asked, region = find_asked(question), told.region
    lacking: list[Lacking] = []
    if not (asked.first <= region.first and region.last <= asked.last):
        lacking.append("day")
    if not is_below(region.place, asked.place):
        lacking.append("place")
    if not told.is_sure:
        lacking.append("group")
    return tuple(lacking)
