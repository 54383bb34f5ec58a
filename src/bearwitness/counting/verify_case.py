"""What a certificate of a count says of its claims, and what that comes to. Standard library only; read before `verify`.

A *told* is one incident or one total: the claims read as one, with the people, days and place they allow together (rule 9). An *atom* is
what `same` joins; atoms that `unsure` links connect make a *cluster*, which is read by cutting it into connected groups without a wall.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from bearwitness.counting.verify_regions import Region, find_overlap, is_below, parse_region

Ids = tuple[str, ...]
GROUPS_LIMIT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`high` None is open, and `stated` then the number said; `is_sure`: it is of the group asked for."""

    ids: Ids
    low: int
    high: int | None
    stated: int
    region: Region
    is_total: bool
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`alone`: what each claim tells by itself, and `rank` its place in their order. `ties`, `walls`, `wholes`: whom it may be one with, is
    not, and is part of.
    """

    asked: Region
    alone: Mapping[str, Told]
    rank: Mapping[str, int]
    clusters: tuple[tuple[Ids, ...], ...]
    same: tuple[tuple[str, str], ...]
    ties: Mapping[str, frozenset[str]]
    walls: Mapping[str, frozenset[str]]
    wholes: Mapping[str, frozenset[str]]


def parse_case(certificate: Mapping[str, Any]) -> Case:
    """Raises KeyError, TypeError or ValueError where a certificate is not of the published shape."""
    claims = sorted(certificate["claims"], key=lambda row: natural_order(row["id"]))
    alone = {row["id"]: _parse_claim(row) for row in claims}
    if len(alone) < len(claims):
        raise ValueError("one claim stands there twice")
    pairs: dict[str, list[tuple[str, str]]] = {"same": [], "unsure": [], "different": [], "part-of": []}
    for row in certificate["links"]:
        if row["left"] not in alone or row["right"] not in alone or row["left"] == row["right"]:
            raise ValueError(f"a link does not stand between two claims: {row['left']}, {row['right']}")
        pairs[row["judgement"]].append((row["left"], row["right"]))
    atoms = join(list(alone), pairs["same"])
    home = {ident: atom for atom in atoms for ident in atom}
    ties = [(home[left][0], home[right][0]) for left, right in pairs["unsure"]]
    parts = join([atom[0] for atom in atoms], ties)
    return Case(
        asked=parse_region(certificate["question"]),
        alone=alone,
        rank={ident: n for n, ident in enumerate(alone)},
        clusters=tuple(tuple(home[first] for first in part) for part in parts),
        same=tuple(pairs["same"]),
        ties=_index(pairs["unsure"], both=True),
        walls=_index(pairs["different"], both=True),
        wholes=_index(pairs["part-of"], both=False),
    )


def _parse_claim(row: Mapping[str, Any]) -> Told:
    low, high = row["low"], row["high"]
    if type(low) is not int or low < 0 or (high is not None and (type(high) is not int or high < low)):
        raise ValueError(f"claim {row['id']} counts no whole number of people")
    return Told(
        ids=(row["id"],),
        low=low,
        high=high,
        stated=low if high is None else high,
        region=parse_region(row),
        is_total=row["shape"] == "aggregate",
        is_sure=row["of_group"] is True,
    )


def natural_order(ident: str) -> tuple[tuple[bool, int, str], ...]:
    """Ids in the order a person counts: c_2 before c_10."""
    parts = re.findall(r"\d+|\D+", ident)
    return tuple((part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)


def fuse(case: Case, ids: Ids) -> Told:
    """What these claims tell as one: what all allow, and where they conflict from the lowest to the highest (rule 9)."""
    if len(ids) == 1:
        return case.alone[ids[0]]
    told = [case.alone[ident] for ident in _spell(case, ids)]
    lows, highs = [one.low for one in told], [one.high for one in told if one.high is not None]
    low, high = max(lows), min(highs, default=None)
    if high is not None and low > high:
        low, high = min(lows), max(highs) if len(highs) == len(lows) else None
    first, last = max(one.region[0] for one in told), min(one.region[1] for one in told)
    if first > last:
        first, last = min(one.region[0] for one in told), max(one.region[1] for one in told)
    paths = sorted({one.region[2] for one in told}, key=lambda path: (len(path), path))
    place = paths[-1]
    if not all(is_below(place, path) for path in paths):
        place = tuple(areas[0] for areas in takewhile(lambda areas: len(set(areas)) == 1, zip(*paths, strict=False)))
    return Told(
        ids=tuple(one.ids[0] for one in told),
        low=low,
        high=high,
        stated=max(lows) if high is None else high,
        region=(first, last, place),
        is_total=told[0].is_total,
        is_sure=any(one.is_sure for one in told),
    )


def find_home(case: Case, told: Told, owners: Mapping[str, Told]) -> Region | None:
    """Where its people can lie: in its region and in those of the totals it is part of. None when nowhere."""
    home: Region | None = told.region
    for ident in (whole for one in told.ids for whole in case.wholes.get(one, ())):
        whole = owners.get(ident)
        if whole is not None and whole.ids != told.ids and home is not None:
            home = find_overlap(home, whole.region)
    return home


def find_barred(case: Case, told: Told) -> frozenset[str]:
    """The claims that some claim of it is judged different from."""
    return frozenset(other for ident in told.ids for other in case.walls.get(ident, ()))


def is_walled(case: Case, left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether some claim of the one is judged different from some claim of the other."""
    walled = [case.walls[ident] for ident in left if ident in case.walls]
    return bool(walled) and any(other in walls for other in right for walls in walled)


def list_groups(case: Case, cluster: Sequence[Ids]) -> list[Ids] | None:
    """Every set of atoms that can be one occurrence, as claims: connected, free of walls. None when there are too many."""
    if len(cluster) == 1:
        return [_spell(case, cluster[0])]
    ids = [frozenset(atom) for atom in cluster]
    near = {i: {k for k, other in enumerate(ids) if k != i and _is_tied(case, ids[i], other)} for i in range(len(ids))}
    barred = {i: {k for k, other in enumerate(ids) if k != i and is_walled(case, ids[i], other)} for i in near}
    found = {frozenset((i,)) for i in near}
    growing = list(found)
    while growing:
        group = growing.pop()
        for atom in set().union(*(near[i] for i in group)) - group:
            wider = group | {atom}
            if wider not in found and barred[atom].isdisjoint(group):
                if len(found) == GROUPS_LIMIT:
                    return None
                found.add(wider)
                growing.append(wider)
    return sorted(_spell(case, (ident for i in group for ident in cluster[i])) for group in found)


def list_cuts(cluster: Sequence[Ids], groups: Sequence[Ids]) -> Iterator[tuple[Ids, ...]]:
    """Every way to cut a cluster into groups."""

    def cut(left: frozenset[str]) -> Iterator[tuple[Ids, ...]]:
        if not left:
            yield ()
            return
        first = min(left)
        for group in groups:
            if first in group and left.issuperset(group):
                for rest in cut(left.difference(group)):
                    yield (group, *rest)

    return cut(frozenset(ident for atom in cluster for ident in atom))


def _is_tied(case: Case, left: frozenset[str], right: frozenset[str]) -> bool:
    return any(not case.ties.get(ident, frozenset()).isdisjoint(right) for ident in left)


def _spell(case: Case, ids: Iterable[str]) -> Ids:
    return tuple(sorted(ids, key=case.rank.__getitem__))


def _index(pairs: Iterable[tuple[str, str]], *, both: bool) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in pairs:
        found[left].add(right)
        if both:
            found[right].add(left)
    return {ident: frozenset(others) for ident, others in found.items()}


def join(items: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[Ids]:
    """The finest partition that keeps every pair together, in the order of `items`."""
    above = {item: item for item in items}

    def find(item: str) -> str:
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    for left, right in pairs:
        above[find(left)] = find(right)
    parts: dict[str, list[str]] = {}
    for item in items:
        parts.setdefault(find(item), []).append(item)
    return [tuple(part) for part in parts.values()]
