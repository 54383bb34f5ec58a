"""Ways of linking scored alike: scored pairs of occurrences to groups, groups to reports put together, by the shared scorer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from bearwitness.core.records import Reading
from bearwitness.linking.grouping import group_occurrences
from bearwitness.linking.joining import Groups
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.weighing import Weighed
from tools.score_links import link_with
from tools.train_links import find_half

_STEPS = tuple(map(float, range(-4, 19)))
"""The thresholds tried, in natural log odds."""

Scored = Sequence[tuple[str, str, float]]
Clusters = Iterable[Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A set of reports, read: its occurrences, our traits of the candidate pairs, and which incident each report is of."""

    name: str
    readings: Sequence[Reading]
    occurrences: dict[str, Occurrence]
    traits: Sequence[tuple[str, str, dict[str, str]]]
    gold: dict[str, str]
    incidents: dict[str, list[str]]
    reads: dict[str, Any]


def chain(case: Case, pairs: Scored, limit: float) -> Clusters:
    """What a chain of pairs from the limit on holds together, as Splink clusters."""
    groups = Groups((one, other) for one, other, weight in pairs if weight >= limit)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for ident in case.occurrences:
        found[groups.find(ident)].append(ident)
    return found.values()


def average(case: Case, pairs: Scored, limit: float) -> Clusters:
    """The same pairs grouped as we do: by the mean of all with all, never two of one report."""
    weighed = [
        Weighed(
            left=case.occurrences[min(one, other)],
            right=case.occurrences[max(one, other)],
            traits=(),
            points=weight - limit,
            verdict="same" if weight >= limit else "unsure",
        )
        for one, other, weight in pairs
    ]
    groups = group_occurrences(weighed)
    inside = {ident for group in groups for ident in group}
    return [*groups, *([ident] for ident in case.occurrences if ident not in inside)]


def score(
    scorer: Any, case: Case, scored: Sequence[Scored], group: Callable[[Case, Scored, float], Clusters]
) -> list[float]:
    """Each half with the pairs meant for it, at the threshold that gives the other half its best pairwise F1."""
    halves, limits = [], []
    found: dict[tuple[int, float], list[list[str]]] = {}
    for half, pairs in enumerate(scored):
        first = next(n for n, known in enumerate(scored) if known is pairs)
        for limit in _STEPS:
            if (first, limit) not in found:
                found[first, limit] = _put_together(scorer, case, group(case, pairs, limit))
        best = max(_STEPS, key=lambda limit: _score_half(scorer, case, found[first, limit], 1 - half)["pairs"]["f1"])
        limits.append(best)
        halves.append(_score_half(scorer, case, found[first, best], half))
    return [*_average_halves(halves), *limits]


def score_shipped(scorer: Any, case: Case, learned: Sequence[Any]) -> list[float]:
    """The whole of `link`, with the plain rule beside the points and the thresholds as they are shipped."""
    halves = [
        _score_half(scorer, case, scorer.report_clusters(case.reads, link_with(case.readings, weights)), half)
        for half, weights in enumerate(learned)
    ]
    return _average_halves(halves)


def _put_together(scorer: Any, case: Case, clusters: Clusters) -> Any:
    reports = [reading.report.id for reading in case.readings]
    incidents = []
    for n, idents in enumerate(clusters):
        members = [case.occurrences[ident] for ident in idents]
        incidents.append(
            {
                "id": f"i_{n}",
                "claims": [claim.id for one in members for claim in one.claims],
                "reports": sorted({reports[one.report] for one in members}),
            }
        )
    return scorer.report_clusters(case.reads, incidents)


def _score_half(scorer: Any, case: Case, clusters: Any, half: int) -> Any:
    return scorer.linking(clusters, {i: reports for i, reports in case.incidents.items() if find_half(i) == half})


def _average_halves(halves: Sequence[Any]) -> list[float]:
    parts = (("b3", "f1"), ("pairs", "f1"), ("pairs", "p"), ("pairs", "r"))
    return [fmean(half[one][other] for half in halves) for one, other in parts]
