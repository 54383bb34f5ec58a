"""Checks that so few people can be true: one world in which every claim holds. Standard library only.

A world says which claims tell of one occurrence, how many people each incident befell, on which day and where, for which totals they
count, and who else there was whom no incident lists.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from bearwitness.counting.verify_case import Case, Told, find_home, fuse, is_walled, join
from bearwitness.counting.verify_regions import Region, is_within

Spot = tuple[int, tuple[str, ...]]


def check_world(case: Case, world: Mapping[str, Any]) -> int:
    """How many people lie inside the question in this world. Raises ValueError where some claim does not hold in it."""
    groups = [tuple(row["claims"]) for row in world["groups"]]
    told = _read_groups(case, groups)
    owners = {ident: one for one in told if one.is_total for ident in one.ids}
    homes: dict[str, Region] = {}
    for one in told:
        home = find_home(case, one, owners)
        if home is None:
            raise ValueError(f"{', '.join(one.ids)} can lie nowhere")
        homes[one.ids[0]] = home
    counted: Counter[str] = Counter()
    inside = 0
    for row, one in zip(world["groups"], told, strict=True):
        if one.is_total:
            continue
        people, region = _read_people(row), _read_spot(row)
        if people < one.low or (one.high is not None and people > one.high):
            raise ValueError(f"{', '.join(one.ids)} tells of another number than {people}")
        if not is_within(region, homes[one.ids[0]]):
            raise ValueError(f"{', '.join(one.ids)} cannot lie there")
        covered = _find_covered(case, row, owners, region)
        if any(is_walled(case, one.ids, total.ids) for total in covered):
            raise ValueError(f"{', '.join(one.ids)} is judged different from a total it counts for")
        if row["of_group"] is not True and (one.is_sure or covered):
            raise ValueError(f"{', '.join(one.ids)} is of the group asked for")
        counted.update({total.ids[0]: people for total in covered})
        inside += people * (row["of_group"] is True and is_within(region, case.asked))
    for row in world["unlisted"]:
        people, region = _read_people(row), _read_spot(row)
        covered = _find_covered(case, row, owners, region)
        if not any(is_within(region, homes[total.ids[0]]) for total in covered):
            raise ValueError("people whom no claim tells of belong to no total that lies there")
        if row["of_group"] is not True and any(total.is_sure for total in covered):
            raise ValueError("people of another group count for a total of the group asked for")
        counted.update({total.ids[0]: people for total in covered})
        inside += people * (row["of_group"] is True and is_within(region, case.asked))
    for one in told:
        if one.is_total and counted[one.ids[0]] < one.low:
            raise ValueError(f"the total {', '.join(one.ids)} has {counted[one.ids[0]]} people, and tells of {one.low}")
    return inside


def _read_groups(case: Case, groups: Sequence[tuple[str, ...]]) -> list[Told]:
    """What each group tells as one. Raises ValueError where the groups cross a wall, part what is the same, or join what nothing ties."""
    number = {ident: n for n, group in enumerate(groups) for ident in group}
    if len(number) != sum(map(len, groups)) or number.keys() != case.alone.keys():
        raise ValueError("the groups do not hold every claim once")
    if any(number[left] != number[right] for left, right in case.same):
        raise ValueError("claims judged the same stand apart")
    near = [(left, right) for left, others in case.ties.items() for right in others if number[left] == number[right]]
    for part in join(list(case.alone), [*case.same, *near]):
        if len(part) != len(groups[number[part[0]]]):
            raise ValueError(f"nothing ties {part[0]} to all of its group")
    for group in groups:
        if len(group) > 1 and is_walled(case, group, group):
            raise ValueError(f"claims judged different stand in one group: {', '.join(group)}")
    return [fuse(case, group) for group in groups]


def _find_covered(case: Case, row: Mapping[str, Any], owners: Mapping[str, Told], region: Region) -> list[Told]:
    """The totals that these people count for. Raises ValueError where one of them cannot hold them, or two are judged different."""
    covered = [owners[ident] for ident in row["counts_for"]]
    if len({total.ids[0] for total in covered}) < len(covered):
        raise ValueError("people count twice for one total")
    for total in covered:
        if not is_within(region, total.region):
            raise ValueError(f"the total {', '.join(total.ids)} does not hold people there")
    if any(is_walled(case, one.ids, other.ids) for one, other in combinations(covered, 2)):
        raise ValueError("people count for two totals that are judged different")
    return covered


def _read_people(row: Mapping[str, Any]) -> int:
    people = row["people"]
    if type(people) is not int or people < 0:
        raise ValueError("a world holds no whole number of people")
    return people


def _read_spot(row: Mapping[str, Any]) -> Region:
    day = date.fromisoformat(row["day"]).toordinal()
    return (day, day, tuple(row["place"]))
