"""How many there are in all, averaged over every way in which the lists may hang together (Madigan and York 1997, as HRDAG's `dga`).

Each decomposable graph is one log-linear model with a hyper-Dirichlet prior, all graphs alike before the data; the number in all has
the prior 1/N. What a model knows of a number of unrecorded is a product over its cliques and separators, so that of each set of lists
only one cell moves with it. Sums over the numbers are exact up to 64 unrecorded; beyond, in blocks that are narrow beside the
spread of the answer. Nothing here is drawn by chance.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, isqrt, lgamma, log
from typing import Any, Final

from bearwitness.counting.capture import Capture
from bearwitness.counting.decomposable import Graph, list_decomposable
from bearwitness.counting.interval import Interval

_FINE, _COARSE, _NEAR, _FAR = 4, 100, 20, 1000
"""Blocks are a quarter of the root of the unrecorded wide, so that they are narrow beside the spread that any model leaves, and beyond 20
times those recorded a 100th of the unrecorded; no more than 1,000 times those recorded are asked about."""
_HELD: Final = 100
"""An upper end beyond so many times those recorded is no end: the lists overlap too little."""
_AT_ONCE: Final = 4_000_000
"""Numbers in memory at a time."""
_TOP: Final = 5
_LEAST_WEIGHT: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is held true before the data: as if each pattern of lists had `cell` records (None: 1 among all patterns, as `dga` advises).

    `number` are the shape and the scale of a gamma distribution of the expected number in all (Madigan and York's Poisson-gamma), None
    for 1/N, which knows nothing of it.
    """

    cell: float | None = None
    number: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One graph: the lists that hang together (by index), its probability, and the estimate if it is true."""

    cliques: tuple[tuple[int, ...], ...]
    weight: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """The estimate over all models but the complete one, and the most probable of them. `models` is how many were averaged.

    `complete` is the probability of the complete graph, in which every list depends on every other in every way. It says nothing of
    those on no list but what the prior says, which is "hardly anyone": averaging it in would turn ignorance into a low figure.
    """

    interval: Interval
    models: int
    top: tuple[Model, ...]
    complete: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """The probabilities of every block of unrecorded numbers (`starts`, `widths`) and of every graph; each sums to one.

    `evidence` is the logarithm of what the graphs together give to the data, on a scale that all graphs of the same data share.
    """

    starts: tuple[int, ...]
    widths: tuple[int, ...]
    numbers: tuple[float, ...]
    graphs: tuple[float, ...]
    evidence: float


def average_models(capture: Capture, prior: Prior = Prior()) -> Average:
    """The median and the 95 % credible interval over all models of the lists that can tell, and the five most probable ones."""
    complete = (1 << len(capture.lists)) - 1
    graphs = [graph for graph in list_decomposable(len(capture.lists)) if graph.cliques != (complete,)]
    found = weigh_graphs(capture, graphs, prior)
    whole = weigh_graphs(capture, [Graph(cliques=(complete,), separators=())], prior)
    ranked = sorted(range(len(graphs)), key=lambda i: (-found.graphs[i], i))
    shown = [i for i in ranked[:_TOP] if found.graphs[i] >= _LEAST_WEIGHT]
    return Average(
        interval=find_interval(found, capture.recorded),
        models=len(graphs),
        top=tuple(_build_model(capture, graphs[i], found.graphs[i], prior) for i in shown),
        complete=_find_share(whole.evidence, found.evidence),
    )


def _find_share(one: float, other: float) -> float:
    """What of two weights, given by their logarithms, the first is."""
    return 1 / (1 + exp(other - one)) if other <= one else exp(one - other) / (1 + exp(one - other))


def weigh_graphs(capture: Capture, graphs: Sequence[Graph], prior: Prior) -> Posterior:
    """What the data leave of each graph and of each number of unrecorded."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.special import exp2, logsumexp  # type: ignore[import-untyped]

    starts, widths = _cut_blocks(capture.recorded)
    parts = csr_array(_list_parts(graphs), shape=(len(graphs), 1 << len(capture.lists)))
    step = max(1, _AT_ONCE // len(graphs))
    tops: list[float] = []
    by_number: list[tuple[int, Any]] = []
    by_graph: list[Any] = []
    for begin in range(0, len(starts), step):
        middles = [a + (w - 1) / 2 for a, w in zip(starts[begin : begin + step], widths[begin:], strict=False)]
        factors, shared = _find_factors(capture, middles, widths[begin : begin + step], prior)
        likelihood = parts @ factors + shared
        tops.append(float(likelihood.max()))
        likelihood -= tops[-1]
        likelihood /= log(2)
        likelihood = exp2(likelihood)
        by_number.append((len(tops) - 1, likelihood.sum(axis=0)))
        by_graph.append(likelihood.sum(axis=1))
    whole = float(logsumexp([top + log(sums.sum()) for top, sums in zip(tops, by_graph, strict=True)]))
    scale = [2.0 ** ((top - whole) / log(2)) for top in tops]
    graph_sums = sum(sums * scale[n] for n, sums in enumerate(by_graph))
    return Posterior(
        starts=starts,
        widths=widths,
        numbers=tuple(float(one) * scale[n] for n, sums in by_number for one in sums),
        graphs=tuple(float(one) for one in graph_sums),
        evidence=whole,
    )


def find_interval(posterior: Posterior, recorded: int) -> Interval:
    """The median and what holds 95 of 100, of the number in all. No upper end where it lies too far off to mean anything."""
    low, middle, high = (_find_quantile(posterior, share) for share in (0.025, 0.5, 0.975))
    is_held = high <= _HELD * recorded
    return Interval(
        low=recorded + floor(low), estimate=recorded + round(middle), high=recorded + ceil(high) if is_held else None
    )


def _find_quantile(posterior: Posterior, share: float) -> float:
    below = 0.0
    for start, width, probability in zip(posterior.starts, posterior.widths, posterior.numbers, strict=True):
        if below + probability >= share:
            return start if width == 1 else start + (width - 1) * (share - below) / probability
        below += probability
    return posterior.starts[-1] + posterior.widths[-1] - 1


def _cut_blocks(recorded: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts, widths, at = [], [], 0
    while at <= _FAR * recorded:
        width = max(1, isqrt(at) // _FINE, at // _COARSE if at > _NEAR * recorded else 1)
        starts.append(at)
        widths.append(width)
        at += width
    return tuple(starts), tuple(widths)


def _list_parts(graphs: Sequence[Graph]) -> tuple[list[int], tuple[list[int], list[int]]]:
    """The times that each set of lists counts in each graph, as the entries of a sparse matrix."""
    times, rows, columns = [], [], []
    for row, graph in enumerate(graphs):
        counted = Counter(graph.cliques)
        counted.subtract(graph.separators)
        for part, number in sorted(counted.items()):
            if number:
                times.append(number)
                rows.append(row)
                columns.append(part)
    return times, (rows, columns)


def _find_factors(capture: Capture, middles: Sequence[float], widths: Sequence[int], prior: Prior) -> tuple[Any, Any]:
    """Of each set of lists the logarithm of what it gives to a likelihood, for each number; and what all graphs share."""
    from scipy.special import gammaln, xlogy

    size = len(capture.lists)
    cell = 2.0**-size if prior.cell is None else prior.cell
    missing = gammaln(middles)  # an array of the right length, to be overwritten
    missing[:] = middles
    factors = gammaln([[1.0] * len(middles)] * (1 << size))
    for part in range(1 << size):
        counted: Counter[int] = Counter()
        for one in capture.cells:
            counted[one.on & part] += one.number
        weight = cell * 2 ** (size - part.bit_count())
        known = sum(lgamma(number + weight) - lgamma(weight) for on, number in counted.items() if on)
        factors[part] = known - lgamma(weight) + gammaln(missing + (counted[0] + weight))
    number = missing + capture.recorded
    shared = gammaln(number + 1) - gammaln(missing + 1) - factors[0] + xlogy(1, widths)
    if prior.number is None:
        return factors, shared - xlogy(1, number)
    shape, scale = prior.number
    return factors, shared + number * log(scale) - (number + shape) * log(1 + scale) + gammaln(
        number + shape
    ) - gammaln(number + 1)


def _build_model(capture: Capture, graph: Graph, weight: float, prior: Prior) -> Model:
    size = len(capture.lists)
    cliques = tuple(tuple(i for i in range(size) if part >> i & 1) for part in graph.cliques if part.bit_count() > 1)
    interval = find_interval(weigh_graphs(capture, [graph], prior), capture.recorded)
    return Model(cliques=cliques, weight=weight, interval=interval)
