"""Where totals lie over each other: which of them one person can count for at once.

A *cell* is one stretch of days at one area that no region's edge cuts; an area stands for "somewhere in it, in none of
its named parts". Each person lies in one cell and counts for every total whose scope holds the cell, except that
nobody counts for two totals judged different.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bearwitness.counting.membership import Region, find_overlap, is_below, is_within
from bearwitness.counting.nearby import Nearby, find_near, index_regions

Names = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The first day and the area of a cell; `asked` says whether it lies in the question, `totals` which scopes hold
    it.
    """

    day: int
    place: tuple[str, ...]
    asked: bool
    totals: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Scopes:
    """The totals of one setting, by index.

    `nearby` holds where each says its people are; `homes` the part of it where it can itself lie, being part of wider
    totals; `walls` the pairs judged different; `free` the totals that people outside the question can fill, so that
    they force no one into it; `doubtful` those that may be about another group than the one asked for, which are free
    as well.
    """

    asked: Region
    nearby: Nearby
    homes: tuple[Region, ...]
    walls: frozenset[Names]
    free: Names


def find_scopes(
    asked: Region, regions: Sequence[Region], homes: Sequence[Region], walls: frozenset[Names], doubtful: Names
) -> Scopes:
    """The totals of one setting, with those found free."""
    free = set(doubtful)
    for i, region in enumerate(regions):
        # Someone outside the question who lies in the home of k, and counts for i as well, fills i for nothing.
        if not is_within(region, asked) and any(
            not is_within(shared, asked)
            for k in (i, *range(len(homes)))
            if k not in doubtful and frozenset((i, k)) not in walls and (shared := find_overlap(region, homes[k]))
        ):
            free.add(i)
    return Scopes(asked=asked, nearby=index_regions(regions), homes=tuple(homes), walls=walls, free=frozenset(free))


def find_cells(scopes: Scopes, region: Region, left_out: Names) -> Iterator[Cell]:
    """The cells of `region`, as far as the question and the totals, but those `left_out`, tell them apart."""
    regions = scopes.nearby.regions
    near = [i for i in find_near(scopes.nearby, region) if i not in left_out]
    edges = [scopes.asked, *(regions[i] for i in near)]
    cuts = {edge.first for edge in edges} | {edge.last + 1 for edge in edges}
    days = [region.first, *sorted(cut for cut in cuts if region.first < cut <= region.last)]
    places = sorted({region.place, *(edge.place for edge in edges if is_below(edge.place, region.place))})
    for day in days:
        then = [i for i in near if regions[i].first <= day <= regions[i].last]
        for place in places:
            yield Cell(
                day=day,
                place=place,
                asked=_holds(scopes.asked, day, place),
                totals=frozenset(i for i in then if is_below(place, regions[i].place)),
            )


def find_unlisted(scopes: Scopes) -> tuple[Names, ...]:
    """The sets of totals, free ones left out, that one person whom no incident lists can count for; the widest ones
    only.

    Such a person belongs to some total, and lies where that total can itself lie.
    """
    kinds: set[Names] = set()
    for i, region in enumerate(scopes.nearby.regions):
        if i in scopes.free:
            continue
        for cell in find_cells(scopes, region, frozenset()):
            at_home = {k for k in cell.totals if _holds(scopes.homes[k], cell.day, cell.place)}
            kinds |= {kind - scopes.free for kind in find_covers(scopes, cell.totals) if i in kind and kind & at_home}
    return keep_widest(kinds)


def find_covers(scopes: Scopes, names: Names) -> tuple[Names, ...]:
    """The widest sets of `names` in which no two totals are judged different."""
    if not scopes.walls:
        return (names,)
    barred = {i: {k for k in names if frozenset((i, k)) in scopes.walls} for i in names}
    covers: list[Names] = [frozenset()]
    for i in sorted(names):
        covers = list(keep_widest({(cover - barred[i]) | {i} for cover in covers} | set(covers)))
    return tuple(covers)


def keep_widest(sets: Iterable[Names]) -> tuple[Names, ...]:
    """The sets that lie in no other, in a fixed order."""
    widest: list[Names] = []
    for one in sorted(set(sets), key=lambda names: (-len(names), sorted(names))):
        if not any(one <= other for other in widest):
            widest.append(one)
    return tuple(widest)


def _holds(region: Region, day: int, place: tuple[str, ...]) -> bool:
    return region.first <= day <= region.last and is_below(place, region.place)
