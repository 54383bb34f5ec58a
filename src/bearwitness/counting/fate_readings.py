"""The ways to read a few incidents that hang together: which of them are one, and who can have suffered which fate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from bearwitness.core.fates import load_fates
from bearwitness.core.incidents import Follow
from bearwitness.core.vocabulary import Act
from bearwitness.counting.arrange import join
from bearwitness.counting.fate_cases import Case, Place
from bearwitness.counting.membership import Region, decide_membership
from bearwitness.counting.told import fuse_ends, fuse_regions

TIES_LIMIT = 5
"""More unsure links than this among incidents that hang together are not worked out; every one doubles the ways to read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One incident, or several read as one (`ids`). `is_of_group`: it names the group asked for, or none is asked for."""

    ids: tuple[str, ...]
    low: int
    high: int | None
    act: Act
    region: Region
    is_asked: bool
    is_certain: bool
    is_of_group: bool
    is_total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """Incidents that hang together by what follows what, and by unsure links (`ties`) that no `walls` bar.

    `is_every_act`: later acts are asked about as well, and follow all the same.
    """

    nodes: tuple[Node, ...]
    follows: tuple[Follow, ...]
    ties: tuple[tuple[str, str], ...]
    walls: frozenset[frozenset[str]]
    asked: Region
    is_every_act: bool = False


def list_readings(tied: Tied) -> tuple[Case, ...] | None:
    """Every way to read the unsure links, each once; None where there are too many."""
    if len(tied.ties) > TIES_LIMIT:
        return None
    nodes = {node.ids[0]: node for node in tied.nodes}
    cuts = dict.fromkeys(_find_cuts(tied))
    return tuple(
        _build_case([_fuse([nodes[ident] for ident in part], tied.asked) for part in cut], tied) for cut in cuts
    )


def _find_cuts(tied: Tied) -> Iterator[tuple[tuple[str, ...], ...]]:
    ids = [node.ids[0] for node in tied.nodes]
    for chosen in product((False, True), repeat=len(tied.ties)):
        joined = [pair for pair, is_one in zip(tied.ties, chosen, strict=True) if is_one]
        cut = join(ids, joined)
        if not any(frozenset(pair) in tied.walls for part in cut for pair in combinations(part, 2)):
            yield cut


def _fuse(nodes: Sequence[Node], asked: Region) -> Node:
    """Incidents read as one: what all allow, and where they conflict from the lowest to the highest (rule 9 of the method)."""
    if len(nodes) == 1:
        return nodes[0]
    low, high, _ = fuse_ends([(node.low, node.high) for node in nodes])
    region, _ = fuse_regions([node.region for node in nodes])
    member = decide_membership(region, asked)
    of_group = [node.is_of_group for node in nodes]
    chosen = member != "no" and any(node.is_asked for node in nodes)
    return Node(
        ids=tuple(ident for node in nodes for ident in node.ids),
        low=low,
        high=high,
        act=nodes[0].act,
        region=region,
        is_asked=chosen,
        is_certain=chosen and member == "certain" and any(of_group),
        is_of_group=any(of_group),
        is_total=any(node.is_total for node in nodes),
    )


def _build_case(nodes: Sequence[Node], tied: Tied) -> Case:
    """The incidents by number, so that cases of the same numbers and shape are worked out once.

    Where a sure source is known, what is merely possible says nothing more: the people are those.
    """
    at = {ident: number for number, node in enumerate(nodes) for ident in node.ids}
    pairs = {
        kind: {(at[one.earlier], at[one.later]) for one in tied.follows if one.is_sure is kind}
        for kind in (True, False)
    }

    def may_follow(later: int) -> bool:
        return tied.is_every_act or not nodes[later].is_asked

    said = {(earlier, later) for earlier, later in pairs[True] if earlier != later and may_follow(later)}
    settled = {later for _, later in said}
    may = {
        (earlier, later)
        for earlier, later in pairs[False]
        if earlier != later and later not in settled and may_follow(later)
    }
    edges, fates = said | may, load_fates()
    return Case(
        places=tuple(
            Place(
                low=node.low,
                high=node.high,
                act=node.act,
                is_asked=node.is_asked,
                is_certain=node.is_certain,
                is_once=not node.is_total and node.act in fates and fates[node.act].is_once,
                is_end=not node.is_total and node.act in fates and fates[node.act].is_end,
                is_settled=number in settled,
            )
            for number, node in enumerate(nodes)
        ),
        edges=tuple(sorted(edges)),
        order=tuple(sorted(_find_order(nodes, edges))),
    )


def find_after(act: Act, fates: Sequence[Node], tied: Tied) -> frozenset[str]:
    """Which fates may be the last of people who suffered `act`: all but those that surely come before every incident of it.

    What may be one with another incident has that one's days and what follows it too: two sentenced may be the two whose transfer is told.
    """
    others = [one for one in fates if one.act == act]
    ids = {one.ids[0] for one in others}
    told = {one.later for one in tied.follows if one.earlier in ids}
    unsure = {ident for pair in tied.ties for ident in pair}
    if not unsure.isdisjoint(ids):
        return frozenset(node.ids[0] for node in fates)
    return frozenset(
        node.ids[0]
        for node in fates
        if node.ids[0] in told or node.ids[0] in unsure or not all(_comes_before(node, one) for one in others)
    )


def _find_order(nodes: Sequence[Node], edges: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Which fates surely come before which: what follows comes after, then by days, then in the order in which they befall people."""
    later = sorted({number for _, number in edges})
    for one in later:
        for other in later:
            if one == other:
                continue
            if (one, other) in edges or (other, one) in edges:
                if (other, one) not in edges:
                    yield (one, other)
            elif _comes_before(nodes[one], nodes[other]):
                yield (one, other)


def _comes_before(first: Node, last: Node) -> bool:
    one, other = first.region, last.region
    if one.last < other.first or other.last < one.first:
        return one.last < other.first
    fates = load_fates()
    return fates[first.act].stage < fates[last.act].stage
