"""Which occurrences of different reports are worth comparing, without comparing all with all.

Two occurrences are compared that tell of one town at days that can meet, or that share rare details and came out within a season of
one another, that give one number on one day of which one names no town, or that rest on the very same words.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from math import fsum
from typing import Final

from bearwitness.core.link_index import Card, LinkIndex
from bearwitness.linking.windows import find_bits, find_season

MOST: Final = 256
"""A word of more occurrences than this, over all time, is not looked at."""
_DAYS: Final = 7
_SEASON: Final = 3
LATER: Final = 24
"""Months between two reports that only shared details bring together, and those that many of them still do: trials come late."""
COMMON: Final = 64
"""A word of more reports of a season than this brings no two together; nor does a figure of more occurrences."""
STANDING: Final = 3
"""Occurrences that stand for all that say the very same."""
_BITS: Final = 14.0
_MANY_BITS: Final = 28.0
_MOST_BITS: Final = 8.0
"""What one word can say at most (`windows`): so many words at least must be shared."""
FEWEST, _FEWEST_LATER = math.ceil(_BITS / _MOST_BITS), math.ceil(_MANY_BITS / _MOST_BITS)
_FAMILIES: Final = (
    frozenset({"killing", "injury"}),
    frozenset({"arrest", "raid"}),
    frozenset({"refoulement", "deportation", "transfer"}),
    frozenset({"abduction", "disappearance"}),
)


def find_partners(card: Card, index: LinkIndex, *, only_later: bool = False) -> list[Card]:
    """The occurrences of other reports to compare with this one, by id. Either of two finds the other; with `only_later` the one of
    the earlier month does, so that of many all pairs are found once.
    """
    found = {
        *index.find_in_area(card, _DAYS),
        *_find_by_figure(card, index),
        *_find_by_words(card, index),
    }
    partners = index.load(found - {card.id})
    return sorted(
        (
            other
            for other in (*partners.values(), *_find_by_details(card, index, found, only_later=only_later))
            if other.report != card.report and _are_comparable(card, other)
            if not only_later or _place(card) < _place(other)
        ),
        key=lambda other: other.id,
    )


def _place(card: Card) -> tuple[int, str]:
    return sys.maxsize if card.month is None else card.month, card.id


def _are_comparable(one: Card, other: Card) -> bool:
    return bool(one.acts & other.acts) or any(one.acts & family and other.acts & family for family in _FAMILIES)


def _find_by_figure(card: Card, index: LinkIndex) -> Iterator[str]:
    """Those of one country that tell of the same number on the same days, of which one at least names no town."""
    for figure in card.figures:
        told = index.find_by_figure(figure)
        # "One killed on Monday" of sixty reports brings no two together: it would make thousands of doubts nobody can settle.
        if 1 < len(told) <= COMMON:
            if card.town is None:
                yield from told
            else:
                yield from (other.id for other in index.load(told).values() if other.town is None)


def _find_by_words(card: Card, index: LinkIndex) -> Iterator[str]:
    """Copies of one dispatch, which may have nothing else to go by; the first stands for the others."""
    for wording in card.wordings:
        copies = index.find_by_wording(wording)
        yield from copies if copies[0] == card.id else copies[:1]


def _find_by_details(card: Card, index: LinkIndex, found: set[str], *, only_later: bool) -> list[Card]:
    """Those that share details which few others hold."""
    shared = index.count_shared(card.details, card.month, before=not only_later)
    likely = [ident for ident in shared if ident not in found]
    words = card.details - index.find_common(card.details) if likely else card.details
    return [
        other
        for other in index.load(likely).values()
        if not only_later or _place(card) < _place(other)
        if (is_near := is_within(card, other, _SEASON)) or shared[other.id] >= _FEWEST_LATER
        if _measure(card, other, index, words) >= (_BITS if is_near else _MANY_BITS)
    ]


def _measure(card: Card, other: Card, index: LinkIndex, telling: frozenset[str]) -> float:
    window = index.find_window(find_season((card.month, card.country), (other.month, other.country)))
    held, bits = window.words, find_bits(window.reports)
    # The exact sum, whatever the order of the words.
    return fsum([bits[count] for word in telling & other.details if (count := held[word]) <= COMMON])


def are_partners(card: Card, other: Card, index: LinkIndex) -> bool:
    """Whether `find_partners` of either of two standing occurrences finds the other."""
    if card.report == other.report or not _are_comparable(card, other):
        return False
    if card.area is not None and card.area == other.area and _are_days_near(card, other):
        return True
    if None in (card.town, other.town) and any(
        len(index.find_by_figure(figure)) <= COMMON for figure in {*card.figures} & {*other.figures}
    ):
        return True
    shared_words = {*card.wordings} & {*other.wordings}
    if any(index.find_by_wording(wording)[0] in (card.id, other.id) for wording in shared_words):
        return True
    if not is_within(card, other, LATER):
        return False
    shared = card.details & other.details
    limit = _BITS if is_within(card, other, _SEASON) else _MANY_BITS
    return _measure(card, other, index, shared - index.find_common(shared)) >= limit


def _are_days_near(one: Card, other: Card) -> bool:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return one.first - other.last <= _DAYS and other.first - one.last <= _DAYS


def is_within(one: Card, other: Card, months: int) -> bool:
    """Whether two came out so near to one another, as far as is known."""
    return one.month is None or other.month is None or abs(one.month - other.month) <= months


def choose_standing(group: Sequence[Card]) -> tuple[list[Card], list[tuple[Card, Card]]]:
    """Of occurrences that say the very same, by id: those to compare, and the others, each with the one that stands for it.

    Of many copies of one dispatch the first few stand for all: a thousand copies make a few thousand pairs, not half a million.
    Whether a copy is the same occurrence is still weighed; what a report tells twice in the same words always stands for itself.
    """
    standing, aside = [], []
    for n, one in enumerate(group):
        if n < STANDING or one.report == group[0].report:
            standing.append(one)
        else:
            aside.append((group[0], one))
    return standing, aside
