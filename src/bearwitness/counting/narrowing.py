"""Which claims can prove people in one row of a breakdown.

A total may hold the people of other claims, and says nothing of which. So in a row by sex, age, group, manner or grade it proves somebody
only where nothing else touches its days and place; it still says how many there may be. An incident whose month or place is not settled
proves people there only where no total may hold it: the same people may be those that make up the total of one month.
So the lows of the rows never add up to more than the whole proves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bearwitness.core.incidents import Question
from bearwitness.core.periods import is_period
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, find_clusters, join_same
from bearwitness.counting.components import find_reach
from bearwitness.counting.membership import find_region
from bearwitness.counting.nearby import find_near, index_regions
from bearwitness.counting.traits import PLACE_DEPTHS, Narrowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Touching:
    """Claims by what touches their days and place: `totals` that other claims touch, `incidents` that a total touches, and `family`, the
    totals that part-of connects with other claims.
    """

    totals: frozenset[str]
    incidents: frozenset[str]
    family: frozenset[str]


NO_TOUCHING: Final = Touching(totals=frozenset(), incidents=frozenset(), family=frozenset())


def find_touching(claims: Sequence[Claim], judged: Judged) -> Touching:
    """What touches what among claims of one act; it depends on no question's days, place or traits."""
    by_id = {claim.id: claim for claim in claims}
    clusters = [
        [ident for atom in cluster.atoms for ident in atom]
        for cluster in find_clusters(join_same(claims, judged), judged)
    ]
    alone = [len(ids) == 1 for ids in clusters]
    reaches = [find_reach([find_region(by_id[i].when, by_id[i].where) for i in ids]) for ids in clusters]
    has_totals = [any(by_id[ident].shape == "aggregate" for ident in ids) for ids in clusters]
    parts = {ident for part, wholes in judged.wholes.items() for ident in (part, *wholes)}
    everything = index_regions(reaches)
    totals = index_regions([reach for reach, has in zip(reaches, has_totals, strict=True) if has])
    touched: dict[bool, list[str]] = {True: [], False: []}
    for ids, is_alone, reach, has in zip(clusters, alone, reaches, has_totals, strict=True):
        near = find_near(everything if has else totals, reach)
        most = 1 if has and is_alone else 0  # a total is near itself
        if len(list(islice(near, most + 1))) > most or not parts.isdisjoint(ids):
            touched[has] += ids
    return Touching(
        totals=frozenset(touched[True]),
        incidents=frozenset(touched[False]),
        family=frozenset(ident for ident in parts if by_id[ident].shape == "aggregate"),
    )


def narrow_question(question: Question, touching: Touching) -> Question:
    """The question as the program asks it of the claims: itself where it has no traits."""
    if not question.traits:
        return question
    unsettled = any(is_period(trait.kind) or trait.kind in PLACE_DEPTHS for trait in question.traits)
    return Narrowed(
        act=question.act,
        earliest=question.earliest,
        latest=question.latest,
        place=question.place,
        group=question.group,
        traits=question.traits,
        loose=touching.totals | touching.incidents if unsettled else touching.totals,
    )
