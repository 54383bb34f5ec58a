"""A whole drawn as one strip of its parts, side by side; and several on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

PartKind = Literal["full", "part", "hollow"]
_LEAST: Final = 0.6
"""A part that is not nobody can be seen, however small beside the others: in hundredths of the way across."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a strip: what it is, how many, and how it is filled."""

    words: str
    number: int
    kind: PartKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part as it is drawn, in hundredths of the way across."""

    part: Part
    x: float
    width: float


def draw_strip(parts: Sequence[Part], of: int | None = None) -> tuple[Piece, ...]:
    """The parts side by side. `of` is what all the way across stands for; all parts together where it is not given."""
    top = max(1, sum(part.number for part in parts) if of is None else of)
    widths = [max(_LEAST, part.number * 100 / top) if part.number else 0.0 for part in parts]
    # What the smallest were given is taken from the largest.
    over = max(0.0, sum(widths) - 100)
    if over:
        largest = widths.index(max(widths))
        widths[largest] -= over
    pieces, x = [], 0.0
    for part, width in zip(parts, widths, strict=True):
        pieces.append(Piece(part=part, x=round(x, 2), width=round(width, 2)))
        x += width
    return tuple(pieces)
