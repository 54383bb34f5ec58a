"""Why lists allow no estimate of what none of them holds, in plain words."""

from dataclasses import dataclass
from math import log
from typing import Final

from bearwitness.counting.capture import Capture, count_on, count_overlaps, count_shared

LEAST_LISTS: Final = 3
_ALL_BUT: Final = 0.95
_LEAST_RECORDED: Final = 10
LEAST_COPIED: Final = 10
_CHANCE: Final = 1000
"""A list is a copy where at least ten of it, 95 in 100, stand on another, and that would happen by chance once in a thousand times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two lists that are no two: why, in words. Put together they are one list, and no fault."""

    lists: tuple[str, str]
    reason: str


def find_refusals(capture: Capture) -> tuple[str, ...]:
    """The reasons not to estimate beside copies; none where it can be done. Design rule 12: three or more lists that overlap."""
    size = len(capture.lists)
    if size < LEAST_LISTS:
        held = (
            "no list holds anyone" if not size else f"only {size} {'list holds' if size == 1 else 'lists hold'} anyone"
        )
        return (f"{held}: with fewer than three nothing shows whether lists depend on each other",)
    if capture.recorded < _LEAST_RECORDED:
        return (
            f"only {capture.recorded} stand on the lists: of fewer than {_LEAST_RECORDED} overlaps say what chance says",
        )
    if not count_shared(capture):
        return ("nobody stands on two lists: without any overlap nothing says how many stand on none",)
    return ()


def find_copies(capture: Capture, least: int = 1) -> tuple[Copy, ...]:
    """The pairs of lists of at least so many that hold the very same, or of which one holds nearly all of the other by more than chance.

    Chance is what the larger list holds of those that other lists hold and the smaller does not: a list that holds nine in ten of
    everybody holds most of any small one, and is no copy.
    """
    found = []
    overlaps = count_overlaps(capture)
    for (left, right), both in sorted(overlaps.items()):
        if left == right:
            continue
        small, large = sorted((left, right), key=lambda i: (overlaps[i, i], i))
        size = overlaps[small, small]
        names = (capture.lists[small], capture.lists[large])
        if size >= least and both == size == overlaps[large, large]:
            words = f"{names[0]} and {names[1]} hold the very same: one is a copy of the other"
            found.append(Copy(lists=names, reason=words))
        elif both >= max(LEAST_COPIED, _ALL_BUT * size) and _is_beyond_chance(capture, small, large):
            all_of = "all" if both == size else f"{both:,}"
            words = f"{all_of} of the {size:,} on {names[0]} stand on {names[1]} too: one seems to copy the other"
            found.append(Copy(lists=names, reason=words))
    return tuple(found)


def _is_beyond_chance(capture: Capture, small: int, large: int) -> bool:
    """Chernoff's bound on the chance that so many of the small list stand on the large one."""
    size, both = count_on(capture, small), count_on(capture, small, large)
    others = [cell for cell in capture.cells if not cell.on >> small & 1 and cell.on & ~(1 << large)]
    held = sum(cell.number for cell in others if cell.on >> large & 1)
    usual = (held + 1) / (sum(cell.number for cell in others) + 2)
    share = both / size
    if share <= usual:
        return False
    rest = (1 - share) * log((1 - share) / (1 - usual)) if share < 1 else 0.0
    return size * (share * log(share / usual) + rest) > log(_CHANCE)
