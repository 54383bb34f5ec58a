"""A figure counted again by its pieces is the figure counted again as a whole."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Estimate, Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.bounds import Ends
from bearwitness.counting.effect import find_answers, find_answers_on_lying
from bearwitness.counting.estimate import count_people, count_with_bounds
from bearwitness.counting.leaning import find_leaning
from bearwitness.counting.pieces import Pieces, split_pieces
from tests.counting.cases import Case, counting_cases, make_link, questions


def split(question: Question, claims: Sequence[Claim], links: Sequence[Link]) -> Pieces | None:
    _, bounds = count_with_bounds(question, claims, links)
    return None if bounds is None else split_pieces(question, bounds)


def read_ends(estimate: Estimate) -> Ends | None:
    if estimate.low is None or estimate.high_stated is None:
        return None
    return Ends(low=estimate.low, high=estimate.high, stated=estimate.high_stated)


@settings(max_examples=200, deadline=None)
@given(counting_cases(most=5), questions())
def test_the_pieces_come_to_the_figure(case: Case, question: Question) -> None:
    claims, links = case
    figure = count_people(question, claims, links)
    pieces = split(question, claims, links)
    assert (pieces is None) == (figure.clash is not None)
    if pieces is not None:
        assert pieces.whole == read_ends(figure)
        assert sum(piece.ends.low for piece in pieces.pieces) == figure.low
        assert sum(piece.ends.stated for piece in pieces.pieces) == figure.high_stated
        assert sorted(claim.id for piece in pieces.pieces for claim in piece.claims) == sorted(pieces.number)


@settings(max_examples=300, deadline=None)
@given(counting_cases(most=5), questions())
def test_an_answer_on_a_pair_is_what_counting_the_whole_with_it_gives(case: Case, question: Question) -> None:
    claims, links = case
    pieces = split(question, claims, links)
    for link in links:
        if pieces is None or link.judgement != "unsure":
            continue
        pair = (link.left, link.right)
        others = [other for other in links if other is not link]
        whole = [
            read_ends(count_people(question, claims, [*others, make_link(*pair, word)]))
            for word in ("same", "different")
        ]
        found = find_answers(pieces, pair, 100)
        if found is None:
            assert None in whole
        else:
            assert [found.yes, found.no] == whole


@settings(max_examples=300, deadline=None)
@given(counting_cases(most=5), questions(), st.lists(st.sampled_from(["", "", "teachers"]), min_size=5, max_size=5))
def test_knowing_where_people_were_never_widens_a_figure_and_one_answer_has_each_end(
    case: Case, question: Question, groups: list[str]
) -> None:
    """Of claims without a group it is asked whether they are of the teachers."""
    claims = [
        replace(c, people=replace(c.people, group=group or None)) for c, group in zip(case[0], groups, strict=False)
    ]
    if any(groups):
        question = replace(question, group="teachers")
    pieces = split(question, claims, case[1])
    for claim in claims:
        one = None if pieces is None else pieces.described[claim.id]
        if pieces is None or one is None or one.told.is_total or one.membership != "possible":
            continue
        found = find_answers_on_lying(pieces, claim.id, 100)
        if found is not None:
            assert min(found.yes.low, found.no.low) == pieces.whole.low
            assert max(found.yes.stated, found.no.stated) == pieces.whole.stated


@settings(max_examples=200, deadline=None)
@given(counting_cases(most=5), questions())
def test_read_strictly_and_loosely_by_its_pieces_is_read_so_as_a_whole(case: Case, question: Question) -> None:
    claims, links = case
    pieces = split(question, claims, links)
    found = None if pieces is None else find_leaning(pieces, links)
    if pieces is None or found is None:
        return  # most cases have no unsure link between claims that count
    sure = [link for link in links if link.judgement != "unsure"]
    assert found.strict == read_ends(count_people(question, claims, sure))
    walls = {frozenset((link.left, link.right)) for link in sure if link.judgement == "different"}
    walls |= {frozenset((c.id, r.to)) for c in claims for r in c.relations if r.kind == "different"}
    if not walls:
        same = [replace(link, judgement="same") for link in links if link.judgement == "unsure"]
        assert found.loose == read_ends(count_people(question, claims, [*sure, *same]))
