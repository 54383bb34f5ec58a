"""Somebody named by age alone: "a 15-year-old was shot"."""

from bearwitness.reading.english.parse import Sentence, Token


def is_aged(sentence: Sentence, head: Token) -> bool:
    """ "a 15-year-old", "two 9-month-olds": somebody named by age alone."""
    if head.lower not in {"old", "olds"} or head.dep in {"amod", "acomp", "advmod"}:
        return False
    before = [t.lower.strip("-") for t in sentence.tokens[max(0, head.i - 3) : head.i]]
    return not _AGES.isdisjoint(before)


_AGES = frozenset({"year", "years", "yr", "month", "week", "day"})
