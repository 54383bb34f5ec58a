"""Chao's lower bound: exact on cases worked by hand, and never below those recorded."""

from math import exp, log, sqrt

import pytest
from hypothesis import given

from bearwitness.counting.capture import Capture, build_capture
from bearwitness.counting.chao import bound_below
from tests.counting.list_cases import captures, draw_population, make_capture


def test_by_hand() -> None:
    """Singles 10, 20, 30 and 9 on two lists: (200 + 300 + 600) / 10 = 110 unrecorded."""
    found = bound_below(make_capture(("a", 10), ("b", 20), ("c", 30), ("ab", 4), ("ac", 3), ("bc", 2), ("abc", 1)))
    assert found.estimate == 70 + 110
    variance = 110 + (10 * 50**2 + 20 * 40**2 + 30 * 30**2) / 100 + 110**2 / 10
    spread = exp(1.959963984540054 * sqrt(log(1 + variance / 110**2)))
    assert found.low == 70 + int(110 / spread)
    assert found.high == 70 + int(110 * spread) + 1


def test_lists_of_one_size_give_the_bound_that_rcapture_gives() -> None:
    """Mh, h = Chao, of `closedp.bc`: (t-1)/2t f1(f1-1)/(f2+1), but for the 1 that is taken off for each list and not for all."""
    t, each = 4, 100
    found = bound_below(make_capture(*((one, each) for one in "abcd"), ("ab", 20), ("cd", 29)))
    f1, f2 = t * each, 49
    assert found.estimate - (f1 + f2) == pytest.approx((t - 1) / (2 * t) * f1 * f1 / (f2 + 1))


def test_nobody_alone_on_two_lists_leaves_those_recorded() -> None:
    found = bound_below(make_capture(("a", 10), ("ab", 4), ("bc", 2)))
    assert (found.low, found.estimate, found.high) == (16, 16, 16)


@given(captures())
def test_it_holds_its_estimate_and_those_recorded(capture: Capture) -> None:
    found = bound_below(capture)
    assert found.high is not None
    assert capture.recorded <= found.low <= found.estimate <= found.high


@pytest.mark.parametrize("seed", range(3))
def test_where_some_are_harder_to_find_for_all_lists_it_lies_below_the_truth(seed: int) -> None:
    easy, hard = draw_population(1000, (0.6, 0.5, 0.4), seed), draw_population(1000, (0.1, 0.08, 0.06), seed + 100)
    rows = [
        ([n for i, n in enumerate(half.lists) if c.on >> i & 1], c.number) for half in (easy, hard) for c in half.cells
    ]
    found = bound_below(build_capture(rows))
    assert found.estimate < 2000


def test_of_independent_lists_of_different_sizes_it_is_the_truth() -> None:
    found = bound_below(draw_population(4000, (0.5, 0.3, 0.15, 0.1), seed=7))
    assert found.high is not None
    assert found.low <= 4000 <= found.high
    assert abs(found.estimate - 4000) < 120
