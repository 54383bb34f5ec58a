"""What a report tells that few others do: the names of people, streets, schools and squads that stand in it.

Two reports of one occurrence share such words, two of the same kind of occurrence do not. They serve linking only; no reason,
log or output ever repeats them, because many are names of victims and sources.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’]+")
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name and where it stands in the text, by code points."""

    word: str
    start: int


def find_names(text: str) -> tuple[Named, ...]:
    """The words of the text that stand with a capital and nowhere in small letters, case ignored, in their order.

    A text of capitals only has no small letters to tell names by: there every word of it stands for a name, and the
    rarity of a word among reports (`windows`) has to do the work.
    """
    found = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    small = {word for word, _ in found if word[0].islower()}
    return tuple(
        Named(word=word.casefold(), start=start)
        for word, start in found
        if not word[0].islower() and len(word) >= _SHORTEST and word.casefold() not in small
    )


def find_words_of(text: str) -> frozenset[str]:
    """The words of a text, case ignored, long enough to be names."""
    return frozenset(match.group().casefold() for match in _WORD.finditer(text))


def share_names(names: Sequence[Named], starts: Sequence[tuple[int, int]]) -> dict[int, frozenset[str]]:
    """The names of a text, each given to the occurrence that was last spoken of before it.

    `starts` are the beginnings of quotes with the number of their occurrence, in order. What stands before the first
    quote goes to the first: a headline and a dateline speak of what comes first.
    """
    shared: dict[int, set[str]] = {number: set() for _, number in starts}
    places = [start for start, _ in starts]
    for name in names:
        n = max(bisect_right(places, name.start) - 1, 0)
        shared[starts[n][1]].add(name.word)
    return {number: frozenset(words) for number, words in shared.items()}
