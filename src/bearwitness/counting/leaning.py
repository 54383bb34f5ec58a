"""How a figure leans on links that are unsure: what it is when none of them joins, and when all of them do.

Every published figure says so (rule 14 of the method). The figure itself reads each unsure link either way, at each end as it falls worst.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim
from bearwitness.counting.arrange import Judged, Pair
from bearwitness.counting.bounds import Ends
from bearwitness.counting.pieces import Piece, Pieces, count_least, count_piece, replace_pieces
from bearwitness.counting.told import natural_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """`strict`: nothing unsure joins; `loose`: all that is unsure joins, the surest first, as far as no wall forbids. `unsure` links.

    None where the claims clash so.
    """

    strict: Ends | None
    loose: Ends | None
    unsure: int


def find_leaning(pieces: Pieces, links: Sequence[Link]) -> Leaning | None:
    """None where no link between claims that count is unsure. `links` say how sure each of them is."""
    score = {
        frozenset((link.left, link.right)): link.score
        for link in links
        if link.judgement == "unsure" and link.left in pieces.number and link.right in pieces.number
    }
    touched = frozenset(i for i, piece in enumerate(pieces.pieces) if piece.judged.unsure)
    if not touched:
        return None
    some = [pieces.pieces[i] for i in sorted(touched)]
    claims = sorted((claim for piece in some for claim in piece.claims), key=lambda claim: natural_order(claim.id))
    apart = Judged(
        same=tuple(pair for piece in some for pair in piece.judged.same),
        unsure=(),
        walls={ident: others for piece in some for ident, others in piece.judged.walls.items()},
        wholes={ident: others for piece in some for ident, others in piece.judged.wholes.items()},
    )
    unsure = {frozenset(pair): pair for piece in some for pair in piece.judged.unsure}
    ranked = sorted(unsure.values(), key=lambda pair: (-score.get(frozenset(pair), 0.0), min(pair), max(pair)))
    together = replace(apart, same=(*apart.same, *_join(claims, apart, ranked)))
    # At the high end the figure itself reads unsure links as different.
    strict = replace(_add_up(some), low=count_least(pieces, claims, apart))
    loose = count_piece(pieces, claims, together)
    return Leaning(
        strict=replace_pieces(pieces, touched, strict),
        loose=None if loose is None else replace_pieces(pieces, touched, loose),
        unsure=len(unsure),
    )


def _add_up(some: Sequence[Piece]) -> Ends:
    highs = [piece.ends.high for piece in some]
    return Ends(
        low=sum(piece.ends.low for piece in some),
        high=None if None in highs else sum(high for high in highs if high is not None),
        stated=sum(piece.ends.stated for piece in some),
    )


def _join(claims: Sequence[Claim], judged: Judged, unsure: Sequence[Pair]) -> list[Pair]:
    """The unsure links read as the same, in this order; one that would bring together what is judged different joins nothing."""
    group = {claim.id: frozenset((claim.id,)) for claim in claims}

    def join(left: str, right: str) -> None:
        together = group[left] | group[right]
        for ident in together:
            group[ident] = together

    for left, right in judged.same:
        join(left, right)
    joined = []
    for left, right in unsure:
        if not any(judged.walls.get(ident, frozenset()) & group[right] for ident in group[left]):
            join(left, right)
            joined.append((left, right))
    return joined
