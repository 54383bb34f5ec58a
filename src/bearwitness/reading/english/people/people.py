"""People in a noun phrase: does it name people, and which words belong to it."""

from collections.abc import Iterable
from functools import cache

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.aged import is_aged
from bearwitness.reading.english.people.countless import is_countless
from bearwitness.reading.english.people.numbers import find_amount, parse_number


@cache
def people_words(part: str) -> frozenset[str]:
    """One list of `people.toml`."""
    return frozenset(load_table("reading.english", "people.toml")[part])


def is_person_word(token: Token) -> bool:
    """Does this word alone name people? A noun of the list or its suffixes, a personal name, a nationality, a pronoun."""
    lemma = token.lemma
    if lemma in people_words("not_persons"):
        return False
    if (
        lemma in people_words("persons")
        or token.lower in people_words("persons")
        or token.lower in people_words("pronouns")
    ):
        return True
    if token.pos == "PROPN" and token.lower.removesuffix("s") in people_words("persons"):
        return True
    if token.ent == "PERSON" or (
        token.ent == "NORP" and (token.tag in {"NNS", "NNPS"} or token.pos in {"NOUN", "PROPN"})
    ):
        return True
    if token.pos == "NOUN" and len(lemma) > 5:
        return token.lower.endswith(tuple(people_words("suffixes")))
    # "the injured", "the detained", "the dead": an adjective or participle standing for people.
    return False


def is_one_person(token: Token) -> bool:
    """ "guide", "boy": a singular that names one person and no group."""
    groups = people_words("collectives") | {"couple", "family", "pair", "crowd", "staff"}
    return token.tag == "NN" and is_person_word(token) and token.lemma not in groups


def is_people(sentence: Sentence, head: Token) -> bool:
    """Does the noun phrase headed here name people: "40 percent of detainees", "a group of defectors", "four", "the dead"?"""
    if is_person_word(head):
        return head.lemma not in people_words("collectives") or not _of_things(sentence, head)
    if is_aged(sentence, head):
        return True
    if is_countless(sentence, head):
        return False
    if head.tag == "CD" or _is_number_word(head) or head.lower in _QUANTITIES:
        inner = of_noun(sentence, head)
        return inner is None or is_people(sentence, inner)
    if head.lemma in load_table("reading.english", "numbers.toml")["parts"] and head.tag == "NN":
        inner = of_noun(sentence, head)
        return inner is not None and is_people(sentence, inner)  # "half of the 12"
    if head.lemma in people_words("collectives"):
        inner = of_noun(sentence, head)
        return inner is not None and is_people(sentence, inner)
    if head.tag in {"JJ", "VBN", "JJR"} and any(c.lower == "the" for c in sentence.children(head, "det")):
        return True
    return any(is_person_word(c) for c in sentence.children(head, "appos"))


_QUANTITIES = frozenset(
    {"dozens", "scores", "hundreds", "thousands", "several", "many", "others", "more", "most", "some"}
)


def _is_number_word(head: Token) -> bool:
    """ "Forty died": a number at the head of a sentence that the tagger takes for a noun."""
    return head.lower.isalpha() and head.pos in {"NOUN", "PROPN", "NUM"} and parse_number([head.lower]) is not None


def of_noun(sentence: Sentence, head: Token) -> Token | None:
    """The noun behind "of": "defectors" for "a group of defectors"; None when there is none."""
    for prep in sentence.children(head, "prep"):
        if prep.lower in {"of", "among"}:
            for inner in sentence.children(prep, "pobj"):
                return inner
    return None


def _of_things(sentence: Sentence, head: Token) -> bool:
    inner = of_noun(sentence, head)
    return inner is not None and not is_people(sentence, inner)


def find_phrase(sentence: Sentence, head: Token) -> list[Token]:
    """The words of the noun phrase from its left edge to its head, with "a group of 12 people" running on to "people"."""
    left = _left_edge(sentence, head)
    right = head.i
    inner = of_noun(sentence, head)
    if inner is not None and (
        head.lemma in people_words("collectives") or head.tag == "CD" or find_amount([head.lower]) is not None
    ):
        right = inner.i
    return list(sentence.tokens[left : right + 1])


def _left_edge(sentence: Sentence, head: Token) -> int:
    """Leftmost modifier reached through words that describe the head; clauses and other phrases before it do not count."""
    left = head.i
    todo = [head]
    while todo:
        for child in sentence.children(todo.pop()):
            if (
                child.i < head.i and child.dep in _LEFT_DEPS and child.tag != "RP"
            ):  # "hand over seven" is no "over seven"
                left = min(left, child.i)
                todo.append(child)
    # Hedges hang in odd places ("at least", "more than", "some", "as many as"): take those that touch the phrase.
    words = [t.lower for t in sentence.tokens]
    for length in (4, 3, 2, 1):
        start = left - length
        if start >= 0 and " ".join(words[start:left]) in _hedges() and sentence.tokens[left - 1].tag != "RP":
            return start
    return left


_LEFT_DEPS = {
    "det", "nummod", "amod", "quantmod", "compound", "predet", "poss", "advmod", "nmod", "punct", "npadvmod", "neg", "preconj",
    "prep", "pobj", "pcomp", "cc", "conj", "case", "dep", "mark",
}  # fmt: skip


def _hedges() -> Iterable[str]:
    table: dict[str, str] = load_table("reading.english", "numbers.toml")["hedges"]
    return table
