"""Which of many regions a region meets, found by place so that not all are compared with all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bearwitness.counting.membership import Path, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Regions by number: those `at` each place, and those strictly `below` it."""

    regions: tuple[Region, ...]
    at: Mapping[Path, tuple[int, ...]]
    below: Mapping[Path, tuple[int, ...]]


def index_regions(regions: Sequence[Region]) -> Nearby:
    """An index of `regions` by place."""
    at: defaultdict[Path, list[int]] = defaultdict(list)
    below: defaultdict[Path, list[int]] = defaultdict(list)
    for i, region in enumerate(regions):
        at[region.place].append(i)
        for depth in range(len(region.place)):
            below[region.place[:depth]].append(i)
    return Nearby(
        regions=tuple(regions),
        at={place: tuple(found) for place, found in at.items()},
        below={place: tuple(found) for place, found in below.items()},
    )


def find_near(nearby: Nearby, region: Region) -> Iterator[int]:
    """The numbers of the regions that have a cell in common with `region`."""
    above = (nearby.at.get(region.place[:depth], ()) for depth in range(len(region.place) + 1))
    for i in chain(*above, nearby.below.get(region.place, ())):
        other = nearby.regions[i]
        # What `at` and `below` give shares its place with the region; only the days are left to compare.
        if other.first <= region.last and region.first <= other.last:
            yield i
