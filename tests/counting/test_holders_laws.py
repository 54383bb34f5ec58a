"""The claims that hold an end: counted alone they give it, and none of them can be left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting import holders
from bearwitness.counting.estimate import count_people
from bearwitness.counting.told import tell
from tests.counting.cases import Case, counting_cases, make_link, questions

many = settings(max_examples=150, deadline=None)
UNTRIED = "the claims named as holding the figure may be more than needed"
JOINED = frozenset(("same", "unsure"))


def list_judged(claims: Iterable[Claim], links: Iterable[Link]) -> set[tuple[str, str, str]]:
    """Every judgement, both ways round for those that have no direction."""
    said = {(link.left, link.right, str(link.judgement)) for link in links}
    said |= {(claim.id, relation.to, str(relation.kind)) for claim in claims for relation in claim.relations}
    return said | {(right, left, kind) for left, right, kind in said if kind != "part-of"}


def find_told(case: Case, start: Iterable[str], kinds: frozenset[str], doors: Iterable[str]) -> frozenset[str]:
    """All that judgements of these kinds lead to from some claims, step by step over claims in `doors`."""
    found, open_to = set(start), set(doors)
    judged = [(left, right) for left, right, kind in list_judged(*case) if kind in kinds and right in open_to]
    while more := {right for left, right in judged if left in found and right not in found}:
        found |= more
    return frozenset(found)


def list_sets(case: Case, kinds: frozenset[str]) -> list[frozenset[str]]:
    """The claims in sets that judgements of these kinds join."""
    ids = [claim.id for claim in case[0]]
    return list(dict.fromkeys(find_told(case, (ident,), kinds, ids) for ident in ids))


def keep(case: Case, ids: Iterable[str]) -> Case:
    """Some claims alone, with what is judged of them: what a claim left out is judged, another one of its incident is."""
    some = set(ids)
    claims = [replace(claim, relations=()) for claim in case[0] if claim.id in some]
    speaker: dict[str, str] = {}
    links = []
    for atom in list_sets(case, frozenset(("same",))):
        kept = sorted(atom & some)
        speaker |= {ident: kept[0] for ident in atom if kept}
        links += [make_link(left, right, "same") for left, right in pairwise(kept)]
    carried = {(speaker[a], speaker[b], kind) for a, b, kind in list_judged(*case) if a in speaker and b in speaker}
    for left, right, kind in sorted(carried):
        if left != right and (kind == "part-of" or (left < right and kind in ("unsure", "different"))):
            links.append(make_link(left, right, kind))  # type: ignore[arg-type]
    return tuple(claims), tuple(links)


def tell_ends(case: Case, question: Question, ids: Iterable[str]) -> tuple[int, float, object, bool]:
    told = tell(question, [claim for claim in case[0] if claim.id in set(ids)])
    return told.low, float("inf") if told.high is None else told.high, told.region, told.is_total


def says_no_more(case: Case, question: Question, ids: Iterable[str]) -> bool:
    """Of each incident kept no narrower a count, and the same days and place; and nothing left out joins two that are kept."""
    some = frozenset(ids)
    atoms = list_sets(case, frozenset(("same",)))
    for cluster in list_sets(case, JOINED):
        whole = [atom for atom in atoms if atom <= cluster and atom & some]
        together = [*whole, frozenset().union(*whole)] if whole else []
        for every in together:
            one, all_of_it = tell_ends(case, question, every & some), tell_ends(case, question, every)
            if one[0] > all_of_it[0] or one[1] < all_of_it[1] or one[2:] != all_of_it[2:]:
                return False
        gone = cluster.difference(*whole)
        ties = list_judged(*case)
        for left, right in combinations(whole, 2):
            is_tied = any(a in left and b in right and kind == "unsure" for a, b, kind in ties)
            around = find_told(case, left, JOINED, gone) - left
            if not is_tied and any(a in around and b in right and kind in JOINED for a, b, kind in ties):
                return False
    return True


def holds_low(case: Case, question: Question, ids: Iterable[str], low: int) -> bool:
    return says_no_more(case, question, ids) and count_people(question, *keep(case, ids)).low == low


def list_smaller(case: Case, ids: Sequence[str]) -> Iterator[frozenset[str]]:
    """What is kept without one claim, without one incident or total, and without all that unsure links join."""
    units = [frozenset((ident,)) for ident in ids]
    units += [*list_sets(case, frozenset(("same",))), *list_sets(case, JOINED)]
    for unit in units:
        if not unit.isdisjoint(ids):
            yield frozenset(ids) - unit


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
    assert holds_low(case, question, estimate.holds_low, estimate.low)
    for fewer in list_smaller(case, estimate.holds_low):
        assert not holds_low(case, question, fewer, estimate.low)


@many
@given(counting_cases(most=5), questions())
def test_what_holds_a_closed_high_describes_it_alone_and_needs_every_claim(case: Case, question: Question) -> None:
    estimate = count(case, question)
    if estimate.high is None:
        return
    assert count_people(question, *keep(case, estimate.holds_high)).high == estimate.high
    for fewer in list_smaller(case, estimate.holds_high):
        assert count_people(question, *keep(case, fewer)).high != estimate.high


@many
@given(counting_cases(most=5), questions())
def test_each_incident_that_holds_an_open_high_leaves_it_open_by_itself(case: Case, question: Question) -> None:
    estimate = count(case, question)
    if estimate.clash is not None or estimate.high is not None:
        return
    together = count_people(question, *keep(case, estimate.holds_high))
    assert estimate.holds_high
    assert together.high is None
    assert not together.clash
    rest = {claim.id for claim in case[0]}
    for atom in list_sets(case, frozenset(("same",))):
        kept = atom.intersection(estimate.holds_high)
        if not kept:
            continue
        rest -= atom
        is_part = any(kind == "part-of" and not atom.isdisjoint((a, b)) for a, b, kind in list_judged(*case))
        alone = count_people(question, *keep(case, kept))
        assert alone.high is None
        for gone in kept:
            left = count_people(question, *keep(case, kept - {gone}))
            is_less = left.high is not None or left.high_stated != alone.high_stated
            assert is_less or (is_part and not says_no_more(case, question, kept - {gone}))
    without = count_people(question, *keep(case, rest))
    assert without.high is not None or without.clash


@many
@given(counting_cases(most=5), questions(), st.data())
def test_the_order_of_claims_changes_no_holder(case: Case, question: Question, data: st.DataObject) -> None:
    claims, links = case
    other = count_people(question, data.draw(st.permutations(claims)), data.draw(st.permutations(links)))
    estimate = count(case, question)
    assert (other.holds_low, other.holds_high) == (estimate.holds_low, estimate.holds_high)


@many
@given(counting_cases(most=5), questions())
def test_what_is_not_tried_still_gives_the_end_alone(case: Case, question: Question) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holders, "CLAIMS_LIMIT", 0)
        estimate = count_people(question, *case)
    if estimate.low is None:
        return
    assert count_people(question, *keep(case, estimate.holds_low)).low == estimate.low
    assert count_people(question, *keep(case, estimate.holds_high)).high == estimate.high
