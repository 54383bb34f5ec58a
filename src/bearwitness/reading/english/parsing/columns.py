"""What spaCy knows of the tokens of a sentence, as columns: taken from its arrays at once, since its token objects are slow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bearwitness.reading.english.parsing.wordbook import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A tagged and parsed sentence: where each token begins, its letters, its head (its own number for the root), and its
    letters in small with its tag and role."""

    starts: Sequence[int]
    texts: Sequence[str]
    heads: Sequence[int]
    words: Sequence[Word]


def mark_one_sentence(doc: Any) -> Any:
    """The document, as one sentence to the parser."""
    starts = np.full((len(doc), 1), -1, dtype=np.int64)
    starts[:1] = 1
    # One array for all tokens: spaCy's property of a token takes thirty times as long.
    return doc.from_array(["SENT_START"], starts.astype(np.uint64))


def read_columns(doc: Any, text: str, labels: Mapping[int, str]) -> Columns:
    """The columns of a parsed document of this text; `labels` are the tags and roles by spaCy's numbers."""
    starts, lengths, steps = doc.to_array(["IDX", "LENGTH", "HEAD"]).astype(np.int64).T.tolist()
    tags, roles = ([labels[n] for n in column] for column in doc.to_array(["TAG", "DEP"]).T.tolist())
    texts = [text[start : start + size] for start, size in zip(starts, lengths, strict=True)]
    return Columns(
        starts=starts,
        texts=texts,
        heads=[n + step for n, step in enumerate(steps)],
        words=list(zip([t.lower() for t in texts], tags, roles, strict=True)),
    )


def read_tags(doc: Any, text: str, labels: Mapping[int, str]) -> list[tuple[str, str]]:
    """Each token of a tagged document of this text: its letters in small, and its tag."""
    starts, lengths = doc.to_array(["IDX", "LENGTH"]).astype(np.int64).T.tolist()
    tags = [labels[n] for n in doc.to_array("TAG").tolist()]
    return [(text[a : a + size].lower(), tag) for a, size, tag in zip(starts, lengths, tags, strict=True)]
