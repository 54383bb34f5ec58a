"""A Merkle tree over the entries of a log, in the manner of RFC 6962 (section 2.1) and RFC 9162.

Hashes of entries and of pairs begin with different bytes, so that no pair can pass for an entry. A tree of so many leaves is kept by its
*peaks*: the roots of the largest whole trees it is made of, the largest first, one for each bit of its size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

Hash = bytes
Proof = tuple[Hash, ...]
EMPTY: Final = sha256(b"").digest()
"""The root of a tree without leaves."""
_LEAF: Final = b"\x00"
_PAIR: Final = b"\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peaks:
    """A tree by its size and its peaks: all that is needed to add leaves and to tell its root."""

    size: int = 0
    hashes: Proof = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """All hashes of a tree: `levels[0]` are those of the leaves, each further level those of whole pairs below."""

    levels: tuple[tuple[Hash, ...], ...]

    @property
    def size(self) -> int:
        """How many leaves."""
        return len(self.levels[0])


def hash_leaf(data: bytes) -> Hash:
    """The hash of an entry."""
    return sha256(_LEAF + data).digest()


def hash_pair(left: Hash, right: Hash) -> Hash:
    """The hash over two trees."""
    return sha256(_PAIR + left + right).digest()


def add_leaves(peaks: Peaks, leaves: Iterable[Hash]) -> Peaks:
    """The tree with more leaves behind its last."""
    size, hashes = peaks.size, list(peaks.hashes)
    for leaf in leaves:
        hashes.append(leaf)
        size += 1
        whole = size
        while whole % 2 == 0:
            right = hashes.pop()
            hashes[-1] = hash_pair(hashes[-1], right)
            whole //= 2
    return Peaks(size=size, hashes=tuple(hashes))


def are_peaks(peaks: Peaks) -> bool:
    """Whether there is a peak for each bit of the size; says nothing of whether they are right."""
    return len(peaks.hashes) == peaks.size.bit_count() and all(len(one) == len(EMPTY) for one in peaks.hashes)


def compute_root(peaks: Peaks) -> Hash:
    """The one hash that stands for all."""
    if not peaks.hashes:
        return EMPTY
    root = peaks.hashes[-1]
    for peak in reversed(peaks.hashes[:-1]):
        root = hash_pair(peak, root)
    return root


def build_tree(leaves: Iterable[Hash]) -> Tree:
    """All hashes of the tree over these leaves."""
    levels = [tuple(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append(tuple(hash_pair(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)))
    return Tree(levels=tuple(levels))


def find_root(tree: Tree, size: int) -> Hash:
    """The root of the tree as it was when it had `size` leaves."""
    return _find_hash(tree, 0, size) if size else EMPTY


def prove_inclusion(tree: Tree, number: int, size: int) -> Proof:
    """The hashes that lead from leaf `number` (from 0) to the root of the first `size` leaves (RFC 6962, 2.1.1)."""
    if not 0 <= number < size <= tree.size:
        raise ValueError(f"there is no leaf {number} in a tree of {size} (this one has {tree.size})")
    path: list[Hash] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if number < middle:
            path.append(_find_hash(tree, middle, high))
            high = middle
        else:
            path.append(_find_hash(tree, low, middle))
            low = middle
    return tuple(reversed(path))


def prove_consistency(tree: Tree, before: int, size: int) -> Proof:
    """The hashes by which the root of `before` leaves and that of `size` leaves are seen to agree (RFC 6962, 2.1.2)."""
    if not 0 <= before <= size <= tree.size:
        raise ValueError(f"a tree of {before} leaves does not come before one of {size} (this one has {tree.size})")
    if before in {0, size}:
        return ()
    path: list[Hash] = []
    low, high, is_whole = 0, size, True
    while before != high:
        middle = low + _split(high - low)
        if before <= middle:
            path.append(_find_hash(tree, middle, high))
            high = middle
        else:
            path.append(_find_hash(tree, low, middle))
            low, is_whole = middle, False
    if not is_whole:
        path.append(_find_hash(tree, low, high))
    return tuple(reversed(path))


def holds_leaf(leaf: Hash, number: int, peaks: tuple[int, Hash], proof: Sequence[Hash]) -> bool:
    """Whether `proof` leads from leaf `number` to the tree of this size and root (RFC 9162, 2.1.3.2)."""
    size, root = peaks
    if not 0 <= number < size:
        return False
    place, last, found = number, size - 1, leaf
    for one in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = hash_pair(one, found)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = hash_pair(found, one)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_continued(earlier: tuple[int, Hash], later: tuple[int, Hash], proof: Sequence[Hash]) -> bool:
    """Whether `proof` shows that the later tree begins with all leaves of the earlier one (RFC 9162, 2.1.4.2)."""
    (before, former), (size, root) = earlier, later
    if before == size:
        return not proof and former == root
    if not 0 <= before < size:
        return False
    if before == 0:
        return not proof and former == EMPTY
    path = [former, *proof] if before.bit_count() == 1 else list(proof)
    if not path:
        return False
    place, last = before - 1, size - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = hash_pair(one, old), hash_pair(one, new)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            new = hash_pair(new, one)
        place, last = place >> 1, last >> 1
    return last == 0 and old == former and new == root


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def _find_hash(tree: Tree, low: int, high: int) -> Hash:
    """The root over the leaves from `low` up to `high`, where `low` is a place at which a tree of that size begins."""
    size = high - low
    if size.bit_count() == 1:
        level = size.bit_length() - 1
        return tree.levels[level][low >> level]
    middle = low + _split(size)
    return hash_pair(_find_hash(tree, low, middle), _find_hash(tree, middle, high))
