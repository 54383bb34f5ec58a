"""Programs that are solved from both sides give what the solver gives for the whole; where there is too much to read, the low is sure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Question
from bearwitness.counting import components, least, placing
from bearwitness.counting.estimate import count_people
from tests.counting.cases import Case, counting_cases, questions
from tools.bench_registers import QUESTION, Size, build_register


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.1, 0.3]))
def test_a_program_solved_from_both_sides_has_the_bounds_of_the_whole_program(seed: int, coarse: float) -> None:
    claims, links = build_register(Size(incidents=150, totals=25, unsure=40, coarse=coarse), seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placing, "_SMALL", 10**9)
        whole = count_people(QUESTION, claims, links)
        patch.setattr(placing, "_SMALL", 0)
        both = count_people(QUESTION, claims, links)

    assert (both.low, both.high, both.high_stated) == (whole.low, whole.high, whole.high_stated)
    assert both.low is not None


@settings(max_examples=200, deadline=None)
@given(counting_cases(most=5), questions(), st.sampled_from([(0, 1_000), (2_000, 1), (0, 2)]))
def test_a_low_of_links_read_in_too_many_ways_is_sure(case: Case, question: Question, limits: tuple[int, int]) -> None:
    best = count_people(question, *case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(least, "READINGS_LIMIT", limits[0])
        patch.setattr(components, "GROUPS_LIMIT", limits[1])
        sure = count_people(question, *case)

    if best.low is not None:  # a low too small may miss that more are proven than described
        assert sure.low is not None
        assert sure.low <= best.low
        assert (sure.high, sure.high_stated) == (best.high, best.high_stated)
