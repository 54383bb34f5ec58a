"""Where some of the people told were, which is not where all of them were: "more than 100, 23 of them in Yangon"."""

import re
from typing import Final

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.ellipsis import goes_on_parts

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
    # "among them 34 in Yangon", "including 34 in Yangon": the parser may hang the place on the act itself
    number = sentence.tokens[token.i - 1] if token.i > 1 and token.tag == "IN" else None
    before = " ".join(t.lower for t in sentence.tokens[max(0, token.i - 5) : token.i - 1])
    return (
        number is not None
        and number.tag == "CD"
        and (_SUBSET_BEFORE.search(before) is not None or goes_on_parts(sentence, number))
    )
