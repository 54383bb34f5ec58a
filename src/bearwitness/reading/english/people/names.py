"""Whom a phrase names, so that a person told again is known; no name goes into a claim unless the user asks for names.

A report names a person in full once and then by a part of the name, with or without a title: "Aye Thida Win … Thida Win …
Ms Win". Two names of which one holds all words of the other are one person; "Travis Hall" and "Gregory Hall" are two.
"""

from collections.abc import Sequence

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import people_words

_TAKEN_FOR = frozenset({"PERSON", "ORG", "GPE", "NORP", ""})
"""Kinds of entity for which the parser takes foreign personal names."""


def find_name(sentence: Sentence, heads: Sequence[Token]) -> frozenset[str]:
    """The words of the one person's name, in small letters; empty for several people or where none is named."""
    if len(heads) != 1:
        return frozenset()
    named = [heads[0], *sentence.children(heads[0], "appos")]
    return next((words for token in named if (words := _read_name(sentence, token))), frozenset())


def _read_name(sentence: Sentence, head: Token) -> frozenset[str]:
    """The run of capitalised words around a proper noun, without titles and "'s"."""
    if head.tag != "NNP" or head.ent not in _TAKEN_FOR:
        return frozenset()
    first = last = head.i
    while first > 0 and _goes_on(sentence.tokens[first - 1], head):
        first -= 1
    while last + 1 < len(sentence.tokens) and _goes_on(sentence.tokens[last + 1], head):
        last += 1
    words = {t.lower for t in sentence.tokens[first : last + 1] if t.text[:1].isupper() and len(t.lower.strip(".")) > 1}
    return frozenset(words - _titles())


def _goes_on(token: Token, head: Token) -> bool:
    """Is this word beside it part of the name: of the same entity, or a hyphen inside "Zaghari-Ratcliffe"?"""
    if token.ent == "PERSON":
        return token.tag != "POS"
    return token.tag == "NNP" and token.ent in {head.ent, ""}


def _titles() -> frozenset[str]:
    return frozenset(load_table("reading.english", "places.toml")["titles"]) | people_words("persons")


def shares_name(words: frozenset[str], others: frozenset[str]) -> bool:
    """Do both name one person: all words of the shorter name in the longer, or two words of it at least?"""
    return bool(words and others) and (words <= others or others <= words or len(words & others) > 1)


def has_other_name(words: frozenset[str], others: frozenset[str]) -> bool:
    """Are both named, and named apart?"""
    return bool(words and others) and not shares_name(words, others)
