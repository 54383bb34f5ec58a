"""Programs that are solved from both sides give what the solver gives for the whole, and registers of any size what they gave before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.counting import placing
from bearwitness.counting.estimate import count_people
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
