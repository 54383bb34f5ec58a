"""The vectors that spaCy's model gives to the words of a sentence: its own weights and sums, without its layers' wrapping.

The model has two stacks of one shape, one for tags and the tree and one for names. Each gives a word a vector from its
form alone, which is kept for the next time the word is met, and then lets the vectors of neighbours mix four times. Both
stacks are run side by side, and what a feature of a word adds to its first layer is a row of a table made when the model is
loaded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

FEATURES: Final = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE")
"""What the model knows of a word; the stack for names takes the first four."""

MOST_TOKENS: Final = 4096
"""Tokens whose vectors are made at once, and words whose vectors are kept: 3 MiB. A new word beyond them clears the others."""

_PAD: Final = 4
"""Blank rows between sentences, one for each mixing of neighbours, so that no sentence sees the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """One layer of both stacks: the larger of three products for each of 96 numbers, then brought to one scale.

    The 288 products of a word are held as three runs of 96, of which NumPy takes the largest several at a time.
    """

    weights: tuple[Floats, Floats]
    bias: Floats
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feature:
    """What a feature adds to the products of the first layer, of both stacks: the sum of four rows of `table`, which its
    number and `seed` give."""

    seed: int
    table: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """The layers that make vectors, and the vectors of the words met: their `rows` in `kept`, by their features."""

    ops: Any
    features: tuple[_Feature, ...] = field(repr=False)
    first: _Layer
    mixing: tuple[_Layer, ...]
    rows: dict[bytes, int] = field(repr=False)
    kept: Floats = field(repr=False)


def load_vectors(tree: Any, names: Any) -> Vectors:
    """The layers of the two stacks of a spaCy model (`Tok2Vec.v2`), the one for the tree first.

    Raises ValueError when the stacks number the features of a word differently.
    """
    parts = [[m for m in stack.walk() if m.name in {"maxout", "layernorm"}] for stack in (tree, names)]
    layers = tuple(
        _Layer(
            weights=(_as_columns(one.get_param("W")), _as_columns(other.get_param("W"))),
            bias=np.stack([_in_runs(maxout.get_param("b"))[None] for maxout in (one, other)]),
            scale=np.stack([norm.get_param("G")[None], norm_other.get_param("G")[None]]),
            shift=np.stack([norm.get_param("b")[None], norm_other.get_param("b")[None]]),
        )
        for (one, norm), (other, norm_other) in zip(_pairs(parts[0]), _pairs(parts[1]), strict=True)
    )
    return Vectors(
        ops=tree.ops,
        features=tuple(_load_features(tree, names, layers[0])),
        first=layers[0],
        mixing=layers[1:],
        rows={},
        kept=np.empty((MOST_TOKENS, 2, 96), dtype=np.float32),
    )


def _load_features(tree: Any, names: Any, first: _Layer) -> Iterator[_Feature]:
    """The tables of the features, multiplied with the weights that the first layer has for them."""
    embeds = [[m for m in stack.walk() if m.name == "hashembed"] for stack in (tree, names)]
    for column, one in enumerate(embeds[0]):
        table = np.zeros((one.get_dim("nV"), 2, 288), dtype=np.float32)
        for k, embed in enumerate(embeds):
            if column < len(embed):
                if (embed[column].attrs["seed"], embed[column].get_dim("nV")) != (one.attrs["seed"], len(table)):
                    raise ValueError("the two stacks of vectors number the features of a word differently")
                rows = slice(96 * column, 96 * (column + 1))
                table[:, k] = np.matmul(embed[column].get_param("E"), first.weights[k][rows])
        yield _Feature(seed=one.attrs["seed"], table=table.reshape(len(table), 576))


def _pairs(parts: Sequence[Any]) -> list[tuple[Any, Any]]:
    return list(zip(parts[::2], parts[1::2], strict=True))


def _in_runs(weights: Floats) -> Floats:
    """96 times three pieces as three runs of 96."""
    return np.ascontiguousarray(weights.swapaxes(0, 1)).reshape(288, *weights.shape[2:])


def _as_columns(weights: Floats) -> Floats:
    return _in_runs(weights).T


def find_words(vectors: Vectors, features: Sequence[npt.NDArray[np.uint64]]) -> list[Floats]:
    """For each sentence, given as one row of `FEATURES` for each token, the words' own vectors in both stacks.

    At most `MOST_TOKENS` tokens in all.
    """
    rows, width = vectors.rows, 8 * len(FEATURES)
    written = np.concatenate(features).tobytes()
    words = [written[k : k + width] for k in range(0, len(written), width)]
    new = list(dict.fromkeys(w for w in words if w not in rows))
    if len(rows) + len(new) > MOST_TOKENS:
        rows.clear()
        new = list(dict.fromkeys(words))
    if new:
        made = _make_words(vectors, np.frombuffer(b"".join(new), dtype=np.uint64).reshape(len(new), -1))
        vectors.kept[len(rows) : len(rows) + len(new)] = made
        rows.update(zip(new, range(len(rows), len(rows) + len(new)), strict=True))
    found = vectors.kept[[rows[w] for w in words]]
    ends = np.cumsum([len(sentence) for sentence in features]).tolist()
    return [found[end - len(sentence) : end] for end, sentence in zip(ends, features, strict=True)]


def mix_words(vectors: Vectors, words: Sequence[Floats], stack: int) -> list[Floats]:
    """The vectors of each sentence's words among their neighbours: for the tags and the tree (stack 0), or for names (1)."""
    size = sum(len(sentence) for sentence in words) + _PAD * (len(words) + 1)
    state = np.zeros((size, 96), dtype=np.float32)
    product = np.empty((size, 288), dtype=np.float32)
    begins, at = [], _PAD
    for sentence in words:
        begins.append(at)
        state[at : at + len(sentence)] = sentence[:, stack]
        at += len(sentence) + _PAD
    for layer in vectors.mixing:
        np.matmul(vectors.ops.seq2col(state, 1), layer.weights[stack], out=product)
        state += _finish(layer, stack, product)
    return [state[begin : begin + len(sentence)] for begin, sentence in zip(begins, words, strict=True)]


def _make_words(vectors: Vectors, features: npt.NDArray[np.uint64]) -> Floats:
    """The first layer, from the tables: each word by itself, so that a report is read alike whatever was read before."""
    product = np.zeros((len(features), 576), dtype=np.float32)
    for feature, column in zip(vectors.features, features.T, strict=True):
        numbers = vectors.ops.hash(np.ascontiguousarray(column), feature.seed) % len(feature.table)
        for k in range(4):
            product += feature.table[numbers[:, k]]
    made = [_finish(vectors.first, k, np.ascontiguousarray(product[:, 288 * k : 288 * (k + 1)])) for k in range(2)]
    return np.stack(made, axis=1)


def _finish(layer: _Layer, stack: int, product: Floats) -> Floats:
    """The largest of each three, and all 96 of a word brought to one scale. `product` is written over."""
    product += layer.bias[stack]
    best: Floats = np.maximum(product[:, :96], product[:, 96:192])
    np.maximum(best, product[:, 192:], out=best)
    best -= np.add.reduce(best, axis=1, keepdims=True) / np.float32(96)
    spread = np.add.reduce(best * best, axis=1, keepdims=True) / np.float32(96) + np.float32(1e-8)
    best *= spread ** np.float32(-0.5)
    best *= layer.scale[stack]
    best += layer.shift[stack]
    return best
