"""How many people, between which bounds, and why: the answer to a question from claims and the judgements between
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, join_same, read_judgements, restrict_judged
from bearwitness.counting.bounds import Bounds, add_up, find_bounds
from bearwitness.counting.clashes import list_choices, shrink_clash
from bearwitness.counting.explain import (
    explain_conflicts,
    explain_high,
    explain_holders,
    explain_low,
    explain_open,
    explain_untried,
)
from bearwitness.counting.holders import find_high_holders, find_low_holders, list_involved
from bearwitness.counting.most import Clash
from bearwitness.counting.narrowing import NO_TOUCHING, Touching, find_touching, narrow_question
from bearwitness.counting.selection import Selection, select_claims
from bearwitness.counting.told import natural_order


def count_people(question: Question, claims: Sequence[Claim], links: Iterable[Link]) -> Estimate:
    """The fewest and the most person-acts inside the question that the claims prove and describe.

    Every claim given counts as accepted. The relations the claims carry count beside `links`; links to claims not
    given are passed over. The order of claims and links changes nothing. Claims that cannot all be true give no bounds
    but a `clash`. With `question.group`, claims that name no group are possible members. Raises ContractError when one
    claim id stands for two different claims.
    """
    selection = select_claims(question, sorted(claims, key=lambda claim: natural_order(claim.id)))
    judged = read_judgements(selection.claims, links)
    touching = find_touching(selection.claims, judged) if question.traits else NO_TOUCHING
    return count_selected(question, selection, judged, touching)


def count_with_bounds(
    question: Question, claims: Sequence[Claim], links: Iterable[Link]
) -> tuple[Estimate, Bounds | None]:
    """The same for a question without traits, and what was found on the way to it; None where the claims clash."""
    selection = select_claims(question, sorted(claims, key=lambda claim: natural_order(claim.id)))
    judged = read_judgements(selection.claims, links)
    bounds = _find_bounds(question, selection, judged)
    if isinstance(bounds, Clash):
        return count_selected(question, selection, judged, NO_TOUCHING), None
    return _estimate(question, question, selection, bounds), bounds


def count_selected(asking: Question, selection: Selection, judged: Judged, touching: Touching) -> Estimate:
    """The bounds of claims that were selected in their order, with the judgements between them.

    With traits, `touching` is what was found for these claims or for more, of which these are all that may lie in the question.
    """
    question = narrow_question(asking, touching)
    found = _find_bounds(question, selection, judged)
    if not isinstance(found, Clash):
        return _estimate(asking, question, selection, found)

    def find_clash(ids: frozenset[str]) -> Clash | None:
        chosen = replace(selection, claims=tuple(claim for claim in selection.claims if claim.id in ids))
        again = _find_bounds(question, chosen, restrict_judged(judged, ids))
        return again if isinstance(again, Clash) else None

    clash = shrink_clash(found, join_same(selection.claims, judged), find_clash)
    return _no_estimate(asking, selection, clash, judged)


def _find_bounds(question: Question, selection: Selection, judged: Judged) -> Bounds | Clash:
    found = find_bounds(question, selection.claims, judged)
    if isinstance(found, Clash):
        return found
    ends = add_up(found.parts, found.described)
    if ends.high is not None and ends.low > ends.high:
        # People judged part of two totals that are judged different: the totals need more people than all claims
        # describe.
        reason = f"together they prove at least {ends.low} people and describe at most {ends.high}"
        return Clash(claims=list_involved(found.parts, found.described), reason=reason)
    return found


def _estimate(asking: Question, question: Question, selection: Selection, found: Bounds) -> Estimate:
    parts, described = found.parts, found.described
    ends = add_up(parts, described)
    holds_low = find_low_holders(question, found.components, parts, described, found.judged)
    holds_high = find_high_holders(question, described, found.judged)
    reasons = (
        *explain_low(ends.low, parts),
        *explain_holders(ends.low, parts, holds_low),
        *explain_high(question, ends.low, ends.stated, parts, described),
        *explain_open(described),
        *explain_untried(holds_low, holds_high),
        *explain_conflicts(described),
        *selection.reasons,
    )
    return Estimate(
        question=asking,
        low=ends.low,
        high=ends.high,
        high_stated=ends.stated,
        incidents=sum(
            one.membership != "no" and not one.told.is_total and not (asking.traits and one.told.high == 0)
            for one in described
        ),
        holds_low=holds_low.claims,
        holds_high=holds_high.claims,
        reasons=reasons,
    )


def _no_estimate(question: Question, selection: Selection, clash: Clash, judged: Judged) -> Estimate:
    claims = ", ".join(clash.claims)
    choices = list_choices(clash, judged)
    return Estimate(
        question=question,
        low=None,
        high=None,
        high_stated=None,
        incidents=0,
        holds_low=(),
        holds_high=(),
        reasons=(
            f"no bounds, because claims {claims} cannot all be true: {clash.reason}",
            f"what helps, each by itself: {'; '.join(choices)}",
            *selection.reasons,
        ),
        clash=clash.claims,
    )
