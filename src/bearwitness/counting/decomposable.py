"""Decomposable graphs: the ways in which lists may hang together for which the size of a population has a closed answer.

A vertex is a list, an edge says that two lists may depend on each other. A graph is decomposable when every circle of four lists or
more has a shortcut; then what is known of its cliques is known of the whole, each separator taken off once for each time it joins two.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The cliques and the separators, as bit sets of vertices; a separator stands once for each join, the empty one too."""

    cliques: tuple[int, ...]
    separators: tuple[int, ...]


@cache
def list_decomposable(size: int) -> tuple[Graph, ...]:
    """Every decomposable graph of so many labelled vertices, in a fixed order: 8 of three, 61 of four, 822 of five."""
    pairs = tuple(combinations(range(size), 2))
    found = []
    for code in range(1 << len(pairs)):
        near = [0] * size
        for i, (left, right) in enumerate(pairs):
            if code >> i & 1:
                near[left] |= 1 << right
                near[right] |= 1 << left
        graph = _decompose(near)
        if graph is not None:
            found.append(graph)
    return tuple(found)


def _decompose(near: list[int]) -> Graph | None:
    """The parts of a graph, None where it is not decomposable.

    Vertices are taken by how many neighbours were taken before (maximum cardinality search: Tarjan and Yannakakis 1984); the graph is
    decomposable exactly where these neighbours always form a clique.
    """
    taken, left = 0, set(range(len(near)))
    times: dict[int, int] = {}
    while left:
        vertex = max(left, key=lambda one: ((near[one] & taken).bit_count(), -one))
        before = near[vertex] & taken
        if any(before & ~(near[one] | 1 << one) for one in range(len(near)) if before >> one & 1):
            return None
        # What was a clique so far, and is a separator now where the vertex makes it a larger clique, takes itself away.
        family = before | 1 << vertex
        times[family] = times.get(family, 0) + 1
        times[before] = times.get(before, 0) - 1
        taken |= 1 << vertex
        left.discard(vertex)
    times[0] += 1  # the first vertex joins nothing
    return Graph(
        cliques=tuple(sorted(part for part, number in times.items() if number > 0)),
        separators=tuple(sorted(part for part, number in times.items() for _ in range(-number))),
    )
