"""Claims of one report that different readers found: what a language model adds is not taken for another occurrence unless the
report tells it apart.

The rules read a whole report and judge each act against those told before it; a model proposes acts one by one. Where nothing
says whether its act is one the rules have read, the two are `unsure`: the low end of a figure counts the people once, the high
end twice, until a person decides.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import BY_MODEL, RULES_VERSION, TOLD
from bearwitness.linking.pairs import Told

_UNSURE: Final = 0.5
_REASON: Final = "a language model read one of them, and the report does not tell them apart"


def link_model_claims(told: Sequence[Told], stated: Sequence[Link]) -> list[Link]:
    """Unsure links between incidents of one act in one report, one of them found by a model, that `stated` leaves open."""
    group = _find_groups([link for link in stated if link.judgement == "same"])
    settled = {
        frozenset((group.get(link.left, link.left), group.get(link.right, link.right)))
        for link in stated
        if link.judgement in {"different", "part-of"}
    }
    parts = {link.left for link in stated if link.judgement == "part-of"}
    links = []
    for left, right in _find_pairs(told):
        ends = frozenset((group.get(left.id, left.id), group.get(right.id, right.id)))
        if len(ends) == 2 and ends not in settled and not {left.id, right.id} & parts:
            links.append(_build_unsure(*sorted((left.id, right.id))))
    return links


def _build_unsure(left: str, right: str) -> Link:
    by = f"rule:{RULES_VERSION}"
    return Link(left=left, right=right, judgement="unsure", score=_UNSURE, reasons=(_REASON,), by=by)


def _find_pairs(told: Sequence[Told]) -> Iterator[tuple[Claim, Claim]]:
    acts: defaultdict[tuple[int, str, str], list[Claim]] = defaultdict(list)
    for one in told:
        claim = one.claim
        if claim.shape == "incident" and claim.status in TOLD:
            acts[(one.report, claim.act, claim.count.unit)].append(claim)
    for claims in acts.values():
        if any(claim.found_by.startswith(BY_MODEL) for claim in claims):
            for left, right in combinations(claims, 2):
                if left.found_by.startswith(BY_MODEL) or right.found_by.startswith(BY_MODEL):
                    yield left, right


def _find_groups(same: Sequence[Link]) -> Mapping[str, str]:
    """Each claim that is the same as others, to the one that stands for them all."""
    above: dict[str, str] = {}

    def find(ident: str) -> str:
        while above.get(ident, ident) != ident:
            ident = above[ident]
        return ident

    for link in same:
        left, right = sorted((find(link.left), find(link.right)))
        above[right] = left
    return {ident: find(ident) for ident in {end for link in same for end in (link.left, link.right)}}
