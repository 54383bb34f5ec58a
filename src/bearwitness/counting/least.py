"""The low of an estimate: the fewest distinct person-acts inside the question for which every claim can be true."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from bearwitness.counting.arrange import Group, Judged, find_partitions
from bearwitness.counting.components import Component, Components, Node
from bearwitness.counting.membership import Region, find_overlap, find_region, is_within
from bearwitness.counting.options import find_options, find_plain_option
from bearwitness.counting.placing import Choice, Placed, place_people
from bearwitness.counting.scopes import Names, find_scopes
from bearwitness.counting.told import Told

READINGS_LIMIT: Final = 2_000
"""A component whose totals can be read in more ways than this is not worked out; its low is then 0, which is always
true.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The fewest people of one component: the incidents counted, the totals that need people no incident lists, and
    how many those are. `is_exact` False means that there were too many ways to read the links, and the low is only
    sure, not best.
    """

    low: int
    counted: tuple[Told, ...] = ()
    totals: tuple[Told, ...] = ()
    unlisted: int = 0
    is_exact: bool = True


def find_least(asked: Region, components: Components, judged: Judged) -> tuple[Part, ...] | None:
    """The fewest people of every component, None when in some component no reading of the links lets every claim be
    true.
    """
    parts = []
    for component in components.parts:
        part = _least_of(asked, component, components.idle, judged)
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)


def find_home(told: Told, judged: Judged, owners: Mapping[str, Told]) -> Region | None:
    """Where something can lie: in its own region and in those of the totals that it is part of. None when nowhere."""
    home = find_overlap(told.region, told.region)
    for whole in find_wholes(told, judged, owners):
        home = None if home is None else find_overlap(home, whole.region)
    return home


def find_wholes(told: Told, judged: Judged, owners: Mapping[str, Told]) -> list[Told]:
    """The totals, each once, that some claim of `told` is judged part of. `owners` names each claim's total."""
    found: list[Told] = []
    for claim in told.claims:
        for ident in sorted(judged.wholes.get(claim.id, ())):
            whole = owners.get(ident)
            if whole is not None and whole is not told and not any(whole is other for other in found):
                found.append(whole)
    return found


def ids_of(told: Told) -> list[str]:
    """The ids of the claims that tell it."""
    return [claim.id for claim in told.claims]


def _least_of(asked: Region, component: Component, idle: Mapping[str, Told], judged: Judged) -> Part | None:
    if not component.totals and len(component.incidents[0].told) == 1:
        told = component.incidents[0].told[0]
        home = find_home(told, judged, idle)
        if home is None:
            return None
        low = told.low if find_plain_option(told, home, asked).asked else 0
        return Part(low=low, counted=(told,) if low else ())
    if not component.totals and (joined := _least_joined(asked, component.incidents[0], idle, judged)):
        return joined
    nodes = (*component.totals, *component.incidents)
    readings = list(islice(_readings(component.totals), READINGS_LIMIT + 1))
    if len(readings) > READINGS_LIMIT or any(node.groups is None for node in nodes):
        floors = [(node.whole, _floor(asked, node)) for node in component.incidents]
        counted = tuple(whole for whole, people in floors if people)
        return Part(low=sum(people for _, people in floors), counted=counted, is_exact=False)
    best: Part | None = None
    for reading in readings:
        part = _least_under(asked, component, reading, idle, judged)
        if part is not None and (best is None or part.low < best.low):
            best = part
    return best


def _least_joined(asked: Region, node: Node, idle: Mapping[str, Told], judged: Judged) -> Part | None:
    """The low of a cluster read as one incident, where no other way to read it can be lower; None where one may be."""
    home = None if node.cluster.walls else find_home(node.whole, judged, idle)
    if home is None:
        return None
    low = node.whole.low if find_plain_option(node.whole, home, asked).asked else 0
    if low > _floor(asked, node):
        return None
    return Part(low=low, counted=(node.whole,) if low else ())


def _floor(asked: Region, node: Node) -> int:
    """Fewer people than this no way to read a cluster gives.

    However it is cut, it holds at least one incident. Where every claim lies inside the question so does that
    incident, with no fewer people than the fewest any claim tells.
    """
    claims = node.whole.claims
    inside = all(is_within(find_region(claim.when, claim.where), asked) for claim in claims)
    if not inside or not all(told.is_sure for told in node.told):
        return 0
    if node.is_narrowed:
        # Together claims may tell fewer of one row than each alone: of the two women of one and the two men of the other none is untold.
        return 0 if node.groups is None else min(told.low for told in node.told)
    return min(claim.count.low for claim in claims)


def _readings(nodes: Sequence[Node]) -> Iterator[tuple[Told, ...]]:
    """Every way to read the clusters that hold totals."""
    if any(node.groups is None for node in nodes):
        return
    for cuts in product(*(list(islice(_cuts(node), READINGS_LIMIT + 1)) for node in nodes)):
        yield tuple(told for cut in cuts for told in cut)


def _cuts(node: Node) -> Iterator[tuple[Told, ...]]:
    groups = node.groups or ()
    told_of = dict(zip(groups, node.told, strict=True))
    for cut in find_partitions(len(node.cluster.atoms), groups):
        yield tuple(told_of[group] for group in cut)


def _least_under(
    asked: Region, component: Component, reading: Sequence[Told], idle: Mapping[str, Told], judged: Judged
) -> Part | None:
    """The fewest people when the clusters with totals are read as `reading`; None when then not every claim can be
    true.
    """
    totals = [told for told in reading if told.is_total]
    owners = {**idle, **{ident: total for total in totals for ident in ids_of(total)}} if totals else idle
    homes = [find_home(total, judged, owners) for total in totals]
    known = [home for home in homes if home is not None]
    if len(known) < len(homes):
        return None
    number = {ident: i for i, total in enumerate(totals) for ident in ids_of(total)}

    def find_barred(told: Told) -> Names:
        apart = (other for ident in ids_of(told) for other in judged.walls.get(ident, ()))
        return frozenset(number[other] for other in apart if other in number)

    walls = frozenset(frozenset((i, k)) for i, total in enumerate(totals) for k in find_barred(total))
    doubtful = frozenset(i for i, total in enumerate(totals) if not total.is_sure)
    scopes = find_scopes(asked, [total.region for total in totals], known, walls, doubtful)

    def choose(group: Group, told: Told) -> Iterator[Choice]:
        home = find_home(told, judged, owners)
        if home is not None:
            options = find_options(scopes, told, home, find_barred(told))
            yield Choice(group=group, told=told, options=options)

    alone: Group = frozenset((0,))
    placed = [Placed(atoms=1, choices=tuple(choose(alone, told))) for told in reading if not told.is_total]
    for node in component.incidents:
        pairs = zip(node.groups or (), node.told, strict=True)
        choices = tuple(choice for group, told in pairs for choice in choose(group, told))
        placed.append(Placed(atoms=len(node.cluster.atoms), choices=choices))
    needs = {i: total.low for i, total in enumerate(totals) if i not in scopes.free}
    answer = place_people(scopes, needs, placed)
    if answer is None:
        return None
    return Part(
        low=answer.low,
        counted=answer.counted,
        totals=tuple(totals[i] for i in answer.needy),
        unlisted=answer.unlisted,
    )
