"""Which claims can answer a question, and in plain words why the others are left out.

A claim answers when it tells of the act asked for as having happened (reported, confirmed or alleged), not as
background, and counts persons. Families stay families and raided places stay places: neither is turned into people.
With a group asked for, a claim of another named group is left out; a claim that names no group may be of the one asked
for, and stays as possible.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.core.errors import ContractError
from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import TOLD
from bearwitness.counting.membership import decide_membership, find_asked, find_region

TOLD_OTHERWISE: Final = "and nothing says how many people that is"
"""Of what is told in families or places, the reason why it counts no people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The claims that can answer, and one reason in words for each kind of claim left out."""

    claims: tuple[Claim, ...]
    reasons: tuple[str, ...]


def select_claims(question: Question, claims: Sequence[Claim]) -> Selection:
    """The claims of the act asked for that count people told as having happened.

    Claims of another act, and background, say nothing about the question and are left out without a word. The same
    claim given twice counts once; raises ContractError when one id stands for two different claims.
    """
    asked = find_asked(question)
    kept: dict[str, Claim] = {}
    left: Counter[str] = Counter()
    seen: dict[str, Claim] = {}
    for claim in claims:
        before = seen.setdefault(claim.id, claim)
        if before is not claim:
            if before != claim:
                raise ContractError(f"claim id {claim.id} stands for two different claims; give each its own id")
            continue
        if claim.act != question.act or claim.shape == "background":
            continue
        why = _why_not(question, claim)
        if why is None:
            kept[claim.id] = claim
        elif decide_membership(find_region(claim.when, claim.where), asked) != "no":
            left[why] += 1  # a denial of another town says nothing about this question
    reasons = [f"{n} {'claim is' if n == 1 else 'claims are'} left out: {why}" for why, n in sorted(left.items())]
    return Selection(claims=tuple(kept.values()), reasons=tuple(reasons))


def is_of_group(question: Question, claim: Claim) -> bool | None:
    """Whether a claim is about the group asked for; None when it names no group. True when no group is asked for."""
    if question.group is None:
        return True
    if not claim.people.group:
        return None
    return question.group.casefold() in claim.people.group.casefold()


def _why_not(question: Question, claim: Claim) -> str | None:
    if claim.status not in TOLD:
        return f"told as {claim.status}, not as having happened"
    if claim.count.unit != "person":
        unit = {"family": "families", "group": "groups", "household": "households", "place": "places"}[claim.count.unit]
        return f"counted in {unit}, {TOLD_OTHERWISE}"
    if is_of_group(question, claim) is False:
        return "about another group"
    return None
