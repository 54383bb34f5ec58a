"""The names in a sentence (persons, places, organisations, dates …) as spaCy's model finds them, decided for all words at once.

spaCy asks its model token by token, and most tokens are outside every name. Here the scores of all tokens as if each were
outside are made in one product; only inside a name the next token is asked one by one. The moves and what they allow are
those of spaCy's `ner` part: B begins a name, I goes on, L ends it, U is a name of one token, O is outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bearwitness.reading.english.parsing.vectors import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A name: tokens `start` up to, not with, `end`, and its type (PERSON, GPE, ORG, DATE …)."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Namer:
    """The weights that choose a move, and the moves in the order of their scores.

    `beginning`, `single` and `never` mark the moves B and U, and those that no token outside a name may make.
    """

    moves: tuple[tuple[str, str], ...]
    beginning: Floats = field(repr=False)
    naming: Floats = field(repr=False)
    never: Floats = field(repr=False)
    narrow: tuple[Floats, Floats] = field(repr=False)
    lower: Floats = field(repr=False)
    blank: Floats = field(repr=False)
    bias: Floats = field(repr=False)
    upper: tuple[Floats, Floats] = field(repr=False)


def load_namer(part: Any) -> Namer:
    """The weights of a spaCy model's `ner` part."""
    names = [part.moves.get_class_name(n).partition("-") for n in range(part.moves.n_moves)]
    moves = tuple((move, kind) for move, _, kind in names)
    narrow = part.model.get_ref("tok2vec").layers[-1]
    lower, upper = part.model.get_ref("lower"), part.model.get_ref("upper")
    weights = lower.get_param("W")
    return Namer(
        moves=moves,
        beginning=_mark([move == "B" for move, _ in moves]),
        naming=_mark([move in "BU" for move, _ in moves]),
        never=_mark([move in "ILM" or (move == "U" and not kind) for move, kind in moves]),
        narrow=(narrow.get_param("W").T, narrow.get_param("b")),
        lower=weights.reshape(-1, weights.shape[-1]).T,
        blank=lower.get_param("pad").reshape(3, -1),
        bias=lower.get_param("b").reshape(-1),
        upper=(upper.get_param("W").T, upper.get_param("b")),
    )


def _mark(marks: Sequence[bool]) -> Floats:
    """Minus infinity for the moves marked, 0 for the others: added to the scores, it forbids those."""
    return np.where(marks, -np.inf, 0).astype(np.float32)


def find_entities(
    namer: Namer, vectors: Sequence[Floats], spaces: Sequence[Sequence[bool]]
) -> list[tuple[Entity, ...]]:
    """The names of each sentence, from the vectors of its tokens; `spaces` says which tokens are white space."""
    parts = _read_parts(namer, np.concatenate(vectors))
    blank = namer.blank
    scores = _score(namer, parts[:, 0] + blank[1] + blank[2] + namer.bias) + namer.never
    at, out = 0, []
    for sentence, blanks in zip(vectors, spaces, strict=True):
        end = at + len(sentence)
        scores[end - 1] += namer.beginning
        for n, space in enumerate(blanks):
            if space:
                scores[at + n] += namer.naming
        best = scores[at:end].argmax(axis=1).tolist()
        out.append(tuple(_walk(namer, parts[at:end], best)))
        at = end
    return out


def _read_parts(namer: Namer, vectors: Floats) -> Floats:
    """What a token adds to a score as the next token, the first of its name and the last one read."""
    weights, bias = namer.narrow
    narrowed = np.matmul(vectors, weights) + bias
    out: Floats = np.matmul(narrowed, namer.lower).reshape(len(vectors), 3, -1)
    return out


def _score(namer: Namer, sums: Floats) -> Floats:
    weights, bias = namer.upper
    out: Floats = np.matmul(np.maximum(sums[:, ::2], sums[:, 1::2]), weights) + bias
    return out


def _walk(namer: Namer, parts: Floats, best: Sequence[int]) -> Iterator[Entity]:
    """The names told by the best moves of the tokens outside one, and of those inside by asking on."""
    at = 0
    while at < len(best):
        move, kind = namer.moves[best[at]]
        start, at = at, at + 1
        if move == "B":
            while at < len(best) - 1 and _goes_on(namer, parts, start, at, kind):
                at += 1
            at += 1
        if move != "O":
            yield Entity(start=start, end=at, kind=kind)


def _goes_on(namer: Namer, parts: Floats, start: int, at: int, kind: str) -> bool:
    """Is the token inside the name, and not its last?"""
    scores = _score(namer, (parts[at, 0] + parts[start, 1] + parts[at - 1, 2] + namer.bias)[None])[0]
    return bool(scores[namer.moves.index(("I", kind))] >= scores[namer.moves.index(("L", kind))])
