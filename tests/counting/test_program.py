"""Small programs in whole numbers, and what they give back when there is nothing to give."""

from random import Random

import pytest

from bearwitness.counting.program import Bound, Program, Solved, Variable, find_cost, solve, solve_within


def test_the_cheapest_whole_numbers_are_found() -> None:
    variables = (Variable(cost=2, high=5), Variable(cost=3, high=5))
    bounds = (Bound(weights={0: 2, 1: 3}, low=7), Bound(weights={0: 1}, high=1))

    assert solve(Program(variables=variables, bounds=bounds)) == (1, 2)


def test_a_program_without_a_solution_gives_none() -> None:
    program = Program(variables=(Variable(cost=1),), bounds=(Bound(weights={0: 1}, low=2),))

    assert solve(program) is None


def test_a_program_without_variables_is_solved_by_its_bounds_alone() -> None:
    assert solve(Program(variables=(), bounds=())) == ()
    assert solve(Program(variables=(), bounds=(Bound(weights={}, low=1),))) is None


def test_large_numbers_stay_exact() -> None:
    big = 1_234_567
    variables = (Variable(cost=1, high=big), Variable(cost=big))
    bounds = (Bound(weights={0: 1, 1: big - 1}, low=big),)

    assert solve(Program(variables=variables, bounds=bounds)) == (big, 0)


def test_solving_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    solve(Program(variables=(Variable(cost=1, high=9),), bounds=(Bound(weights={0: 2}, low=3),)))

    assert capfd.readouterr() == ("", "")


def test_a_search_that_ends_early_says_what_no_solution_costs_less_than() -> None:
    chance = Random(4)
    size = 40
    variables = tuple(Variable(cost=chance.randint(5, 30)) for _ in range(size))
    bounds = tuple(Bound(weights={i: chance.randint(1, 40) for i in range(size)}, low=331 + 7 * n) for n in range(8))
    program = Program(variables=variables, bounds=bounds)
    best = solve(program)
    assert best is not None

    for most in (0, 1, 5):
        early = solve_within(program, most)
        assert early is not None
        assert 0 <= early.least <= find_cost(program, best)
        assert not early.values or find_cost(program, early.values) >= find_cost(program, best)
    assert solve_within(program) == Solved(values=best, least=find_cost(program, best))
