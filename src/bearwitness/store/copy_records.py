"""Exact copies in the log: an event for each that was kept, in the transaction of its report. The copies themselves lie beside the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from bearwitness.core.evidence_record import CopyMark
from bearwitness.custody.entries import Record
from bearwitness.store.log_reading import Event, list_removed, load_events
from bearwitness.store.log_writing import BY_PROGRAM, begin_log, log_records, write_event

KIND: Final = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCopy:
    """What the log tells of a copy: the event's number, the marks, the report (`u_…`).

    `was_found` where the copy was there already when the log began to tell of copies: of who put it there the log says nothing.
    """

    number: int
    mark: CopyMark
    report: str
    was_found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLog:
    """Every copy that the log tells of. `is_whole` where no copy was ever kept for this register without an entry.

    Without it, copies may be older than the log's telling of them. `removed` are the SHA-256 of copies that were taken out on purpose, by
    events `removal` (`["copy", SHA-256]`).
    """

    copies: tuple[LoggedCopy, ...]
    is_whole: bool
    removed: frozenset[str]


def append_copies(connection: Connection, marks: Sequence[CopyMark], report: str, at: str) -> list[Record]:
    """The rows of copies of a report; their entries are for whoever logs them with the report."""
    if marks:
        begin_log(connection)
    return [_append(connection, mark, {"report": report}, at) for mark in marks]


def log_found(connection: Connection, found: Sequence[tuple[CopyMark, str]], at: str) -> None:
    """Copies that were there before the log told of any, each with its report, as such."""
    if found:
        begin_log(connection)
    log_records(
        connection, [_append(connection, mark, {"report": report, "found": True}, at) for mark, report in found]
    )


def load_copy_log(connection: Connection) -> CopyLog:
    """What the log tells of copies. An event that was changed by hand is for `verify` to name, and tells of none here."""
    events = load_events(connection)
    copies = tuple(_parse(event) for event in events if event.kind == KIND)
    # A log that has not begun, of a register without reports, will tell of every copy.
    begun_whole = any(event.kind == "began" and event.body.get("copies") is True for event in events)
    removed = frozenset(
        row for event in events if event.kind == "removal" for kind, row in list_removed(event) if kind == KIND
    )
    return CopyLog(copies=copies, is_whole=begun_whole or not events or bool(copies), removed=removed)


def _append(connection: Connection, mark: CopyMark, more: dict[str, Any], at: str) -> Record:
    return write_event(connection, KIND, BY_PROGRAM, {"note": mark.note, "copy": mark.copy} | more, at)


def _parse(event: Event) -> LoggedCopy:
    mark = CopyMark(note=str(event.body.get("note", "")), copy=str(event.body.get("copy", "")))
    report, was_found = str(event.body.get("report", "")), event.body.get("found") is True
    return LoggedCopy(number=event.number, mark=mark, report=report, was_found=was_found)
