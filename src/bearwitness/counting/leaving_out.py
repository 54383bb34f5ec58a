"""Leaving out claims one by one, as long as the others still hold what is asked of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, Pair
from bearwitness.counting.told import natural_order

CLAIMS_LIMIT: Final = 40
"""Of claims that only count together, and are more than this, it is not tried which can be left out."""

WORK_LIMIT: Final = 6_000
"""So many claims, each as often as it is counted again, are counted for the holders of one end."""

Holds = Callable[[frozenset[str]], bool]


class Work:
    """How many claims may still be counted again."""

    def __init__(self) -> None:
        self.left = WORK_LIMIT

    def take(self, claims: int) -> bool:
        """Whether so many may be counted; they are then."""
        self.left -= claims
        return self.left >= 0


class NearBy:
    """The judgements, looked up by claim, to cut those between a few claims out of very many."""

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        self._same = _index(judged.same)
        self._unsure = _index(judged.unsure)

    def restrict(self, ids: Iterable[str]) -> Judged:
        """The judgements between these claims."""
        some, walls, wholes = frozenset(ids), self._judged.walls, self._judged.wholes
        ordered = sort_ids(some)
        return Judged(
            same=tuple(pair for ident in ordered for pair in self._same.get(ident, ()) if pair[1] in some),
            unsure=tuple(pair for ident in ordered for pair in self._unsure.get(ident, ()) if pair[1] in some),
            walls={ident: walls[ident] & some for ident in ordered if ident in walls},
            wholes={ident: wholes[ident] & some for ident in ordered if ident in wholes},
        )


def leave_out(
    start: frozenset[str], atoms: Sequence[tuple[str, ...]], claims: Sequence[Claim], holds: Holds, work: Work | None
) -> frozenset[str] | None:
    """No more of `start` than holds, incidents and totals (`atoms`) first, then claims; None where there are too many to try, or
    `start` itself does not hold.
    """
    if not holds(start):
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
            if work is not None and not work.take(len(tried)):
                return None
            if holds(tried):
                kept = tried
        if kept == before:
            return kept


def sort_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids in the order a person counts."""
    return tuple(sorted(ids, key=natural_order))


def _index(pairs: Iterable[Pair]) -> dict[str, list[Pair]]:
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[pair[0]].append(pair)
    return found
