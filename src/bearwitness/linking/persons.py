"""What persons judged of claims, before any rule: their word on two claims outranks the reports' and the rules'.

`same` joins, `different` and `unsure` keep apart, also across what rules would join on the way. Where persons' own judgements cannot
all hold (A is B, B is C, yet A is not C), the wall stands, every `same` on a way between its ends becomes unsure, and each says why: the
conflict is theirs to settle. What a report's words say of two judged claims no longer counts, in linking or in counting.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim, Reading, Relation
from bearwitness.linking.joining import Groups, Pair, sort_pair
from bearwitness.linking.matching import BY
from bearwitness.linking.pairs import find_linkable

AGAINST: Final = "not joined, as a person does not judge these the same:"
"""How the reason of every link begins that would join what a person keeps apart."""
_UNSURE: Final = 0.5
_APART: Final = frozenset({"different", "part-of"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What persons' judgements come to over some readings.

    `readings` are without the relations they overrule; `links` is what to add to the rules' links; `joins` and `walls` bind the rules;
    `pairs` are those on which the rules have nothing to say. `overruled` are pairs that a report tells apart and persons join.
    """

    readings: tuple[Reading, ...]
    links: tuple[Link, ...]
    joins: tuple[Pair, ...]
    walls: frozenset[Pair]
    pairs: frozenset[Pair]
    overruled: tuple[Pair, ...]


def settle(readings: Sequence[Reading], judged: Iterable[Link]) -> Settled:
    """Persons' judgements worked out; those on claims that no incident can hold are left aside. Their order means nothing."""
    judged = tuple(judged)
    known = {told.claim.id for told in find_linkable(readings)} if judged else set()
    held = sorted(
        (k for k in judged if {k.left, k.right} <= known), key=lambda k: (*sort_pair(k.left, k.right), k.judgement)
    )
    walls = [sort_pair(link.left, link.right) for link in held if link.judgement == "different"]
    disputed = _find_disputed(held, walls)
    joins = [sort_pair(k.left, k.right) for k in held if k.judgement == "same" and k not in disputed]
    groups = Groups(joins)
    links = [_dispute(link, disputed[link]) if link in disputed else link for link in held]
    links = [k for k in links if k.judgement in {"same", "different"} or not groups.is_joined(k.left, k.right)]
    doubts = [sort_pair(k.left, k.right) for k in links if k.judgement == "unsure"]
    pairs = frozenset(sort_pair(link.left, link.right) for link in held)
    cut, overruled = _find_overruled(readings, joins, (*walls, *doubts), pairs) if held else ({}, set())
    return Settled(
        readings=overrule(readings, pairs | cut.keys() | overruled),
        links=(*links, *cut.values()),
        joins=tuple(joins),
        walls=frozenset((*walls, *doubts)),
        pairs=pairs | cut.keys(),
        overruled=tuple(sorted(overruled)),
    )


def hold_walls(links: Sequence[Link], settled: Settled) -> list[Link]:
    """The links of the rules without what a person's wall forbids beside joins, which `link_claims` has settled: a part across a
    wall becomes unsure, a doubt across it is answered and left out.
    """
    if not settled.walls:
        return list(links)
    groups = Groups((*settled.joins, *((link.left, link.right) for link in links if link.judgement == "same")))
    across = {sort_pair(groups.find(left), groups.find(right)) for left, right in settled.walls}
    refused = _refuse_parts(links, settled, groups)
    kept = []
    for link in links:
        ends = sort_pair(groups.find(link.left), groups.find(link.right))
        if link.judgement != "unsure" or ends not in across or is_conflict(link):
            kept.append(refused.get(link, link))
    return kept


def _refuse_parts(links: Iterable[Link], settled: Settled, groups: Groups) -> Mapping[Link, Link]:
    """The parts that would bring together what persons keep apart, made unsure; the strongest parts stay.

    Two parts of one whole may differ: the two men and the two women of four.
    """
    held = [link for link in settled.links if link.judgement == "part-of"]
    ruled = [link for link in links if link.judgement == "part-of"]
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    incidents = Groups()
    refused: dict[Link, Link] = {}
    for link in (*held, *sorted(ruled, key=lambda k: (-k.score, k.left, k.right))):
        part, whole = groups.find(link.left), groups.find(link.right)
        ends = sort_pair(incidents.find(part), incidents.find(whole))
        crossed = []
        for wall in sorted(settled.walls) if link not in held else ():
            one, other = (groups.find(ident) for ident in wall)
            siblings = part in (one, other) and all(whole in wholes[end] for end in (one, other) if end != part)
            if sort_pair(incidents.find(one), incidents.find(other)) == ends and not siblings:
                crossed.append(wall)
        if crossed:
            refused[link] = refuse(link, crossed)
        else:
            wholes[part].add(whole)
            incidents.join(part, whole)
    return refused


def overrule(readings: Sequence[Reading], pairs: Collection[Pair]) -> tuple[Reading, ...]:
    """The readings without what they say of these pairs; a later fate of the same people is no judgement on one occurrence."""
    return tuple(
        reading if claims == reading.claims else replace(reading, claims=claims)
        for reading in readings
        for claims in [tuple(_strip(claim, pairs) for claim in reading.claims)]
    )


def list_stripped(before: Reading, after: Reading) -> frozenset[Pair]:
    """The pairs of claims on which a reading says no more what it said before."""
    if before is after or before.claims == after.claims:
        return frozenset()
    return frozenset(
        sort_pair(claim.id, relation.to)
        for claim, kept in zip(before.claims, after.claims, strict=True)
        for relation in claim.relations
        if relation not in kept.relations
    )


def refuse(link: Link, walls: Sequence[Pair]) -> Link:
    """A joint that would cross persons' walls, made unsure, with the conflict as its last reason."""
    left, right = sort_pair(link.left, link.right)
    apart = "; ".join(f"{one} and {other}" for one, other in walls)
    reasons = (*link.reasons, f"{AGAINST} {apart}")
    return replace(link, left=left, right=right, judgement="unsure", score=_UNSURE, reasons=reasons, by=BY)


def is_conflict(link: Link) -> bool:
    """Whether a link would be a joint, but for what a person keeps apart."""
    return link.judgement == "unsure" and any(reason.startswith(AGAINST) for reason in link.reasons)


def _find_disputed(held: Sequence[Link], walls: Sequence[Pair]) -> Mapping[Link, list[Pair]]:
    """Each `same` that lies on a way between two claims judged different, with the walls it runs against.

    Each wall is looked at with all the joins in place, and its ways one after another, so that none is spared by chance.
    """
    disputed: defaultdict[Link, list[Pair]] = defaultdict(list)
    joins = [link for link in held if link.judgement == "same"]
    groups = Groups((link.left, link.right) for link in joins)
    for wall in walls:
        if not groups.is_joined(*wall):
            continue
        near: defaultdict[str, dict[str, Link]] = defaultdict(dict)
        for link in joins:
            near[link.left][link.right] = near[link.right][link.left] = link
        while way := _find_way(near, *wall):
            for link in way:
                disputed[link].append(wall)
                del near[link.left][link.right], near[link.right][link.left]
    return disputed


def _find_way(near: Mapping[str, Mapping[str, Link]], start: str, end: str) -> list[Link]:
    """The links of a shortest way between two claims; none where there is no way."""
    came: dict[str, tuple[str, Link] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            way = []
            while step := came[here]:
                here, link = step
                way.append(link)
            return way
        for there in sorted(near[here]):
            if there not in came:
                came[there] = (here, near[here][there])
                waiting.append(there)
    return []


def _dispute(link: Link, walls: Sequence[Pair]) -> Link:
    said = tuple(f"a person judged them the same: {reason}" for reason in link.reasons) or (
        "a person judged them the same",
    )
    return refuse(replace(link, reasons=said), walls)


def _find_overruled(
    readings: Sequence[Reading], joins: Sequence[Pair], walls: Collection[Pair], pairs: Collection[Pair]
) -> tuple[dict[Pair, Link], set[Pair]]:
    """The reports' own joints that persons' walls forbid, as unsure links, and the pairs they tell apart that persons join.

    A report's `same` never brings together what a person keeps apart; such a joint is cut, in the order of the ids.
    """
    relations = sorted(_list_relations(readings), key=lambda row: (row[0], row[1].kind, row[1].because))
    persons, told = Groups(joins), Groups(joins)
    cut: dict[Pair, Link] = {}
    for pair, relation in relations if walls else ():
        if relation.kind != "same" or pair in pairs:
            continue
        ends = sort_pair(told.find(pair[0]), told.find(pair[1]))
        crossed = [wall for wall in sorted(walls) if sort_pair(told.find(wall[0]), told.find(wall[1])) == ends]
        if not crossed:
            told.join(*pair)
        else:
            reasons = (relation.because,) if relation.because else ("the report says so",)
            joint = Link(left=pair[0], right=pair[1], judgement="same", score=1.0, reasons=reasons, by="report")
            cut[pair] = refuse(joint, crossed)
    apart = {pair for pair, relation in relations if relation.kind in _APART and persons.is_joined(*pair)}
    return cut, apart


def _list_relations(readings: Sequence[Reading]) -> list[tuple[Pair, Relation]]:
    return [
        (sort_pair(claim.id, relation.to), relation)
        for reading in readings
        for claim in reading.claims
        for relation in claim.relations
    ]


def _strip(claim: Claim, pairs: Collection[Pair]) -> Claim:
    kept = tuple(r for r in claim.relations if r.kind == "follows" or sort_pair(claim.id, r.to) not in pairs)
    return claim if kept == claim.relations else replace(claim, relations=kept)
