"""One reading of the claims laid over the question: what each total needs, and every way in which people can lie. Standard library only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from bearwitness.counting.verify_case import (
    Case,
    Ids,
    Told,
    find_barred,
    find_home,
    fuse,
    list_cuts,
    list_groups,
)
from bearwitness.counting.verify_regions import Index, Region, build_index, find_near, is_below, is_within

READINGS_LIMIT = 2_000
Spot = tuple[int, tuple[str, ...]]
"""A day and a place."""
Cover = frozenset[str]
"""Totals that one person counts for, each by its first claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One group of claims lying one way: inside the question (`asked`) or not, its people counting for `cover`."""

    told: Told
    asked: bool
    cover: Cover
    spot: Spot
    least: int
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """People whom no incident lists and who count for `cover`; between `least` and `most` of them. `of_group`: of the group asked for.
    `also`: totals they count for that people outside can fill; they may have their place there.
    """

    cover: Cover
    spot: Spot
    of_group: bool = True
    also: Cover = frozenset()
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One reading of the totals: how many people each needs, the ways everyone else can lie, by cluster, and who can be unlisted inside
    the question (`kinds`). `free`: for each total that people outside can fill, such people; it forces nobody in.
    """

    needs: Mapping[str, int]
    clusters: tuple[tuple[tuple[Ids, ...], tuple[Column, ...]], ...]
    kinds: tuple[Kind, ...]
    free: Mapping[str, Kind]


def find_owners(case: Case) -> Mapping[str, Told]:
    """The totals that no unsure link touches, by claim: what they tell is the same however the rest is read."""
    lone = [fuse(case, cluster[0]) for cluster in case.clusters if len(cluster) == 1]
    return {ident: told for told in lone if told.is_total for ident in told.ids}


def has_totals(case: Case, cluster: Sequence[Ids]) -> bool:
    """Whether some reading of the cluster holds a total."""
    return any(case.alone[ident].is_total for atom in cluster for ident in atom)


def find_reach(case: Case, cluster: Sequence[Ids]) -> Region:
    """A region that holds whatever a reading of the cluster tells."""
    regions = [case.alone[ident].region for atom in cluster for ident in atom]
    place = regions[0][2]
    for region in regions:
        while not is_below(region[2], place):
            place = place[:-1]
    return (min(region[0] for region in regions), max(region[1] for region in regions), place)


def find_rough_floor(case: Case, cluster: Sequence[Ids]) -> int:
    """However a cluster is cut it holds one incident, with no fewer people than the fewest any claim tells."""
    told = [case.alone[ident] for atom in cluster for ident in atom]
    inside = all(one.is_sure and not one.is_total and is_within(one.region, case.asked) for one in told)
    return min(one.low for one in told) if inside else 0


def list_readings(case: Case, clusters: Sequence[Sequence[Ids]]) -> Iterator[tuple[Ids, ...]]:
    """Every way to read the clusters that hold totals. Raises ValueError where there are too many."""
    cuts = []
    for cluster in clusters:
        if has_totals(case, cluster):
            groups = list_groups(case, cluster)
            if groups is None:
                raise ValueError("a cluster can be read in too many ways")
            cuts.append(list(islice(list_cuts(cluster, groups), READINGS_LIMIT + 1)))
    for number, cut in enumerate(product(*cuts)):
        if number == READINGS_LIMIT:
            raise ValueError("the totals can be read in too many ways")
        yield tuple(group for part in cut for group in part)


def build_setting(
    case: Case, clusters: Sequence[Sequence[Ids]], reading: Sequence[Ids], alone: Mapping[str, Told]
) -> Setting | None:
    """The setting of one reading; None where some total, or everything of a cluster, can lie nowhere."""
    read = [fuse(case, group) for group in reading]
    totals = {one.ids[0]: one for one in read if one.is_total}
    owners = {**alone, **{ident: one for one in totals.values() for ident in one.ids}}
    homes = {name: home for name, one in totals.items() if (home := find_home(case, one, owners))}
    if len(homes) < len(totals):
        return None
    index = build_index({name: one.region for name, one in totals.items()})
    scopes = _Scopes(case=case, totals=totals, homes=homes, index=index, apart=_find_apart(case, totals))
    inside, free = _find_kinds(scopes)
    incidents: list[tuple[tuple[Ids, ...], list[Told]]] = [((one.ids,), [one]) for one in read if not one.is_total]
    for cluster in clusters:
        if not has_totals(case, cluster):
            groups = list_groups(case, cluster)
            if groups is None:
                raise ValueError("a cluster can be read in too many ways")
            incidents.append((tuple(cluster), [fuse(case, group) for group in groups]))
    placed = []
    for atoms, choices in incidents:
        columns = [
            column
            for told in choices
            if (home := find_home(case, told, owners)) is not None
            for column in _list_columns(scopes, told, home, frozenset(free))
        ]
        if not columns:
            return None
        placed.append((atoms, tuple(columns)))
    needs = {name: one.low for name, one in totals.items() if name not in free}
    return Setting(needs=needs, clusters=tuple(placed), kinds=inside, free=free)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scopes:
    case: Case
    totals: Mapping[str, Told]
    homes: Mapping[str, Region]
    index: Index
    apart: Mapping[str, Cover]


def list_spots(asked: Region, scopes: Sequence[Region], region: Region) -> Iterator[Spot]:
    """A day and a place of every cell of `region` that the question and the scopes tell apart. A place stands for "somewhere in it,
    in none of its named parts".
    """
    edges = [asked, *scopes]
    cuts = {edge[0] for edge in edges} | {edge[1] + 1 for edge in edges}
    days = [region[0], *sorted(cut for cut in cuts if region[0] < cut <= region[1])]
    places = sorted({region[2], *(edge[2] for edge in edges if is_below(edge[2], region[2]))})
    return product(days, places)


def holds(region: Region, spot: Spot) -> bool:
    """Whether a day and a place lie in a region."""
    return region[0] <= spot[0] <= region[1] and is_below(spot[1], region[2])


def _find_apart(case: Case, totals: Mapping[str, Told]) -> Mapping[str, Cover]:
    name_of = {ident: name for name, one in totals.items() for ident in one.ids}
    found = {}
    for name, one in totals.items():
        others = frozenset(name_of[other] for other in find_barred(case, one) if other in name_of) - {name}
        if others:
            found[name] = others
    return found


def list_covers(apart: Mapping[str, Cover], names: Cover) -> list[Cover]:
    """The widest sets of these totals that no wall parts; `apart`: for each total those it is judged different from, where there are any."""
    if names.isdisjoint(apart):
        return [names]
    covers: list[Cover] = [frozenset()]
    for name in sorted(names):
        barred = apart.get(name, frozenset()) & names
        covers = _keep_widest({(cover - barred) | {name} for cover in covers} | (set(covers) if barred else set()))
    return covers


def _keep_widest(covers: Iterable[Cover]) -> list[Cover]:
    widest: list[Cover] = []
    for one in sorted(covers, key=lambda cover: (-len(cover), sorted(cover))):
        if not any(one <= other for other in widest):
            widest.append(one)
    return widest


def _find_kinds(scopes: _Scopes) -> tuple[tuple[Kind, ...], Mapping[str, Kind]]:
    """Who can be unlisted inside the question, and the totals that people outside can fill."""
    inside: dict[Cover, Spot] = {}
    free = {
        name: Kind(cover=frozenset((name,)), spot=(home[0], home[2]), of_group=False)
        for name, home in scopes.homes.items()
        if not scopes.totals[name].is_sure
    }
    for name, total in scopes.totals.items():
        near = find_near(scopes.index, total.region)
        for spot in list_spots(scopes.case.asked, [scopes.totals[k].region for k in near], total.region):
            there = frozenset(k for k in near if holds(scopes.totals[k].region, spot))
            asked = holds(scopes.case.asked, spot)
            for cover in list_covers(scopes.apart, there):
                at_home = any(holds(scopes.homes[k], spot) for k in cover if asked or scopes.totals[k].is_sure)
                if name in cover and at_home and asked:
                    inside.setdefault(cover, spot)
                elif name in cover and at_home:
                    free.setdefault(name, Kind(cover=cover, spot=spot))
    kinds = {
        cover.difference(free): Kind(cover=cover.difference(free), spot=spot, also=cover.intersection(free))
        for cover, spot in inside.items()
    }
    return tuple(kinds[cover] for cover in _keep_widest(kinds.keys() - {frozenset()})), free


def _list_columns(scopes: _Scopes, told: Told, home: Region, free: Cover) -> Iterator[Column]:
    barred = find_barred(scopes.case, told)
    near = [
        k
        for k in find_near(scopes.index, home)
        if k not in free and (not barred or barred.isdisjoint(scopes.totals[k].ids))
    ]
    found: set[tuple[bool, Cover]] = set()
    for spot in list_spots(scopes.case.asked, [scopes.totals[k].region for k in near], home):
        there = frozenset(k for k in near if holds(scopes.totals[k].region, spot))
        for cover in list_covers(scopes.apart, there):
            asked = holds(scopes.case.asked, spot)
            if (asked, cover) not in found:
                found.add((asked, cover))
                yield Column(told=told, asked=asked, cover=cover, spot=spot, least=told.low, most=told.high)
    if not told.is_sure and (False, frozenset()) not in found:
        # Of another group than the one asked for: outside the question wherever they are, and in no total of it.
        yield Column(told=told, asked=False, cover=frozenset(), spot=(home[0], home[2]), least=told.low, most=told.high)
