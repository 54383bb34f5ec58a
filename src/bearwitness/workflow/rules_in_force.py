"""The rules by which this program reads and counts, as tables for people: made from the files that reading itself uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import ACTS, RULES_VERSION
from bearwitness.reading.english.story.claims import READER

_HEDGES: Final[Mapping[str, str]] = {
    "floor": "that number or more",
    "above": "more than that number",
    "band": "a tenth less to a tenth more",
    "below": "a tenth less, up to that number",
    "ceiling": "1 up to that number",
    "under": "1 up to one less than that number",
    "odd": "more than that number, up to the next round one",
}
"""What each kind of hedge in `numbers.toml` makes of a number, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Versions; words without a number and what they prove; words at a number and what they make of it; the acts."""

    reader: str
    version: str
    words: tuple[tuple[str, int, int | None], ...]
    hedges: tuple[tuple[str, tuple[str, ...]], ...]
    acts: tuple[str, ...]


def list_rules() -> Rules:
    """The rules in force."""
    table = load_table("reading.english", "numbers.toml")
    kinds: dict[str, list[str]] = {kind: [] for kind in _HEDGES}
    for words, kind in (*table["hedges"].items(), *table["after"].items()):
        if kind in kinds:
            kinds[kind].append(words)
    return Rules(
        reader=READER,
        version=RULES_VERSION,
        words=tuple((word, ends[0], ends[1] if len(ends) > 1 else None) for word, ends in table["vague"].items()),
        hedges=tuple((_HEDGES[kind], tuple(words)) for kind, words in kinds.items() if words),
        acts=ACTS,
    )
