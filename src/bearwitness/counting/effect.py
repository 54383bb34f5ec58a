"""How far a figure moves with the answer to one open question: whether two claims tell of one occurrence or of two.

Only the claims that hang together with the two are counted again (`components`); all others add the same either way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Judgement
from bearwitness.counting.arrange import Judged, join, join_same, read_judgements
from bearwitness.counting.components import Component, Components, find_components
from bearwitness.counting.estimate import count_people
from bearwitness.counting.selection import select_claims
from bearwitness.counting.told import natural_order

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How many people the low and the high end lie apart between the two answers; open ends are read as stated."""

    low: int
    high: int


def find_effects(
    question: Question, claims: Sequence[Claim], links: Iterable[Link], pairs: Sequence[Pair], most: int
) -> tuple[Effect | None, ...]:
    """The effect of each pair on the figure for `question`.

    None where a claim does not count, where more than `most` claims hang together, or where one of the answers leaves the claims no way
    to be all true.
    """
    chosen = select_claims(question, sorted(claims, key=lambda claim: natural_order(claim.id))).claims
    links = list(links)
    judged = read_judgements(chosen, links)
    part_of = _number_parts(find_components(question, chosen, join_same(chosen, judged), judged), judged)
    inside: dict[int, list[Claim]] = {}
    for claim in chosen:
        if claim.id in part_of:
            inside.setdefault(part_of[claim.id], []).append(claim)
    said: dict[int, list[Link]] = {}
    for link in links:
        if link.left in part_of and link.right in part_of:
            said.setdefault(part_of[link.left], []).append(link)
    found: list[Effect | None] = []
    for left, right in pairs:
        number = part_of.get(left, -1)
        held = inside.get(number, [])
        if number != part_of.get(right, -2) or len(held) > most:
            found.append(None)
        else:
            found.append(_find_effect(question, held, said.get(number, []), (left, right)))
    return tuple(found)


def _number_parts(components: Components, judged: Judged) -> dict[str, int]:
    """Which claims hang together, by a number each. A total that forces nobody into the question still bounds from above those that are
    part of it.
    """
    part_of = {ident: number for number, part in enumerate(components.parts) for ident in _list_ids(part)}
    idle = {told.claims[0].id: number for number, told in enumerate(components.idle.values(), len(components.parts))}
    part_of |= {ident: idle[told.claims[0].id] for ident, told in components.idle.items()}
    pairs = [
        (part_of[ident], part_of[whole])
        for ident, wholes in judged.wholes.items()
        for whole in wholes
        if ident in part_of and whole in part_of
    ]
    together = {number: members[0] for members in join(sorted(set(part_of.values())), pairs) for number in members}
    return {ident: together[number] for ident, number in part_of.items()}


def _list_ids(part: Component) -> Iterable[str]:
    return (ident for node in (*part.totals, *part.incidents) for atom in node.cluster.atoms for ident in atom)


def _find_effect(question: Question, claims: Sequence[Claim], links: Sequence[Link], pair: Pair) -> Effect | None:
    left, right = min(pair), max(pair)
    others = [link for link in links if {link.left, link.right} != {left, right}]

    def answer(word: Judgement) -> tuple[int, int] | None:
        said = Link(left=left, right=right, judgement=word, score=1.0, reasons=(), by="")
        found = count_people(question, claims, [*others, said])
        return None if found.low is None or found.high_stated is None else (found.low, found.high_stated)

    same, different = answer("same"), answer("different")
    if same is None or different is None:
        return None
    return Effect(low=abs(different[0] - same[0]), high=abs(different[1] - same[1]))
