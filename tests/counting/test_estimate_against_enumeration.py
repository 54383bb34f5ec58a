"""On small cases the bounds are those found by trying everything."""

from hypothesis import given, settings

from bearwitness.core.incidents import Question
from bearwitness.counting.estimate import count_people
from tests.counting.cases import Case, counting_cases, questions
from tests.counting.enumerate_totals import enumerate_bounds


@settings(max_examples=300, deadline=None)
@given(counting_cases(most=4), questions())
def test_the_bounds_are_those_of_exhaustive_enumeration(case: Case, question: Question) -> None:
    claims, links = case
    expected = enumerate_bounds(question, claims, links)
    if expected is not None and expected[1] is not None and expected[0] > expected[1]:
        expected = None  # totals that need more people than all claims describe clash as well

    estimate = count_people(question, claims, links)

    found = None if estimate.clash else (estimate.low, estimate.high, estimate.high_stated)
    assert found == expected
