"""Leaving out claims one by one, as long as the others still hold what is asked of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, Pair, join
from bearwitness.counting.told import natural_order

CLAIMS_LIMIT: Final = 40
"""Of claims that only count together, and are more than this, it is not tried which can be left out."""

WORK_LIMIT: Final = 6_000
"""So much work is spent on the holders of one end: the claims counted again, each once for every way to read it and the totals with it."""

Holds = Callable[[frozenset[str]], bool]


class Work:
    """How much may still be counted again."""

    def __init__(self) -> None:
        self.left = WORK_LIMIT

    def take(self, much: int) -> bool:
        """Whether so much may be counted; it is then."""
        self.left -= much
        return self.left >= 0


class NearBy:
    """The judgements, looked up by claim, to cut those between a few claims out of very many."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self._same = _index(judged.same)
        self._unsure = _index(judged.unsure)

    def restrict(self, ids: Iterable[str]) -> Judged:
        """The judgements between these claims."""
        some, walls, wholes = frozenset(ids), self.judged.walls, self.judged.wholes
        ordered = sort_ids(some)
        return Judged(
            same=tuple(pair for ident in ordered for pair in self._same.get(ident, ()) if pair[1] in some),
            unsure=tuple(pair for ident in ordered for pair in self._unsure.get(ident, ()) if pair[1] in some),
            walls={ident: walls[ident] & some for ident in ordered if ident in walls},
            wholes={ident: wholes[ident] & some for ident in ordered if ident in wholes},
        )


def leave_out(
    start: frozenset[str],
    atoms: Sequence[tuple[str, ...]],
    claims: Sequence[Claim],
    holds: Holds,
    may_try: Callable[[], bool],
) -> frozenset[str] | None:
    """No more of `start` than holds, incidents and totals (`atoms`) first, then claims; None where there are too many to try, or
    `start` itself does not hold.
    """
    if not may_try() or not holds(start):
        return None
    said = {claim.id: claim.count.low for claim in claims}
    last = {ident: -n for n, ident in enumerate(sort_ids(said))}
    units = sorted(
        (frozenset(atom) for atom in atoms), key=lambda unit: (max(said[i] for i in unit), min(last[i] for i in unit))
    )
    units += [frozenset((ident,)) for ident in sorted(said, key=lambda ident: (said[ident], last[ident]))]
    kept, tried = start, frozenset[str]()
    while True:
        before = kept
        for unit in units:
            tried = kept - unit
            if tried == kept:
                continue
            if not may_try():
                return None
            if holds(tried):
                kept = tried
        if kept == before:
            return kept


def bridge(alone: Judged, judged: Judged, atoms: Sequence[tuple[str, ...]], ids: frozenset[str]) -> Judged | None:
    """The judgements between `ids` with those that lead through claims left out; None where none does."""
    rest = [tuple(ident for ident in atom if ident in ids) for atom in atoms]
    same = [pair for atom in rest for pair in pairwise(atom)]
    atom_of = {ident: i for i, atom in enumerate(atoms) for ident in atom}
    ties = {(atom_of[a], atom_of[b]) for a, b in judged.unsure if a in atom_of and b in atom_of}
    ties = {(a, b) for a, b in ties if a != b}
    gone = [i for i, atom in enumerate(rest) if not atom]
    met: set[Pair] = {(rest[a][0], rest[b][0]) for a, b in ties if rest[a] and rest[b]}
    inside = [(a, b) for a, b in ties if not rest[a] and not rest[b]]
    for missing in join(gone, inside):
        touching = sorted({k for a, b in ties for i, k in ((a, b), (b, a)) if i in missing and rest[k]})
        met |= {(rest[a][0], rest[b][0]) for n, a in enumerate(touching) for b in touching[:n]}
    if len(ids) == len(atom_of) or not (same or met):
        return None
    return Judged(same=tuple(same), unsure=tuple(sorted(met)), walls=alone.walls, wholes=alone.wholes)


def sort_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids in the order a person counts."""
    return tuple(sorted(ids, key=natural_order))


def _index(pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[pair[0]].append(pair)
    return found
