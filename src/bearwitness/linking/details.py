"""What a report tells that few others do: the names of people, streets, schools and squads, and the words for what was unusual.

Two reports of one occurrence share such words, two of the same kind of occurrence do not: a cookout, a bailiff, a toddler tell one
shooting from another as well as a street does. They serve linking only; no reason, log or output ever repeats them, because many
are names of victims and sources.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
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
    """A word that not all news has, case ignored, where it stands in the text, by code points, and whether it is a name: with a
    capital wherever it stands.
    """

    word: str
    start: int
    is_name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that not all news has, case ignored, and those of them that are names."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def find_telling(text: str, title: str) -> tuple[Telling, ...]:
    """The words of a text that are names or that news does not have in common, nor pages around it, in their order; those of its
    title stand first. Common words are a name within a sentence, as the Blue Gate inn's.

    How much each tells depends on how many reports of the register hold it (`windows`). In a text of capitals only each is a name.
    """
    said = [(word, 0) for word in _WORD.findall(title)]
    said += [(match.group(), match.start()) for match in _WORD.finditer(text)]
    small, inside = _find_small(word for word, _ in said), _find_inside(text)
    return tuple(
        Telling(word=word, start=start, is_name=word not in small)
        for spelt, start in said
        for word, is_common in (_look_up(spelt),)
        if word and (not is_common or (word in inside and word not in small))
    )


def find_words(text: str, title: str) -> Words:
    """The same words, wherever they stand."""
    said = {*_WORD.findall(title), *_WORD.findall(text)}
    small, inside = _find_small(said), _find_inside(text)
    found = {
        word
        for word, is_common in map(_look_up, said)
        if word and (not is_common or (word in inside and word not in small))
    }
    return Words(words=frozenset(found), names=frozenset(found - small))


def gather_words(telling: Iterable[Telling]) -> Words:
    """Words without their places."""
    telling = list(telling)
    names = frozenset(one.word for one in telling if one.is_name)
    return Words(words=frozenset(one.word for one in telling), names=names)


def _find_small(words: Iterable[str]) -> set[str]:
    return {word for word in words if word[0].islower()}


def _find_inside(text: str) -> set[str]:
    """The words of names that stand within a sentence."""
    return {word.casefold() for run in _RUN.findall(text) for word in _WORD.findall(run)}


@lru_cache(maxsize=100_000)
def _look_up(spelt: str) -> tuple[str, bool]:
    """A word, case ignored, and whether news has it in common; "" where it is too short, or stands around pages. Reports say few
    thousand words again and again.
    """
    word = spelt.casefold()
    if len(word) < _SHORTEST or word in load_words("linking", "details.toml", "furniture"):
        return "", False
    return sys.intern(word), word in load_words("linking", "common_words.toml", "words")


def find_words_of(text: str) -> frozenset[str]:
    """The words of a text, case ignored, long enough to be names."""
    return frozenset(match.group().casefold() for match in _WORD.finditer(text))


def share_words(words: Sequence[Telling], starts: Sequence[tuple[int, int]]) -> dict[int, Words]:
    """The telling words of a text, each given to the occurrence that was last spoken of before it.

    `starts` are the beginnings of quotes with the number of their occurrence, in order. What stands before the first
    quote goes to the first: a headline and a dateline speak of what comes first.
    """
    shared: dict[int, list[Telling]] = {number: [] for _, number in starts}
    places = [start for start, _ in starts]
    for one in words:
        n = max(bisect_right(places, one.start) - 1, 0)
        shared[starts[n][1]].append(one)
    return {number: gather_words(told) for number, told in shared.items()}
