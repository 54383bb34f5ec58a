"""Checks that no fewer people can be true: prices that no arrangement of the claims can beat. Standard library only.

Every person of a total that needs people is worth that total's price. One person can count for several totals, and the prices of those
together are never more than that person costs: one inside the question, nothing outside. So all totals together prove at least the sum
of what they need, times their prices; and every incident adds what it must cost beyond what its people are worth (weak duality). Where
whole numbers need it, a proof splits into two cases that leave nothing out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import Any, TypeVar

from bearwitness.counting.verify_case import Case, Ids, Told, find_home, fuse
from bearwitness.counting.verify_regions import build_index, find_near, is_within
from bearwitness.counting.verify_setting import (
    Column,
    Kind,
    Setting,
    build_setting,
    find_owners,
    find_reach,
    find_rough_floor,
    has_totals,
    list_readings,
)

Cluster = tuple[Ids, ...]
_Limited = TypeVar("_Limited", Column, Kind)


def check_floor(case: Case, proof: Sequence[Mapping[str, Any]]) -> int:
    """How many people the proof shows there are at least. Raises ValueError where it does not hold."""
    cluster_of = {ident: cluster for cluster in case.clusters for atom in cluster for ident in atom}
    used: dict[str, int] = {}
    for number, entry in enumerate(proof):
        for ident in entry["clusters"]:
            if cluster_of[ident][0][0] in used:
                raise ValueError(f"claim {ident} stands in two parts of the proof")
            used[cluster_of[ident][0][0]] = number
    _check_apart(case, used)
    owners = find_owners(case)
    total = sum(_find_plain(case, cluster, owners) for cluster in case.clusters if cluster[0][0] not in used)
    for entry in proof:
        clusters = [cluster_of[ident] for ident in entry["clusters"]]
        if entry.get("floor") is True:
            total += sum(find_rough_floor(case, cluster) for cluster in clusters)
            continue
        given = {frozenset(map(tuple, row["groups"])): row["proof"] for row in entry["readings"]}
        settings = [(frozenset(r), build_setting(case, clusters, r, owners)) for r in list_readings(case, clusters)]
        found = [check_proof(setting, given[reading]) for reading, setting in settings if setting is not None]
        worth = [one for one in found if one is not None]
        if not worth:
            raise ValueError("no way to read the links lets every claim be true")
        total += min(worth)
    return total


def check_proof(setting: Setting, node: Mapping[str, Any]) -> int | None:
    """How many people one reading needs at least; None where nothing can lie so. Raises ValueError where the proof does not hold."""
    if "split" not in node:
        return find_worth(setting, parse_prices(node["totals"]), parse_prices(node["atoms"]))
    worth = [
        check_proof(part, node[answer])
        for answer in ("yes", "no")
        if (part := split(setting, node["split"], is_yes=answer == "yes")) is not None
    ]
    return min((one for one in worth if one is not None), default=None)


def parse_prices(row: Mapping[str, Any]) -> dict[str, Fraction]:
    """Prices are whole numbers or fractions, as text."""
    return {str(name): Fraction(str(price)) for name, price in row.items()}


def find_worth(setting: Setting, totals: Mapping[str, Fraction], atoms: Mapping[str, Fraction]) -> int | None:
    """What these prices prove. Raises ValueError where some person is worth more than one costs."""
    if not totals.keys() <= setting.needs.keys() or any(price < 0 for price in totals.values()):
        raise ValueError("a price stands at a total that forces nobody in, or is below nothing")
    proven = sum((price * setting.needs[name] for name, price in totals.items()), Fraction(0))
    for kind in setting.kinds:
        cost = 1 - sum((totals.get(name, Fraction(0)) for name in kind.cover), Fraction(0))
        if cost < 0 and kind.most is None:
            raise ValueError(f"one person is worth more than one: {', '.join(sorted(kind.cover))}")
        proven += cost * (kind.least if cost >= 0 or kind.most is None else kind.most)
    for cluster, columns in setting.clusters:
        if not columns:
            return None
        costs = [find_cost(column, setting.needs, totals) for column in columns]
        if len(cluster) == 1:
            proven += min(costs)
            continue
        prices = [(atom[0], atoms.get(atom[0], Fraction(0))) for atom in cluster]
        for column, cost in zip(columns, costs, strict=True):
            if cost < sum((price for first, price in prices if first in column.told.ids), Fraction(0)):
                raise ValueError(f"claims are worth more than they cost: {', '.join(column.told.ids)}")
        proven += sum((price for _, price in prices), Fraction(0))
    return ceil(proven)


def find_cost(column: Column, needs: Mapping[str, int], totals: Mapping[str, Fraction]) -> Fraction:
    """The least that its people cost beyond what they are worth; more than a total needs of them are worth nothing to it."""
    worth = [(needs[name], totals[name]) for name in column.cover if totals.get(name)]
    ends = [column.least, *(need for need, _ in worth), *([column.most] if column.most is not None else [])]
    numbers = {n for n in ends if column.least <= n and (column.most is None or n <= column.most)}
    return min(n * column.asked - sum((price * min(n, need) for need, price in worth), Fraction(0)) for n in numbers)


def split(setting: Setting, row: Mapping[str, Any], *, is_yes: bool) -> Setting | None:
    """The setting in one of two cases: a group lies so or does not; it, or a kind of unlisted people, are so many at most or more.

    None where the case cannot be.
    """
    ids, cover = tuple(row.get("claims", ())), frozenset(row["cover"])
    most = row.get("most")
    if most is not None and type(most) is not int:
        raise ValueError("a case of a split counts no whole number of people")
    if not ids:
        if most is None:
            raise ValueError("a split of unlisted people says not how many")
        kinds = tuple(_limit(kind, most, is_yes=is_yes) if kind.cover == cover else kind for kind in setting.kinds)
        return replace(setting, kinds=kinds)
    placed = []
    for cluster, columns in setting.clusters:
        if most is None:
            chosen = [
                column
                for column in columns
                if (_is_so(column, ids, row) if is_yes else not _is_so(column, ids, row))
                or (is_yes and set(ids).isdisjoint(column.told.ids))
            ]
        else:
            chosen = [_limit(column, most, is_yes=is_yes) if _is_so(column, ids, row) else column for column in columns]
            chosen = [column for column in chosen if column.most is None or column.least <= column.most]
        if not chosen:
            return None
        placed.append((cluster, tuple(chosen)))
    return replace(setting, clusters=tuple(placed))


def _is_so(column: Column, ids: Ids, row: Mapping[str, Any]) -> bool:
    return column.told.ids == ids and column.asked is row["asked"] and column.cover == frozenset(row["cover"])


def _limit(one: _Limited, most: int, *, is_yes: bool) -> _Limited:
    if is_yes:
        return replace(one, most=most if one.most is None else min(one.most, most))
    return replace(one, least=max(one.least, most + 1))


def _find_plain(case: Case, cluster: Cluster, owners: Mapping[str, Told]) -> int:
    """What a cluster proves with no proof at all: one incident that surely lies inside."""
    told = fuse(case, cluster[0])
    home = find_home(case, told, owners)
    if len(cluster) > 1 or told.is_total or home is None:
        return 0
    return told.low if told.is_sure and is_within(home, case.asked) else 0


def _check_apart(case: Case, used: Mapping[str, int]) -> None:
    """Nobody may count in two parts of the proof: whoever can count for a total is worked out with it."""
    reaches = {cluster[0][0]: find_reach(case, cluster) for cluster in case.clusters}
    scopes = {cluster[0][0] for cluster in case.clusters if has_totals(case, cluster)}
    index = build_index({name: reaches[name] for name in scopes if name in used})
    nested = any(
        case.alone[ident].is_total and case.alone[whole].is_total
        for ident, wholes in case.wholes.items()
        for whole in wholes
    )
    for name, reach in reaches.items():
        if name in scopes and name not in used:
            if nested:
                raise ValueError(f"total {name} is left out where totals are parts of one another")
            continue  # what it says may only be left out: it would bind further
        for other in find_near(index, reach):
            if name != other and used.get(name) != used[other]:
                raise ValueError(f"claim {name} can count for the total {other}, and is not worked out with it")
