"""The dictionary form of a word by the rules and tables of spaCy's lemmatizer.

spaCy keeps the words of a part of speech in a list and looks a form up by reading through it (57,000 nouns, four times
for a plural), and remembers every word it met for good. Here they are sets, and nothing is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What is known of one part of speech: its dictionary forms, the irregular ones by their word, and endings with
    what stands for them in the dictionary."""

    forms: frozenset[str] = field(repr=False)
    irregular: Mapping[str, Sequence[str]] = field(repr=False)
    endings: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lemmas:
    """The tables by part of speech ("NOUN"); a word of another is its own dictionary form."""

    tables: Mapping[str, _Table]


def load_lemmas(lemmatizer: Any) -> Lemmas:
    """The tables of a spaCy model's `lemmatizer` part."""
    index, exceptions, rules = (lemmatizer.lookups.get_table(f"lemma_{name}") for name in ("index", "exc", "rules"))
    return Lemmas(
        tables={
            kind.upper(): _Table(
                forms=frozenset(index.get(kind, ())),
                irregular=exceptions.get(kind, {}),
                endings=tuple((old, new) for old, new in rules[kind]),
            )
            for kind in ("adj", "adv", "noun", "punct", "verb")
        }
    )


def find_lemma(lemmas: Lemmas, lower: str, pos: str, morph: str) -> str:
    """The dictionary form of a word in small letters; `morph` are its features in spaCy's writing ("Number=Plur")."""
    table = lemmas.tables.get(pos)
    if table is None or _is_base_form(pos, morph):
        return lower
    known: list[str] = []
    unknown: list[str] = []
    for old, new in table.endings:
        if lower.endswith(old) and (form := lower[: len(lower) - len(old)] + new):
            if form in table.forms:
                known.insert(0, form)
            elif form.isalpha():
                unknown.append(form)
            else:
                known.append(form)
    first = list(dict.fromkeys(form for form in table.irregular.get(lower, ()) if form not in known))[-1:]
    return next(iter([*first, *known, *unknown]), lower).lower()


def _is_base_form(pos: str, morph: str) -> bool:
    """Is the word in its dictionary form by its features alone?"""
    features = frozenset(morph.split("|"))
    if (pos == "NOUN" and "Number=Sing" in features) or not features.isdisjoint({"VerbForm=Inf", "Degree=Pos"}):
        return True
    present = {"VerbForm=Fin", "Tense=Pres"} <= features
    return pos == "VERB" and present and not any(f.startswith("Number=") for f in features)
