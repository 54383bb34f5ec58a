"""Where totals lie over each other: which of them one person can count for at once.

A *spot* is some days at one area, which stands for "somewhere in it, in none of its named parts", where the same totals hold. Each person
lies in one spot and counts for every total whose scope holds it, except that nobody counts for two totals judged different.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bearwitness.counting.membership import Path, Region, is_below, is_within
from bearwitness.counting.nearby import Nearby, find_near, index_regions
from bearwitness.counting.told import Told

Names = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Whether a spot lies in the question, and which totals hold it."""

    asked: bool
    totals: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Scopes:
    """The totals of one setting, by index.

    `nearby` holds where each says its people are; `homes` the part of it where it can itself lie, being part of wider
    totals; `walls` which totals each is judged different from, and `apart` those that anything is judged different from; `free` the
    totals that people outside the question can fill, so that they force no one into it.
    """

    asked: Region
    nearby: Nearby
    homes: tuple[Region, ...]
    walls: Mapping[int, Names]
    apart: Names
    free: Names


def find_scopes(
    asked: Region, totals: Sequence[Told], homes: Sequence[Region], walls: Mapping[int, Names], apart: Names
) -> Scopes:
    """The totals of one setting, with those found free: also those that may be about another group than the one asked for."""
    regions = [total.region for total in totals]
    doubtful = frozenset(i for i, total in enumerate(totals) if not total.is_sure)
    nearby, at_home = index_regions(regions), index_regions(homes)
    free = set(doubtful)
    for i, region in enumerate(regions):
        # Someone outside the question who lies in the home of k, and counts for i as well, fills i for nothing.
        if not is_within(region, asked) and any(
            k not in doubtful and k not in walls.get(i, ()) and not _is_shared_within(region, homes[k], asked)
            for k in find_near(at_home, region)
        ):
            free.add(i)
    return Scopes(asked=asked, nearby=nearby, homes=tuple(homes), walls=walls, apart=apart, free=frozenset(free))


def _is_shared_within(one: Region, two: Region, asked: Region) -> bool:
    """Whether what two regions that meet have in common lies in the question."""
    place = max(one.place, two.place, key=len)
    return (
        asked.first <= max(one.first, two.first)
        and min(one.last, two.last) <= asked.last
        and is_below(place, asked.place)
    )


def find_spots(asked: Region, nearby: Nearby, region: Region) -> Iterator[Spot]:
    """The spots of `region` as far as the question and the totals `nearby` tell them apart: those in the question and those outside it,
    each with as many totals as hold anywhere at once.
    """
    regions, depth = nearby.regions, len(region.place)
    near = list(find_near(nearby, region))
    is_wide = len(asked.place) > depth or region.place in nearby.below
    if region.first == region.last and not is_wide:
        # One day at one place, as most incidents are told: all that is near holds it.
        yield Spot(asked=is_within(region, asked), totals=frozenset(near))
        return
    held: defaultdict[Path, list[int]] = defaultdict(
        list
    )  # what is at each place below, and what is at or above all of it
    for i in near:
        held[max(regions[i].place, region.place, key=len)].append(i)
    places = {region.place, *held}
    if len(asked.place) > depth and is_below(asked.place, region.place):
        places.add(asked.place)
    # A place within another one holds all its totals and more: the wider one matters only if it alone is outside the question.
    wider = {(place[:k], is_below(place, asked.place)) for place in places for k in range(depth, len(place))}
    for place in sorted(places):
        inside = is_below(place, asked.place)
        if (place, inside) in wider:
            continue
        there = [i for k in range(depth, len(place) + 1) for i in held.get(place[:k], ())]
        for first, last, counts in _cut_days(region, asked) if inside else ((region.first, region.last, False),):
            for names in _find_together(regions, there, first, last):
                yield Spot(asked=counts, totals=names)


def _cut_days(region: Region, asked: Region) -> Iterator[tuple[int, int, bool]]:
    """The days of the region before, within and after those asked for."""
    if region.first < asked.first:
        yield region.first, min(region.last, asked.first - 1), False
    if region.first <= asked.last and asked.first <= region.last:
        yield max(region.first, asked.first), min(region.last, asked.last), True
    if asked.last < region.last:
        yield max(region.first, asked.last + 1), region.last, False


def _find_together(regions: Sequence[Region], numbers: Iterable[int], first: int, last: int) -> Iterator[Names]:
    """The widest sets of regions that share a day of these days (the cliques of an interval graph, found in one sweep)."""
    inside = [i for i in numbers if regions[i].first <= last and regions[i].last >= first]
    if not inside or max(first, *(regions[i].first for i in inside)) <= min(last, *(regions[i].last for i in inside)):
        yield frozenset(inside)
        return
    by_first = sorted(inside, key=lambda i: regions[i].first)
    active: set[int] = set()
    at, grown = 0, False
    for i in sorted(inside, key=lambda i: regions[i].last):
        end = min(regions[i].last, last)
        while at < len(by_first) and regions[by_first[at]].first <= end:
            active.add(by_first[at])
            at, grown = at + 1, True
        if grown:
            yield frozenset(active)
            grown = False
        active.discard(i)


def find_unlisted(scopes: Scopes, wanted: Names) -> tuple[Names, ...]:
    """The sets of the totals `wanted` that one person whom no incident lists can count for; the widest ones only.

    Such a person belongs to some total, and lies where that total can itself lie.
    """
    regions, homes = scopes.nearby.regions, scopes.homes
    if not wanted:
        return ()
    settled = frozenset(i for i in range(len(homes)) if homes[i] == regions[i])
    hosts = wanted if wanted <= settled else frozenset(range(len(homes)))
    kinds: set[Names] = set()
    nearby = index_regions(regions, hosts)
    everywhere = Region(first=min(regions[i].first for i in hosts), last=max(regions[i].last for i in hosts), place=())
    for spot in find_spots(scopes.asked, nearby, everywhere):
        # Whoever lies where total i is, and counts for it, belongs to it, unless it is part of a narrower one.
        covers = find_covers(scopes, spot.totals)
        kinds |= {cover & wanted for cover in covers if not settled.isdisjoint(cover)}
    for k in hosts - settled:
        for spot in find_spots(scopes.asked, nearby, homes[k]):
            kinds |= {cover & wanted for cover in find_covers(scopes, spot.totals) if k in cover}
    return keep_widest(kinds)


def find_covers(scopes: Scopes, names: Names) -> tuple[Names, ...]:
    """The widest sets of `names` in which no two totals are judged different."""
    if scopes.walls.keys().isdisjoint(names):
        return (names,)
    barred = {i: scopes.walls[i] & names for i in names if i in scopes.walls and not scopes.walls[i].isdisjoint(names)}
    if not barred:
        return (names,)
    covers: list[Names] = [names.difference(barred)]
    for i in sorted(barred):
        covers = list(keep_widest({(cover - barred[i]) | {i} for cover in covers} | set(covers)))
    return tuple(covers)


def keep_widest(sets: Iterable[Names]) -> tuple[Names, ...]:
    """The sets that lie in no other, in a fixed order."""
    widest: list[Names] = []
    holding: defaultdict[int, list[Names]] = defaultdict(list)
    for one in sorted(set(sets), key=lambda names: (-len(names), sorted(names))):
        if is_held(one, holding) if one else widest:
            continue
        widest.append(one)
        for i in one:
            holding[i].append(one)
    return tuple(widest)


def index_kinds(kinds: Iterable[Names]) -> Mapping[int, Sequence[Names]]:
    """The sets that hold each total."""
    holding: defaultdict[int, list[Names]] = defaultdict(list)
    for kind in kinds:
        for i in kind:
            holding[i].append(kind)
    return holding


def is_held(names: Names, holding: Mapping[int, Sequence[Names]]) -> bool:
    """Whether some set holds all of `names`, at least one of them."""
    rarest: Sequence[Names] = min((holding.get(i, ()) for i in names), key=len)
    return any(names <= kind for kind in rarest)
