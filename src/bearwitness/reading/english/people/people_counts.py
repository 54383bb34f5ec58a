"""How many people a noun phrase names: "four defectors", "a family of four", "half of the 12", "the following".

Subsets ("including a nine-year-old", "two men and two women" inside "four") describe the whole and never add to it.
"""

from collections.abc import Sequence

from bearwitness.core.records import Count
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Unit
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.aged import is_aged
from bearwitness.reading.english.people.countless import is_countless, is_owners
from bearwitness.reading.english.people.numbers import Amount, find_amount
from bearwitness.reading.english.people.people import find_phrase, of_noun, people_words
from bearwitness.reading.english.places.demonyms import load_codes


def find_wider(sentence: Sentence, head: Token) -> Token | None:
    """The seven of "six refugees – seven with their broker – were held": a number right behind the people that takes them in."""
    found = next((t for t in sentence.tokens[head.i + 1 : head.i + 3] if _takes_in(sentence, t)), None)
    own = find_amount([t.lower for t in find_phrase(sentence, head)])
    more = find_amount([found.lower]) if found is not None else None
    # "two victims, one with a wound in the arm": no number that takes in the two
    return found if own is not None and more is not None and more.low > own.low else None


def _takes_in(sentence: Sentence, number: Token) -> bool:
    before, behind = sentence.tokens[max(0, number.i - 1) : number.i], sentence.tokens[number.i + 1 : number.i + 2]
    apart = bool(before) and before[0].text in {"–", "—", "--", "(", ","}
    return number.tag == "CD" and apart and bool(behind) and behind[0].lower in {"with", "counting"}


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
    share = _read_share(sentence, head) or _read_some(sentence, head) or _read_totalling(sentence, head)
    if share is not None:
        return share
    wider = find_wider(sentence, head)
    if wider is not None and (number := find_amount([wider.lower])) is not None:
        return Count(low=number.low, high=number.high, unit=unit, text=text)
    behind = [t.lower for t in sentence.tokens[head.i + 1 : head.i + 3]]
    amount = _find_phrase_amount(sentence, head, phrase, behind if behind == ["or", "so"] else ())
    if phrase[0].i and sentence.tokens[phrase[0].i - 1].lower == "between":
        amount = find_amount(["between", *words]) or amount  # "detained between 50 and 100 civilians"
    if unit in {"family", "household", "group"}:
        told = [c for c in sentence.children(head, "appos") if c.lemma in {"people", "person", "member"}]
        if told:
            return read_count(sentence, told[0])  # "three families, 14 people in total"
    if head.lemma in people_words("collectives") and amount is None:
        told = [c for c in sentence.children(head, "appos") if c.lemma in {"people", "person", "member"}]
        if told and find_amount([t.lower for t in find_phrase(sentence, told[0])]) is not None:
            return read_count(sentence, told[0])  # "the largest group, 14 people, was detained"
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
    peoples = (
        head.tag == "NNP" and head.lower.endswith("s") and head.lower[:-1] in {*load_codes(), "uyghur", "rohingya"}
    )
    if (
        peoples
        or head.lower in {"they", "them", "us", "we", "themselves", "those", "these", "all", "their"}
        or head.tag
        in {
            "NNS",
            "NNPS",
        }
    ):
        return Count(low=2, high=None, unit=unit, text=text)
    if is_aged(sentence, head) and head.lower == "old":
        return Count(low=1, high=1, unit=unit, text=text)  # "the 15-year-old"
    if words == ["the", "former"] or words == ["the", "latter"]:
        return Count(low=1, high=None if _is_plural_verb(sentence, head) else 1, unit=unit, text=text)
    if head.tag in {"JJ", "VBN"} and words[0] == "the":
        return Count(low=1, high=None, unit=unit, text=text)
    return Count(low=1, high=1, unit=unit, text=text)


def _is_plural_verb(sentence: Sentence, head: Token) -> bool:
    """ "The latter were freed"."""
    helpers = sentence.children(sentence.head(head), "aux", "auxpass")
    return any(k.lower in {"were", "are", "have"} for k in helpers)


def _read_share(sentence: Sentence, head: Token) -> Count | None:
    """ "Half of the 12", "a third of the 30 people": the part, where the whole is a number."""
    parts: dict[str, int] = load_table("reading.english", "numbers.toml")["parts"]
    part = parts.get(head.lemma)
    inner = of_noun(sentence, head)
    if part is None or inner is None or head.tag == "NNS":
        return None
    amount = find_amount([t.lower for t in find_phrase(sentence, inner)])
    if amount is None:
        return Count(low=1, high=None, unit="person", text=head.text)
    high = None if amount.high is None else -(-amount.high // part)
    text = sentence.words(sentence.tokens[head.i : inner.i + 1])
    return Count(low=max(1, amount.low // part), high=high, unit="person", text=text)


def _read_some(sentence: Sentence, head: Token) -> Count | None:
    """ "Some of them", "most of the refugees": two at least, and no more than those they are of."""
    inner = of_noun(sentence, head)
    if inner is None or not is_share(sentence, head):
        return None
    whole = read_count(sentence, inner) if inner.pos in {"NOUN", "PROPN", "NUM"} else None
    if whole is not None and whole.high == 1:
        whole = None  # "many of its staff": a word for many, though it is singular
    high = whole.high if whole is not None else None
    least = _SEVERAL if head.lower in {"several", "many"} else 2
    least = least if high is None else min(least, high)
    if head.lower == "most" and whole is not None and high is not None:
        least = max(least, whole.low // 2 + 1)  # "most of the 40" are more than half of them
    text = sentence.words(sentence.tokens[head.i : inner.i + 1])
    return Count(low=least, high=high, unit="person", text=text)


def is_share(sentence: Sentence, head: Token) -> bool:
    """ "some of them", "most of the refugees": a part, without a number, of people told otherwise."""
    inner = of_noun(sentence, head)
    parts = load_table("reading.english", "numbers.toml")["parts"]
    if inner is not None and head.lemma in parts and inner.tag == "PRP":
        return True  # "about half of them"
    return head.lower in {"some", "most", "many", "several"} and inner is not None


_SEVERAL = 3


def _read_totalling(sentence: Sentence, head: Token) -> Count | None:
    """ "Three groups of refugees totalling about 30 people": the people the groups come to."""
    for noun in [head, *([inner] if (inner := of_noun(sentence, head)) is not None else [])]:
        for clause in sentence.children(noun, "acl"):
            told = sentence.children(clause, "dobj", "attr") if clause.lemma in _COMING_TO else []
            if clause.lemma in _COMING_TO:
                hedged = [p for p in sentence.children(clause, "prep") if p.lower in {"around", "about", "over"}]
                told += [o for p in hedged for o in sentence.children(p, "pobj")]  # "a group numbering around 40"
            if told and told[0].lemma not in {"day", "dollar", "year"}:
                return read_count(sentence, told[0])
    return None


_COMING_TO = frozenset({"total", "number", "totalling", "totaling", "comprise"})


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
    counted = (
        phrase[0].tag == "CD" and phrase[0].head == head.i
    )  # "two groups of refugees", and no "groups of seven refugees"
    if head.lemma == "group" and head.tag == "NNS" and (counted or not any(t.lower == "of" for t in phrase)):
        return "group"
    return "person"


def _find_phrase_amount(
    sentence: Sentence, head: Token, phrase: Sequence[Token], behind: Sequence[str]
) -> Amount | None:
    kept = [t.lower for t in phrase]
    for at, token in enumerate(phrase):
        # A number inside a name, an age or a date ("the Group of Seven", "May 10 protesters") counts nobody.
        if (
            is_countless(sentence, token)
            or is_owners(sentence, token, head)
            or (
                token.ent in {"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "FAC", "LAW"}
                and token.i != head.i
                and token.tag == "CD"
                and _is_calendar(phrase, at)
            )
        ):
            kept[at] = "_"
    amount = find_amount([*kept, *behind] if head.tag == "CD" or head.lemma == "dozen" else kept)
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
