"""The screen: which sentences can hold or feed a claim, told from the text alone, so that only those are parsed.

Parsing is most of the work of reading, and most sentences of the news tell no act on people. The screen may keep too much
and never too little: a test reads reports with and without it and demands the same reading. It keeps the sentences with a
word of `acts.toml`; those that lend them a date, a place or a speaker are asked for once such a sentence tells an act.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bearwitness.core.tables import load_table
from bearwitness.reading.english.sentences import Span

_WORD: Final = re.compile(r"[^\W\d_]+|['’](?:s|re)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    """`alone`: words that tell an act by themselves. `with_others`: a verb's forms, each with the words of its set
    phrases, of which one phrase must be complete."""

    alone: frozenset[str]
    with_others: dict[str, tuple[frozenset[str], ...]]


def find_telling(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """The sentences, by their number, whose words may tell an act."""
    lowered = text.lower() if len(text.lower()) == len(text) else text.casefold()
    if len(lowered) != len(text):  # letters that grow when lowered move all that follows: lower each sentence for itself
        return frozenset(n for n, s in enumerate(spans) if tells_act(text[s.start : s.end]))
    return frozenset(n for n, s in enumerate(spans) if _tells(lowered[s.start : s.end]))


def tells_act(sentence: str) -> bool:
    """May the sentence tell an act? False only where no word of it, in any form, is one of `acts.toml`."""
    return _tells(sentence.lower())


def _tells(lowered: str) -> bool:
    signs = _load_signs()
    words = frozenset(_WORD.findall(lowered))
    if not words.isdisjoint(signs.alone):
        return True
    return any(phrase <= words for word in words if word in signs.with_others for phrase in signs.with_others[word])


@cache
def _load_signs() -> _Signs:
    acts = load_table("reading.english", "acts.toml")
    irregular: dict[str, list[str]] = load_table("reading.english", "screen.toml")["irregular"]
    alone = {"toll", "tolls"}
    others: dict[str, list[frozenset[str]]] = {}
    for row in acts["verb"]:
        for lemma in row["lemmas"]:
            forms = find_forms(lemma, irregular.get(lemma, ()))
            if not row.get("with"):
                alone |= forms
                continue
            for form in forms:
                others.setdefault(form, []).extend(frozenset(_WORD.findall(p)) for p in row["with"])
    for noun in acts["nouns"]:
        alone |= find_forms(noun, ())
    return _Signs(
        alone=frozenset(alone), with_others={w: tuple(p) for w, p in others.items() if w not in alone}
    )


def find_forms(lemma: str, irregular: Iterable[str]) -> frozenset[str]:
    """Every written form of a verb or a noun, and a few that no word has: "stab" gives "stabbed", "stabed", "stabs" …

    Of a compound ("gang-rape") its last part that is no particle, since a compound may be written in any way.
    """
    word = max(_WORD.findall(lemma), key=len)
    out = {word, *irregular}
    out |= {word + ending for ending in ("s", "es", "ed", "ing", word[-1] + "ed", word[-1] + "ing", "ings")}
    if word.endswith("e"):
        out |= {word + "d", word[:-1] + "ing", word[:-1] + "ings"}
    if word.endswith("y"):
        out |= {word[:-1] + "ied", word[:-1] + "ies"}
    return frozenset(out)
