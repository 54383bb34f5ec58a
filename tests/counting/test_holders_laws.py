"""The claims that hold an end: counted alone they give it, and none of them can be left out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.estimate import count_people
from tests.counting.cases import Case, counting_cases, make_link, questions

many = settings(max_examples=150, deadline=None)
UNTRIED = "the claims named as holding the figure may be more than needed"


def list_judged(claims: Iterable[Claim], links: Iterable[Link]) -> set[tuple[str, str, str]]:
    """Every judgement, both ways round for those that have no direction."""
    said = {(link.left, link.right, str(link.judgement)) for link in links}
    said |= {(claim.id, relation.to, str(relation.kind)) for claim in claims for relation in claim.relations}
    return said | {(right, left, kind) for left, right, kind in said if kind in ("same", "unsure")}


def bridge(claims: Sequence[Claim], links: Sequence[Link], kept: Sequence[Claim]) -> list[Link]:
    """What leads from one kept claim to another through claims that are left out: the same where every step is, else unsure."""
    judged = list_judged(claims, links)
    ids = {claim.id for claim in kept}

    def reach(start: str, kinds: tuple[str, ...], doors: set[str]) -> set[str]:
        seen, queue = {start}, [start]
        for at in queue:
            for left, right, kind in judged:
                if left == at and kind in kinds and right not in seen:
                    seen.add(right)
                    if right in doors:
                        queue.append(right)
        return seen

    everybody = {claim.id for claim in claims}
    same = {ident: reach(ident, ("same",), everybody) for ident in everybody}
    # An incident of which a claim is kept is no bridge: it stands between those it joins.
    gone = {ident for ident in everybody if not same[ident] & ids}
    found = []
    for left, right in combinations(sorted(ids), 2):
        if right in same[left]:
            found.append(make_link(left, right, "same"))
        elif any(right_one in reach(one, ("same", "unsure"), gone) for one in same[left] for right_one in same[right]):
            found.append(make_link(left, right, "unsure"))
    return found


def holds_low(case: Case, question: Question, kept: Sequence[Claim], low: int) -> bool:
    claims, links = case
    if count_people(question, kept, links).low != low:
        return False
    return count_people(question, kept, [*links, *bridge(claims, links, kept)]).low == low


def list_atoms(case: Case, kept: Sequence[Claim]) -> list[set[str]]:
    """The claims judged to tell of what each kept one tells."""
    judged, atoms = list_judged(*case), []
    for claim in kept:
        told, before = {claim.id}, set[str]()
        while told != before:
            before = set(told)
            told |= {right for left, right, kind in judged if kind == "same" and left in told}
        atoms.append(told)
    return [told for n, told in enumerate(atoms) if told not in atoms[:n]]


def list_told(case: Case, kept: Sequence[Claim]) -> list[list[Claim]]:
    """What is kept, one incident or total after the other, without the judgements that each claim carries."""
    return [[replace(claim, relations=()) for claim in kept if claim.id in told] for told in list_atoms(case, kept)]


def list_smaller(case: Case, kept: Sequence[Claim]) -> list[list[Claim]]:
    """What is kept without one claim, or without one incident."""
    smaller = [[claim for claim in kept if claim is not gone] for gone in kept]
    return [*smaller, *([claim for claim in kept if claim.id not in told] for told in list_atoms(case, kept))]


def keep(claims: Sequence[Claim], ids: Sequence[str]) -> list[Claim]:
    return [claim for claim in claims if claim.id in ids]


def count(case: Case, question: Question) -> Estimate:
    estimate = count_people(question, *case)
    assert not any(UNTRIED in reason for reason in estimate.reasons)
    return estimate


@many
@given(counting_cases(most=5), questions())
def test_what_holds_the_low_proves_it_alone_and_needs_every_claim(case: Case, question: Question) -> None:
    estimate = count(case, question)
    if estimate.low is None:
        return
    kept = keep(case[0], estimate.holds_low)

    assert holds_low(case, question, kept, estimate.low)
    for fewer in list_smaller(case, kept):
        assert not holds_low(case, question, fewer, estimate.low)


@many
@given(counting_cases(most=5), questions())
def test_what_holds_a_closed_high_describes_it_alone_and_needs_every_claim(case: Case, question: Question) -> None:
    estimate = count(case, question)
    if estimate.high is None:
        return
    kept = keep(case[0], estimate.holds_high)

    assert count_people(question, kept, [*case[1], *bridge(*case, kept)]).high == estimate.high
    for fewer in list_smaller(case, kept):
        assert count_people(question, fewer, [*case[1], *bridge(*case, fewer)]).high != estimate.high


@many
@given(counting_cases(most=5), questions())
def test_each_incident_that_holds_an_open_high_leaves_it_open_by_itself(case: Case, question: Question) -> None:
    claims, links = case
    estimate = count(case, question)
    if estimate.clash is not None or estimate.high is not None:
        return
    kept = keep(claims, estimate.holds_high)
    assert kept
    for one in list_told(case, kept):
        joined = [make_link(left.id, right.id, "same") for left, right in pairwise(one)]
        alone = count_people(question, one, joined)
        assert alone.high is None
        for gone in one:
            fewer = [claim for claim in one if claim is not gone]
            left = count_people(question, fewer, [*joined, *bridge(one, joined, fewer)])
            assert left.high is not None or left.high_stated != alone.high_stated
    rest = [claim for claim in claims if not any(claim.id in told for told in list_atoms(case, kept))]
    assert count_people(question, rest, links).high is not None or count_people(question, rest, links).clash


@many
@given(counting_cases(most=5), questions(), st.data())
def test_the_order_of_claims_changes_no_holder(case: Case, question: Question, data: st.DataObject) -> None:
    claims, links = case
    other = count_people(question, data.draw(st.permutations(claims)), data.draw(st.permutations(links)))
    estimate = count(case, question)
    assert (other.holds_low, other.holds_high) == (estimate.holds_low, estimate.holds_high)
