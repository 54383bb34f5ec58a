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
from functools import cache, lru_cache
from typing import Final

from bearwitness.core.tables import load_words

_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’]+")
_RUN: Final = re.compile(r" (?=[A-ZÀ-Þ])(?:(?<=[a-zß-ÿ] )|(?<=[a-zß-ÿ], ))((?:[A-ZÀ-Þ][\w'’]+ ?)+)(?:, )?")
"""A run of words with capitals behind a word in small letters, which is of no run before. The first word of a sentence has its capital
for that. Spaces are looked for first, as there are fewer of them than of small letters.
"""
_LETTERS: Final = "".join(letter if letter.isalpha() else " " for letter in map(chr, range(128)))
"""For `str.translate`, which finds the words of ASCII text in a third of the time."""
_MARKS: Final = "‘’“”–—…•\xa0"
"""What most often keeps an English text from being ASCII, and is of no word."""
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Words that not all news has, case ignored, and which of them are names: with a capital wherever they stand."""

    words: frozenset[str]
    names: frozenset[str]


NOTHING: Final = Telling(words=frozenset(), names=frozenset())


@lru_cache(maxsize=4)
def find_telling(text: str, title: str) -> Telling:
    """The words of a text and its title that are names or that news does not have in common, nor pages around it,
    nor the calendar.

    Common words are a name within a sentence, as the Blue Gate inn's. How much each tells depends on how many reports of the register
    hold it (`windows`). In a text of capitals only each is a name.
    """
    spelt = _take_apart(text) | _take_apart(title)
    # Only ever taken from words without capitals; and in ASCII whatever has none is in small letters.
    small = spelt if "".join(spelt).isascii() else {word for word in spelt if word[0].islower()}
    words = set(map(_look_up, spelt))
    words.discard("")
    capital = " ".join(_RUN.findall(text))
    words |= _load_common().intersection(sys.intern(word.casefold()) for word in _take_apart(capital)) - small
    return Telling(words=frozenset(words), names=frozenset(words - small))


def _take_apart(text: str) -> set[str]:
    """The distinct words of a text as they are spelt. In ASCII single letters are among them, which no look-up takes for a word."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return {*text.translate(_LETTERS).split()} if text.isascii() else {*_WORD.findall(text)}


@lru_cache(maxsize=100_000)
def _look_up(spelt: str) -> str:
    """A word, case ignored; "" where it is too short, or tells nothing, or news has it in common. Reports say a few thousand
    words again and again.
    """
    word = spelt.casefold()
    is_telling = len(word) >= _SHORTEST and word not in _load_idle() and word not in _load_common()
    return sys.intern(word) if is_telling else ""


@cache
def _load_idle() -> frozenset[str]:
    """What stands around a report, and in its dates."""
    return load_words("linking", "details.toml", "furniture") | load_words("linking", "details.toml", "calendar")


@cache
def _load_common() -> frozenset[str]:
    common = load_words("linking", "common_words.toml", "words") - _load_idle()
    return frozenset(word for word in common if len(word) >= _SHORTEST)


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
