"""The outlet a report names as its own: the one that its sources "told"."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bearwitness.reading.english.parsing.parse import Sentence, Token

_TOLD: Final = re.compile(
    r"\b(?:told|tells?|inform(?:s|ed)?)\s+(?:the\s+)?[A-Z]|\b(?:said|says?|confirm(?:s|ed)?)\b.{0,60}?\bto\s+(?:the\s+)?[A-Z]",
    re.DOTALL,
)


def may_name_outlet(sentence: str) -> bool:
    """May the sentence name the outlet that was told ("told the Border Ledger")?"""
    return _TOLD.search(sentence) is not None


def find_outlet(sentences: Sequence[Sentence]) -> str | None:
    """The outlet told most often in the report, of two told as often the one last in the alphabet; None when none was told."""
    told = Counter(name for s in sentences if may_name_outlet(s.text) for name in _find_told(s))
    return max(told, key=lambda name: (told[name], name)) if told else None


def _find_told(sentence: Sentence) -> Iterator[str]:
    """The proper names of those whom the sentence's verbs of saying are said to."""
    for verb in sentence:
        if verb.lemma not in {"tell", "confirm", "say", "inform"} or verb.pos != "VERB":
            continue
        to = (p for p in sentence.children(verb, "prep", "dative") if p.lower == "to")
        heard = (*sentence.children(verb, "dobj", "dative"), *(o for p in to for o in sentence.children(p, "pobj")))
        for hearer in heard:
            if hearer.ent == "ORG" or (hearer.pos == "PROPN" and hearer.ent != "PERSON"):
                name = _read_name(sentence, hearer)
                if name:
                    yield name


def _read_name(sentence: Sentence, hearer: Token) -> str:
    return " ".join(t.text for t in sentence.subtree(hearer) if t.pos == "PROPN")
