"""What is known of a word in capitals: the dictionary, the gazetteer, the report's own names, and the lists of `casing.toml`."""

import re
from dataclasses import dataclass

from bearwitness.core.places import Gazetteer
from bearwitness.core.tables import load_words
from bearwitness.reading.english.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What decides a word's case: the dictionary, the gazetteer, and what the whole report has as names and initials."""

    lexicon: Lexicon
    gazetteer: Gazetteer
    names: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()


def casing_words(part: str) -> frozenset[str]:
    """One list of `casing.toml`."""
    return load_words("reading.english", "casing.toml", part)


def bare_word(word: str) -> str:
    """The word in small letters, without a possessive or a stop behind it."""
    return re.sub(r"['’]s?$", "", word.lower()).rstrip(".'’")
