"""How many people, between which bounds, and why: the answer to a question from claims and the judgements between
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, find_contradiction, join_same, read_judgements, restrict_judged
from bearwitness.counting.clashes import list_choices, shrink_clash
from bearwitness.counting.components import find_components
from bearwitness.counting.explain import (
    explain_conflicts,
    explain_high,
    explain_holders,
    explain_low,
    explain_open,
    explain_untried,
)
from bearwitness.counting.holders import find_high_holders, find_low_holders, list_involved
from bearwitness.counting.least import find_least
from bearwitness.counting.membership import find_asked
from bearwitness.counting.most import Clash, find_most
from bearwitness.counting.narrowing import NO_TOUCHING, Touching, find_touching, narrow_question
from bearwitness.counting.selection import Selection, select_claims
from bearwitness.counting.told import natural_order, tell


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


def count_selected(asking: Question, selection: Selection, judged: Judged, touching: Touching) -> Estimate:
    """The bounds of claims that were selected in their order, with the judgements between them.

    With traits, `touching` is what was found for these claims or for more, of which these are all that may lie in the question.
    """
    found = _count(asking, selection, judged, touching)
    if not isinstance(found, Clash):
        return found

    def find_clash(ids: frozenset[str]) -> Clash | None:
        chosen = replace(selection, claims=tuple(claim for claim in selection.claims if claim.id in ids))
        again = _count(asking, chosen, restrict_judged(judged, ids), touching)
        return again if isinstance(again, Clash) else None

    clash = shrink_clash(found, join_same(selection.claims, judged), find_clash)
    return _no_estimate(asking, selection, clash, judged)


def _count(asking: Question, selection: Selection, judged: Judged, touching: Touching) -> Estimate | Clash:
    question = narrow_question(asking, touching)
    atoms = join_same(selection.claims, judged)
    contradiction = find_contradiction(atoms, judged)
    if contradiction:
        reason = "some are judged to tell of one incident and of different ones"
        return Clash(claims=contradiction, reason=reason, is_least=True)
    asked = find_asked(question)
    by_id = {claim.id: claim for claim in selection.claims}
    described = find_most(asked, [tell(question, [by_id[ident] for ident in atom]) for atom in atoms], judged)
    if isinstance(described, Clash):
        return described
    components = find_components(question, selection.claims, atoms, judged)
    parts = find_least(asked, components, judged)
    if parts is None:
        # Cannot be: every way to read the links was just shown to have one that fits, the one with all unsure links
        # apart.
        raise ArithmeticError("claims that fit together one way fit together no way")
    low = sum(part.low for part in parts)
    stated = sum(one.stated for one in described)
    people = [one.people for one in described]
    high = None if None in people else sum(count for count in people if count is not None)
    if high is not None and low > high:
        # People judged part of two totals that are judged different: the totals need more people than all claims
        # describe.
        reason = f"together they prove at least {low} people and describe at most {high}"
        return Clash(claims=list_involved(parts, described), reason=reason)
    holds_low = find_low_holders(question, components, parts, judged)
    holds_high = find_high_holders(question, described, judged)
    reasons = (
        *explain_low(low, parts),
        *explain_holders(low, parts, holds_low),
        *explain_high(question, low, stated, parts, described),
        *explain_open(described),
        *explain_untried(holds_low, holds_high),
        *explain_conflicts(described),
        *selection.reasons,
    )
    return Estimate(
        question=asking,
        low=low,
        high=high,
        high_stated=stated,
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
