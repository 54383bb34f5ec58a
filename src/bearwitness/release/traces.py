"""What no file of a release may hold: ids, names, words of reports, days, links; and what files tell by themselves: order and times."""

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import unquote

from bearwitness.release.attacking import Finding

RUN: Final = 5
"""So many words in a row of a report are its words: people who know the report find it by them."""
_SAYING: Final = 7
"""So many columns say what a row is about."""
_WORD: Final = re.compile(r"\w+")
_DAY: Final = re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b")
_POINT: Final = re.compile(r"(?<![\d.])-?\d{1,3}\.\d{3,}")
_TOKEN: Final = re.compile(r"[\w-]+")
_ID: Final = re.compile(r"\b[rcisv]_[0-9a-z]{6,}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the register holds and no release may: ids, names (victims, voices, outlets), links, and texts of reports."""

    ids: frozenset[str]
    names: frozenset[str]
    links: frozenset[str]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the files of a release may hold all the same: these files, these days (its own, the last it tells of), places that its
    rows name, and the words that stand in every release's page.
    """

    files: frozenset[str]
    days: frozenset[date]
    words: frozenset[str]
    own_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFile:
    """A file as it would leave: its bytes, and the time it bears as seconds since 1970."""

    name: str
    content: bytes
    changed_at: int


def find_traces(files: Iterable[ReleasedFile], secrets: Secrets, allowed: Allowed) -> tuple[Finding, ...]:
    """Everything in the files that leads back to the register."""
    ordered = sorted(files, key=lambda file: file.name)
    found = []
    own = frozenset(_list_runs(allowed.own_words))
    for file in ordered:
        if file.name not in allowed.files:
            found.append(_say(file, "it is no file of a release", "take it out of the folder"))
        found += [_say(file, what, "tables") for what in _read(decode(file.content), secrets, allowed, own)]
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
        rows = list(csv.reader(io.StringIO(text)))[1:]
        # By the whole line: no two rows of a table say the same of one scope.
        if rows != sorted(rows, key=_order_of):
            found.append(
                Finding(
                    attack="trace", where=name, incidents=(), mend="build again",
                    reads="its rows are not in the order of what they say",
                )
            )  # fmt: skip
    return tuple(found)


def _order_of(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[:_SAYING])


def _read(text: str, secrets: Secrets, allowed: Allowed, own: frozenset[tuple[str, ...]]) -> Iterator[str]:
    tokens = frozenset(_TOKEN.findall(text))
    if any(ident in tokens if _TOKEN.fullmatch(ident) else ident in text for ident in secrets.ids) or _ID.search(text):
        yield "it holds an id of the register"
    if _holds_name(text, secrets.names, allowed.words):
        yield "it names a person, a voice or an outlet of the register"
    if any(link in text for link in secrets.links):
        yield "it holds the address of a report"
    # A release is short and reports are many: its runs of words are kept, and the reports are read past them.
    runs = frozenset(_list_runs(text)) - own
    if any(not runs.isdisjoint(_list_runs(report)) for report in secrets.texts):
        yield "it holds words of a report"
    if not {day.isoformat() for day in allowed.days}.issuperset(_DAY.findall(text)):
        yield "it holds a day"
    if _POINT.search(text):
        yield "it may hold a point on the map"


def _holds_name(text: str, names: Iterable[str], allowed: frozenset[str]) -> bool:
    spoken = {tuple(_list_words(word)) for word in allowed}
    by_length: dict[int, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_list_words(name))
        if len(name) > 2 and words not in spoken:
            by_length.setdefault(len(words), set()).add(words)
    said = _list_words(text)
    return any(
        tuple(said[i : i + length]) in wanted
        for length, wanted in by_length.items()
        for i in range(len(said) - length + 1)
    )


def _list_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _list_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _list_words(text)
    for i in range(len(words) - RUN + 1):
        yield tuple(words[i : i + RUN])


def _say(file: ReleasedFile, reads: str, mend: str) -> Finding:
    return Finding(attack="trace", where=file.name, incidents=(), reads=reads, mend=mend)
