"""Who the people are: sex, age, children, group and (only when asked) names, from the phrases and what describes them.

Subsets ("including a nine-year-old", "two men and two women" inside "four") describe the whole and never add to it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from bearwitness.core.records import People
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.hiding import find_own_name, find_victim_names
from bearwitness.reading.english.people.joined import find_parts
from bearwitness.reading.english.people.numbers import find_amount, parse_number
from bearwitness.reading.english.people.people import find_phrase, is_one_person, is_people, of_noun, people_words
from bearwitness.reading.english.people.people_counts import is_share
from bearwitness.reading.english.people.spelt_out import find_own_words, find_spelt_out


def read_people(sentence: Sentence, heads: Sequence[Token], until: int) -> People:
    """Sex, age, children and group from the phrases of `heads` and what describes them up to token index `until`."""
    female = male = children = 0
    seen: set[int] = set()
    groups: list[str] = []
    names: list[str] = []
    ages: list[int] = []
    for head in heads:
        described = [head, *_described(sentence, head)]
        for noun in (head, *find_spelt_out(sentence, head)):
            ages += [a for a in find_ages(sentence, noun, until) if a not in ages]
        for noun in [n for n in described if n.i not in seen]:
            seen.add(noun.i)
            phrase = find_phrase(sentence, noun)
            number = _find_number_of(sentence, sentence.head(noun)) if noun.dep == "attr" else None
            number = number or _find_number_of_them(sentence, noun)
            size = _size(find_own_words(sentence, noun), noun)
            size = size or (_size([number], number) if number is not None else 0)
            size = size or _count_ages(sentence, noun)
            words = {t.lower for t in phrase} | {noun.lemma}
            if words & people_words("female"):
                female += size
            elif words & people_words("male"):
                male += size
            if words & people_words("children"):
                children += size
        names += [n for n in find_names(sentence, described) if n not in names]
        group = build_group(sentence, head)
        if group and group not in groups:
            groups.append(group)
    told = [_read_bracket(sentence, head) for head in heads]
    if any(told):
        female, male = (sum(t[part] for t in told if t) for part in (0, 1))
    minors = [a for a in ages if a < 18]
    return People(
        group=groups[0] if groups else None,
        female=female or None,
        male=male or None,
        children=children or len(minors) or None,
        ages=tuple(ages),
        names=tuple(names),
    )


def _read_bracket(sentence: Sentence, head: Token) -> tuple[int, int] | None:
    """ "12 refugees (four male, eight female)": how many women and men the bracket behind the people counts."""
    behind = sentence.tokens[head.i + 1 :]
    end = next((n for n, t in enumerate(behind) if t.text == ")"), 0)
    if not end or behind[0].text != "(":
        return None
    female = male = 0
    for number, word in pairwise(behind[1:end]):
        size = parse_number([number.lower])
        female += (size or 0) if {word.lower, word.lemma} & people_words("female") else 0
        male += (size or 0) if {word.lower, word.lemma} & people_words("male") else 0
    return (female, male) if female or male else None


def find_names(sentence: Sentence, heads: Sequence[Token]) -> list[str]:
    """Personal names among these phrases; kept out of every claim unless the user asks for names."""
    named = [find_own_name(sentence, head, find_phrase(sentence, head)) for head in heads]
    return [" ".join(t.text for t in words).replace(" - ", "-") for words in named if words]


def _size(phrase: Sequence[Token], noun: Token) -> int:
    amount = find_amount([t.lower for t in phrase])
    if amount is not None:
        return amount.low if amount.low == amount.high else 0  # "about 80 children" gives no number of children
    return 0 if noun.tag in {"NNS", "NNPS"} else 1


def _count_ages(sentence: Sentence, noun: Token) -> int:
    """ "Her granddaughters aged 9 and 12" are two."""
    words = [t.lower for t in sentence.tokens[noun.i + 1 :]]
    return len(_ages_after(words, 1)) if words[:1] == ["aged"] else 0


def _described(sentence: Sentence, head: Token) -> list[Token]:
    """Nouns that describe part of the head: "including two teenagers", "four people, two men and two women"."""
    found = []
    for child in sentence.children(head):
        if child.dep == "appos" and is_people(sentence, child):
            found += [child, *_conjuncts(sentence, child)]
        elif child.lower in _SUBSET:
            for noun in sentence.children(child, "pobj", "dobj"):
                found += [noun, *_conjuncts(sentence, noun)]
    return (
        found
        or find_parts(sentence, head)
        or _find_among(sentence, head)
        or _find_shares(sentence, head)
        or find_spelt_out(sentence, head)
    )


def _find_number_of_them(sentence: Sentence, noun: Token) -> Token | None:
    """ "eight refugees, five of them women"."""
    before = sentence.tokens[max(0, noun.i - 3) : noun.i]
    parted = len(before) == 3 and before[1].lower == "of" and before[2].lower in {"them", "whom", "these", "those"}
    return before[0] if parted and before[0].tag == "CD" else None


def _find_number_of(sentence: Sentence, verb: Token) -> Token | None:
    """ "seven were women": the bare number in the subject's place."""
    numbers = [*sentence.children(verb, "nsubj"), *sentence.tokens[max(0, verb.i - 1) : verb.i]]
    return next((t for t in numbers if t.tag == "CD" and t.i == verb.i - 1), None)


def _find_shares(sentence: Sentence, head: Token) -> list[Token]:
    """ "Of the 11 people arrested, seven were women and two were minors": the nouns behind "were", which the numbers count."""
    if (
        head.dep != "pobj"
        or sentence.head(head).lower != "of"
        or sentence.head(head).i not in (0, head.i - 2, head.i - 3)
    ):
        return []
    out = []
    for verb in sentence.tokens[head.i :]:
        if verb.lemma == "be" and _find_number_of(sentence, verb) is not None:
            out += [a for a in sentence.children(verb, "attr") if is_people(sentence, a)]
    return out


def _find_among(sentence: Sentence, head: Token) -> list[Token]:
    """ "14 refugees …, among them five women and two children": counted people behind "among them", up to the next verb."""
    words = [t.lower for t in sentence.tokens]
    at = next((n for n in range(head.i + 1, len(words) - 1) if words[n] == "among" and words[n + 1] in _THEM), None)
    if at is None or head.tag not in {"NNS", "NNPS", "CD", "NN"}:
        return []
    end = next(
        (t.i for t in sentence.tokens[at:] if t.tag in {"VBD", "VBZ", "VBP", "MD"} or t.text in {";", "."}), len(words)
    )
    counted = [t for t in sentence.tokens[at + 2 : end] if t.pos == "NOUN" and is_people(sentence, t)]
    return [t for t in counted if any(c.dep in {"nummod", "det"} for c in sentence.children(t))]


_THEM = frozenset({"them", "those", "whom", "which"})


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
            word == "of"
            and words[at + 1 : at + 2]
            and (age := parse_number(words[at + 1 : at + 2])) is not None
            and age < 120
            and is_one_person(tokens[at - 1])
            and (
                words[at + 1].isdigit()
                or tokens[at - 1].lemma not in {"father", "mother", "parent", "widow", "grandmother"}
            )
            and not any(t.pos == "NOUN" for t in tokens[at + 2 : at + 3])
        ):
            ages.append(age)  # "a boy of 14", "a girl of nine"; "a mother of three" has three children
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


def build_group(sentence: Sentence, head: Token) -> str | None:
    """The description without numbers, articles and sex: "two male North Korean defectors" is "North Korean defectors"."""
    inner = of_noun(sentence, head) if is_share(sentence, head) else None
    if inner is not None:
        return build_group(sentence, inner)
    phrase = find_phrase(sentence, head)
    named = find_victim_names(sentence, head, phrase)
    kept = [
        t.text
        for t in phrase
        if t.i not in named
        and t.lower not in people_words("not_group")
        and t.ent != "PERSON"
        and not (t.dep == "poss" and t.tag == "NNP" and t.ent == "")
        and t.tag not in {"CD", "DT", "PRP$", "PRP", "``", "''", "IN", "WP"}
        and t.pos != "PUNCT"
        and not (t.i == 0 and parse_number([t.lower]) is not None)  # "Thirteen refugees": tagged as a name
    ]
    return " ".join(kept) or None


_SUBSET = {"including", "among", "includes", "included", "include"}
