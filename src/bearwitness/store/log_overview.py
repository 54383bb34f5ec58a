"""What a page says of the log without walking it: how long it is, what was signed, and what was released, each by a query of its own.

Nothing is checked here: what was changed by hand is shown as it stands, or as unreadable, and is for `verify` to name.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, func, select

from bearwitness.core.errors import UsageError
from bearwitness.custody.checkpoints import Note, parse_note
from bearwitness.custody.entries import parse_time
from bearwitness.custody.tree import compute_root
from bearwitness.store import schema
from bearwitness.store.log_writing import load_peaks
from bearwitness.store.register_file import Register, read_from
from bearwitness.store.release_records import KIND as RELEASE
from bearwitness.store.release_records import ReleaseRecord

T = TypeVar("T")
_EVENTS: Final = schema.events.c


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """The log as it stands: its own name, how many entries, the root that stands for all of them, and when it began (None: unreadable)."""

    name: str
    size: int
    root: bytes
    began_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCheckpoint:
    """A checkpoint of the register: the number of its event, the signed note (None: it cannot be read) and an authority's answer to it."""

    number: int
    note: Note | None
    answer: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRelease:
    """A release of the register: the number of its event, when it was built, and its record."""

    number: int
    at: datetime | None
    record: ReleaseRecord


def load_log_head(register: Register) -> LogHead | None:
    """The log as the last step left it; None where nothing is logged yet. Raises RegisterError where the log is damaged."""
    with read_from(register) as connection:
        began = select(_EVENTS.at, _EVENTS.body).where(_EVENTS.kind == "began").order_by(_EVENTS.number).limit(1)
        found = connection.execute(began).first()
        if found is None:
            return None
        peaks = load_peaks(connection)
    name = _parse(found.body).get("log")
    return LogHead(name=str(name or ""), size=peaks.size, root=compute_root(peaks), began_at=parse_time(found.at))


def count_events(register: Register, kind: str) -> int:
    """How many events of a kind there are."""
    with read_from(register) as connection:
        return int(connection.scalar(select(func.count()).where(_EVENTS.kind == kind)) or 0)


def list_checkpoints(register: Register, before: int | None, most: int) -> tuple[KeptCheckpoint, ...]:
    """Up to `most` checkpoints, the newest first; with `before` only those whose event has a smaller number."""
    return _list(register, "checkpoint", before, most, lambda row: build_checkpoint(row.number, row.body))


def find_checkpoint(register: Register, number: int) -> KeptCheckpoint | None:
    """The checkpoint of an event, None where there is none of this number."""
    with read_from(register) as connection:
        query = select(_EVENTS.body).where(_EVENTS.number == number, _EVENTS.kind == "checkpoint")
        body = connection.scalar(query)
    return None if body is None else build_checkpoint(number, body)


def list_public_keys(register: Register) -> tuple[str, ...]:
    """The public keys that the log tells were used, in the order in which they were told."""
    found = _list(register, "key", None, 1_000, lambda row: str(_parse(row.body).get("public") or ""))
    return tuple(key for key in reversed(found) if key)


def list_release_numbers(register: Register, before: int | None, most: int) -> tuple[int, ...]:
    """The numbers of up to `most` releases, the newest first: what a release holds never changes, and may be kept by its number."""
    query = select(_EVENTS.number).where(*_of(RELEASE, before)).order_by(_EVENTS.number.desc()).limit(most)
    with read_from(register) as connection:
        return tuple(connection.scalars(query))


def load_release(register: Register, number: int) -> KeptRelease:
    """The release of an event; where that cannot be read, one whose words are empty."""
    with read_from(register) as connection:
        query = select(_EVENTS.at, _EVENTS.by, _EVENTS.body).where(_EVENTS.number == number, _EVENTS.kind == RELEASE)
        row = connection.execute(query).one()
    told = _parse(row.body)
    words = {name: str(told.get(name, "")) for name in ("name", "policy", "manifest", "ledger")}
    return KeptRelease(number=number, at=parse_time(row.at), record=ReleaseRecord(by=str(row.by), **words))


def _of(kind: str, before: int | None) -> Sequence[ColumnElement[bool]]:
    earlier = () if before is None else (_EVENTS.number < before,)
    return (_EVENTS.kind == kind, *earlier)


def _list(register: Register, kind: str, before: int | None, most: int, build: Callable[[Any], T]) -> tuple[T, ...]:
    query = select(_EVENTS.number, _EVENTS.body).where(*_of(kind, before)).order_by(_EVENTS.number.desc()).limit(most)
    with read_from(register) as connection:
        return tuple(build(row) for row in connection.execute(query))


def build_checkpoint(number: int, body: str) -> KeptCheckpoint:
    """A checkpoint from what its event holds, whatever that is."""
    told = _parse(body)
    try:
        note = parse_note(str(told.get("note")))
        answer = base64.b64decode(str(told.get("timestamp") or ""), validate=True)
    except (UsageError, binascii.Error):
        return KeptCheckpoint(number=number, note=None, answer=b"")
    return KeptCheckpoint(number=number, note=note, answer=answer)


def _parse(body: object) -> dict[str, Any]:
    try:
        told = json.loads(str(body))
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
