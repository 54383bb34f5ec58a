"""The bounds of many questions that differ in their days and place alone: the areas of a map, the periods of a timeline.

Each is what `count_people` gives for it; the claims are made ready once, and only those that may lie in a region are counted for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Path, Region, find_overlap
from bearwitness.counting.parts import Amount, Bundle, Countable, Memory, count_part, prepare
from bearwitness.counting.told import natural_order


def count_regions(
    questions: Sequence[Question], whole: Region, parts: Iterable[Region], claims: Iterable[Claim],
    links: Sequence[Link],
) -> Iterator[Amount]:  # fmt: skip
    """The bounds of the whole and then of each part, one by one, so that whoever asks can stop. Where the claims of the whole cannot all be
    true no part of it can be trusted, and none follows. Questions that differ in their act are added up: one person may suffer several.
    """
    ordered = sorted(claims, key=lambda claim: natural_order(claim.id))
    asked = [_Ready(prepare(question, ordered, links)) for question in questions]
    total = Amount()
    for one in asked:
        total = total.plus(one.count_all(whole))
    yield total
    if total.clash is not None:
        return
    for region in parts:
        total = Amount()
        for one in asked:
            total = total.plus(one.count(region))
        yield total


def narrow_to(question: Question, region: Region) -> Question:
    """The question of that region; an end of the calendar is an open one."""
    return replace(
        question,
        earliest=None if region.first == FAR_PAST else date.fromordinal(region.first),
        latest=None if region.last == FAR_FUTURE else date.fromordinal(region.last),
        place=region.place,
    )


class _Ready:
    """The claims of one act, found by the places they may be in."""

    def __init__(self, countable: Countable) -> None:
        self._countable = countable
        self._memory: Memory = {}
        self._at: dict[Path, list[int]] = {}
        self._below: dict[Path, list[int]] = {}
        for number, bundle in enumerate(countable.bundles):
            for place in dict.fromkeys(reach.place for reach in bundle.reaches):
                self._at.setdefault(place, []).append(number)
                for depth in range(len(place) + 1):
                    self._below.setdefault(place[:depth], []).append(number)

    def count_all(self, region: Region) -> Amount:
        """The bounds there, with a clash anywhere among the claims."""
        question = narrow_to(self._countable.question, region)
        return count_part(self._countable, question, self._countable.bundles, self._memory)

    def count(self, region: Region) -> Amount:
        """The bounds there."""
        question = narrow_to(self._countable.question, region)
        return count_part(self._countable, question, self._find(region), self._memory)

    def _find(self, region: Region) -> list[Bundle]:
        """The bundles that may lie there: told of in it, or of something wider."""
        numbers = set(self._below.get(region.place, ()))
        for depth in range(len(region.place)):
            numbers.update(self._at.get(region.place[:depth], ()))
        bundles = [self._countable.bundles[number] for number in sorted(numbers)]
        return [one for one in bundles if any(find_overlap(reach, region) for reach in one.reaches)]
