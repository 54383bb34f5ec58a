"""What the log tells of each record of the register: its canonical bytes, in which every column stands that means anything.

An entry is a random *salt* and JSON with sorted keys. The salt keeps a hash from giving away what it is of: whoever sees the hash beside
theirs in a proof cannot try out what may stand there, and where a record is removed for good, its salt goes with it. Of a report's text
only a hash stands in the entry, so that what a report is can be proven without giving its words away.

The formats are frozen: an entry is read by the format that its step names. A column that comes later comes with a further format.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, Final, Literal

from bearwitness.custody.tree import Hash, hash_leaf

FORMAT: Final = 1
"""The format in which new entries are written."""
SALT_BYTES: Final = 16
Why = Literal["written", "upgrade"]
"""Why entries came in: with the record they tell of, or when a register that had no log was brought forward."""
Plain = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record: the columns that name a record, all its columns, and the one that says when it was made."""

    key: tuple[str, ...]
    fields: tuple[str, ...]
    at: str | None = None


_SAID: Final = Kind(key=("reading", "position"), fields=("reading", "position", "body"))
KINDS: Final[Mapping[int, Mapping[str, Kind]]] = {
    1: {
        "report": Kind(
            key=("revision",),
            fields=(
                "revision", "uid", "id", "sha256", "input", "url", "outlet", "title", "published_on", "language", "text",
                "captured_at",
            ),
            at="captured_at",
        ),
        "reading": Kind(
            key=("number",),
            fields=("number", "revision", "uid", "reader", "published_on", "read_at", "error", "notes"),
            at="read_at",
        ),
        "claim": Kind(
            key=("reading", "position"),
            fields=(
                "reading", "position", "id", "act", "shape", "status", "earliest", "latest", "country", "body",
            ),
        ),
        "statement": _SAID,
        "sum": _SAID,
        "fault": _SAID,
        "run": Kind(key=("number",), fields=("number", "run_at"), at="run_at"),
        "link": Kind(
            key=("number",),
            fields=("number", "run", "left", "right", "judgement", "score", "by", "judged_at", "body"),
            at="judged_at",
        ),
        "review": Kind(key=("number",), fields=("number", "claim", "decision", "by", "at", "because"), at="at"),
        "event": Kind(key=("number",), fields=("number", "kind", "at", "by", "body"), at="at"),
    }
}  # fmt: skip
"""Every kind of record by format. "event" is the open one: a key first used, a checkpoint, an exact copy, an export, a release, a removal."""
_HASHED: Final = frozenset({("report", "text")})
_encode: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_FRACTIONS: Final = frozenset({("link", "score")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of the register, its values in the order of its kind's fields."""

    kind: str
    values: tuple[Plain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the entries of one step share: when they were written, why, and in which format."""

    at: str
    why: str
    format: int = FORMAT


def build_record(kind: str, row: Mapping[str, Any], form: int = FORMAT) -> Record:
    """The record of a row as it is written, or as an engine gives it back."""
    return Record(kind=kind, values=tuple(_make_plain(kind, name, row.get(name)) for name in KINDS[form][kind].fields))


def find_value(record: Record, name: str, form: int = FORMAT) -> Plain:
    """One value of a record."""
    return record.values[KINDS[form][record.kind].fields.index(name)]


def name_row(record: Record, form: int = FORMAT) -> str:
    """What names a record among those of its kind: "v_1f…", "12", "12/3" (claim 3 of reading 12)."""
    return "/".join([str(record.values[place]) for place in _find_places(record.kind, form)])


@cache
def _find_places(kind: str, form: int) -> tuple[int, ...]:
    """Where the values of a key stand."""
    known = KINDS[form][kind]
    return tuple(known.fields.index(name) for name in known.key)


def find_time(record: Record, form: int = FORMAT) -> datetime | None:
    """When the record says that it was made; None where its kind says nothing, or what it says is no moment."""
    name = KINDS[form][record.kind].at
    return None if name is None else parse_time(find_value(record, name, form))


def parse_time(text: object) -> datetime | None:
    """A moment with its time zone, None for anything else."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def render_entry(record: Record, moment: Moment) -> str:
    """The JSON of an entry: what the record is, when and why it was logged, and in which format."""
    told: dict[str, Plain] = dict(zip(KINDS[moment.format][record.kind].fields, record.values, strict=True))
    for kind, name in _HASHED:
        if kind == record.kind:
            told[f"{name}_sha256"] = _hash_text(told.pop(name))
    entry = {
        "format": moment.format,
        "kind": record.kind,
        "logged_at": moment.at,
        "record": told,
        "why": moment.why,
    }
    return _encode(entry)


def is_entry(entry: str, told: Mapping[str, Any], form: int, kind: str) -> bool:
    """Whether the text of an entry is what `render_entry` writes: every column of its kind once, each a plain value, and nothing else.

    Raises KeyError for a kind or format that this program does not know.
    """
    fields = {f"{name}_sha256" if (kind, name) in _HASHED else name for name in KINDS[form][kind].fields}
    record = told["record"]
    keys = [record[name] for name in KINDS[form][kind].key]
    return (
        set(told) == {"format", "kind", "logged_at", "record", "why"}
        and set(record) == fields
        and all(value is None or isinstance(value, str | int | float) for value in record.values())
        and all(isinstance(key, str | int) for key in keys)
        and _encode(told) == entry
    )


def hash_entry(entry: str, salt: bytes) -> Hash:
    """The leaf of an entry."""
    return hash_leaf(salt + entry.encode())


def hash_record(record: Record, moment: Moment, salt: bytes) -> Hash:
    """The leaf of a record."""
    return hash_entry(render_entry(record, moment), salt)


def _hash_text(value: Plain) -> Plain:
    # Bytes that are no text (half a character, put there by hand) are hashed as what they are.
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest() if isinstance(value, str) else value


def _make_plain(kind: str, name: str, value: Any) -> Plain:
    if value is None or value.__class__ is str:  # most by far
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return float(value) if (kind, name) in _FRACTIONS else value
    # A file that was changed by hand may hold anything anywhere.
    return f"{type(value).__name__}: {value!r}"
