"""What is known of a word in capitals: the dictionary, the gazetteer, the report's own names, and the lists of `casing.toml`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.core.places import Gazetteer
from bearwitness.core.tables import load_words
from bearwitness.reading.english.parsing.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What decides a word's case: the dictionary, the gazetteer, and what the whole report has as initials."""

    lexicon: Lexicon
    gazetteer: Gazetteer
    initials: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """A sentence of capitals, its words, and the same in small letters without a possessive or a stop behind them."""

    words: str
    found: Sequence[re.Match[str]]
    bare: Sequence[str]


def read_letters(words: str, found: Sequence[re.Match[str]]) -> Letters:
    """The sentence with the words found in it."""
    return Letters(words=words, found=found, bare=[_bare_word(m.group()) for m in found])


def casing_words(part: str) -> frozenset[str]:
    """One list of `casing.toml`."""
    return load_words("reading.english", "casing.toml", part)


def _bare_word(word: str) -> str:
    lower = word.lower()
    return re.sub(r"['’]s?$", "", lower).rstrip(".'’") if lower[-1] in "s.'’" else lower
