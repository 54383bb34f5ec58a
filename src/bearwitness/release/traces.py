"""What no file of a release may hold: ids, names, words of reports, days, links; and what files tell by themselves: order and times."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import unquote

from bearwitness.release.attacking import Finding

RUN: Final = 5
"""So many words in a row of a report are its words: people who know the report find it by them."""
_WORD: Final = re.compile(r"\w+")
_DAY: Final = re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b")
_POINT: Final = re.compile(r"(?<![\d.])-?\d{1,3}\.\d{3,}")
_ID: Final = re.compile(r"\b[rcisv]_[0-9a-z]{6,}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the register holds and no release may: ids, names (victims, voices, outlets), links, and texts of reports."""

    ids: frozenset[str]
    names: frozenset[str]
    links: frozenset[str]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFile:
    """A file as it would leave: its bytes, and the time it bears as seconds since 1970."""

    name: str
    content: bytes
    changed_at: int


def find_traces(
    files: Iterable[ReleasedFile], secrets: Secrets, allowed_days: frozenset[date], expected: frozenset[str]
) -> tuple[Finding, ...]:
    """Everything in the files that leads back to the register."""
    ordered = sorted(files, key=lambda file: file.name)
    found = []
    runs = frozenset(run for text in secrets.texts for run in _list_runs(text))
    for file in ordered:
        if file.name not in expected:
            found.append(_say(file, "it is no file of a release", "take it out of the folder"))
        text = decode(file.content)
        found += [_say(file, what, "tables") for what in _read(text, secrets, runs, allowed_days)]
    if len({file.changed_at for file in ordered}) > 1:
        found.append(
            Finding(
                attack="trace", where="the files", incidents=(), mend="build again",
                reads="their times differ, and tell when each was made",
            )
        )  # fmt: skip
    return tuple(found)


def decode(content: bytes) -> str:
    """The text of a file in plain letters, whatever way it spells them."""
    text = content.decode("utf-8", errors="replace")
    if b"\x00" in content[:200]:
        text += "\n" + content.decode("utf-16", errors="replace")
    plain = html.unescape(unquote(text))
    return re.sub(r"\\u[0-9a-fA-F]{4}", lambda found: str(json.loads(f'"{found[0]}"')), plain)


def find_unordered(tables: Mapping[str, str]) -> tuple[Finding, ...]:
    """Tables whose rows are not in the order of what they say: another order may be that in which they came into the register."""
    found = []
    for name, text in tables.items():
        rows = text.splitlines()[1:]
        # By the whole line: no two rows of a table say the same of one scope.
        if rows != sorted(rows, key=_order_of):
            found.append(
                Finding(
                    attack="trace", where=name, incidents=(), mend="build again",
                    reads="its rows are not in the order of what they say",
                )
            )  # fmt: skip
    return tuple(found)


def _order_of(line: str) -> tuple[str, ...]:
    return tuple(line.split(",")[:5])


def _read(
    text: str, secrets: Secrets, runs: frozenset[tuple[str, ...]], allowed_days: frozenset[date]
) -> Iterator[str]:
    if any(ident in text for ident in secrets.ids) or _ID.search(text):
        yield "it holds an id of the register"
    folded = " ".join(_list_words(text))
    if any(f" {' '.join(_list_words(name))} " in f" {folded} " for name in secrets.names if len(name) > 2):
        yield "it names a person, a voice or an outlet of the register"
    if any(link in text for link in secrets.links):
        yield "it holds the address of a report"
    if not runs.isdisjoint(_list_runs(text)):
        yield "it holds words of a report"
    if any(found not in {day.isoformat() for day in allowed_days} for found in _DAY.findall(text)):
        yield "it holds a day"
    if _POINT.search(text):
        yield "it may hold a point on the map"


def _list_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _list_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _list_words(text)
    for i in range(len(words) - RUN + 1):
        yield tuple(words[i : i + RUN])


def _say(file: ReleasedFile, reads: str, mend: str) -> Finding:
    return Finding(attack="trace", where=file.name, incidents=(), reads=reads, mend=mend)
