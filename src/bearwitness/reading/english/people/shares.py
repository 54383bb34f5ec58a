"""A number of people and then what it is made of: "64 were killed, 41 in airstrikes and 23 in ground attacks"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.ellipsis import NO_PEOPLE, is_day_of_list
from bearwitness.reading.english.people.numbers import find_amount
from bearwitness.reading.english.people.people import find_phrase

_BEFORE: Final = frozenset({",", ":", ";", "–", "—", "--", "-", "(", "and", "with", "while"})
_PLACING: Final = frozenset({"in", "at", "near", "on", "outside", "around"})
_OF_THEM: Final = (["of", "them"], ["of", "whom"], ["of", "these"], ["of", "those"])
_GOING_ON: Final = frozenset({"IN", "VBN", "VBD", "VBG", "WRB"})
_OWN: Final = frozenset({"GPE", "LOC", "FAC", "DATE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The numbers of the parts; `are_told_apart` where they come to the whole and each has a place or a day of its own."""

    tokens: tuple[Token, ...] = ()
    are_told_apart: bool = False


def find_shares(sentence: Sentence, head: Token) -> Shares:
    """The 41 and the 23 behind the 64: bare numbers, two or more, that come to exactly the number of these people; or fewer, where the words
    say that they are some of them ("12, seven of them in Bago and four in Mandalay"). None where neither is so.

    A number that has people of its own ("five nuns, three cooks and two guards") is no share; nor is one beyond the sum ("12 in Yangon,
    seven in Bago, five in Mandalay and one in Pyay").
    """
    phrase = find_phrase(sentence, head)
    left = _read_stated(phrase)
    found: list[Token] = []
    for token in sentence.tokens[max(t.i for t in phrase) + 1 :] if left is not None else ():
        if not _is_bare(sentence, token):
            continue
        number = find_amount([token.lower])
        if left is None or number is None or number.low != number.high or number.low > left:
            return Shares()
        found.append(token)
        left -= number.low
    is_whole = left == 0 and len(found) > 1
    is_some = bool(found) and [t.lower for t in sentence.tokens[found[0].i + 1 : found[0].i + 3]] in _OF_THEM
    if not (is_whole or is_some):
        return Shares()
    return Shares(tokens=tuple(found), are_told_apart=is_whole and all(_is_apart(sentence, token) for token in found))


def _is_apart(sentence: Sentence, token: Token) -> bool:
    """ "seven in Bago", "five of them on 3 May"."""
    behind = sentence.tokens[token.i + 1 : token.i + 5]
    if [t.lower for t in behind[:2]] in _OF_THEM:
        behind = sentence.tokens[token.i + 3 : token.i + 7]
    return bool(behind) and behind[0].lower in _PLACING and any(t.ent in _OWN or t.tag == "NNP" for t in behind[1:])


def _is_bare(sentence: Sentence, token: Token) -> bool:
    """A number that opens a part and counts no noun of its own: "41 in airstrikes", "41 of them by soldiers", "23 when a mine exploded"."""
    before, behind = sentence.tokens[token.i - 1], sentence.tokens[token.i + 1 : token.i + 3]
    if token.tag != "CD" or before.lower not in _BEFORE or not behind or _is_year(token):
        return False
    # "on 3 May 2019, 20 at a motel", "five on May 3 and seven on May 9": behind a date the parser takes the number for a part of it
    if is_day_of_list(sentence, token) or (token.ent in NO_PEOPLE and not sentence.tokens[token.i - 2].text.isdigit()):
        return False
    if [t.lower for t in behind] in _OF_THEM:
        return True
    return sentence.head(token).i <= token.i + 1 and behind[0].tag in _GOING_ON


def _is_year(token: Token) -> bool:
    return token.text.isdigit() and 1900 <= int(token.text) <= 2100


def _read_stated(phrase: Sequence[Token]) -> int | None:
    """The number as it is said: 64 of "some 64 civilians", None where the phrase has none or several."""
    numbers = [t for t in phrase if t.tag == "CD"]
    amount = find_amount([t.lower for t in numbers]) if numbers else None
    return None if amount is None or amount.low != amount.high else amount.low
