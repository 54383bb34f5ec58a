"""Whether two claims rest on nearly the same words, as copies of one dispatch do."""

import re
from dataclasses import dataclass
from typing import Final

from bearwitness.core.records import Claim

FEWEST_WORDS: Final = 6
_SHARE: Final = 0.85


def find_words(claim: Claim) -> frozenset[str]:
    """The distinct words of a claim's quotes, case ignored."""
    return frozenset(word for quote in claim.quotes for word in re.findall(r"\w+", quote.text.casefold()))


def find_sequence(claim: Claim) -> list[str]:
    """The words of a claim's quotes in order, case and punctuation ignored."""
    return [word for quote in claim.quotes for word in re.findall(r"\w+", quote.text.casefold())]


def is_copy(left: Claim, right: Claim) -> bool:
    """Whether one claim's quotes repeat the other's: at least six words, and 85 in 100 of all words shared.

    Shorter quotes ("three were arrested") are alike by chance.
    """
    one, other = find_words(left), find_words(right)
    return min(len(one), len(other)) >= FEWEST_WORDS and len(one & other) >= _SHARE * len(one | other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a claim's quotes, taken apart once for many comparisons."""

    act: str
    sequence: tuple[str, ...]
    words: frozenset[str]


def build_wording(claim: Claim) -> Wording:
    """The wording of a claim."""
    sequence = tuple(find_sequence(claim))
    return Wording(act=claim.act, sequence=sequence, words=frozenset(sequence))


def compare_wordings(left: Wording, right: Wording) -> str:
    """`same` where the very same words are told, `near` where one repeats the other but for a few, else `own`."""
    if left.act != right.act or min(len(left.words), len(right.words)) < FEWEST_WORDS:
        long_enough = left.act == right.act and len(left.sequence) >= FEWEST_WORDS
        return "same" if long_enough and left.sequence == right.sequence else "own"
    if left.sequence == right.sequence:
        return "same"
    shared = len(left.words & right.words)
    return "near" if shared >= _SHARE * (len(left.words) + len(right.words) - shared) else "own"
