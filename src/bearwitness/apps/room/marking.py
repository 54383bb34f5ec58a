"""A report's text cut at the ends of its quotes, so that each piece can be lit up for the claims that rest on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bearwitness.apps.quoting import AROUND, cut_after, cut_before
from bearwitness.apps.wording import clean
from bearwitness.core.records import Claim, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of the text and the claims that quote them. `begins` are the claims whose first quote begins here."""

    text: str
    claims: tuple[str, ...]
    begins: tuple[str, ...]


def cut_text(text: str, claims: Sequence[Claim]) -> tuple[Piece, ...]:
    """The pieces, in order; together they are the text, each character in its place."""
    shown = clean(text)
    cuts = sorted(
        {0, len(shown), *(end for claim in claims for quote in claim.quotes for end in (quote.start, quote.end))}
    )
    first = {claim.id: min(quote.start for quote in claim.quotes) for claim in claims}
    return tuple(
        Piece(
            text=shown[start:end],
            claims=tuple(c.id for c in claims if any(q.start <= start and end <= q.end for q in c.quotes)),
            begins=tuple(ident for ident, at in first.items() if at == start),
        )
        for start, end in pairwise(cuts)
        if start < end
    )


def surround(text: str, quote: Quote) -> tuple[str, str, str]:
    """The words of its paragraph before a quote, the quote, and those after it, all as they may be shown."""
    shown = clean(text)
    return (
        cut_before(shown[: quote.start], AROUND),
        shown[quote.start : quote.end],
        cut_after(shown[quote.end :], AROUND),
    )
