"""The acts that are fates: what may befall people after they were taken, as the table `fates.toml` says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import ACTS, Act


@dataclass(frozen=True, slots=True, kw_only=True)
class FateKind:
    """An act as a fate: its order among the others (`stage`), and what makes it a possible fate of an earlier act's people."""

    act: Act
    done: str
    stage: int
    within: int
    after: frozenset[str]
    is_once: bool
    is_end: bool
    moves: bool
    words: frozenset[str]


@cache
def load_fates() -> Mapping[Act, FateKind]:
    """Every act that is a fate, in the order of the vocabulary."""
    table = load_table("core", "fates.toml")
    return {
        act: FateKind(
            act=act,
            done=table[act]["done"],
            stage=table[act]["stage"],
            within=table[act]["within"],
            after=frozenset(table[act]["after"]),
            is_once=table[act].get("once", False),
            is_end=table[act].get("ends", False),
            moves=table[act].get("moves", False),
            words=frozenset(table[act].get("words", ())),
        )
        for act in ACTS
        if act in table
    }
