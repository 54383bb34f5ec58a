"""Claims split into components that cannot touch one another, so that each is counted on its own.

Two clusters touch when a total's scope may hold people of the other, or when one is judged part of the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Cluster, Group, Judged, find_clusters, find_groups, join
from bearwitness.counting.membership import Path, Region, find_asked, is_within
from bearwitness.counting.nearby import find_near, index_regions
from bearwitness.counting.told import Told, tell

GROUPS_LIMIT: Final = 1_000
"""A cluster that can be read as more groups than this is not worked out; its low is then sure, but not the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A cluster with every group it may hold and what each of them tells, in one order. `reach` holds all their
    regions.

    `groups` is None when there are too many, and `told` then holds what each atom tells by itself.
    `whole` is what all its claims tell together, which is one reading of it when the cluster has no walls. `is_narrowed`: what is told is
    of one row of a breakdown, so not of all people.
    """

    cluster: Cluster
    groups: tuple[Group, ...] | None
    told: tuple[Told, ...]
    whole: Told
    reach: Region
    has_totals: bool
    is_narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Nodes to be counted together: those that hold totals, and those that hold incidents only."""

    totals: tuple[Node, ...]
    incidents: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """All components, and the totals that force nobody into the question (`idle`), by their claims' ids."""

    parts: tuple[Component, ...]
    idle: Mapping[str, Told]


def find_components(
    question: Question,
    claims: Sequence[Claim],
    atoms: Sequence[tuple[str, ...]],
    judged: Judged,
    told: Sequence[Told] = (),
) -> Components:
    """The components of the claims, for the low of `question`; `told` is what each atom tells, where that is known."""
    by_id = {claim.id: claim for claim in claims}
    told = told or [tell(question, [by_id[ident] for ident in atom]) for atom in atoms]
    told_of = dict(zip(atoms, told, strict=True))
    nodes = [_node(question, cluster, by_id, told_of) for cluster in find_clusters(atoms, judged)]
    node_of = {ident: i for i, node in enumerate(nodes) for atom in node.cluster.atoms for ident in atom}
    wholes = [
        (i, k)
        for ident, others in judged.wholes.items()
        for i, k in ((node_of[ident], node_of[other]) for other in others)
        if nodes[k].has_totals
    ]
    nested = {i for i, _ in wholes if nodes[i].has_totals}
    asked = find_asked(question)
    idle = {i for i, node in enumerate(nodes) if not nested and _is_idle(node, asked)}
    scopes = [i for i, node in enumerate(nodes) if node.has_totals and i not in idle]
    pairs = [(i, k) for i, k in wholes if k not in idle]
    pairs += _meetings(nodes, scopes, idle)
    parts = [
        Component(
            totals=tuple(nodes[i] for i in members if nodes[i].has_totals),
            incidents=tuple(nodes[i] for i in members if not nodes[i].has_totals),
        )
        for members in join([i for i in range(len(nodes)) if i not in idle], pairs)
    ]
    freed = {ident: nodes[i].told[0] for i in idle for atom in nodes[i].cluster.atoms for ident in atom}
    return Components(parts=tuple(parts), idle=freed)


def _node(
    question: Question, cluster: Cluster, by_id: Mapping[str, Claim], told_of: Mapping[tuple[str, ...], Told]
) -> Node:
    if len(cluster.atoms) == 1:
        told = told_of[cluster.atoms[0]]
        groups: tuple[Group, ...] | None = (frozenset((0,)),)
        return Node(
            cluster=cluster,
            groups=groups,
            told=(told,),
            whole=told,
            reach=told.region,
            has_totals=told.is_total,
            is_narrowed=bool(question.traits),
        )
    everything = tell(question, [by_id[ident] for atom in cluster.atoms for ident in atom])
    single = [told_of[atom] for atom in cluster.atoms]
    groups = find_groups(cluster, GROUPS_LIMIT)
    told_together = [
        single[min(group)]
        if len(group) == 1
        else tell(question, [by_id[ident] for i in sorted(group) for ident in cluster.atoms[i]])
        for group in groups or ()
    ]
    return Node(
        cluster=cluster,
        groups=groups,
        told=tuple(told_together or single),
        whole=everything,
        reach=find_reach([one.region for one in (everything, *single)]),
        has_totals=any(one.is_total for one in (*told_together, *single)),
        is_narrowed=bool(question.traits),
    )


def find_reach(regions: Sequence[Region]) -> Region:
    """A region that holds all the others."""
    place: Path = regions[0].place
    for region in regions:
        same = [k for k, (one, two) in enumerate(zip(place, region.place, strict=False)) if one != two]
        place = place[: min([len(place), len(region.place), *same])]
    return Region(
        first=min(region.first for region in regions), last=max(region.last for region in regions), place=place
    )


def _is_idle(node: Node, asked: Region) -> bool:
    """Whether a total's people may all lie outside the question, however the links are read."""
    return (
        len(node.cluster.atoms) == 1 and node.has_totals and not (node.told[0].is_sure and is_within(node.reach, asked))
    )


def _meetings(nodes: Sequence[Node], scopes: Sequence[int], idle: set[int]) -> Iterator[tuple[int, int]]:
    """Each node with totals it may touch: enough of them to bring all that touch together."""
    nearby = index_regions([nodes[i].reach for i in scopes])
    for i, node in enumerate(nodes):
        if i in idle:
            continue
        near = find_near(nearby, node.reach)
        if node.has_totals:
            yield from [(i, scopes[k]) for k in near if scopes[k] < i]
        elif node.reach.first == node.reach.last and node.reach.place not in nearby.below:
            # All of them hold this day at this place, so they touch one another.
            yield from [(i, scopes[k]) for k in islice(near, 1)]
        else:
            yield from [(i, scopes[k]) for k in near]
