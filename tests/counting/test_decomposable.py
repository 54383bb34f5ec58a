"""Decomposable graphs: as many as are known, each once, and each a graph whose parts add up."""

from itertools import combinations

import pytest

from bearwitness.counting.decomposable import Graph, list_decomposable


@pytest.mark.parametrize(("size", "number"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822), (6, 18154)])
def test_as_many_as_there_are(size: int, number: int) -> None:
    graphs = list_decomposable(size)
    assert len(graphs) == len(set(graphs)) == number


def list_edges(graph: Graph, size: int) -> set[tuple[int, int]]:
    return {pair for part in graph.cliques for pair in combinations([one for one in range(size) if part >> one & 1], 2)}


def has_bare_circle(edges: set[tuple[int, int]], size: int) -> bool:
    """Whether some four or more vertices form a circle with no shortcut: each has just two neighbours among them, all joined."""
    for length in range(4, size + 1):
        for some in combinations(range(size), length):
            inside = [(a, b) for a, b in edges if a in some and b in some]
            near = {one: [b if a == one else a for a, b in inside if one in (a, b)] for one in some}
            if all(len(others) == 2 for others in near.values()):
                seen, at = {some[0]}, near[some[0]][0]
                while at not in seen:
                    seen.add(at)
                    at = next((one for one in near[at] if one not in seen), some[0])
                if len(seen) == length:
                    return True
    return False


@pytest.mark.parametrize("size", [3, 4, 5])
def test_just_those_graphs_without_a_bare_circle(size: int) -> None:
    found = {frozenset(list_edges(graph, size)) for graph in list_decomposable(size)}
    pairs = list(combinations(range(size), 2))
    subsets = [{pair for i, pair in enumerate(pairs) if code >> i & 1} for code in range(1 << len(pairs))]
    assert found == {frozenset(edges) for edges in subsets if not has_bare_circle(edges, size)}


@pytest.mark.parametrize("size", [3, 4, 5])
def test_every_list_counts_once(size: int) -> None:
    """Cliques less separators hold each list once, and there is one clique more than there are joins."""
    for graph in list_decomposable(size):
        assert len(graph.cliques) == len(graph.separators) + 1
        for one in range(size):
            assert (
                sum(part >> one & 1 for part in graph.cliques) - sum(part >> one & 1 for part in graph.separators) == 1
            )
        assert all(any(part & clique == part for clique in graph.cliques) for part in graph.separators)
