"""Claims that cannot all be true: no more of them than needed, and what a person can do about it.

Nothing is left out to make claims fit: which of them is wrong is for a person to say.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from bearwitness.counting.arrange import Judged
from bearwitness.counting.most import Clash
from bearwitness.counting.told import natural_order

_MOST: Final = 60
"""A clash of more claims than this is shown as it was found; every claim costs a count."""


def shrink_clash(
    clash: Clash, atoms: Iterable[tuple[str, ...]], find_clash: Callable[[frozenset[str]], Clash | None]
) -> Clash:
    """The clash without claims that it does not need: nothing that is told can be left out of what is returned.

    `find_clash` counts some claims alone, by id, and gives their clash. Something told goes where the others still clash without it (deletion
    filter, Chinneck and Dravnieks 1991); all of its claims (`atoms`) with it, for the rest of them would tell something else.
    """
    if clash.is_least:
        return clash
    named = frozenset(clash.claims)
    units = [frozenset(atom) for atom in atoms if named.intersection(atom)]
    kept = frozenset().union(*units)
    held = find_clash(kept) if len(kept) <= _MOST else None
    if held is None:
        return replace(
            clash, claims=_sort(named)
        )  # it needs a claim that is not among them, or there are too many to try
    smallest, left = held, list(units)
    while gone := next((unit for unit in left if len(left) > 1 and find_clash(kept - unit)), None):
        left.remove(gone)
        kept -= gone
        smallest = find_clash(kept) or smallest
    return replace(smallest, claims=_sort(kept))


def list_choices(clash: Clash, judged: Judged) -> tuple[str, ...]:
    """What a person can do, in words, each enough by itself: a claim rejected, or a judgement between two of them taken back."""
    ids = frozenset(clash.claims)
    said = [
        *(_say(pair, "the same") for pair in _between(judged.same, ids)),
        *(_say((a, b), "different") for a, b in _list_walls(ids, judged)),
        *(
            _say((a, b), "one part of the other")
            for a in sorted(ids)
            for b in sorted(judged.wholes.get(a, ()))
            if b in ids
        ),
    ]
    reject = f"reject a claim that is not right ({', '.join(clash.claims)}), or correct its number, days or place"
    return (reject, *said)


def _sort(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=natural_order))


def _say(pair: tuple[str, str], judgement: str) -> str:
    return f"take back that {pair[0]} and {pair[1]} are {judgement}"


def _between(pairs: Iterable[tuple[str, str]], ids: frozenset[str]) -> list[tuple[str, str]]:
    return sorted({(min(pair), max(pair)) for pair in pairs if ids.issuperset(pair)})


def _list_walls(ids: frozenset[str], judged: Judged) -> list[tuple[str, str]]:
    return _between(((a, b) for a in ids for b in judged.walls.get(a, ())), ids)
