"""Where and when something can lie against a question: certainly inside, possibly, or not.

A *region* is a stretch of days at a place. A place is the path of areas down to it: () is the world, ("CN",) a country,
("CN", "Jilin", "Tonghua") a town. An area stands for "somewhere in it", so a claim that knows only the country may or
may not lie in one of its towns.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bearwitness.core.days import find_known
from bearwitness.core.incidents import Question
from bearwitness.core.places import find_path
from bearwitness.core.records import When, Where

FAR_PAST: Final = date.min.toordinal()
FAR_FUTURE: Final = date.max.toordinal()

Path = tuple[str, ...]
Membership = Literal["certain", "possible", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The days `first` to `last` (ordinals, both inside) at `place` and everything below it."""

    first: int
    last: int
    place: Path


def find_region(when: When | None, where: Where | None) -> Region:
    """The days and the place that a claim's words allow; an end that is not given is open."""
    known = find_known(when)
    earliest, latest = (None, None) if known is None else (known.earliest, known.latest)
    return Region(
        first=FAR_PAST if earliest is None else earliest.toordinal(),
        last=FAR_FUTURE if latest is None else latest.toordinal(),
        place=find_path(where),
    )


def find_asked(question: Question) -> Region:
    """The days and the place a question asks about."""
    return Region(
        first=FAR_PAST if question.earliest is None else question.earliest.toordinal(),
        last=FAR_FUTURE if question.latest is None else question.latest.toordinal(),
        place=question.place,
    )


def is_below(inner: Path, outer: Path) -> bool:
    """Whether the place `inner` is `outer` or lies in it."""
    return inner[: len(outer)] == outer


def is_within(inner: Region, outer: Region) -> bool:
    """Whether everything in `inner` is certainly in `outer`."""
    return outer.first <= inner.first and inner.last <= outer.last and is_below(inner.place, outer.place)


def find_overlap(left: Region, right: Region) -> Region | None:
    """What two regions have in common, None when nothing."""
    first, last = max(left.first, right.first), min(left.last, right.last)
    if first > last:
        return None
    if is_below(left.place, right.place):
        return Region(first=first, last=last, place=left.place)
    if is_below(right.place, left.place):
        return Region(first=first, last=last, place=right.place)
    return None


def decide_membership(region: Region | None, asked: Region) -> Membership:
    """Whether what lies somewhere in `region` lies in what was asked."""
    if region is None or find_overlap(region, asked) is None:
        return "no"
    return "certain" if is_within(region, asked) else "possible"
