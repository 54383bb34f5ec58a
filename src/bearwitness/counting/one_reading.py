"""The fewest people of one component when its clusters that hold both incidents and totals are read one way."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bearwitness.counting.arrange import Group, Judged, find_partitions
from bearwitness.counting.components import Node, find_reach
from bearwitness.counting.cuts import Cut, settle_cuts
from bearwitness.counting.homes import find_home, ids_of
from bearwitness.counting.meeting import Choice, Pick, Placed, pick_option
from bearwitness.counting.membership import Region
from bearwitness.counting.options import build_finder, build_only_finder
from bearwitness.counting.placing import Answer, place_people
from bearwitness.counting.scopes import Names, find_scopes
from bearwitness.counting.sure_people import Sure, find_met
from bearwitness.counting.told import Told

CUTS_LIMIT: Final = 50
"""A cluster of totals that can be cut in more ways than this is not put into the program."""
_ALONE: Final[Group] = frozenset((0,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What one reading leaves: what it tells (`reading`, incidents and totals), clusters of totals whose cut the program chooses, and
    clusters of incidents. `idle` are totals that force nobody in, by their claims' ids.
    """

    reading: tuple[Told, ...]
    clusters: tuple[Node, ...]
    incidents: tuple[Node, ...]
    idle: Mapping[str, Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """The cheapest answer under one reading, and the totals that have unlisted people."""

    answer: Answer
    needy: tuple[Told, ...]


def is_open_cut(node: Node, nested: frozenset[str]) -> bool:
    """Whether a program can choose how to cut a cluster: it holds totals only, none of them part of something (`nested`) or its whole, and
    there are few ways.
    """
    if node.groups is None or len(node.groups) == 1 or not all(told.is_total for told in node.told):
        return False
    atoms = node.cluster.atoms
    cuts = find_partitions(len(atoms), node.groups)
    return (
        nested.isdisjoint(i for atom in atoms for i in atom) and len(list(islice(cuts, CUTS_LIMIT + 1))) <= CUTS_LIMIT
    )


def find_least_under(asked: Region, setting: Setting, judged: Judged) -> Under | None:
    """The fewest people under one reading; None when then not every claim can be true."""
    totals = [told for told in setting.reading if told.is_total]
    owners = (
        {**setting.idle, **{ident: total for total in totals for ident in ids_of(total)}} if totals else setting.idle
    )
    homes = [find_home(total, judged, owners) for total in totals]
    ways: list[list[Cut]] = []
    for node in setting.clusters:
        number = {group: len(totals) + k for k, group in enumerate(node.groups or ())}
        ways.append(
            [
                frozenset(number[group] for group in cut)
                for cut in find_partitions(len(node.cluster.atoms), node.groups or ())
            ]
        )
        totals += node.told
        homes += [told.region for told in node.told]
    known = [home for home in homes if home is not None]
    if len(known) < len(homes):
        return None
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for i, total in enumerate(totals):
        for ident in ids_of(total):
            numbers[ident].append(i)

    def find_barred(told: Told) -> Names:
        if not judged.walls:
            return frozenset()
        apart = (other for ident in ids_of(told) for other in judged.walls.get(ident, ()))
        return frozenset(i for other in apart for i in numbers.get(other, ()))

    barred = {i: apart for i, total in enumerate(totals) if (apart := find_barred(total))}
    apart = frozenset(i for i, total in enumerate(totals) if any(ident in judged.walls for ident in ids_of(total)))
    scopes = find_scopes(asked, totals, known, barred, apart)
    needs = {i: total.low for i, total in enumerate(totals) if i not in scopes.free and total.low > 0}
    sure = _list_sure(setting, judged, owners) if needs else ()
    met = find_met(scopes.nearby.regions, {i: need for i, need in needs.items() if i not in apart}, sure)
    settled = settle_cuts(scopes, {i: need for i, need in needs.items() if i not in met}, ways)
    wanted = frozenset({*settled.sure, *settled.open})
    find_options = build_finder(scopes, wanted)
    find_only = build_only_finder(scopes, wanted)

    def choose(group: Group, told: Told, home: Region) -> Choice:
        return Choice(group=group, told=told, options=find_options(told, home, find_barred(told)))

    picks: list[Pick] = []
    placed: list[Placed] = []

    def place(told: Told) -> None:
        home = find_home(told, judged, owners)
        only = None if home is None or not told.is_sure or find_barred(told) else find_only(home)
        if only is not None:
            picks.append(pick_option(told, only))
        else:
            choices = () if home is None else (choose(_ALONE, told, home),)
            placed.append(Placed(atoms=1, choices=choices))

    for told in setting.reading:
        if not told.is_total:
            place(told)
    for node in setting.incidents:
        if len(node.told) == 1:
            place(node.told[0])
            continue
        pairs = zip(node.groups or (), node.told, strict=True)
        homes_of = ((group, told, find_home(told, judged, owners)) for group, told in pairs)
        choices = tuple(choose(group, told, home) for group, told, home in homes_of if home is not None)
        placed.append(Placed(atoms=len(node.cluster.atoms), choices=choices))
    answer = place_people(scopes, settled, picks, placed)
    return None if answer is None else Under(answer=answer, needy=tuple(totals[i] for i in answer.needy))


def _list_sure(setting: Setting, judged: Judged, owners: Mapping[str, Told]) -> Iterator[Sure]:
    """The fewest people of each incident and cluster of incidents, with where they all lie."""
    for told in setting.reading:
        if not told.is_total:
            yield from _find_sure((told,), judged, owners)
    for node in setting.incidents:
        yield from _find_sure(node.told, judged, owners)


def _find_sure(told: Sequence[Told], judged: Judged, owners: Mapping[str, Told]) -> Iterator[Sure]:
    people = min(one.low for one in told)
    homes = [home for one in told if (home := find_home(one, judged, owners)) is not None]
    if people and homes and all(one.is_sure for one in told):
        yield Sure(region=homes[0] if len(homes) == 1 else find_reach(homes), people=people)
