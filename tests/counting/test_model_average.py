"""The average over models: as published for two sets of lists, equal to a plain computation, and its laws."""

from itertools import combinations, permutations
from math import exp, lgamma, log

import pytest
from hypothesis import given, settings

from bearwitness.counting.capture import Capture, build_capture
from bearwitness.counting.decomposable import Graph, list_decomposable
from bearwitness.counting.model_average import Average, Prior, average_models, find_interval, weigh_graphs
from tests.counting.list_cases import captures, draw_population, make_capture

SPINA_BIFIDA = make_capture(("a", 60), ("b", 49), ("ab", 4), ("c", 247), ("ac", 112), ("bc", 142), ("abc", 12))
"""Children with spina bifida in New York State on three lists (Madigan and York 1997, after Regal and Hook)."""
THEIR_PRIOR = Prior(cell=1.0, number=(13.14, 55.17))


def test_as_madigan_and_york_published() -> None:
    """They give the best model .37 and 731, and 731 over all; their estimate minimises the squared relative error."""
    found = weigh_graphs(SPINA_BIFIDA, list_decomposable(3), THEIR_PRIOR)
    assert round(max(found.graphs), 2) == 0.37
    middles = [626 + start + (width - 1) / 2 for start, width in zip(found.starts, found.widths, strict=True)]
    first, second = (sum(p / m**n for p, m in zip(found.numbers, middles, strict=True)) for n in (1, 2))
    assert round(first / second) == 731
    assert average_models(SPINA_BIFIDA, THEIR_PRIOR).interval.estimate in range(729, 735)


def count_plainly(capture: Capture, edges: frozenset[tuple[int, int]], unseen: int) -> float:
    """The logarithm of what three lists give to one graph and number, list by list: whether one is on a list, given the lists before
    it that it depends on, with the Beta prior that a Dirichlet of 1/8 a pattern leaves."""
    order = next(
        one
        for one in permutations(range(3))
        if all(
            pair in edges
            for n, last in enumerate(one)
            for pair in combinations(sorted(v for v in one[:n] if tuple(sorted((v, last))) in edges), 2)
        )
    )
    cells = {cell.on: cell.number for cell in capture.cells} | {0: unseen}
    found = 0.0
    for n, last in enumerate(order):
        given = sum(1 << one for one in order[:n] if tuple(sorted((one, last))) in edges)
        for config in {on & given for on in range(8)}:
            here = [
                sum(number for on, number in cells.items() if on & given == config and on >> last & 1 == bit)
                for bit in (0, 1)
            ]
            weight = 1 / 8 * 2 ** (3 - given.bit_count() - 1)
            found += sum(lgamma(number + weight) - lgamma(weight) for number in here)
            found -= lgamma(sum(here) + 2 * weight) - lgamma(2 * weight)
    whole = sum(cells.values())
    return found + lgamma(whole + 1) - lgamma(unseen + 1) - log(whole)


@pytest.mark.parametrize(
    "capture",
    [
        make_capture(("a", 2), ("b", 1), ("c", 2), ("ab", 2), ("bc", 1), ("abc", 1)),
        make_capture(("a", 3), ("b", 1), ("ab", 2), ("ac", 2), ("abc", 1)),
    ],
)
def test_equal_to_a_plain_computation_over_every_number(capture: Capture) -> None:
    pairs = list(combinations(range(3), 2))
    graphs = [frozenset(pair for i, pair in enumerate(pairs) if code >> i & 1) for code in range(7)]
    numbers = range(1000 * capture.recorded + 1)
    each = [[exp(count_plainly(capture, edges, unseen)) for unseen in numbers] for edges in graphs]
    plain = [sum(row) for row in zip(*each, strict=True)]
    whole, below, ends = sum(plain), 0.0, []
    for unseen, one in enumerate(plain):
        ends += [unseen for share in (0.025, 0.5, 0.975) if below < share * whole <= below + one]
        below += one
    interval = average_models(capture).interval
    low, middle, high = (capture.recorded + end for end in ends)
    assert (interval.low, interval.estimate) == (low, middle)
    assert interval.high is not None
    assert abs(interval.high - high) <= 2
    found = weigh_graphs(capture, list_decomposable(3), Prior())
    ratios = [sum(row) / sum(each[0]) for row in each]
    assert [one / found.graphs[0] for one in found.graphs[:7]] == pytest.approx(ratios, rel=1e-4)


@given(captures())
@settings(deadline=None)
def test_probabilities_sum_to_one_and_the_interval_holds_its_estimate(capture: Capture) -> None:
    found = weigh_graphs(capture, list_decomposable(len(capture.lists)), Prior())
    assert sum(found.numbers) == pytest.approx(1)
    assert sum(found.graphs) == pytest.approx(1)
    interval = find_interval(found, capture.recorded)
    assert capture.recorded <= interval.low <= interval.estimate
    assert interval.high is None or interval.estimate <= interval.high


def say(average: Average) -> tuple[object, ...]:
    return (average.interval, average.models, round(average.complete, 9), [round(one.weight, 9) for one in average.top])


@given(captures())
@settings(deadline=None)
def test_other_names_change_nothing(capture: Capture) -> None:
    """Turned round, so that the order of the lists changes too."""
    names = dict(zip(capture.lists, reversed(capture.lists), strict=True))
    other = build_capture(
        ([names[n] for i, n in enumerate(capture.lists) if c.on >> i & 1], c.number) for c in capture.cells
    )
    assert say(average_models(capture)) == say(average_models(other))


def test_five_and_six_lists_know_the_number_of_a_population() -> None:
    chances = (0.4, 0.35, 0.3, 0.2, 0.15)
    found = average_models(draw_population(1000, chances, seed=3))
    assert found.models == 821
    assert found.interval.high is not None
    assert found.interval.low <= 1000 <= found.interval.high


@pytest.mark.parametrize("seed", range(5))
def test_two_strong_lists_and_a_third_find_the_truth(seed: int) -> None:
    found = average_models(draw_population(2000, (0.6, 0.55, 0.2), seed)).interval
    assert found.high is not None
    assert found.low <= 2000 <= found.high
    assert found.high - found.low < 400


def test_more_people_narrow_the_interval() -> None:
    widths = []
    for size in (300, 3000, 30000):
        found = average_models(draw_population(size, (0.5, 0.4, 0.3), seed=11)).interval
        assert found.high is not None
        assert abs(found.estimate - size) / size < 0.1
        widths.append((found.high - found.low) / size)
    assert widths == sorted(widths, reverse=True)


def test_lists_that_hang_together_are_found_to() -> None:
    """Two lists that go to the same half of a population: alone they make it look small, the third shows it."""
    west, east = draw_population(1500, (0.6, 0.6, 0.3), seed=5), draw_population(1500, (0.05, 0.05, 0.3), seed=6)
    rows = [
        ([n for i, n in enumerate(half.lists) if c.on >> i & 1], c.number) for half in (west, east) for c in half.cells
    ]
    found = average_models(build_capture(rows))
    assert found.top[0].cliques == ((0, 1),)
    assert found.interval.high is not None
    assert found.interval.low <= 3000 <= found.interval.high


def test_the_complete_graph_is_left_out_and_its_probability_told() -> None:
    """Every two lists share more than chance gives: then all lists depend on one another, and nothing is known of the rest."""
    found = average_models(
        make_capture(("a", 300), ("b", 300), ("c", 300), ("ab", 9), ("bc", 9), ("ac", 9), ("abc", 400))
    )
    assert found.models == 7
    assert found.complete > 0.99
    assert all(graph.cliques != ((0, 1, 2),) for graph in found.top)


def test_an_only_graph_is_certain() -> None:
    (graph,) = (one for one in list_decomposable(3) if one == Graph(cliques=(1, 2, 4), separators=(0, 0)))
    assert weigh_graphs(SPINA_BIFIDA, [graph], Prior()).graphs == pytest.approx((1.0,))
