"""People in a noun phrase: is this a person, how many, of which sex and age, of which group.

Subsets ("including a nine-year-old", "two men and two women" inside "four") describe the whole and never add to it.
"""

import re
from collections.abc import Iterable, Sequence

from bearwitness.core.records import Count, People
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Unit
from bearwitness.reading.english.numbers import Amount, find_amount, parse_number
from bearwitness.reading.english.parse import Sentence, Token

_SINGULAR_TAGS = {"NN", "NNP"}
_SUBSET = {"including", "among", "includes", "included", "include"}


def _words(part: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "people.toml")[part])


def is_person_word(token: Token) -> bool:
    """Does this word alone name people? A noun of the list or its suffixes, a personal name, a nationality, a pronoun."""
    lemma = token.lemma
    if lemma in _words("not_persons"):
        return False
    if lemma in _words("persons") or token.lower in _words("persons") or token.lower in _words("pronouns"):
        return True
    if token.pos == "PROPN" and token.lower.removesuffix("s") in _words("persons"):
        return True
    if token.ent == "PERSON" or (
        token.ent == "NORP" and (token.tag in {"NNS", "NNPS"} or token.pos in {"NOUN", "PROPN"})
    ):
        return True
    if token.pos == "NOUN" and len(lemma) > 5:
        return token.lower.endswith(tuple(_words("suffixes")))
    # "the injured", "the detained", "the dead": an adjective or participle standing for people.
    return False


def is_people(sentence: Sentence, head: Token) -> bool:
    """Does the noun phrase headed here name people: "40 percent of detainees", "a group of defectors", "four", "the dead"?"""
    if is_person_word(head):
        return head.lemma not in _words("collectives") or not _of_things(sentence, head)
    if head.tag == "CD" or head.lower in {
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "several",
        "many",
        "others",
        "more",
        "most",
        "some",
    }:
        inner = _of_noun(sentence, head)
        return inner is None or is_people(sentence, inner)
    if head.lemma in _words("collectives"):
        inner = _of_noun(sentence, head)
        return inner is not None and is_people(sentence, inner)
    if head.tag in {"JJ", "VBN", "JJR"} and any(c.lower == "the" for c in sentence.children(head, "det")):
        return True
    return any(is_person_word(c) for c in sentence.children(head, "appos"))


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
    left = head.i
    for token in sentence.subtree(head):
        if token.i < left and token.i < head.i:
            left = token.i
    left = _left_edge(sentence, head)
    right = head.i
    inner = _of_noun(sentence, head)
    if inner is not None and (
        head.lemma in _words("collectives") or head.tag == "CD" or find_amount([head.lower]) is not None
    ):
        right = inner.i
    return list(sentence.tokens[left : right + 1])


def _left_edge(sentence: Sentence, head: Token) -> int:
    """Leftmost modifier reached through words that describe the head; clauses and other phrases before it do not count."""
    left = head.i
    todo = [head]
    while todo:
        for child in sentence.children(todo.pop()):
            if child.i < head.i and child.dep in _LEFT_DEPS:
                left = min(left, child.i)
                todo.append(child)
    # Hedges hang in odd places ("at least", "more than", "some", "as many as"): take those that touch the phrase.
    words = [t.lower for t in sentence.tokens]
    for length in (4, 3, 2, 1):
        start = left - length
        if start >= 0 and " ".join(words[start:left]) in _hedges():
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
    text = " ".join(t.text for t in phrase)
    unit = _find_unit(head, phrase)
    if (
        any(w in _words("negations") for w in words[:2])
        and words[:2] != ["no", "fewer"]
        and words[:2] != ["no", "less"]
    ):
        return None
    amount = _find_phrase_amount(words, head, phrase)
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
    if head.lemma in _words("collectives") or head.lemma == "people" or head.lower in {"others", "more"}:
        return Count(low=2, high=None, unit="person", text=text)
    if head.lower in {"they", "them", "us", "we", "themselves", "those", "these", "all", "their"} or head.tag in {
        "NNS",
        "NNPS",
    }:
        return Count(low=2, high=None, unit=unit, text=text)
    if head.tag in {"JJ", "VBN"} and words[0] == "the":
        return Count(low=1, high=None, unit=unit, text=text)
    return Count(low=1, high=1, unit=unit, text=text)


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
    return any(word in _words("calendar") for word in near)


def read_people(sentence: Sentence, heads: Sequence[Token], until: int) -> People:
    """Sex, age, children and group from the phrases of `heads` and what describes them up to token index `until`."""
    female = male = children = 0
    seen_female = seen_male = seen_children = False
    groups: list[str] = []
    names: list[str] = []
    ages: list[int] = []
    for head in heads:
        described = [head, *_described(sentence, head)]
        ages += [a for a in find_ages(sentence, head, until) if a not in ages]
        for noun in described:
            phrase = find_phrase(sentence, noun)
            size = _size(phrase, noun)
            words = {t.lower for t in phrase} | {noun.lemma}
            if words & _words("female"):
                female, seen_female = female + size, True
            elif words & _words("male"):
                male, seen_male = male + size, True
            if words & _words("children"):
                children, seen_children = children + size, True
        names += [n for n in find_names(sentence, described) if n not in names]
        group = build_group(find_phrase(sentence, head))
        if group and group not in groups:
            groups.append(group)
    minors = [a for a in ages if a < 18]
    if not children and minors:
        children, seen_children = len(minors), True
    return People(
        group=groups[0] if groups else None,
        female=female if seen_female and female else None,
        male=male if seen_male and male else None,
        children=children if seen_children and children else None,
        ages=tuple(ages),
        names=tuple(names),
    )


def find_names(sentence: Sentence, heads: Sequence[Token]) -> list[str]:
    """Personal names among these phrases; kept out of every claim unless the user asks for names."""
    named = [find_phrase(sentence, head) for head in heads if head.ent == "PERSON"]
    return [" ".join(t.text for t in phrase if t.ent == "PERSON").replace(" - ", "-") for phrase in named]


def _size(phrase: Sequence[Token], noun: Token) -> int:
    amount = find_amount([t.lower for t in phrase])
    if amount is not None:
        return amount.low
    return 0 if noun.tag in {"NNS", "NNPS"} else 1


def _described(sentence: Sentence, head: Token) -> list[Token]:
    """Nouns that describe part of the head: "including two teenagers", "four people, two men and two women"."""
    found = []
    for child in sentence.children(head):
        if child.dep == "appos" and is_people(sentence, child):
            found += [child, *_conjuncts(sentence, child)]
        elif child.lower in _SUBSET:
            for noun in sentence.children(child, "pobj", "dobj"):
                found += [noun, *_conjuncts(sentence, noun)]
    return found


def _conjuncts(sentence: Sentence, token: Token) -> list[Token]:
    out = []
    for child in sentence.children(token, "conj"):
        out += [child, *_conjuncts(sentence, child)]
    return out


def find_ages(sentence: Sentence, head: Token, until: int) -> list[int]:
    """Ages told of the people: "aged 13 and 18", "a nine-year-old", "Lee, 43,", "43-year-old"."""
    tokens = [t for t in sentence.subtree(head) if t.i <= until]
    words = [t.lower for t in tokens]
    ages: list[int] = []
    for at, word in enumerate(words):
        if word in {"aged", "age", "ages"}:
            ages += _ages_after(words, at + 1)
        elif word in {"year", "years", "yr", "yrs"} and "old" in words[at + 1 : at + 3]:
            start = at - 1
            while start >= 0 and words[start] == "-":
                start -= 1
            back = max(0, start - 2)
            for first in range(back, start + 1):
                value = parse_number(words[first : start + 1])
                if value is not None and value < 120:
                    ages.append(value)
                    break
        elif (
            (
                re.fullmatch(r"\d{1,2}", word)
                and at > 0
                and words[at - 1] in {",", "("}
                and at + 1 < len(words)
                and words[at + 1] in {",", ")"}
            )
            and tokens[at].dep in {"appos", "nummod", "npadvmod", "conj", "dep"}
            and int(word) > 0
        ):
            ages.append(int(word))
    return ages


def _ages_after(words: Sequence[str], at: int) -> list[int]:
    out: list[int] = []
    if at < len(words) and words[at] == "between":
        return out
    while at < len(words):
        value = parse_number(words[at : at + 1])
        if value is not None and value < 120:
            out.append(value)
        elif words[at] not in {",", "and", "-", "&"}:
            break
        at += 1
    if "to" in words[at : at + 1]:
        return []
    return out


def build_group(phrase: Sequence[Token]) -> str | None:
    """The description without numbers, articles and sex: "two male North Korean defectors" is "North Korean defectors"."""
    kept = [
        t.text
        for t in phrase
        if t.lower not in _words("not_group")
        and t.ent != "PERSON"
        and t.tag not in {"CD", "DT", "PRP$", "PRP", "``", "''", "IN", "WP"}
        and t.pos != "PUNCT"
    ]
    return " ".join(kept) or None
