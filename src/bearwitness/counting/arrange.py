"""The ways to read the links: which claims tell of one occurrence.

`same` joins and is transitive, `different` is a wall, `unsure` may be read either way but never so that a wall is
crossed. Claims joined by `same` make an *atom*; atoms that unsure links connect make a *cluster*. A cluster is read by
cutting it into groups, each held together by unsure links and free of walls.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim

Pair = tuple[str, str]
Group = frozenset[int]
T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The judgements between the claims that count. `walls` and `wholes` look up a claim's ids: whom it differs from,
    and whose people its people are among.
    """

    same: tuple[Pair, ...]
    unsure: tuple[Pair, ...]
    walls: Mapping[str, frozenset[str]]
    wholes: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Atoms (each a tuple of claim ids) that unsure links (`ties`, by index) connect, and the `walls` between them."""

    atoms: tuple[tuple[str, ...], ...]
    ties: tuple[tuple[int, int], ...] = ()
    walls: tuple[tuple[int, int], ...] = ()


def read_judgements(claims: Sequence[Claim], links: Iterable[Link]) -> Judged:
    """The judgements that join two of `claims`: the links, and the relations the claims carry. `follows` joins no
    one.
    """
    ids = {claim.id for claim in claims}
    said = [(link.left, link.right, str(link.judgement)) for link in links]
    said += [(claim.id, relation.to, str(relation.kind)) for claim in claims for relation in claim.relations]
    pairs: dict[str, dict[Pair, None]] = {"same": {}, "unsure": {}}
    walls: defaultdict[str, set[str]] = defaultdict(set)
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    for left, right, kind in said:
        if left not in ids or right not in ids:
            continue
        if kind == "different":
            walls[left].add(right)
            walls[right].add(left)
        elif kind == "part-of":
            wholes[left].add(right)
        elif kind in pairs and left != right:
            pairs[kind][left, right] = None
    return Judged(
        same=tuple(pairs["same"]),
        unsure=tuple(pairs["unsure"]),
        walls={ident: frozenset(others) for ident, others in walls.items()},
        wholes={ident: frozenset(others) for ident, others in wholes.items()},
    )


def restrict_judged(judged: Judged, ids: frozenset[str]) -> Judged:
    """The judgements between some of the claims."""
    return Judged(
        same=tuple(pair for pair in judged.same if ids.issuperset(pair)),
        unsure=tuple(pair for pair in judged.unsure if ids.issuperset(pair)),
        walls={ident: others & ids for ident, others in judged.walls.items() if ident in ids},
        wholes={ident: others & ids for ident, others in judged.wholes.items() if ident in ids},
    )


def is_walled(judged: Judged, left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether some claim of `left` is judged different from some claim of `right`."""
    others = frozenset(right)
    return any(ident in judged.walls and not judged.walls[ident].isdisjoint(others) for ident in left)


def join_same(claims: Sequence[Claim], judged: Judged) -> tuple[tuple[str, ...], ...]:
    """The atoms: claims that `same` joins, in the order the claims come."""
    return join([claim.id for claim in claims], judged.same)


def find_contradiction(atoms: Iterable[tuple[str, ...]], judged: Judged) -> tuple[str, ...] | None:
    """The claims of the first atom that holds a wall, as far as they are needed to show it; None when no atom does.

    Of several walls that which the fewest claims lead across: a longer way can hold another wall, and so claims that are not needed.
    """
    for atom in atoms:
        inside = frozenset(atom)
        across = [(ident, other) for ident in atom for other in sorted(judged.walls.get(ident, frozenset()) & inside)]
        if across:
            same = [pair for pair in judged.same if inside.issuperset(pair)]
            return min((_shortest_way(same, ident, other) for ident, other in across), key=len)
    return None


def find_clusters(atoms: Sequence[tuple[str, ...]], judged: Judged) -> tuple[Cluster, ...]:
    """The atoms, put together where unsure links connect them."""
    atom_of = {ident: i for i, atom in enumerate(atoms) for ident in atom}
    ties = {tuple(sorted((atom_of[left], atom_of[right]))) for left, right in judged.unsure}
    pairs = sorted((low, high) for low, high in ties if low != high)
    above: defaultdict[int, list[int]] = defaultdict(list)
    for low, high in pairs:
        above[low].append(high)
    clusters = []
    for members in join(list(range(len(atoms))), pairs):
        if len(members) == 1:
            clusters.append(Cluster(atoms=(atoms[members[0]],)))
            continue
        place = {member: i for i, member in enumerate(members)}
        across = [
            (i, k)
            for i, left in enumerate(members)
            for k, right in enumerate(members[:i])
            if is_walled(judged, atoms[left], atoms[right])
        ]
        clusters.append(
            Cluster(
                atoms=tuple(atoms[member] for member in members),
                ties=tuple((place[low], place[high]) for low in members for high in above.get(low, ())),
                walls=tuple(across),
            )
        )
    return tuple(clusters)


def find_groups(cluster: Cluster, limit: int) -> tuple[Group, ...] | None:
    """Every set of atoms that may be one occurrence: connected by ties, free of walls. None when more than `limit`."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    barred: defaultdict[int, set[int]] = defaultdict(set)
    for pairs, index in ((cluster.ties, near), (cluster.walls, barred)):
        for left, right in pairs:
            index[left].add(right)
            index[right].add(left)
    found = {frozenset((i,)): None for i in range(len(cluster.atoms))}
    growing = list(found)
    while growing:
        group = growing.pop()
        for atom in set().union(*(near[i] for i in group)) - group:
            wider = group | {atom}
            if wider in found or not barred[atom].isdisjoint(group):
                continue
            if len(found) == limit:
                return None
            found[wider] = None
            growing.append(wider)
    return tuple(sorted(found, key=sorted))


def find_partitions(atoms: int, groups: Sequence[Group]) -> Iterator[tuple[Group, ...]]:
    """Every way to cut a cluster of that many atoms into groups."""

    def cut(left: frozenset[int]) -> Iterator[tuple[Group, ...]]:
        if not left:
            yield ()
            return
        first = min(left)
        for group in groups:
            if first in group and group <= left:
                for rest in cut(left - group):
                    yield (group, *rest)

    return cut(frozenset(range(atoms)))


def join(items: Sequence[T], pairs: Iterable[tuple[T, T]]) -> tuple[tuple[T, ...], ...]:
    """The finest partition of `items` that keeps every pair together, in the order of `items`."""
    parent = {item: item for item in items}

    def root(item: T) -> T:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for left, right in pairs:
        parent[root(left)] = root(right)
    parts: dict[T, list[T]] = {}
    for item in items:
        parts.setdefault(root(item), []).append(item)
    return tuple(tuple(part) for part in parts.values())


def _shortest_way(pairs: Iterable[Pair], start: str, end: str) -> tuple[str, ...]:
    """The fewest claims that lead from one to the other over pairs judged the same."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        near[left].add(right)
        near[right].add(left)
    came: dict[str, str] = {start: start}
    queue = [start]
    for ident in queue:
        for other in sorted(near[ident]):
            if other not in came:
                came[other] = ident
                queue.append(other)
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))
