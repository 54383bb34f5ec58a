"""The people of a counted group told one by one: "Four people were shot. A 19-year-old was hit in the leg; a woman, in the arm."

Who is told singly after a number, under the same act, at a time and place that do not speak against it and by words that fit,
is one of that number and no occurrence besides. Where those told come to more than the number, none is called a part:
both stay, and the check of totals shows them (design §4, rule 3).
"""

from collections.abc import Sequence

from bearwitness.core.records import Relation
from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.story.contradiction import is_contradicted
from bearwitness.reading.english.story.parts_told import fill_from_whole
from bearwitness.reading.english.story.sorts import find_stages, shares_group
from bearwitness.reading.english.story.told import Told


def relate_singly_told(told: Sequence[Told], ids: Sequence[str], relations: list[list[Relation]]) -> list[Told]:
    """Writes `part-of` for those told one by one, in place of the walls to their group; the claims with the group's day and place."""
    home = _find_homes(ids, relations)
    found: dict[int, list[int]] = {}
    for number in range(len(told)):
        if home[number] != number or any(r.kind == "part-of" for r in relations[number]):
            continue
        whole = _find_whole(number, told, home, found)
        if whole is not None:
            found.setdefault(whole, []).append(number)
    out = list(told)
    for whole, members in found.items():
        if sum(told[n].count.low for n in members) > told[whole].count.low:
            continue
        group = {ids[n] for n in range(len(told)) if home[n] == whole}
        for member in members:
            mine = {ids[n] for n in range(len(told)) if home[n] == member}
            for n in range(len(told)):
                if home[n] == member:
                    relations[n] = [r for r in relations[n] if r.kind != "different" or r.to not in group]
                if home[n] == whole:
                    relations[n] = [r for r in relations[n] if r.kind != "different" or r.to not in mine]
            relations[member].append(Relation(to=ids[whole], kind="part-of", because="tells one of the people again"))
            out[member] = fill_from_whole(out[member], out[whole])
    return out


def _find_homes(ids: Sequence[str], relations: Sequence[Sequence[Relation]]) -> list[int]:
    """For each claim the first one that tells the same people."""
    at = {ident: number for number, ident in enumerate(ids)}
    home = list(range(len(ids)))
    for number, own in enumerate(relations):
        for relation in own:
            if relation.kind == "same":
                home[number] = home[at[relation.to]]
    return home


def _find_whole(number: int, told: Sequence[Told], home: Sequence[int], found: dict[int, list[int]]) -> int | None:
    """The group told last before that may hold these people."""
    item = told[number]
    if (
        item.shape != "incident"
        or item.frame.status not in TOLD
        or item.frame.bare
        or item.count.low != item.count.high
    ):
        return None
    before = next((m for m in range(number - 1, -1, -1) if told[m].frame.act == item.frame.act and home[m] == m), None)
    for earlier in range(number - 1, -1, -1):
        whole = told[earlier]
        if whole.frame.act != item.frame.act or not _is_group(whole) or whole.count.low <= item.count.low:
            continue
        if whole.frame.sentence == item.frame.sentence or not shares_group(item.frame, whole.frame):
            continue
        if any(
            is_contradicted(item.when, item.where, t.when, t.where)
            for n, t in enumerate(told)
            if home[n] == home[earlier]
        ):
            continue
        listed = before is not None and before in found.get(home[earlier], [])
        if item.frame.additional and not listed:
            return None
        return home[earlier]
    return None


def _is_group(whole: Told) -> bool:
    """People counted exactly and named by a word that says no more than who they were: "four people", "two teens", "three"."""
    exact = whole.count.low == whole.count.high and whole.count.low > 1 and whole.count.unit == "person"
    told = whole.shape == "incident" and whole.frame.status in TOLD and not whole.frame.bare
    return exact and told and (bool(find_stages(whole.frame)) or not whole.frame.people.group)
