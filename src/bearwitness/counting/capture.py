"""Who stands on which lists: how many records (incidents, or people named on lists) each set of lists holds.

A list is what one independent origin tells, or what one body recorded. The union of lists is a list too: small ones can be put
together without an assumption, at the cost of the overlaps among them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

MOST_LISTS: Final = 6
"""Lists that models are averaged over: of six there are 18,154 decomposable graphs, of seven 617,675."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`number` records stand on the lists of the bit set `on` (bit i is the list `Capture.lists[i]`), and on no other."""

    on: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The lists by name, and the cells that hold anyone, each set of lists once. Lists that hold no one are not in it."""

    lists: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def recorded(self) -> int:
        """How many stand on any list."""
        return sum(cell.number for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Lists as an estimate takes them: `members[i]` are the names of the lists that `capture.lists[i]` was put together from."""

    capture: Capture
    members: tuple[tuple[str, ...], ...]


def build_capture(rows: Iterable[tuple[Iterable[str], int]]) -> Capture:
    """The patterns of rows, each the names of the lists that a number of records stand on. The order of the rows changes nothing.

    Records on no list, and numbers of none, are left out: they are what is to be estimated.
    """
    counted: Counter[frozenset[str]] = Counter()
    for names, number in rows:
        counted[frozenset(names)] += number
    lists = sorted({name for names, number in counted.items() if number > 0 for name in names})
    place = {name: 1 << i for i, name in enumerate(lists)}
    cells = {sum(place[name] for name in names): number for names, number in counted.items() if number > 0 and names}
    return Capture(lists=tuple(lists), cells=tuple(Cell(on=on, number=cells[on]) for on in sorted(cells)))


@lru_cache(maxsize=64)
def count_overlaps(capture: Capture) -> Mapping[tuple[int, int], int]:
    """How many stand on both of two lists, by their indexes in order; (i, i) is how many list i holds. Pairs that share nobody are not there.

    In one pass over the cells: a register of ten thousand incidents has hundreds of origins.
    """
    both: Counter[tuple[int, int]] = Counter()
    for cell in capture.cells:
        held = [i for i in range(cell.on.bit_length()) if cell.on >> i & 1]
        for n, left in enumerate(held):
            for right in held[n:]:
                both[left, right] += cell.number
    return dict(both)


def count_on(capture: Capture, index: int, other: int | None = None) -> int:
    """How many stand on a list, or on two (by index)."""
    pair = (index, index) if other is None else (min(index, other), max(index, other))
    return count_overlaps(capture).get(pair, 0)


def count_alone(capture: Capture) -> tuple[int, ...]:
    """Of each list how many stand on it only."""
    cells = {cell.on: cell.number for cell in capture.cells}
    return tuple(cells.get(1 << i, 0) for i in range(len(capture.lists)))


def count_shared(capture: Capture) -> int:
    """How many stand on two lists or more."""
    return sum(cell.number for cell in capture.cells if cell.on.bit_count() > 1)


def list_overlaps(capture: Capture) -> tuple[tuple[int, int, int], ...]:
    """Every two lists, by index, and how many stand on both."""
    return tuple((i, j, count_on(capture, i, j)) for i, j in combinations(range(len(capture.lists)), 2))


def leave_out(capture: Capture, index: int) -> Capture:
    """The lists without one: who stands on that one only is not recorded then."""
    return build_capture(
        ([name for i, name in enumerate(capture.lists) if cell.on >> i & 1 and i != index], cell.number)
        for cell in capture.cells
    )


def join_lists(capture: Capture, groups: Iterable[Sequence[str]]) -> Capture:
    """The capture with the lists of each group put together into one, which bears all their names."""
    named = {name: name for name in capture.lists}
    for group in groups:
        held = sorted({named[name] for name in group})
        joined = " + ".join(held)
        named = {name: (joined if one in held else one) for name, one in named.items()}
    return build_capture((_name(cell.on, capture.lists, named), cell.number) for cell in capture.cells)


def gather_lists(capture: Capture, most: int = MOST_LISTS) -> Gathered:
    """At most so many lists: the largest stand apart, the smallest are put together into one, as Silverman's data for SparseMSE are.

    Which are the largest depends on what the lists hold, and on their names only where they hold as many and share as many.
    """
    size = len(capture.lists)
    if size <= most:
        return Gathered(capture=capture, members=tuple((name,) for name in capture.lists))
    weights = _find_weights(capture)
    ranked = sorted(range(size), key=lambda i: (weights[i], capture.lists[i]))
    rest = sorted(capture.lists[i] for i in ranked[most - 1 :])
    named = {name: (f"the other {len(rest)} lists" if name in rest else name) for name in capture.lists}
    merged = build_capture((_name(cell.on, capture.lists, named), cell.number) for cell in capture.cells)
    members = tuple(tuple(name for name in capture.lists if named[name] == one) for one in merged.lists)
    return Gathered(capture=merged, members=members)


def _find_weights(capture: Capture) -> list[list[int]]:
    """What ranks each list, the largest first: how many it holds, then how many it shares with each other one."""
    shared: list[list[int]] = [[] for _ in capture.lists]
    for pair, both in count_overlaps(capture).items():
        for index in {*pair}:
            shared[index].append(-both)
    return [sorted(row) for row in shared]


def _name(on: int, lists: Sequence[str], named: dict[str, str]) -> list[str]:
    return [named[name] for i, name in enumerate(lists) if on >> i & 1]
