"""Days and places of a certificate. Standard library only.

A region is (first day, last day, place): days are numbered, a place is the path of areas down to it, () the world.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Region = tuple[int, int, tuple[str, ...]]


def parse_region(row: Mapping[str, Any]) -> Region:
    """An end that is not given is open."""
    earliest, latest, place = row["earliest"], row["latest"], row["place"]
    first = date.min.toordinal() if earliest is None else date.fromisoformat(earliest).toordinal()
    last = date.max.toordinal() if latest is None else date.fromisoformat(latest).toordinal()
    if first > last or not all(isinstance(area, str) for area in place):
        raise ValueError(f"days from {earliest} to {latest} at {place} are no days and place")
    return (first, last, tuple(place))


def is_below(inner: Sequence[str], outer: Sequence[str]) -> bool:
    """Whether the place `inner` is `outer` or lies in it."""
    return tuple(inner[: len(outer)]) == tuple(outer)


def is_within(inner: Region, outer: Region) -> bool:
    """Whether everything in `inner` is certainly in `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1] and is_below(inner[2], outer[2])


def find_overlap(left: Region, right: Region) -> Region | None:
    """What two regions have in common, None when nothing."""
    first, last = max(left[0], right[0]), min(left[1], right[1])
    nested = is_below(left[2], right[2]) or is_below(right[2], left[2])
    return (first, last, max(left[2], right[2], key=len)) if first <= last and nested else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Regions by name, and their names by place: those `at` it, and those strictly `below` it."""

    regions: Mapping[str, Region]
    at: Mapping[tuple[str, ...], Sequence[str]]
    below: Mapping[tuple[str, ...], Sequence[str]]


def build_index(regions: Mapping[str, Region]) -> Index:
    """An index, so that not all are compared with all."""
    at: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    below: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, (_, _, place) in regions.items():
        at[place].append(name)
        for depth in range(len(place)):
            below[place[:depth]].append(name)
    return Index(regions=regions, at=at, below=below)


def find_near(index: Index, region: Region) -> list[str]:
    """The names of the regions that have something in common with `region`."""
    first, last, place = region
    names = [name for depth in range(len(place) + 1) for name in index.at.get(place[:depth], ())]
    names += index.below.get(place, ())
    return [name for name in names if index.regions[name][0] <= last and first <= index.regions[name][1]]
