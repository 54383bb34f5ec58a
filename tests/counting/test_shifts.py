"""Lasting changes of level: found where the likelihood says so, against every way to cut a short series."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.counting.shifts import (
    FEWEST,
    SHORTEST,
    find_cost,
    find_cuts,
    find_dispersion,
    find_penalty,
    find_shifts,
    is_lasting,
)

quick = settings(max_examples=60, deadline=None)


@quick
@given(st.lists(st.integers(0, 30), min_size=FEWEST, max_size=14))
def test_no_way_to_cut_the_series_costs_less(numbers: list[int]) -> None:
    found = find_cuts(numbers)

    assert set(find_shifts(numbers)) <= set(found)
    size = len(numbers)
    ways = [cut for most in range(4) for cut in combinations(range(SHORTEST, size - SHORTEST + 1), most)]
    allowed = [cut for cut in ways if all(b - a >= SHORTEST for a, b in zip((0, *cut), (*cut, size), strict=True))]
    assert cost(numbers, found) <= min(cost(numbers, cut) for cut in allowed) + 1e-6


def cost(numbers: list[int], cut: tuple[int, ...]) -> float:
    edges = zip((0, *cut), (*cut, len(numbers)), strict=True)
    fit = sum(find_cost(sum(numbers[a:b]), b - a) for a, b in edges) / find_dispersion(numbers)
    return fit + find_penalty(len(numbers)) * len(cut)


@pytest.mark.parametrize("number", [0, 1, 5, 1_000])
def test_a_constant_series_has_no_change(number: int) -> None:
    assert find_shifts([number] * 30) == ()


@pytest.mark.parametrize("seed", range(5))
def test_a_clear_change_is_found_where_it_is(seed: int) -> None:
    chance = np.random.default_rng(seed)
    numbers = [int(n) for n in (*chance.poisson(3, 18), *chance.poisson(15, 12))]
    found = find_shifts(numbers)
    assert not isinstance(found, str)
    assert len(found) == 1
    assert abs(found[0] - 18) <= 1


@pytest.mark.parametrize("at", [0, 1, 7, 12, 13])
@pytest.mark.parametrize("odd", [0, 30, 500])
def test_one_odd_month_is_no_lasting_change(at: int, odd: int) -> None:
    numbers = [4, 5, 4, 3, 5, 4, 6, 4, 5, 3, 4, 5, 4, 4]
    numbers[at] = odd
    assert find_shifts(numbers) == ()


def test_a_change_that_hangs_on_one_number_is_dropped() -> None:
    numbers = [4, 5, 4, 3, 5, 4, 6, 4, 5, 3, 4, 6, 7, 60]
    assert find_cuts(numbers) == (11,)
    assert not is_lasting(numbers, range(11), range(11, 14))
    assert is_lasting([*numbers[:11], 60, 70, 60], range(11), range(11, 14))


def test_what_cannot_be_looked_for_is_said() -> None:
    assert "too few periods: 11" in str(find_shifts([3] * 11))
    assert "cannot all be true" in str(find_shifts([3] * 20 + [None]))
