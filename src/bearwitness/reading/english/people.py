"""People in a noun phrase: is this a person, how many, of which sex and age, of which group.

Subsets ("including a nine-year-old", "two men and two women" inside "four") describe the whole and never add to it.
"""

from collections.abc import Iterable, Sequence

from bearwitness.core.records import Count
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Unit
from bearwitness.reading.english.aged import is_aged
from bearwitness.reading.english.numbers import Amount, find_amount, parse_number
from bearwitness.reading.english.parse import Sentence, Token


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
    if head.tag == "CD" or _is_number_word(head) or head.lower in _QUANTITIES:
        inner = _of_noun(sentence, head)
        return inner is None or is_people(sentence, inner)
    if head.lemma in load_table("reading.english", "numbers.toml")["parts"] and head.tag == "NN":
        inner = _of_noun(sentence, head)
        return inner is not None and is_people(sentence, inner)  # "half of the 12"
    if head.lemma in people_words("collectives"):
        inner = _of_noun(sentence, head)
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


def _of_noun(sentence: Sentence, head: Token) -> Token | None:
    for prep in sentence.children(head, "prep"):
        if prep.lower in {"of", "among"}:
            for inner in sentence.children(prep, "pobj"):
                return inner
    return None


def _of_things(sentence: Sentence, head: Token) -> bool:
    inner = _of_noun(sentence, head)
    return inner is not None and not is_people(sentence, inner)


def find_phrase(sentence: Sentence, head: Token) -> list[Token]:
    """The words of the noun phrase from its left edge to its head, with "a group of 12 people" running on to "people"."""
    left = _left_edge(sentence, head)
    right = head.i
    inner = _of_noun(sentence, head)
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


def read_count(sentence: Sentence, head: Token) -> Count | None:
    """How many people the phrase names; None when it names none ("no one") or no people or families at all.

    A number decides; then a singular names one, a plural at least two, a collective at least two.
    """
    phrase = find_phrase(sentence, head)
    words = [t.lower for t in phrase]
    text = sentence.words(phrase)
    unit = _find_unit(head, phrase)
    if (
        any(w in people_words("negations") for w in words[:2])
        and words[:2] != ["no", "fewer"]
        and words[:2] != ["no", "less"]
    ):
        return None
    if head.lower == "following":
        return Count(low=1, high=None, unit="person", text=text)  # "arrested the following": whoever the list names
    if "how" in words[:2]:
        return None  # "did not say how many people were detained"
    if head.lemma in {"rest", "remainder"}:
        return None  # "the rest died in smaller towns": what remains of a total has no number of its own
    share = _read_share(sentence, head)
    if share is not None:
        return share
    amount = _find_phrase_amount(words, head, phrase)
    if unit in {"family", "household"}:
        told = [c for c in sentence.children(head, "appos") if c.lemma in {"people", "person", "member"}]
        if told:
            return read_count(sentence, told[0])  # "three families, 14 people in total"
    if unit in {"family", "household"} and "of" in words and amount is not None and amount.first > words.index("of"):
        return Count(low=amount.low, high=amount.high, unit="person", text=text)
    if amount is not None:
        return Count(low=amount.low, high=amount.high, unit=unit, text=text)
    if unit == "family":
        family_of = _family_of(sentence, head)
        if family_of is not None:
            return Count(low=family_of.low, high=family_of.high, unit="person", text=text)
    if head.lemma in {"couple", "pair", "duo"} and unit == "person":
        return Count(low=2, high=2, unit=unit, text=text)
    if head.lemma in people_words("collectives") or head.lemma == "people" or head.lower in {"others", "more"}:
        return Count(low=2, high=None, unit="person", text=text)
    if (
        head.ent == "PERSON"
        and head.pos == "PROPN"
        and not any(c.dep in {"det", "nummod"} for c in sentence.children(head))
    ):
        return Count(low=1, high=1, unit=unit, text=text)  # "Mr. Meneses": a name that looks like a plural
    if head.lower in {"they", "them", "us", "we", "themselves", "those", "these", "all", "their"} or head.tag in {
        "NNS",
        "NNPS",
    }:
        return Count(low=2, high=None, unit=unit, text=text)
    if is_aged(sentence, head) and head.lower == "old":
        return Count(low=1, high=1, unit=unit, text=text)  # "the 15-year-old"
    if head.tag in {"JJ", "VBN"} and words[0] == "the":
        return Count(low=1, high=None, unit=unit, text=text)
    return Count(low=1, high=1, unit=unit, text=text)


def _read_share(sentence: Sentence, head: Token) -> Count | None:
    """ "Half of the 12", "a third of the 30 people": the part, where the whole is a number."""
    parts: dict[str, int] = load_table("reading.english", "numbers.toml")["parts"]
    part = parts.get(head.lemma)
    inner = _of_noun(sentence, head)
    if part is None or inner is None or head.tag == "NNS":
        return None
    amount = find_amount([t.lower for t in find_phrase(sentence, inner)])
    if amount is None:
        return Count(low=1, high=None, unit="person", text=head.text)
    high = None if amount.high is None else -(-amount.high // part)
    text = sentence.words(sentence.tokens[head.i : inner.i + 1])
    return Count(low=max(1, amount.low // part), high=high, unit="person", text=text)


def _family_of(sentence: Sentence, head: Token) -> Amount | None:
    """ "a family of four" is four people; "two families" stay families."""
    for prep in sentence.children(head, "prep"):
        if prep.lower == "of":
            inside = [t.lower for t in sentence.subtree(prep)][1:]
            return find_amount(inside)
    return None


def _find_unit(head: Token, phrase: Sequence[Token]) -> Unit:
    if head.lemma in {"family", "household"}:
        return "household" if head.lemma == "household" else "family"
    if head.lemma == "group" and head.tag == "NNS" and not any(t.lower == "of" for t in phrase):
        return "group"
    return "person"


def _find_phrase_amount(words: Sequence[str], head: Token, phrase: Sequence[Token]) -> Amount | None:
    kept = list(words)
    for at, token in enumerate(phrase):
        # A number inside a name, an age or a date ("the Group of Seven", "May 10 protesters") counts nobody.
        if (
            token.ent in {"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "FAC", "LAW"}
            and token.i != head.i
            and token.tag == "CD"
            and _is_calendar(phrase, at)
        ):
            kept[at] = "_"
    amount = find_amount(kept)
    if (
        amount is not None
        and head.lower == "one"
        and head.i == phrase[amount.first].i
        and len(kept) > 1
        and kept[0] in {"no", "any", "every"}
    ):
        return None
    return amount


def _is_calendar(phrase: Sequence[Token], at: int) -> bool:
    """Is this number part of a date or a sum of money, and not of the people ("the May 10 protesters", "$20 informers")?"""
    if (
        phrase[at].text.isdigit()
        and 1900 <= int(phrase[at].text) <= 2100
        and at + 1 < len(phrase)
        and phrase[at + 1].pos != "NOUN"
    ):
        return True
    near = [phrase[k].lower.rstrip(".") for k in (at - 1, at + 1) if 0 <= k < len(phrase)]
    return any(word in people_words("calendar") for word in near)
