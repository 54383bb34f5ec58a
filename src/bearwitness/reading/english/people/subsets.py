"""Where some of the people told were, which is not where all of them were: "more than 100, 23 of them in Yangon"."""

import re
from typing import Final

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.ellipsis import goes_on_parts
from bearwitness.reading.english.people.numbers import find_amount

_SUBSET_BEFORE: Final = re.compile(r"(?:among (?:them|those|whom|which)|including)(?: at least| about| some| around)?$")


def is_subset(sentence: Sentence, token: Token) -> bool:
    """ "23 of them", "most of whom", "among them 34"."""
    if any(
        o.tag in {"PRP", "WP"}
        for p in sentence.children(token, "prep")
        if p.lower == "of"
        for o in sentence.children(p, "pobj")
    ):
        return token.tag == "CD" or token.lower in {"most", "some", "many", "several", "half", "two-thirds"}
    before = " ".join(t.lower for t in sentence.tokens[max(0, token.i - 2) : token.i])
    if token.tag == "CD" and before in {"among them", "among those", "of them"}:
        return True
    # "seven of them in Bago and the others in Mandalay"
    if token.tag == "IN" and _places_some(sentence, token):
        return True
    # "among them 34 in Yangon", "including 34 in Yangon": the parser may hang the place on the act itself
    number = sentence.tokens[token.i - 1] if token.i > 1 and token.tag == "IN" else None
    before = " ".join(t.lower for t in sentence.tokens[max(0, token.i - 5) : token.i - 1])
    return (
        number is not None
        and number.tag == "CD"
        and (_SUBSET_BEFORE.search(before) is not None or goes_on_parts(sentence, number))
    )


def _places_some(sentence: Sentence, token: Token) -> bool:
    """Does a place or day belong to some of "12, seven of them in Bago and four in Mandalay"? Where the parts come to the whole they are told
    one by one, and each keeps its own.
    """
    first = next((t for t in sentence if t.tag == "CD" and _is_of_them(sentence, t)), None)
    if first is None or token.i <= first.i:
        return False
    parts = [first, *(t for t in sentence.tokens[first.i + 3 :] if _is_bare_part(sentence, t))]
    if token.i not in {first.i + 3, *(t.i + 1 for t in parts[1:])}:
        return False
    numbers = [find_amount([t.lower]) for t in parts]
    total = sum(number.low for number in numbers if number is not None)
    wholes = [find_amount([t.lower]) for t in sentence.tokens[: first.i] if t.tag == "CD"]
    return not (len(parts) > 1 and any(whole is not None and whole.low == total for whole in wholes))


def _is_of_them(sentence: Sentence, number: Token) -> bool:
    behind = [t.lower for t in sentence.tokens[number.i + 1 : number.i + 3]]
    return len(behind) == 2 and behind[0] == "of" and behind[1] in {"them", "whom", "these", "those"}


def _is_bare_part(sentence: Sentence, token: Token) -> bool:
    behind = sentence.tokens[token.i + 1 : token.i + 2]
    before = sentence.tokens[token.i - 1].lower
    return token.tag == "CD" and before in {",", "and", ";"} and bool(behind) and behind[0].tag == "IN"
