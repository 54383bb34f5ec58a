"""Which of many regions a region meets, found by place and by days so that not all are compared with all."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.counting.membership import Path, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Regions of about one length, by their first day: `firsts`, their `numbers`, and how many days the `longest` lasts."""

    firsts: tuple[int, ...]
    numbers: tuple[int, ...]
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Regions by number: those `at` each place, and those strictly `below` it, each by how long they last."""

    regions: tuple[Region, ...]
    at: Mapping[Path, tuple[Spans, ...]]
    below: Mapping[Path, tuple[Spans, ...]]


def index_regions(regions: Sequence[Region], chosen: Iterable[int] | None = None) -> Nearby:
    """An index of `regions`, or of the `chosen` ones by number, by place and days."""
    at: defaultdict[Path, list[int]] = defaultdict(list)
    below: defaultdict[Path, list[int]] = defaultdict(list)
    for i in range(len(regions)) if chosen is None else sorted(chosen):
        region = regions[i]
        at[region.place].append(i)
        for depth in range(len(region.place)):
            below[region.place[:depth]].append(i)
    return Nearby(
        regions=tuple(regions),
        at={place: _sort_spans(regions, found) for place, found in at.items()},
        below={place: _sort_spans(regions, found) for place, found in below.items()},
    )


def find_near(nearby: Nearby, region: Region) -> Iterator[int]:
    """The numbers of the regions that have a cell in common with `region`."""
    regions, first, last = nearby.regions, region.first, region.last
    place = region.place
    groups = [spans for depth in range(len(place) + 1) for spans in nearby.at.get(place[:depth], ())]
    for spans in (*groups, *nearby.below.get(place, ())):
        # They share their place with the region; only the days are left to compare.
        start = bisect_left(spans.firsts, first - spans.longest)
        end = bisect_right(spans.firsts, last)
        if start < end:
            yield from [i for i in spans.numbers[start:end] if regions[i].last >= first]


def _sort_spans(regions: Sequence[Region], numbers: Sequence[int]) -> tuple[Spans, ...]:
    """The regions by length, each class at most twice as long as its shortest, and by first day within it."""
    classes: defaultdict[int, list[int]] = defaultdict(list)
    for i in numbers:
        classes[(regions[i].last - regions[i].first).bit_length()].append(i)
    found = []
    for _, members in sorted(classes.items()):
        members.sort(key=lambda i: regions[i].first)
        found.append(
            Spans(
                firsts=tuple(regions[i].first for i in members),
                numbers=tuple(members),
                longest=max(regions[i].last - regions[i].first for i in members),
            )
        )
    return tuple(found)
