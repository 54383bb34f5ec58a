"""Numbers that count nobody, whatever noun stands near them: years, sums of money, house and telephone numbers, labels.

"The city's first homicide of 2017" was read as 2,017 dead, "the 911 caller's father" as 911, and a house number joined those shot in it.
"""

from functools import cache

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.parse import Sentence, Token

_STREET_REACH = 4
"""A house number stands at most so many words before the word for its street ("4017 NE 425th Street")."""
_PEOPLE_DEPS = frozenset({"nsubj", "nsubjpass"})


def is_countless(sentence: Sentence, token: Token) -> bool:
    """Whether this number is a year, a sum, a part of an address or a telephone number, or the label of something."""
    digits = token.text.lstrip("-#$£€").replace(",", "")
    if not digits.isdigit():
        return False
    if _is_money(sentence, token) or _is_telephone(sentence, token):
        return True
    if _counts_a_noun(sentence, token):
        return False
    return _is_year(token) or _is_label(sentence, token) or _is_house_number(sentence, token)


def is_owners(sentence: Sentence, token: Token, head: Token) -> bool:
    """Whether a number stands within whose the people are: "the 911 caller's father", "the three refugees' mother"."""
    above = token
    while above.i != head.i and sentence.head(above).i != above.i:
        if above.dep == "poss" and above.tag != "CD":
            return True
        above = sentence.head(above)
    return False


def _counts_a_noun(sentence: Sentence, token: Token) -> bool:
    """ "2017 people", "12 Main Street Gang members": the number stands at a common noun behind it."""
    noun = sentence.head(token)
    return token.dep in {"nummod", "quantmod"} and noun.i > token.i and noun.tag in {"NNS", "NN", "CD"}


def _is_year(token: Token) -> bool:
    return (
        token.text.isdigit()
        and len(token.text) == 4
        and 1900 <= int(token.text) < 2100
        and token.dep not in _PEOPLE_DEPS  # "In all, 2015 were arrested"
    )


def _is_money(sentence: Sentence, token: Token) -> bool:
    before, behind = _near(sentence, token, -1), _near(sentence, token, 1)
    return (
        token.text[0] in "$£€"
        or (before is not None and (before.tag == "$" or before.lower in _words("currencies")))
        or (behind is not None and behind.lower in _words("sums") and behind.pos != "VERB")  # "12 won their freedom"
    )


def _is_telephone(sentence: Sentence, token: Token) -> bool:
    """ "336-773-7700"; a range of people ("10-15 arrested", "100-150") is none: its last part has not four figures behind three."""
    before, behind = _near(sentence, token, -1), _near(sentence, token, 1)
    if token.text.startswith("-") or before is None:
        return token.text.startswith("-")
    first, last = _near(sentence, token, -2), _near(sentence, token, 2)
    if len(token.text) == 4 and before.text == "-" and first is not None and len(first.text) == 3:
        return first.text.isdigit()
    return (
        len(token.text) == 3
        and behind is not None
        and behind.text == "-"
        and last is not None
        and last.text[:3].isdigit()
        and (len(last.text) == 4 or "-" in last.text)
    )


def _is_label(sentence: Sentence, token: Token) -> bool:
    """ "Camp 14", "Flight 370", "the 911 caller", "dialled 911"."""
    before, behind = _near(sentence, token, -1), _near(sentence, token, 1)
    if token.text in _words("emergency"):
        called = before is not None and before.lemma in _words("calling")
        return called or (behind is not None and behind.lemma in _words("called"))
    return before is not None and before.text[:1].isupper() and before.lower in _words("labelled")


def _is_house_number(sentence: Sentence, token: Token) -> bool:
    if (behind := _near(sentence, token, 1)) is not None and behind.lower in {"block", "blk"}:
        return True
    for step in range(1, _STREET_REACH + 1):
        word = _near(sentence, token, step)
        if word is None or not (word.text[:1].isupper() or word.text[:1].isdigit()):
            return False
        if step > 1 and word.lower.rstrip(".") in _words("streets"):
            return True
    return False


def _near(sentence: Sentence, token: Token, step: int) -> Token | None:
    at = token.i + step
    return sentence.tokens[at] if 0 <= at < len(sentence.tokens) else None


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "numbers.toml")["countless"][part])
