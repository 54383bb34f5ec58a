"""Evidence for the low of a count: a world with so few people, and a proof that none has fewer, in the terms that `verify` checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bearwitness.counting.certificate import Entry, Ids, Lying, World
from bearwitness.counting.certify_reading import Placed, place_all, prove_reading
from bearwitness.counting.verify_case import Case, Told, find_home, fuse, join, list_groups
from bearwitness.counting.verify_regions import build_index, find_near, is_within
from bearwitness.counting.verify_setting import (
    Setting,
    Spot,
    build_setting,
    find_owners,
    find_reach,
    find_rough_floor,
    has_totals,
    holds,
    list_readings,
    list_spots,
)

Cluster = tuple[Ids, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LowEvidence:
    """The low that the evidence shows; `world` None where the links can be read in too many ways."""

    low: int
    world: World | None
    proof: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one component comes to. `entry` None where no proof is needed, `placed` None where no world was found."""

    low: int
    entry: Entry | None
    placed: Placed | None


def certify_low(case: Case) -> LowEvidence:
    """Raises NoProof where the best world has more people than can be proven: no certificate is better than a wrong one."""
    owners = find_owners(case)
    idle = _find_idle(case)
    parts = [_certify_part(case, clusters, owners, idle) for clusters in _find_components(case, idle)]
    placed = [part.placed for part in parts if part.placed is not None]
    world = World(
        totals=tuple(one for part in placed for one in part.totals),
        incidents=tuple(one for part in placed for one in part.incidents),
        unlisted=tuple(one for part in placed for one in part.unlisted),
    )
    return LowEvidence(
        low=sum(part.low for part in parts),
        world=world if len(placed) == len(parts) else None,
        proof=tuple(part.entry for part in parts if part.entry is not None),
    )


def _find_idle(case: Case) -> frozenset[str]:
    """The totals, by first claim of their cluster, whose people may all lie outside the question: they need no proof."""
    nested = any(
        case.alone[ident].is_total and case.alone[whole].is_total
        for ident, wholes in case.wholes.items()
        for whole in wholes
    )
    found = set()
    for cluster in case.clusters:
        told = fuse(case, cluster[0])
        if (
            len(cluster) == 1
            and told.is_total
            and not nested
            and not (told.is_sure and is_within(told.region, case.asked))
        ):
            found.add(cluster[0][0])
    return frozenset(found)


def _find_components(case: Case, idle: frozenset[str]) -> list[list[Cluster]]:
    """The clusters, those together that some total at work may share people of."""
    by_name = {cluster[0][0]: cluster for cluster in case.clusters}
    reaches = {name: find_reach(case, cluster) for name, cluster in by_name.items()}
    at_work = {name for name, cluster in by_name.items() if has_totals(case, cluster) and name not in idle}
    index = build_index({name: reaches[name] for name in at_work})
    name_of = {ident: name for name, cluster in by_name.items() for atom in cluster for ident in atom}
    pairs = [(name, other) for name in by_name if name not in idle for other in find_near(index, reaches[name])]
    pairs += [
        (name_of[ident], name_of[whole])
        for ident, wholes in case.wholes.items()
        for whole in wholes
        if name_of[whole] in at_work and name_of[ident] not in idle
    ]
    return [[by_name[name] for name in part] for part in join(list(by_name), pairs)]


def _certify_part(case: Case, clusters: Sequence[Cluster], owners: Mapping[str, Told], idle: frozenset[str]) -> _Part:
    names = tuple(cluster[0][0] for cluster in clusters)
    if len(clusters) == 1 and not has_totals(case, clusters[0]):
        one = _read_as_one(case, clusters[0], owners)
        if one is not None:
            entry = Entry(clusters=names, readings=()) if len(clusters[0]) > 1 and one.low else None
            return _Part(low=one.low, entry=entry, placed=Placed(low=one.low, incidents=(one.lying,)))
    if any(list_groups(case, cluster) is None for cluster in clusters):
        return _rough(case, clusters, names)
    try:
        readings = list(list_readings(case, clusters))
    except ValueError:
        return _rough(case, clusters, names)
    settings = [(reading, build_setting(case, clusters, reading, owners)) for reading in readings]
    known: list[tuple[tuple[Ids, ...], Setting]] = [(r, setting) for r, setting in settings if setting is not None]
    placed = [found for reading, setting in known if (found := place_all(case, reading, setting)) is not None]
    if not placed:
        raise ArithmeticError("claims that fit together one way fit together no way")
    best = min(placed, key=lambda one: one.low)
    if idle.issuperset(names):
        return _Part(low=0, entry=None, placed=best)
    proofs = tuple((reading, prove_reading(setting, best.low)) for reading, setting in known)
    return _Part(low=best.low, entry=Entry(clusters=names, readings=proofs), placed=best)


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    low: int
    lying: Lying


def _read_as_one(case: Case, cluster: Cluster, owners: Mapping[str, Told]) -> _One | None:
    """A cluster of incidents read as one incident, where no other way to read it can be lower; None where one may be."""
    ids = tuple(ident for atom in cluster for ident in atom)
    if any(case.walls.get(ident, frozenset()) & set(ids) for ident in ids):
        return None
    told = fuse(case, ids)
    home = find_home(case, told, owners)
    if home is None:
        return None
    spots: list[Spot] = list(list_spots(case.asked, [], home))
    outside = next((spot for spot in spots if not holds(case.asked, spot)), None)
    low = told.low if told.is_sure and outside is None else 0
    if len(cluster) > 1 and low > find_rough_floor(case, cluster):
        return None
    spot = outside or spots[0]
    of_group = outside is not None or told.is_sure
    return _One(low=low, lying=Lying(claims=told.ids, people=told.low, spot=spot, counts_for=(), of_group=of_group))


def _rough(case: Case, clusters: Sequence[Cluster], names: Ids) -> _Part:
    """Where the links can be read in too many ways: what is true however they are read."""
    low = sum(find_rough_floor(case, cluster) for cluster in clusters)
    return _Part(low=low, entry=Entry(clusters=names, readings=()), placed=None)
