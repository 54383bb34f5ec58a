"""What became of those shot, where the report tells it elsewhere: the one who died, and a number that holds dead and wounded.

"Five people were shot. One man was killed and four others were wounded": the five are no five wounded besides the four; they add
up what the report tells by its outcome. "An 8-year-old was shot …. An 8-year-old boy was killed": one child.
"""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.records import Relation
from bearwitness.core.vocabulary import TOLD, Act
from bearwitness.reading.english.story.contradiction import is_contradicted
from bearwitness.reading.english.story.sorts import shares_group
from bearwitness.reading.english.story.told import Told

_FIRST = 3
"""The sentences in which headline and lead tell one event."""


def relate_outcomes(told: Sequence[Told], ids: Sequence[str], relations: list[list[Relation]]) -> list[Told]:
    """The claims, with a number that holds the dead and the wounded as a total; the death of the one wounded `follows` the wound."""
    at = {ident: number for number, ident in enumerate(ids)}
    home = list(range(len(ids)))
    inside: dict[int, int] = {}
    for number, own in enumerate(relations):
        for relation in own:
            if relation.kind == "same":
                home[number] = home[at[relation.to]]
            elif relation.kind == "part-of":
                inside[number] = at[relation.to]
    dead = [n for n in _find_firsts("killing", told, home) if n not in inside]
    hurt = _find_firsts("injury", told, home)
    out = list(told)
    for number in hurt:
        if number not in inside and _holds_all(number, told, dead, [n for n in hurt if n != number], inside):
            for n, item in enumerate(told):
                if home[n] == number:
                    out[n] = replace(item, shape="aggregate")
                    relations[n] = [r for r in relations[n] if r.kind != "different"]
                relations[n] = [r for r in relations[n] if r.kind != "different" or home[at[r.to]] != number]
    followed = {
        home[at[r.to]]
        for n in range(len(told))
        for r in relations[n]
        if r.kind == "follows" and told[n].frame.act == "killing"
    }
    alive = [n for n in hurt if n not in inside]
    if len(dead) == len(alive) == 1 and alive[0] not in followed and _is_one_person(told[dead[0]], told[alive[0]]):
        relations[dead[0]].append(
            Relation(to=ids[alive[0]], kind="follows", because="what later befell the same person")
        )
    return out


def _find_firsts(act: Act, told: Sequence[Told], home: Sequence[int]) -> list[int]:
    """The first claims of the occurrences of an act with an exact number."""
    return [
        n
        for n, t in enumerate(told)
        if home[n] == n
        and t.frame.act == act
        and t.shape == "incident"
        and t.frame.status in TOLD
        and t.count.low == t.count.high
        and t.count.unit == "person"
    ]


def _holds_all(
    number: int, told: Sequence[Told], dead: Sequence[int], hurt: Sequence[int], inside: dict[int, int]
) -> bool:
    """Do the killed and the other wounded come to this number exactly, with nothing that sets them apart from it?"""
    whole = told[number]
    if whole.count.low < 2 or whole.frame.additional or not dead:
        return False
    fitting = [
        [n for n in part if not is_contradicted(told[n].when, told[n].where, whole.when, whole.where)]
        for part in (dead, [n for n in hurt if inside.get(n, number) == number])
    ]
    sizes = [sum(told[n].count.low for n in part) for part in fitting]
    alike = all(shares_group(told[n].frame, whole.frame) for part in fitting for n in part)
    return min(sizes) > 0 and sum(sizes) == whole.count.low and alike


def _is_one_person(dead: Told, hurt: Told) -> bool:
    """The report's only dead and only wounded: one by age, or by headline and lead, or by a word that goes back."""
    if dead.count.high != 1 or hurt.count.high != 1 or dead.frame.sentence == hurt.frame.sentence:
        return False
    if dead.frame.additional or hurt.frame.additional or not shares_group(dead.frame, hurt.frame):
        return False
    if is_contradicted(hurt.when, hurt.where, dead.when, dead.where):
        return False
    first, last = sorted((dead, hurt), key=lambda t: t.frame.sentence)
    ages = set(dead.frame.people.ages) & set(hurt.frame.people.ages)
    lead = first.frame.headline and last.frame.sentence <= _FIRST
    return bool(ages) or lead or last.frame.definite
