"""Copies found in a folder held against those a log tells of, each named by its note's place and by the hashes of note and bytes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Marks = tuple[str, str]
"""The SHA-256 of a note's bytes and of the copy's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A note in the folder: its name there, its marks (None: it is no note any more), and the hash of the report's bytes it tells of."""

    name: str
    marks: Marks | None
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What came of it, by names of notes: those logged as they are, those logged otherwise, those that nobody logged, those that are gone.

    `stray` are notes that nobody logged of reports that the register does not hold.
    """

    logged: frozenset[str]
    changed: tuple[str, ...]
    unlogged: tuple[str, ...]
    stray: tuple[str, ...]
    gone: tuple[str, ...]


def compare_copies(logged: Mapping[str, Marks], seen: Iterable[Seen], reports: Collection[str]) -> Compared:
    """Hold every note against the log. `logged` are the marks by the name each note must have; `reports` the hashes of reports' bytes."""
    found = {one.name: one for one in seen}
    strange = [one for name, one in found.items() if name not in logged and one.marks is not None]
    return Compared(
        logged=frozenset(name for name, one in found.items() if name in logged and one.marks == logged[name]),
        changed=tuple(name for name, one in found.items() if name in logged and one.marks != logged[name]),
        unlogged=tuple(one.name for one in strange if one.report in reports),
        stray=tuple(one.name for one in strange if one.report not in reports),
        gone=tuple(sorted(name for name in logged if name not in found)),
    )
