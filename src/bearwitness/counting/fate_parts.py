"""The bounds of incidents that hang together: exact where every reading can be worked out, else rough ones that hold the exact."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeVar

from bearwitness.core.incidents import Follow
from bearwitness.core.vocabulary import Act
from bearwitness.counting.arrange import join
from bearwitness.counting.fate_cases import COURSES_LIMIT, Bounds, FateBounds, bound_case
from bearwitness.counting.fate_readings import Tied, find_after, list_readings

Row = TypeVar("Row")
_NONE: Final = Bounds(low=0, high=0)
NOBODY: Final = FateBounds(taken=_NONE, unknown=_NONE, last={}, reported={}, surplus=0, is_exact=True)


def find_pair(follow: Follow) -> tuple[str, str]:
    """The earlier and the later incident."""
    return (follow.earlier, follow.later)


def bound_part(tied: Tied) -> FateBounds:
    """The widest bounds that any reading of the unsure links gives which fits best.

    A reading in which more people must come from elsewhere than in another says of two incidents that they are one, though their
    people then cannot be: two transferred after a sentence are not one who was sentenced after a transfer.
    """
    return _bound_exactly(tied) or bound_roughly(tied)


def _bound_exactly(tied: Tied, *, every: bool = False) -> FateBounds | None:
    """None where there are too many ways to read them, or too much may have befallen one person. `every` reading counts, also one that
    fits less well: where only a part of what hangs together is looked at, the rest may make it the one that fits best.
    """
    if len(tied.nodes) + len(tied.follows) > COURSES_LIMIT:
        return None  # everyone may stop at every step, so there are at least as many courses
    widest: FateBounds | None = None
    for case in list_readings(tied) or ():
        found = bound_case(case)
        if found is None:
            return None
        if widest is None or (found.surplus < widest.surplus and not every):
            widest = found
        elif every or found.surplus == widest.surplus:
            widest = widest.widen(found)
    return widest


def bound_roughly(tied: Tied) -> FateBounds:
    """Bounds that are true and may be too wide: at the low ends only what sure fates prove, at the high ends all that may be.

    A possible fate can only befall more of the people: without any of them what is surely reported is least, and the unknown most.
    """
    proven = NOBODY
    for part in _split_sure(tied):
        proven = proven.plus(_bound_exactly(part, every=True) or _bound_blindly(part))
    later = {one.later for one in tied.follows}
    fates = [node for node in tied.nodes if node.ids[0] in later and not node.is_asked]
    reported: dict[Act, Bounds] = {}
    last: dict[Act, Bounds] = {}
    for act in dict.fromkeys(node.act for node in fates):
        low = proven.reported[act].low if act in proven.reported else 0
        high = _least(_add(node.high for node in fates if node.act == act), proven.taken.high)
        after = find_after(act, fates, tied)
        gone = _add(node.high for node in fates if node.act != act and node.ids[0] in after)
        reported[act] = Bounds(low=low, high=high)
        last[act] = Bounds(low=0 if gone is None else max(0, low - gone), high=high)
    gone = _add(node.high for node in fates)
    unknown = Bounds(low=0 if gone is None else max(0, proven.taken.low - gone), high=proven.unknown.high)
    return replace(proven, unknown=unknown, last=last, reported=reported, is_exact=False)


def _split_sure(tied: Tied) -> Iterator[Tied]:
    """What still hangs together without the possible fates."""
    sure = [one for one in tied.follows if one.is_sure]
    nodes = {node.ids[0]: node for node in tied.nodes}
    follows, ties = group_by(sure, lambda one: one.earlier), group_by(tied.ties, lambda pair: pair[0])
    for members in join(list(nodes), [*(find_pair(one) for one in sure), *tied.ties]):
        yield replace(
            tied,
            nodes=tuple(nodes[ident] for ident in members),
            follows=tuple(one for ident in members for one in follows.get(ident, ())),
            ties=tuple(pair for ident in members for pair in ties.get(ident, ())),
        )


def _bound_blindly(part: Tied) -> FateBounds:
    """Where not even what is sure can be worked out: how many people there are, and no more."""
    taken = Bounds(low=_count_apart(part), high=_add(node.high for node in part.nodes if node.is_asked))
    return replace(NOBODY, taken=taken, unknown=Bounds(low=0, high=taken.high), is_exact=False)


def _count_apart(tied: Tied) -> int:
    """How few the people certainly asked about can be: of incidents that may be one, the fewest that one of them tells."""
    certain = {node.ids[0]: node.low for node in tied.nodes if node.is_certain}
    groups = join([node.ids[0] for node in tied.nodes], tied.ties)
    return sum(min(certain[ident] for ident in group) for group in groups if all(ident in certain for ident in group))


def group_by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """The rows by their key, in the order given."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _add(ends: Iterable[int | None]) -> int | None:
    known = list(ends)
    return None if None in known else sum(end for end in known if end is not None)


def _least(*ends: int | None) -> int | None:
    return min((end for end in ends if end is not None), default=None)
