"""The effect of an answer is what counting everything both ways gives, though only what hangs together is counted again."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Judgement
from bearwitness.counting.effect import Effect, find_answers
from bearwitness.counting.estimate import count_people
from bearwitness.counting.pieces import split_claims
from tests.counting.cases import Case, counting_cases, make_claim, make_link, questions


def find_effects(
    question: Question, claims: Sequence[Claim], links: Sequence[Link], pairs: Sequence[tuple[str, str]], most: int
) -> tuple[Effect | None, ...]:
    pieces = split_claims(question, claims, links)
    found = [find_answers(pieces, pair, most) for pair in pairs]
    return tuple(None if answers is None else answers.effect for answers in found)


def count_both_ways(question: Question, case: Case, pair: tuple[str, str]) -> Effect | None:
    """Counting the whole with each answer; None where an answer leaves no way to be true."""
    claims, links = case
    others = [link for link in links if {link.left, link.right} != set(pair)]

    def count(judgement: Judgement) -> tuple[int, int] | None:
        found = count_people(question, claims, [*others, make_link(*pair, judgement)])
        return None if found.low is None or found.high_stated is None else (found.low, found.high_stated)

    same, different = count("same"), count("different")
    if same is None or different is None:
        return None
    return Effect(low=abs(same[0] - different[0]), high=abs(same[1] - different[1]))


@settings(max_examples=150, deadline=None)
@given(counting_cases(), questions())
def test_the_effect_is_that_on_the_whole_figure(case: Case, question: Question) -> None:
    claims, links = case
    pairs = [(link.left, link.right) for link in links if link.judgement == "unsure"]
    whole = count_people(question, claims, links)
    for pair, found in zip(pairs, find_effects(question, claims, links, pairs, 100), strict=True):
        wanted = count_both_ways(question, case, pair)
        if found is not None and wanted is not None and whole.clash is None:
            assert found == wanted


def test_what_hangs_together_with_too_many_is_not_counted() -> None:
    claims, links = [make_claim("c_1", (2, 2)), make_claim("c_2", (3, 3))], [make_link("c_1", "c_2", "unsure")]
    (found,) = find_effects(Question(act="arrest"), claims, links, [("c_1", "c_2")], 1)
    assert found is None
    assert find_effects(Question(act="arrest"), claims, links, [("c_1", "c_2")], 2) == (Effect(low=3, high=2),)


def test_a_total_that_forces_nobody_in_still_bounds_its_parts_from_above() -> None:
    """Two told as one or as two, one of them part of a total of nobody that may lie outside: apart, the other one counts."""
    claims = [
        make_claim("c_1", (0, 0)),
        make_claim("c_2", (0, 0), shape="aggregate", days=(date(2019, 5, 1), date(2019, 5, 2))),
        make_claim("c_3", (1, 1)),
    ]
    links = [make_link("c_1", "c_2", "part-of"), make_link("c_1", "c_3", "unsure")]
    question = Question(act="arrest", earliest=date(2019, 5, 1), latest=date(2019, 5, 1))
    (found,) = find_effects(question, claims, links, [("c_1", "c_3")], 100)
    assert found == count_both_ways(question, (tuple(claims), tuple(links)), ("c_1", "c_3")) == Effect(low=1, high=1)
