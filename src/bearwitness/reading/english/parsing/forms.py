"""The written forms of English words, told without a parser: what a sentence's words are, and every form of a verb or noun."""

import re
from collections.abc import Iterable
from typing import Final

from bearwitness.core.tables import load_table

WORD: Final = re.compile(r"[^\W\d_]+|['’](?:s|re|m)\b")


def read_words(sentence: str) -> frozenset[str]:
    """The words of a sentence in small letters."""
    return frozenset(WORD.findall(sentence.lower()))


def load_irregular() -> dict[str, tuple[str, ...]]:
    """The forms of verbs that the regular endings do not give."""
    table: dict[str, list[str]] = load_table("reading.english", "screen.toml")["irregular"]
    return {verb: tuple(forms) for verb, forms in table.items()}


def find_forms(lemma: str, irregular: Iterable[str]) -> frozenset[str]:
    """Every written form of a verb or a noun, and a few that no word has: "stab" gives "stabbed", "stabed", "stabs" …

    Of a compound ("gang-rape") its last part that is no particle, since a compound may be written in any way.
    """
    word = max(WORD.findall(lemma), key=len)
    out = {word, *irregular}
    out |= {word + ending for ending in ("s", "es", "ed", "ing", word[-1] + "ed", word[-1] + "ing", "ings")}
    if word.endswith("e"):
        out |= {word + "d", word[:-1] + "ing", word[:-1] + "ings"}
    if word.endswith("y"):
        out |= {word[:-1] + "ied", word[:-1] + "ies"}
    return frozenset(out)
