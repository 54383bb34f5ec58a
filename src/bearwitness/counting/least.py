"""The low of an estimate: the fewest distinct person-acts inside the question for which every claim can be true."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Final

from bearwitness.counting.arrange import Judged, find_partitions
from bearwitness.counting.components import Component, Components, Node
from bearwitness.counting.homes import find_home, ids_of
from bearwitness.counting.membership import Region, find_region, is_within
from bearwitness.counting.nearby import find_near, index_regions
from bearwitness.counting.one_reading import Setting, find_least_under, is_open_cut
from bearwitness.counting.options import find_plain_option
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
    nested = frozenset(ident for part, wholes in judged.wholes.items() for ident in (part, *wholes))
    for component in components.parts:
        part = _least_of(asked, component, components.idle, judged, nested)
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)


def _least_of(
    asked: Region, component: Component, idle: Mapping[str, Told], judged: Judged, nested: frozenset[str]
) -> Part | None:
    if not component.totals and len(component.incidents[0].told) == 1:
        told = component.incidents[0].told[0]
        home = find_home(told, judged, idle)
        if home is None:
            return None
        low = told.low if find_plain_option(told, home, asked).asked else 0
        return Part(low=low, counted=(told,) if low else ())
    if not component.totals and (joined := _least_joined(asked, component.incidents[0], idle, judged)):
        return joined
    soft = tuple(node for node in component.totals if is_open_cut(node, nested))
    hard = [node for node in component.totals if not any(node is other for other in soft)]
    readings = list(islice(_readings(hard), READINGS_LIMIT + 1))
    if len(readings) > READINGS_LIMIT or any(node.groups is None for node in (*hard, *component.incidents)):
        return _least_relaxed(asked, component, idle, judged, nested)
    best: Part | None = None
    for reading in readings:
        setting = Setting(reading=reading, clusters=soft, incidents=component.incidents, idle=idle)
        part = _least_under(asked, setting, judged)
        if part is not None and (best is None or part.low < best.low):
            best = part
    return best


def _least_under(asked: Region, setting: Setting, judged: Judged) -> Part | None:
    under = find_least_under(asked, setting, judged)
    if under is None:
        return None
    answer = under.answer
    return Part(
        low=answer.low,
        counted=answer.counted,
        totals=under.needy,
        unlisted=answer.unlisted,
        is_exact=answer.is_best,
    )


def _least_relaxed(
    asked: Region, component: Component, idle: Mapping[str, Told], judged: Judged, nested: frozenset[str]
) -> Part | None:
    """A low that is sure where there are too many ways to read the links: of what can be read in too many ways only the fewest people are
    counted, and no total that they may count for.
    """

    def is_kept(node: Node) -> bool:
        alone = node.groups is not None and (len(node.groups) == 1 or is_open_cut(node, nested))
        ids = (ident for atom in node.cluster.atoms for ident in atom)
        return alone and is_within(node.reach, asked) and nested.isdisjoint(ids)

    single = [node.told[0] for node in component.totals if len(node.told) == 1]
    totals = [node for node in component.totals if is_kept(node)]
    incidents = [node for node in component.incidents if node.groups is not None]
    lost = [
        node
        for node in component.totals
        if node.groups is None or (len(node.groups) > 1 and not is_open_cut(node, nested))
    ]
    lost += [node for node in component.incidents if node.groups is None]
    reaches = index_regions([node.reach for node in lost])
    totals = [node for node in totals if next(find_near(reaches, node.reach), None) is None]
    setting = Setting(
        reading=tuple(node.told[0] for node in totals if len(node.told) == 1),
        clusters=tuple(node for node in totals if len(node.told) > 1),
        incidents=tuple(incidents),
        idle={**idle, **{ident: told for told in single for ident in ids_of(told)}},
    )
    part = _least_under(asked, setting, judged)
    if part is None:
        return None
    floors = [(node.whole, _floor(asked, node)) for node in lost if not node.has_totals]
    return replace(
        part,
        low=part.low + sum(people for _, people in floors),
        counted=(*part.counted, *(whole for whole, people in floors if people)),
        is_exact=False,
    )


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
