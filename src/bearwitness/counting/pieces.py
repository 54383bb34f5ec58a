"""A figure in pieces: claims that hang together, with what each piece adds. When something about one piece changes, only it is counted again.

The figure is the sum of its pieces, at either end. That it is so after a change too is a law of the tests.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bearwitness.core.incidents import Link, Question
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Judgement
from bearwitness.counting.arrange import Judged, Pair, join, join_same, read_judgements
from bearwitness.counting.bounds import Bounds, Ends, add_up, find_bounds
from bearwitness.counting.components import Component, Components, find_components
from bearwitness.counting.least import Part, find_least
from bearwitness.counting.membership import find_asked
from bearwitness.counting.most import Clash, Described
from bearwitness.counting.selection import select_claims
from bearwitness.counting.told import natural_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Claims that hang together, in their order, the judgements between them, and what they add."""

    claims: tuple[Claim, ...]
    judged: Judged
    ends: Ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """All pieces of a figure and which of them each claim is in; `whole` is what they come to.

    `closed`: the high end of pieces beside an open one, worked out when first asked for.
    """

    question: Question
    pieces: tuple[Piece, ...]
    number: Mapping[str, int]
    whole: Ends
    described: Mapping[str, Described]
    closed: dict[int, int | None] = field(default_factory=dict)


def split_pieces(question: Question, bounds: Bounds) -> Pieces:
    """The pieces of a figure that was counted."""
    pieces = _split(question, bounds.claims, bounds.judged, bounds.components)
    size = len(pieces.pieces)
    described: list[list[Described]] = [[] for _ in range(size)]
    parts: list[list[Part]] = [[] for _ in range(size)]
    for one in bounds.described:
        described[pieces.number[one.told.claims[0].id]].append(one)
    for component, part in zip(bounds.components.parts, bounds.parts, strict=True):
        parts[pieces.number[next(iter(_list_ids(component)))]].append(part)
    counted = zip(pieces.pieces, parts, described, strict=True)
    return replace(
        pieces,
        pieces=tuple(replace(piece, ends=add_up(some, told)) for piece, some, told in counted),
        whole=add_up(bounds.parts, bounds.described),
        described={claim.id: one for one in bounds.described for claim in one.told.claims},
    )


def split_claims(question: Question, claims: Sequence[Claim], links: Iterable[Link]) -> Pieces:
    """The pieces without a figure, each as if it added nobody: what an answer then comes to is what its own piece does. So it also serves
    where some other claims clash.
    """
    chosen = select_claims(question, sorted(claims, key=lambda claim: natural_order(claim.id))).claims
    judged = read_judgements(chosen, links)
    return _split(question, chosen, judged, find_components(question, chosen, join_same(chosen, judged), judged))


def _split(question: Question, claims: Sequence[Claim], judged: Judged, components: Components) -> Pieces:
    number = _number_claims(components, judged)
    size = max(number.values(), default=-1) + 1
    inside: list[list[Claim]] = [[] for _ in range(size)]
    for claim in claims:
        inside[number[claim.id]].append(claim)
    nobody = Ends(low=0, high=0, stated=0)
    pieces = zip(inside, _split_judged(judged, number, size), strict=True)
    return Pieces(
        question=question,
        pieces=tuple(Piece(claims=tuple(some), judged=said, ends=nobody) for some, said in pieces),
        number=number,
        whole=nobody,
        described={},
    )


def count_piece(pieces: Pieces, claims: Sequence[Claim], judged: Judged) -> Ends | None:
    """What the claims of one piece add when they or the judgements between them are changed; None where they clash."""
    found = find_bounds(pieces.question, claims, judged)
    return None if isinstance(found, Clash) else add_up(found.parts, found.described)


def count_least(pieces: Pieces, claims: Sequence[Claim], judged: Judged) -> int:
    """The fewest people alone, where the judgements leave everything a way to be true."""
    components = find_components(pieces.question, claims, join_same(claims, judged), judged)
    parts = find_least(find_asked(pieces.question), components, judged)
    if parts is None:
        raise ArithmeticError("claims that fit together one way fit together no way")
    return sum(part.low for part in parts)


def replace_pieces(pieces: Pieces, numbers: Collection[int], ends: Ends) -> Ends | None:
    """What the figure comes to when these pieces together add `ends`; None where that is no figure, its low above its high."""
    before = [pieces.pieces[i].ends for i in numbers]
    low = pieces.whole.low + ends.low - sum(one.low for one in before)
    stated = pieces.whole.stated + ends.stated - sum(one.stated for one in before)
    high = _find_high(pieces, numbers, ends)
    return None if high is not None and low > high else Ends(low=low, high=high, stated=stated)


def judge_pair(judged: Judged, pair: Pair, judgement: Judgement) -> Judged:
    """The judgements when a person judges two claims; nothing else that is said of the two holds then."""
    left, right = pair

    def without(others: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        return {
            ident: some - {right if ident == left else left if ident == right else ""} for ident, some in others.items()
        }

    walls, wholes = without(judged.walls), without(judged.wholes)
    same, unsure = (
        tuple(ends for ends in pairs if set(ends) != {left, right}) for pairs in (judged.same, judged.unsure)
    )
    if judgement == "different":
        walls[left], walls[right] = walls.get(left, frozenset()) | {right}, walls.get(right, frozenset()) | {left}
    elif judgement == "part-of":
        wholes[left] = wholes.get(left, frozenset()) | {right}
    elif judgement == "same":
        same = (*same, pair)
    else:
        unsure = (*unsure, pair)
    return replace(judged, same=same, unsure=unsure, walls=walls, wholes=wholes)


def _find_high(pieces: Pieces, numbers: Collection[int], ends: Ends) -> int | None:
    if ends.high is None:
        return None
    if pieces.whole.high is not None:
        return pieces.whole.high + ends.high - sum(pieces.pieces[i].ends.high or 0 for i in numbers)
    others = [i for i in range(len(pieces.pieces)) if i not in numbers]
    if any(pieces.pieces[i].ends.high is None for i in others):
        return None
    # What left the figure open is closed: the others were added up as stated, and not as they end.
    return ends.high + sum(_close(pieces, i) or 0 for i in others)


def _close(pieces: Pieces, number: int) -> int | None:
    piece = pieces.pieces[number]
    if not piece.judged.wholes:
        return piece.ends.high
    if number not in pieces.closed:
        again = count_piece(pieces, piece.claims, piece.judged)
        pieces.closed[number] = None if again is None else again.high
    return pieces.closed[number]


def _number_claims(components: Components, judged: Judged) -> dict[str, int]:
    """Which claims hang together, by a number each, from nothing on. A total that forces nobody into the question still bounds from above
    those that are part of it.
    """
    part_of = {ident: number for number, part in enumerate(components.parts) for ident in _list_ids(part)}
    first = {told.claims[0].id: number for number, told in enumerate(components.idle.values(), len(components.parts))}
    part_of |= {ident: first[told.claims[0].id] for ident, told in components.idle.items()}
    pairs = [
        (part_of[ident], part_of[whole])
        for ident, wholes in judged.wholes.items()
        for whole in wholes
        if ident in part_of and whole in part_of
    ]
    groups = join(sorted(set(part_of.values())), pairs)
    together = {number: place for place, members in enumerate(groups) for number in members}
    return {ident: together[number] for ident, number in part_of.items()}


def _list_ids(part: Component) -> Iterable[str]:
    return (ident for node in (*part.totals, *part.incidents) for atom in node.cluster.atoms for ident in atom)


def _split_judged(judged: Judged, number: Mapping[str, int], size: int) -> list[Judged]:
    """The judgements inside each piece."""
    same: list[list[Pair]] = [[] for _ in range(size)]
    unsure: list[list[Pair]] = [[] for _ in range(size)]
    walls: list[dict[str, frozenset[str]]] = [{} for _ in range(size)]
    wholes: list[dict[str, frozenset[str]]] = [{} for _ in range(size)]
    for pairs, split in ((judged.same, same), (judged.unsure, unsure)):
        for pair in pairs:
            split[number[pair[0]]].append(pair)
    for others, apart in ((judged.walls, walls), (judged.wholes, wholes)):
        for ident, some in others.items():
            home = number[ident]
            inside = frozenset(other for other in some if number[other] == home)
            if inside:
                apart[home][ident] = inside
    return [Judged(same=tuple(same[i]), unsure=tuple(unsure[i]), walls=walls[i], wholes=wholes[i]) for i in range(size)]
