"""From two occurrences that are one to links between their claims: the killed with the killed, the arrested with the arrested.

One claim on each side tells of the same people. Where one report counts two dead and the other tells of a man and of a woman, each of
those is part of the two. Several on both sides are matched by number, sex and age; what is left over stays unlinked, and its people
add.
"""

from collections.abc import Sequence
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import RULES_VERSION, Judgement
from bearwitness.linking.agreement import compare_counts, compare_people
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.weighing import Weighed, find_share

BY: Final = f"rule:{RULES_VERSION}"
_WITHIN: Final = frozenset({"same", "part-of"})
_WORTH: Final = {"agree": 2.0, "coarse": 1.0, "near": 0.5, "silent": 0.0, "against": -2.0}


def match_claims(pair: Weighed, judgement: Judgement) -> list[Link]:
    """The links that `judgement` on the pair makes of its claims; `part-of` where the one's parts make up the other's whole."""
    links = []
    is_excused = any(trait.name == "particulars" for trait in pair.traits)
    for act in sorted({claim.act for claim in pair.left.claims} & {claim.act for claim in pair.right.claims}):
        left, right = _find_heads(pair.left, act), _find_heads(pair.right, act)
        # Two figures that a particular makes one occurrence's are a conflict, and the smaller is no part of the larger.
        parts = () if is_excused else _find_parts(left, right) or _find_parts(right, left)
        if parts and judgement != "different":
            # What may be one occurrence is not called a part of the other: an unsure part would have no meaning in a count.
            links += [_build_link(part, whole, "part-of", pair) for part, whole in parts if judgement == "same"]
        else:
            links += [_build_link(one, other, judgement, pair) for one, other in _match(left, right)]
    return links


def _find_heads(occurrence: Occurrence, act: str) -> list[Claim]:
    """The claims of the act that stand for themselves: not the same as an earlier one, and no part of another."""
    claims = [claim for claim in occurrence.claims if claim.act == act]
    known = {claim.id for claim in claims}
    heads = [claim for claim in claims if not any(r.kind in _WITHIN and r.to in known for r in claim.relations)]
    return heads or claims[:1]


def _find_parts(many: Sequence[Claim], one: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """The claims of `many` as parts of the only claim of `one`, where they make it up or stay within it."""
    if len(one) != 1 or any(claim.count.unit != one[0].count.unit for claim in many):
        return []
    whole, least = one[0].count, sum(claim.count.low for claim in many)
    if whole.low < 2 or (whole.high is not None and least > whole.high):
        return []
    # One victim's story among five dead is a part of them; two dead and three dead are two outlets' figures for the same.
    if len(many) == 1 and (many[0].count.low >= whole.low or compare_counts(many[0].count, whole).stand != "against"):
        return []
    return [(claim, one[0]) for claim in many]


def _match(left: Sequence[Claim], right: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Pairs of claims, each at most once, those that agree best first."""
    ranked = sorted(
        ((-_compare(one, other), one.id, other.id, one, other) for one in left for other in right),
        key=lambda row: row[:3],
    )
    single = len(left) == len(right) == 1
    used: set[str] = set()
    pairs = []
    for worth, _, _, one, other in ranked:
        if not used & {one.id, other.id} and (single or worth < 0):
            used |= {one.id, other.id}
            pairs.append((one, other))
    return pairs


def _compare(left: Claim, right: Claim) -> float:
    return _WORTH[compare_counts(left.count, right.count).stand] + sum(
        _WORTH[standing.stand] for standing in compare_people(left, right)
    )


def _build_link(one: Claim, other: Claim, judgement: Judgement, pair: Weighed) -> Link:
    left, right = (one.id, other.id) if judgement == "part-of" else sorted((one.id, other.id))
    reasons = tuple(trait.reason for trait in pair.traits if trait.reason) or ("nothing speaks against it",)
    return Link(left=left, right=right, judgement=judgement, score=find_share(pair.points), reasons=reasons, by=BY)
