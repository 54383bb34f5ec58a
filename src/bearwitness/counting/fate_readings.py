"""The ways to read a few incidents that hang together: which of them are one, and who can have suffered which fate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from bearwitness.core.fates import load_fates
from bearwitness.core.incidents import Follow
from bearwitness.core.vocabulary import Act
from bearwitness.counting.arrange import join
from bearwitness.counting.fate_cases import Case, Place

TIES_LIMIT = 5
"""More unsure links than this among incidents that hang together are not worked out; every one doubles the ways to read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One incident, or several read as one (`ids`), with its number of people and its days (None: not known)."""

    ids: tuple[str, ...]
    low: int
    high: int | None
    act: Act
    first: int | None
    last: int | None
    is_asked: bool
    is_certain: bool
    is_total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """Incidents that hang together by what follows what, and by unsure links (`ties`) that no `walls` bar."""

    nodes: tuple[Node, ...]
    follows: tuple[Follow, ...]
    ties: tuple[tuple[str, str], ...]
    walls: frozenset[frozenset[str]]


def list_readings(tied: Tied) -> tuple[Case, ...] | None:
    """Every way to read the unsure links, each once; None where there are too many."""
    if len(tied.ties) > TIES_LIMIT:
        return None
    cuts = dict.fromkeys(_find_cuts(tied))
    return tuple(
        _build_case([_fuse([node for node in tied.nodes if node.ids[0] in part]) for part in cut], tied) for cut in cuts
    )


def _find_cuts(tied: Tied) -> Iterator[tuple[tuple[str, ...], ...]]:
    ids = [node.ids[0] for node in tied.nodes]
    for chosen in product((False, True), repeat=len(tied.ties)):
        cut = join(ids, [pair for pair, is_one in zip(tied.ties, chosen, strict=True) if is_one])
        if not any(wall <= frozenset(part) for part in cut for wall in tied.walls):
            yield cut


def _fuse(nodes: Sequence[Node]) -> Node:
    """Incidents read as one: what all allow, and where they conflict from the lowest to the highest (rule 9 of the method)."""
    if len(nodes) == 1:
        return nodes[0]
    highs = [node.high for node in nodes if node.high is not None]
    low, high = max(node.low for node in nodes), min(highs, default=None)
    if high is not None and low > high:
        low, high = min(node.low for node in nodes), max(highs) if len(highs) == len(nodes) else None
    firsts = [node.first for node in nodes if node.first is not None]
    lasts = [node.last for node in nodes if node.last is not None]
    return Node(
        ids=tuple(ident for node in nodes for ident in node.ids),
        low=low,
        high=high,
        act=nodes[0].act,
        first=min(firsts) if len(firsts) == len(nodes) else None,
        last=max(lasts) if len(lasts) == len(nodes) else None,
        is_asked=any(node.is_asked for node in nodes),
        is_certain=all(node.is_certain for node in nodes),
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
    said = {(earlier, later) for earlier, later in pairs[True] if earlier != later and not nodes[later].is_asked}
    settled = {later for _, later in said}
    may = {
        (earlier, later)
        for earlier, later in pairs[False]
        if earlier != later and later not in settled and not nodes[later].is_asked
    }
    edges = said | may
    return Case(
        places=tuple(
            Place(
                low=node.low,
                high=node.high,
                act=node.act,
                is_asked=node.is_asked,
                is_certain=node.is_certain,
                is_once=node.act in load_fates() and load_fates()[node.act].is_once and not node.is_total,
                is_settled=number in settled,
            )
            for number, node in enumerate(nodes)
        ),
        edges=tuple(sorted(edges)),
        order=tuple(sorted(_find_order(nodes, edges))),
    )


def _find_order(nodes: Sequence[Node], edges: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Which fates surely come before which: what follows comes after, then by days, then in the order in which they befall people."""
    later = sorted({number for _, number in edges})
    for one in later:
        for other in later:
            if one != other and _precedes(one, other, nodes, edges) and not _precedes(other, one, nodes, edges):
                yield (one, other)


def _precedes(one: int, other: int, nodes: Sequence[Node], edges: set[tuple[int, int]]) -> bool:
    if (one, other) in edges or (other, one) in edges:
        return (one, other) in edges
    first, last = nodes[one], nodes[other]
    if last.first is not None and first.last is not None and first.last < last.first:
        return True
    if first.first is not None and last.last is not None and last.last < first.first:
        return False
    fates = load_fates()
    return fates[first.act].stage < fates[last.act].stage
