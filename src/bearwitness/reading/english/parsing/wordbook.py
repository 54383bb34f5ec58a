"""The part of speech and the dictionary form of a word, as spaCy's attribute ruler and lemmatizer give them, each asked once.

The ruler tries 179 patterns on every sentence. Nearly all look at one word: its tag, its role in the tree and its letters,
if they are among some hundred. So its answer for such a word is kept, and a sentence that may hold one of the few
patterns of two words ("gon na", "let 's", "there is") goes through the ruler itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

_MOST_KEPT: Final = 20_000
"""Answers kept of each kind, about 4 MiB; beyond them all are forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What is known of a token before: its letters, its tag and its role in the tree."""

    text: str
    lower: str
    tag: str
    dep: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordbook:
    """spaCy's two parts, its class of documents, and the parts' answers so far.

    `special` are the words whose letters the ruler looks at, as one expression; `joining` those that may begin a pattern
    of two words, and `joining_roles` the roles that may.
    """

    ruler: Any
    lemmatizer: Any
    doc: Any
    special: re.Pattern[str]
    joining: re.Pattern[str]
    joining_roles: frozenset[str]
    classes: dict[tuple[str, str, str], tuple[str, str, str]] = field(repr=False)
    lemmas: dict[tuple[str, str, str], str] = field(repr=False)


def load_wordbook(ruler: Any, lemmatizer: Any, doc: Any) -> Wordbook:
    """Reads which words the ruler's patterns look at.

    Raises ValueError for a pattern that a table of words cannot stand for.
    """
    special, joining, roles = [], [], set()
    for row in ruler.patterns:
        for pattern in row["patterns"]:
            for token in pattern:
                if not token.keys() <= {"LOWER", "TAG", "DEP", "IS_SPACE"}:
                    raise ValueError(f"the attribute ruler has a pattern of another kind: {pattern}")
                special += _find_words(token)
            if len(pattern) > 1:
                joining += _find_words(pattern[0])
                if "LOWER" not in pattern[0]:
                    roles.add(pattern[0]["DEP"])
    return Wordbook(
        ruler=ruler,
        lemmatizer=lemmatizer,
        doc=doc,
        special=re.compile("|".join(special)),
        joining=re.compile("|".join(joining)),
        joining_roles=frozenset(roles),
        classes={},
        lemmas={},
    )


def _find_words(token: dict[str, Any]) -> list[str]:
    """The words a token of a pattern asks for, as expressions."""
    asked = token.get("LOWER", {"IN": []})
    if isinstance(asked, str):
        return [re.escape(asked)]
    if "REGEX" in asked:
        return [asked["REGEX"].removeprefix("^").removesuffix("$")]
    return [re.escape(word) for word in asked["IN"]]


def read_words(book: Wordbook, words: Sequence[Word]) -> list[tuple[str, str]]:
    """The part of speech and the dictionary form, in small letters, of each word of a sentence."""
    if any(w.dep in book.joining_roles or book.joining.fullmatch(w.lower) for w in words):
        return _ask(book, words)
    return [_read_word(book, word) for word in words]


def _read_word(book: Wordbook, word: Word) -> tuple[str, str]:
    spelt = word.lower if word.text.isspace() or book.special.fullmatch(word.lower) else ""
    key = (spelt, word.tag, word.dep)
    if key not in book.classes:
        _make_room(book.classes)
        doc = _build_doc(book, [Word(text=spelt or "w", lower=spelt or "w", tag=word.tag, dep=word.dep)])
        book.ruler(doc)
        (token,) = doc
        book.classes[key] = (token.pos_, str(token.morph), token.lemma_)
    pos, morph, lemma = book.classes[key]
    return pos, lemma.lower() or _read_lemma(book, word.text, pos, morph)


def _read_lemma(book: Wordbook, text: str, pos: str, morph: str) -> str:
    key = (text, pos, morph)
    if key not in book.lemmas:
        _make_room(book.lemmas)
        doc = book.doc(book.ruler.vocab, words=[text], pos=[pos], morphs=[morph])
        book.lemmas[key] = book.lemmatizer.lemmatize(doc[0])[0].lower()
    return book.lemmas[key]


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()


def _ask(book: Wordbook, words: Sequence[Word]) -> list[tuple[str, str]]:
    doc = _build_doc(book, words)
    book.lemmatizer(book.ruler(doc))
    return [(token.pos_, token.lemma_.lower()) for token in doc]


def _build_doc(book: Wordbook, words: Sequence[Word]) -> Any:
    return book.doc(
        book.ruler.vocab,
        words=[w.text for w in words],
        tags=[w.tag for w in words],
        deps=[w.dep for w in words],
        heads=[0] * len(words),
    )
