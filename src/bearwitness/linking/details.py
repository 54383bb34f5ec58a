"""What a report tells that few others do: the names of people, streets, schools and squads, and the words for what was unusual.

Two reports of one occurrence share such words, two of the same kind of occurrence do not: a cookout, a bailiff, a toddler tell one
shooting from another as well as a street does. They serve linking only; no reason, log or output ever repeats them, because many
are names of victims and sources.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bearwitness.core.tables import load_words

_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’]+")
_RUN: Final = re.compile(r"[a-zß-ÿ],? ((?:[A-ZÀ-Þ][\w'’]+ ?)+)")
"""A run of words with capitals behind a word in small letters. The first word of a sentence has its capital for that."""
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Words that not all news has, case ignored, and which of them are names: with a capital wherever they stand."""

    words: frozenset[str]
    names: frozenset[str]


NOTHING: Final = Telling(words=frozenset(), names=frozenset())


def find_telling(text: str, title: str) -> Telling:
    """The words of a text and its title that are names or that news does not have in common, nor pages around it.

    Common words are a name within a sentence, as the Blue Gate inn's. How much each tells depends on how many reports of the register
    hold it (`windows`). In a text of capitals only each is a name.
    """
    spelt = {*_WORD.findall(text), *_WORD.findall(title)}
    small = {word for word in spelt if word[0].islower()}
    told = list(map(_look_up, spelt))
    words = {word for word, is_common in told if word and not is_common}
    if doubtful := {word for word, is_common in told if is_common} - small:
        words |= doubtful & {word.casefold() for run in _RUN.findall(text) for word in _WORD.findall(run)}
    return Telling(words=frozenset(words), names=frozenset(words - small))


@lru_cache(maxsize=100_000)
def _look_up(spelt: str) -> tuple[str, bool]:
    """A word, case ignored, and whether news has it in common; "" where it is too short, or stands around pages. Reports say a few
    thousand words again and again.
    """
    word = sys.intern(spelt.casefold())
    if len(word) < _SHORTEST or word in load_words("linking", "details.toml", "furniture"):
        return "", False
    return word, word in load_words("linking", "common_words.toml", "words")


def find_words_of(text: str) -> frozenset[str]:
    """The words of a text, case ignored, long enough to be names."""
    return frozenset(match.group().casefold() for match in _WORD.finditer(text))


def share_telling(telling: Telling, text: str, starts: Sequence[tuple[int, int]]) -> dict[int, Telling]:
    """The telling words of a text, each given to the occurrence that was last spoken of before it.

    `starts` are the beginnings of quotes with the number of their occurrence, in order. What stands before the first
    quote goes to the first, and so do words of the title: a headline and a dateline speak of what comes first.
    """
    shared: dict[int, set[str]] = {number: set() for _, number in starts}
    places = [start for start, _ in starts]
    left = set(telling.words)
    for match in _WORD.finditer(text):
        if (word := match.group().casefold()) in telling.words:
            shared[starts[max(bisect_right(places, match.start()) - 1, 0)][1]].add(word)
            left.discard(word)
    shared[starts[0][1]] |= left
    return {
        number: Telling(words=frozenset(map(sys.intern, words)), names=telling.names & words)
        for number, words in shared.items()
    }
