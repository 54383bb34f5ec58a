"""What one answer would narrow a figure most: whether two claims tell of one occurrence, or where and when some people were taken.

The value of information of an open question (Howard 1966), in people: how far apart the ends come to lie by the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bearwitness.core.incidents import Link
from bearwitness.counting.effect import Answers, Effect, find_answers, find_answers_on_lying
from bearwitness.counting.membership import find_asked, is_below
from bearwitness.counting.pieces import Pieces
from bearwitness.counting.told import Told, fuse_ends

MOST_TOGETHER: Final = 400
"""Claims that hang together; where there are more (a country's yearly total), counting them again for each question would take minutes."""
_AGAIN: Final = 5_000
"""So many claims are counted again beside a figure, or half as many as it was counted from where that is more."""

Lacking = Literal["link", "day", "place", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """One open question: the claims it is about, what is lacking, and what the figure comes to with either answer.

    `people`: how many the claims tell of, of a pair the more of the two, an open number as stated.
    """

    claims: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    people: int
    answers: Answers

    @property
    def effect(self) -> Effect:
        """By how many people the low and the high can move with the answer."""
        return self.answers.effect


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """An open question before it is counted; `seems` is what it would move if nothing else hung together with it."""

    claims: tuple[str, ...]
    lacking: tuple[Lacking, ...]
    seems: int


def find_narrowing(pieces: Pieces, links: Sequence[Link], most: int) -> tuple[Narrowing, ...]:
    """The `most` open questions whose answers move the figure furthest, the furthest first.

    Counted are those that seem to move it most by their own numbers, until no other seems to move it further.
    """
    return _count_furthest(pieces, [*_list_pairs(pieces, links), *_list_unknown(pieces)], most)


def find_unknown(pieces: Pieces, most: int) -> tuple[Narrowing, ...]:
    """The same of days, places and groups alone: what somebody has to look up."""
    return _count_furthest(pieces, _list_unknown(pieces), most)


def _count_furthest(pieces: Pieces, questions: Sequence[_Open], most: int) -> tuple[Narrowing, ...]:
    left = max(_AGAIN, len(pieces.number) // 2)
    found: list[Narrowing] = []
    for one in sorted(questions, key=lambda one: (-one.seems, one.claims)):
        if len(found) >= most and _size(found[most - 1]) >= one.seems:
            break
        size = 2 * len(pieces.pieces[pieces.number[one.claims[0]]].claims)
        if size > left:
            continue
        if one.lacking == ("link",):
            answers = find_answers(pieces, (one.claims[0], one.claims[1]), MOST_TOGETHER)
        else:
            answers = find_answers_on_lying(pieces, one.claims[0], MOST_TOGETHER)
        left -= size
        if answers is not None and answers.effect != Effect(low=0, high=0):
            people = max(pieces.described[ident].told.stated for ident in one.claims)
            found.append(Narrowing(claims=one.claims, lacking=one.lacking, people=people, answers=answers))
            found.sort(key=lambda one: (-_size(one), one.claims))
    return tuple(found[:most])


def _size(one: Narrowing) -> int:
    return one.effect.low + one.effect.high


def _list_pairs(pieces: Pieces, links: Sequence[Link]) -> list[_Open]:
    found: dict[tuple[str, str], _Open] = {}
    for link in links:
        pair = (link.left, link.right)
        if link.judgement != "unsure" or not all(ident in pieces.number for ident in pair):
            continue
        left, right = (pieces.described[ident] for ident in pair)
        if left.told is not right.told and not left.membership == right.membership == "no":
            found[pair] = _Open(claims=pair, lacking=("link",), seems=_weigh(left.told, right.told))
    return list(found.values())


def _weigh(left: Told, right: Told) -> int:
    """How far two lie from one: what both tell less what they tell together, at either end."""
    low, high, _ = fuse_ends([(one.low, one.stated) for one in (left, right)])
    return left.low + right.low - low + left.stated + right.stated - (low if high is None else high)


def _list_unknown(pieces: Pieces) -> list[_Open]:
    """Incidents that may lie inside: known to be, they raise the low by the fewest they tell; known not to be, the high falls by the most."""
    asked = find_asked(pieces.question)
    found: dict[tuple[str, ...], _Open] = {}
    for one in pieces.described.values():
        told = one.told
        if told.is_total or one.membership != "possible":
            continue
        lacking: list[Lacking] = []
        if not (asked.first <= told.region.first and told.region.last <= asked.last):
            lacking.append("day")
        if not is_below(told.region.place, asked.place):
            lacking.append("place")
        if not told.is_sure:
            lacking.append("group")
        ids = tuple(claim.id for claim in told.claims)
        if lacking:
            found[ids] = _Open(claims=ids, lacking=tuple(lacking), seems=told.low + told.stated)
    return list(found.values())
