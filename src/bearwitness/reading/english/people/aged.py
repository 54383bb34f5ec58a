"""Somebody named by age alone: "a 15-year-old was shot"."""

from bearwitness.reading.english.parsing.parse import Sentence, Token


def is_aged(sentence: Sentence, head: Token) -> bool:
    """ "a 15-year-old", "two 9-month-olds": somebody named by age alone."""
    if head.lower not in {"old", "olds"} or head.dep in {"amod", "acomp", "advmod"}:
        return False
    before = [t.lower.strip("-") for t in sentence.tokens[max(0, head.i - 3) : head.i]]
    return not _AGES.isdisjoint(before)


_AGES = frozenset({"year", "years", "yr", "month", "week", "day"})


def is_named_with_age(sentence: Sentence, token: Token) -> bool:
    """ "Ana Alvarado, 21, was killed": a name with an age is a person's, whatever else is called so."""
    behind = sentence.tokens[token.i + 1 : token.i + 4]
    shape = len(behind) == 3 and behind[0].text == behind[2].text == "," and behind[1].text.isdigit()
    named = token.i > 0 and token.tag == "NNP" and sentence.tokens[token.i - 1].tag not in {"IN", "DT"}
    return shape and named and len(behind[1].text) <= 2
