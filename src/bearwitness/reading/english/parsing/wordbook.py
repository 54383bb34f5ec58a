"""The part of speech and the dictionary form of a word, as spaCy's attribute ruler and lemmatizer give them, each asked once.

The ruler tries 179 patterns on every sentence. Nearly all look at one word: its tag, its role in the tree and its letters,
if they are among some hundred. So its answer for such a word is kept, and a sentence that may hold one of the few
patterns of two words ("gon na", "let 's", "there is") goes through the ruler itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bearwitness.reading.english.parsing.lemmas import Lemmas, find_lemma, load_lemmas

_MOST_KEPT: Final = 20_000
"""Answers kept, about 4 MiB; beyond them all are forgotten."""

Word = tuple[str, str, str]
"""What is known of a token before: its letters in small, its tag and its role in the tree."""

_SPELLINGS: Final = {"^n'?t$": ("nt", "n't"), "^n[ou]thin'$": ("nothin'", "nuthin'"), "^y'?$": ("y", "y'")}
"""What the ruler's expressions stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordbook:
    """spaCy's ruler, its class of documents, the lemmatizer's tables, and the answers so far.

    `special` are the words whose letters the ruler looks at; `joining` those that may begin a pattern of two words, and
    `joining_roles` the roles that may.
    """

    ruler: Any
    doc: Any
    tables: Lemmas
    special: frozenset[str]
    joining: frozenset[str]
    joining_roles: frozenset[str]
    answers: dict[Word, tuple[str, str]] = field(repr=False)
    classes: dict[Word, tuple[str, str, str]] = field(repr=False)


def load_wordbook(ruler: Any, lemmatizer: Any, doc: Any) -> Wordbook:
    """Reads which words the ruler's patterns look at.

    Raises ValueError for a pattern that a table of words cannot stand for.
    """
    special: set[str] = set()
    joining: set[str] = set()
    roles = set()
    for row in ruler.patterns:
        for pattern in row["patterns"]:
            for token in pattern:
                if not token.keys() <= {"LOWER", "TAG", "DEP", "IS_SPACE"}:
                    raise ValueError(f"the attribute ruler has a pattern of another kind: {pattern}")
                special.update(_find_words(token))
            if len(pattern) > 1:
                joining.update(_find_words(pattern[0]))
                if "LOWER" not in pattern[0]:
                    roles.add(pattern[0]["DEP"])
    return Wordbook(
        ruler=ruler,
        doc=doc,
        tables=load_lemmas(lemmatizer),
        special=frozenset(special),
        joining=frozenset(joining),
        joining_roles=frozenset(roles),
        answers={},
        classes={},
    )


def _find_words(token: Mapping[str, Any]) -> Sequence[str]:
    """The words a token of a pattern asks for."""
    asked = token.get("LOWER", {"IN": []})
    if isinstance(asked, str):
        return [asked]
    if "REGEX" not in asked:
        return list(asked["IN"])
    if asked["REGEX"] not in _SPELLINGS:
        raise ValueError(f"the attribute ruler has an expression of another kind: {asked}")
    return _SPELLINGS[asked["REGEX"]]


def read_words(book: Wordbook, texts: Sequence[str], words: Sequence[Word]) -> list[tuple[str, str]]:
    """The part of speech and the dictionary form, in small letters, of each word of a sentence; `texts` are its own letters."""
    if any(lower in book.joining or dep in book.joining_roles for lower, _, dep in words):
        return _ask(book, texts, words)
    answers = book.answers
    out = []
    for word in words:
        found = answers.get(word)
        if found is None:
            _make_room(answers)
            found = answers[word] = _read_word(book, word)
        out.append(found)
    return out


def _read_word(book: Wordbook, word: Word) -> tuple[str, str]:
    lower, tag, dep = word
    spelt = lower if lower.isspace() or lower in book.special else ""
    key = (spelt, tag, dep)
    if key not in book.classes:
        _make_room(book.classes)
        (token,) = book.ruler(_build_doc(book, [spelt or "w"], [key]))
        book.classes[key] = (token.pos_, str(token.morph), token.lemma_)
    pos, morph, lemma = book.classes[key]
    return pos, lemma.lower() or find_lemma(book.tables, lower, pos, morph)


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()


def _ask(book: Wordbook, texts: Sequence[str], words: Sequence[Word]) -> list[tuple[str, str]]:
    doc = book.ruler(_build_doc(book, texts, words))
    return [
        (token.pos_, token.lemma_.lower() or find_lemma(book.tables, lower, token.pos_, str(token.morph)))
        for token, (lower, _, _) in zip(doc, words, strict=True)
    ]


def _build_doc(book: Wordbook, texts: Sequence[str], words: Sequence[Word]) -> Any:
    return book.doc(
        book.ruler.vocab,
        words=list(texts),
        tags=[tag for _, tag, _ in words],
        deps=[dep for _, _, dep in words],
        heads=[0] * len(words),
    )
