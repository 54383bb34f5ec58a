"""Numbers that go on counting people without naming them: "along with two more in Tonghua", "three in Hunchun", "another four"."""

import re
from collections.abc import Sequence

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import (
    find_phrase,
    is_one_person,
    is_people,
    people_words,
)
from bearwitness.reading.english.people.quantifiers import is_quantifier

NO_PEOPLE = {"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"}

_MORE = {"more", "others", "other"}


def find_elliptic(sentence: Sentence, verb: Token, chain: Sequence[Token]) -> list[Token]:
    """Bare numbers that go on counting people of the same act: "along with two more in Tonghua", "and three in Hunchun"."""
    used = {t.i for head in chain for t in find_phrase(sentence, head)}
    first = min(t.i for t in chain)
    out = []
    for token in sentence:
        if token.i in used or token.i <= first or is_day_of_list(sentence, token):
            continue
        if _is_one_more(sentence, token) and _continues(sentence, token, verb, full=False):
            out.append(token)
        if token.ent in NO_PEOPLE:
            continue
        number = token.tag == "CD" and not is_quantifier(sentence, token)
        more = token.lower in _MORE and any(
            c.tag == "CD" or c.lower in {"several", "dozens", "many", "few", "couple"} for c in sentence.children(token)
        )
        if _is_companion(sentence, token) or (token.tag == "CD" and _is_next_place(sentence, token, verb)):
            out.append(token)
        people = (
            token.pos in {"NOUN", "PROPN"}
            and (
                any(c.tag == "CD" or c.lower == "another" for c in sentence.children(token)) or _is_beside(token, verb)
            )
            and is_people(sentence, token)
        )
        if (number or more or people) and _continues(sentence, token, verb, people and not more):
            out.append(token)
    return out


def _is_beside(token: Token, verb: Token) -> bool:
    """ "Seven people were injured in Yangon and a boy in Bago": one person joined to the act itself."""
    return token.dep == "conj" and token.head == verb.i and is_one_person(token)


def _is_next_place(sentence: Sentence, token: Token, verb: Token) -> bool:
    """ "Six were caught in Benxi on 17 January, five in Fushun on 2 March and four in Dalian": a number between a comma or "and" and
    a place, whatever the parser hangs it on."""
    before = sentence.tokens[token.i - 1].lower if token.i else ""
    behind = sentence.tokens[token.i + 1 : token.i + 3]
    placed = len(behind) == 2 and behind[0].lower in {"in", "at", "near"} and behind[1].ent in {"GPE", "LOC", "FAC"}
    if (
        before not in {",", "and", ";"}
        or not placed
        or token.i < verb.i
        or not token.text.isalpha() | (len(token.text) < 4)
    ):
        return False
    between = sentence.tokens[verb.i + 1 : token.i]
    return not any(t.pos in {"VERB", "AUX"} or t.lower in _INSIDE for t in between)


def is_day_of_list(sentence: Sentence, token: Token) -> bool:
    """The 5 of "on May 3, 4 and 5 in Yanji"."""
    at = token.i
    while at and (sentence.tokens[at].text in {",", "and"} or _is_day(sentence.tokens[at])):
        at -= 1
    return _is_day(token) and at < token.i - 1 and sentence.tokens[at].lower.rstrip(".") in people_words("calendar")


def _is_day(token: Token) -> bool:
    return token.text.isdigit() and int(token.text) <= 31


_INSIDE = frozenset({"including", "among"})


def _is_companion(sentence: Sentence, token: Token) -> bool:
    """ "seven refugees were arrested together with their guide": one person more, joined by words that put both under the act."""
    with_ = sentence.head(token)
    if token.dep != "pobj" or with_.lower != "with" or not is_one_person(token):
        return False
    before = sentence.tokens[with_.i - 1].lower if with_.i else ""
    return before in {"together", "along"} and any(c.dep in {"poss", "det"} for c in sentence.children(token))


def find_gapped(sentence: Sentence, verb: Token) -> Token | None:
    """Whom a bare participle counts: "leaving 67 dead and about 1,000 wounded", "six were killed and several injured"."""
    if (
        verb.i == 0
        or (verb.tag not in {"VBN", "VBD", "JJ"} and verb.lower != "hurt")
        or sentence.children(verb, "aux", "auxpass", "dobj", "agent")
    ):
        return None
    before = sentence.tokens[verb.i - 1]
    if before.ent in NO_PEOPLE - {"QUANTITY"}:
        return None
    counts = before.tag == "CD" and (before.head == verb.i or not is_quantifier(sentence, before))
    if counts or before.lower in _NUMBER_WORDS:
        return before
    counted = any(c.tag == "CD" or c.lower in _NUMBER_WORDS for c in sentence.children(before))
    return before if before.tag in {"NNS", "NN"} and counted and is_people(sentence, before) else None


_NUMBER_WORDS = frozenset({"dozen", "several", "many", "dozens", "scores", "hundreds", "thousands", "others"})


def is_of_another(sentence: Sentence, head: Token, first: int, last: int) -> bool:
    """Does the word right behind these people tell another act of them ("67 dead and about 1,000 wounded")?

    `first` and `last` are the tokens of the act itself.
    """
    behind = sentence.tokens[head.i + 1] if head.i + 1 < len(sentence.tokens) else None
    if head.lower == "hurt" and not first <= head.i <= last:
        return True
    if behind is None or first <= behind.i <= last:
        return False
    return behind.lower in _STATES and not sentence.children(behind, "aux", "auxpass", "nsubjpass", "dobj")


_STATES = frozenset(
    {"dead", "killed", "wounded", "injured", "hurt", "missing", "maimed", "arrested", "detained", "kidnapped"}
)


def _is_one_more(sentence: Sentence, token: Token) -> bool:
    """ "three were killed there and a fourth in Bago": an ordinal without a noun is one person."""
    return (
        token.ent == "ORDINAL"
        and token.dep in {"conj", "dobj", "appos", "nsubjpass"}
        and any(c.lower in {"a", "the", "another"} for c in sentence.children(token, "det"))
        and sentence.head(token).i < token.i
    )


def is_no_addition(sentence: Sentence, token: Token) -> bool:
    """ "a total of five", "not 12", "rather than 12", "among them 34 in Yangon": a sum, a denial or a part adds nobody."""
    if goes_on_parts(sentence, token) or _is_mostly(sentence, token):
        return True
    if token.dep == "conj" and token.pos == "NOUN" and _is_among(sentence, sentence.head(token)):
        return True  # "among them a mother and her son": the son as well as the mother
    return _is_among(sentence, token)


def _is_among(sentence: Sentence, token: Token) -> bool:
    before = " ".join(t.lower for t in sentence.tokens[max(0, token.i - 4) : token.i])
    return (
        re.search(
            r"\b(?:total of|not|rather than|instead of|among (?:them|those|whom)|(?:of|among) which)(?: \w+)?$", before
        )
        is not None
    )


def _is_mostly(sentence: Sentence, token: Token) -> bool:
    """ "15 persons, mostly women and children": what most of them are."""
    while True:
        if any(c.lower in _MOSTLY for c in sentence.children(token, "advmod")):
            return True
        if token.dep != "conj":
            return False
        token = sentence.head(token)


_MOSTLY = frozenset({"mostly", "mainly", "largely", "chiefly", "predominantly", "primarily"})


def goes_on_parts(sentence: Sentence, token: Token) -> bool:
    """ "among them nine in Yanji and four in Longjing": the four are parts as well as the nine."""
    at = token.i - 1
    while at > 0 and (sentence.tokens[at].tag in {"CD", "IN", "NNP", "NNPS", "CC"} or sentence.tokens[at].text == ","):
        if sentence.tokens[at].lower in {"including", "among"}:
            return at < token.i - 1
        at -= 1
    return sentence.tokens[at].lower in {"them", "those", "whom"} and sentence.tokens[at - 1].lower == "among"


def _continues(sentence: Sentence, token: Token, verb: Token, full: bool) -> bool:
    """Does nothing but the act's own clause govern the number? A number that does something else ("two others escaped") does not."""
    if (
        token.dep in {"nsubj", "nsubjpass"}
        and sentence.head(token).pos in {"VERB", "AUX"}
        and sentence.head(token).i != verb.i
    ):
        return False
    if is_no_addition(sentence, token):
        return False
    if any(_is_among(sentence, a) for a in sentence.ancestors(token)[:2] if a.pos == "NOUN"):
        return False  # "among them a family of four"
    if any(a.lower in {"including", "include", "among"} for a in [token, *sentence.ancestors(token)[:4]]):
        return False
    if any(
        o.tag in {"PRP", "WP"}
        for p in sentence.children(token, "prep")
        if p.lower == "of"
        for o in sentence.children(p, "pobj")
    ):
        return False  # "two of them", "one of whom": a subset
    if (
        sentence.tokens[token.i + 1 : token.i + 2]
        and sentence.tokens[token.i + 1].lower == "in"
        and sentence.tokens[token.i + 2 : token.i + 3]
        and sentence.tokens[token.i + 2].lower in {"all", "total"}
    ):
        return False  # "five in all" sums up
    at = token
    linked = token.dep in {"conj", "appos", "dep", "npadvmod", "dobj"}
    while at.head != at.i:
        at = sentence.head(at)
        if at.i == verb.i:
            return linked if not full else _has_joiner(sentence, token, verb)
        if at.lower in {"with", "plus", "and", "well", "along", "besides", "alongside"}:
            linked = True
        if at.pos in {"VERB", "AUX"} and at.i != verb.i:
            return False
        if at.dep in {"conj", "appos"}:
            linked = True
    return False


_REACH = 8
"""Words back that "along with" may stand before people told ahead of their verb ("20 students along with three teachers were …")."""


def _has_joiner(sentence: Sentence, token: Token, verb: Token) -> bool:
    """A full phrase ("two women") goes on counting only when words such as "along with", "as well as" join it."""
    if token.dep == "conj" and token.head == verb.i:
        return True  # "three people were arrested in Yanji and four people in Tumen": joined to the act by the parser
    if (
        token.dep == "conj"
        and sentence.head(token).ent in {"DATE", "TIME", "GPE", "LOC", "FAC", "PERSON"}
        and sentence.head(token).i > verb.i
    ):
        return True  # "two editors in Ankara on Monday and three reporters in Izmir": joined to the date by the parser
    first = verb.i + 1 if token.i > verb.i else max(0, token.i - _REACH)
    between = " ".join(t.lower for t in sentence.tokens[first : token.i])
    return any(
        j in between
        for j in (
            "along with",
            "as well as",
            "together with",
            "plus",
            "followed by",
            "and another",
            "and an additional",
        )
    )
