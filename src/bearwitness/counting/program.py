"""Small programs in whole numbers, solved by HiGHS. The one home of `highspy`, imported when the first program is
solved.

The solver works in floating point; the answer is rounded and every row checked in whole numbers before it is given
back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, floor, isfinite
from typing import Any, Final, TypeVar

T = TypeVar("T", int, float)

NODES_LIMIT: Final = 2_000
"""A search for a better solution looks at so many branches at most, so that the same claims always give the same answer."""
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A whole number from `low` to `high` that costs `cost` a unit."""

    cost: int
    low: int = 0
    high: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """`low` <= the sum of weight times variable (by index) <= `high`; None is no end."""

    weights: Mapping[int, int]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Choose the variables within the bounds so that the cost is least."""

    variables: tuple[Variable, ...]
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """The best solution that was found, empty where none was, and what no solution costs less than (`least`)."""

    values: tuple[int, ...]
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """A cheapest solution in fractions, and the price of each bound: what one more would cost (linear programming duality)."""

    values: tuple[float, ...]
    prices: tuple[float, ...]


def solve(program: Program) -> tuple[int, ...] | None:
    """The values of a cheapest solution, None when there is no solution at all.

    Raises ArithmeticError when the solver's answer does not hold in whole numbers: no figure is better than a wrong
    one.
    """
    solved = _solve(program, None)
    return None if solved is None else solved.values


def solve_within(program: Program, most: int = NODES_LIMIT) -> Solved | None:
    """As `solve`, but a search of more than `most` branches ends with what is known by then."""
    return _solve(program, most)


def solve_fixed(program: Program, fixed: Mapping[int, int], enough: int) -> tuple[int, ...] | None:
    """The values of a cheap solution in which some variables (by index) have the values given; None when none was found. One that costs
    `enough` is as good as any.

    The rest is solved in fractions first, and what comes out whole is kept: often the few others can be made whole at no cost.
    """
    rest = _fix(program, fixed)
    relaxed = None if rest is None else find_relaxed(rest.program)
    if rest is None or relaxed is None:
        return None
    known = sum(one.cost * fixed.get(i, one.low) for i, one in enumerate(program.variables)) - sum(
        program.variables[i].cost * program.variables[i].low for i in rest.free
    )
    values: tuple[int, ...] | None = tuple(round(value) for value in relaxed.values)
    whole = {i: value for i, value in enumerate(values or ()) if abs(value - relaxed.values[i]) < _ROUNDING}
    if len(whole) < len(rest.free):
        values = _round_rest(rest.program, relaxed, whole)
        if values is None or known + find_cost(rest.program, values) > enough:
            solved = solve_within(rest.program)
            values = solved.values if solved is not None and solved.values else None
    if values is None:
        return None
    found = dict(zip(rest.free, values, strict=True))
    answer = tuple(found.get(i, fixed.get(i, one.low)) for i, one in enumerate(program.variables))
    return answer if _holds(program, answer) else None


def _round_rest(program: Program, relaxed: Relaxed, whole: Mapping[int, int]) -> tuple[int, ...] | None:
    """The fractions put up or down so that the bounds hold, what is whole left as it is."""
    near = Program(
        variables=tuple(
            one if i in whole else replace(one, low=floor(relaxed.values[i]), high=ceil(relaxed.values[i]))
            for i, one in enumerate(program.variables)
        ),
        bounds=program.bounds,
    )
    rest = _fix(near, whole)
    solved = None if rest is None else solve_within(rest.program)
    if rest is None or solved is None or len(solved.values) < len(rest.free):
        return None
    found = dict(zip(rest.free, solved.values, strict=True))
    return tuple(found.get(i, whole.get(i, one.low)) for i, one in enumerate(near.variables))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """What is left of a program when some variables are known, and which variables (by index) those are that are still `free`."""

    program: Program
    free: tuple[int, ...]


def _fix(program: Program, fixed: Mapping[int, int]) -> _Rest | None:
    free = [i for i, one in enumerate(program.variables) if i not in fixed and one.low != one.high]
    place = {i: k for k, i in enumerate(free)}
    bounds = []
    for bound in program.bounds:
        weights = {place[i]: weight for i, weight in bound.weights.items() if i in place}
        known = sum(
            weight * fixed.get(i, program.variables[i].low) for i, weight in bound.weights.items() if i not in place
        )
        low, high = (None if end is None else end - known for end in (bound.low, bound.high))
        if weights and high is None and low is not None and low <= 0 and min(weights.values()) >= 0:
            continue  # met already
        if weights:
            bounds.append(Bound(weights=weights, low=low, high=high))
        elif (low is not None and low > 0) or (high is not None and high < 0):
            return None
    return _Rest(
        program=Program(variables=tuple(program.variables[i] for i in free), bounds=tuple(bounds)), free=tuple(free)
    )


def _solve(program: Program, most: int | None) -> Solved | None:
    if not program.variables:
        return Solved(values=(), least=0) if _holds(program, ()) else None
    import highspy

    # highspy.Highs prints a banner to standard output as it is made, before it can be silenced, and would spoil JSON
    # there; the class below it does not.
    solver = highspy.highs._Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        solver.setOptionValue(option, value)
    for tolerance in ("mip_feasibility_tolerance", "primal_feasibility_tolerance"):
        solver.setOptionValue(tolerance, 1e-9)
    if most is not None:
        solver.setOptionValue("mip_max_nodes", most)
    solver.passModel(_model(program, highspy))
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit):
        raise ArithmeticError(f"the solver ended without an answer: {solver.modelStatusToString(status)}")
    found = solver.getInfo()
    # A search that ends before its first bound knows only what the variables' own ends allow.
    least = sum(min(one.cost * one.low, one.cost * one.high) for one in program.variables)
    if isfinite(found.mip_dual_bound):
        least = max(least, ceil(found.mip_dual_bound - _ROUNDING))
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(values=(), least=least)
    values = tuple(round(value) for value in solver.getSolution().col_value)
    if not _holds(program, values):
        raise ArithmeticError("the solver's answer does not hold in whole numbers")
    cost = find_cost(program, values)
    return Solved(values=values, least=cost if status == highspy.HighsModelStatus.kOptimal else min(cost, least))


def find_cost(program: Program, values: Sequence[T]) -> T:
    """What a solution costs, in whole numbers or in fractions."""
    nothing = values[0] * 0
    return sum((value * variable.cost for variable, value in zip(program.variables, values, strict=True)), nothing)


def _model(program: Program, highspy: Any) -> Any:
    """The program in HiGHS's own record, row by row."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.variables), len(program.bounds)
    model.col_cost_ = [float(variable.cost) for variable in program.variables]
    model.col_lower_ = [float(variable.low) for variable in program.variables]
    model.col_upper_ = [float(variable.high) for variable in program.variables]
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(program.variables)
    model.row_lower_ = [-highspy.kHighsInf if bound.low is None else float(bound.low) for bound in program.bounds]
    model.row_upper_ = [highspy.kHighsInf if bound.high is None else float(bound.high) for bound in program.bounds]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = list(accumulate((len(bound.weights) for bound in program.bounds), initial=0))
    model.a_matrix_.index_ = [i for bound in program.bounds for i in bound.weights]
    model.a_matrix_.value_ = [float(weight) for bound in program.bounds for weight in bound.weights.values()]
    return model


def _holds(program: Program, values: tuple[int, ...]) -> bool:
    within = all(one.low <= value <= one.high for one, value in zip(program.variables, values, strict=True))
    sums = [(bound, sum(weight * values[i] for i, weight in bound.weights.items())) for bound in program.bounds]
    return within and all(
        (bound.low is None or bound.low <= total) and (bound.high is None or total <= bound.high)
        for bound, total in sums
    )


def relax(program: Program) -> Relaxed:
    """The program solved without asking for whole numbers. Raises ArithmeticError where it has no solution."""
    relaxed = find_relaxed(program)
    if relaxed is None:
        raise ArithmeticError("a program in fractions has no solution")
    return relaxed


def find_relaxed(program: Program) -> Relaxed | None:
    """The program solved without asking for whole numbers; None where it has no solution."""
    if not program.variables:
        return Relaxed(values=(), prices=(0.0,) * len(program.bounds))
    import highspy

    solver = highspy.highs._Highs()
    # These programs are small and nearly solved as they come: looking for what can be left out takes longer than solving them.
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
        solver.setOptionValue(option, value)
    model = _model(program, highspy)
    model.integrality_ = []
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = solver.getSolution()
    return Relaxed(values=tuple(solution.col_value), prices=tuple(solution.row_dual))
