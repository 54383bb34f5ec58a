"""English words by what they can be: what tells a name from a word where every letter is a capital.

The lists are the parser's own lemma tables, so they cost no further data. They hold some names among the nouns (towns,
rulers, saints), and none among verbs, adjectives, adverbs and the small words of grammar.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Dictionary forms, in small letters; `small` are the words of grammar ("the", "against"), `irregular` inflected forms
    that no rule gives ("brought", "children")."""

    nouns: frozenset[str]
    verbs: frozenset[str]
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    small: frozenset[str]
    irregular: frozenset[str]

    def is_plain(self, word: str) -> bool:
        """Can this word be a verb, an adjective, an adverb or a word of grammar, which no name is?"""
        return (
            word in self.small
            or word in self.adverbs
            or word in self.irregular
            or word in self.adjectives
            or word in self.verbs
            or _is_inflected(word, self.verbs, _OF_VERBS)
            or _is_inflected(word, self.adjectives, _OF_ADJECTIVES)
        )

    def is_noun(self, word: str) -> bool:
        """Is this a noun of the dictionary, in the singular or plural? Some of these are names."""
        return word in self.nouns or _is_inflected(word, self.nouns, _OF_NOUNS)


_OF_NOUNS = (
    ("s", ""),
    ("ses", "s"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("ies", "y"),
    ("men", "man"),
)
_OF_VERBS = (
    ("s", ""),
    ("ies", "y"),
    ("es", "e"),
    ("es", ""),
    ("ed", "e"),
    ("ed", ""),
    ("ing", "e"),
    ("ing", ""),
    ("ied", "y"),
)
_OF_ADJECTIVES = (("er", ""), ("est", ""), ("er", "e"), ("est", "e"), ("ier", "y"), ("iest", "y"))


def _is_inflected(word: str, forms: frozenset[str], endings: Sequence[tuple[str, str]]) -> bool:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in forms
            if stem + instead in forms or (doubled and not instead):
                return True
    return False
