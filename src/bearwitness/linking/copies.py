"""Reports that are copies of one text: a wire story at five outlets, with a figure changed or the last paragraph cut.

Texts are compared by shingles, runs of a few words (Broder 1997). Each text keeps a sketch, the smallest of its hashed shingles;
texts that share enough of a sketch are compared whole. What counts is how much of the shorter text stands in the longer one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final
from zlib import crc32

WORDS: Final = 4
"""Words in a shingle: one changed figure costs four of them."""
FEWEST: Final = 16
"""Texts of fewer shingles are alike by chance or not at all; their claims are compared by their quotes (`wording`)."""
SHARE: Final = 0.6
"""So much of the shorter text stands in the longer one where the two are copies."""
_SKETCH, _PART, _HINT = 24, 8, 0.2
_NEIGHBOURS: Final = 40
"""A shingle that more texts share is a stock phrase or a copy many times over: each is held against so many before it."""


def group_copies(texts: Sequence[str]) -> tuple[int, ...]:
    """For each text the number of the first of those it is a copy of, or its own; the order of the texts changes no group."""
    alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        alike[tuple(re.findall(r"\w+", text.casefold()))].append(number)
    # In an order that hangs on the texts alone, as the neighbours of a stock phrase do.
    distinct = sorted(words for words in alike if len(words) >= WORDS + FEWEST - 1)
    above = list(range(len(distinct)))

    def find(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for one, other in _find_candidates(distinct):
        left, right = sorted((find(one), find(other)))
        if left != right and _is_copy(distinct[one], distinct[other]):
            above[right] = left
    head: dict[int, int] = {}
    for at, words in enumerate(distinct):
        head[find(at)] = min(head.get(find(at), len(texts)), *alike[words], len(texts))
    out = list(range(len(texts)))
    for at, words in enumerate(distinct):
        for number in alike[words]:
            out[number] = head[find(at)]
    return tuple(out)


def find_shingles(words: Sequence[str]) -> set[int]:
    """The hashed runs of a few words; the hash is the same in every process and on every machine."""
    # Four bytes a letter, so that a word's place in the bytes follows from the lengths of those before it.
    whole = (" ".join(words) + " ").encode("utf-32-le", "surrogatepass")
    ends = [4 * (at + end) for at, end in enumerate(accumulate(map(len, words), initial=0))]
    return {crc32(whole[start:end]) for start, end in zip(ends, ends[WORDS:], strict=False)}


def _is_copy(left: Sequence[str], right: Sequence[str]) -> bool:
    one, other = find_shingles(left), find_shingles(right)
    return min(len(one), len(other)) >= FEWEST and len(one & other) >= SHARE * min(len(one), len(other))


def _find_candidates(texts: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that share a part of the shorter one's sketch."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    sizes = []
    for number, words in enumerate(texts):
        shingles = sorted(find_shingles(words))
        sketch = shingles[: max(_SKETCH, len(shingles) // _PART)]
        sizes.append(len(sketch))
        for shingle in sketch:
            holders[shingle].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        for at, number in enumerate(held):
            shared.update((before, number) for before in held[max(0, at - _NEIGHBOURS) : at])
    for (one, other), count in shared.items():
        if count >= _HINT * min(sizes[one], sizes[other]):
            yield one, other
