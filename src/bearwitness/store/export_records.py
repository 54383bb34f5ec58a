"""Exports in the register: what left it, as an event with its entry in the log. Never what was in the file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bearwitness.store.log_reading import Event, load_events, save_event
from bearwitness.store.log_writing import BY_PROGRAM
from bearwitness.store.register_file import Register, read_from, stamp

KIND: Final = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRecord:
    """One file that left: its format, how many rows (incidents, claims, captures or entries), its SHA-256, and by whom, where that was said.

    `with_quotes` where words of reports were in it, `with_outlets` where it told which reports there are.
    """

    format: str
    rows: int
    sha256: str
    with_quotes: bool
    with_outlets: bool
    by: str | None = None


def save_export_record(register: Register, record: ExportRecord, *, at: datetime) -> None:
    """Append a file that was written. Raises RegisterError where the register cannot be written."""
    body = {
        "format": record.format,
        "rows": record.rows,
        "sha256": record.sha256,
        "quotes": record.with_quotes,
        "outlets": record.with_outlets,
    }
    save_event(register, Event(number=0, kind=KIND, at=stamp(at), by=record.by or BY_PROGRAM, body=body))


def load_export_records(register: Register) -> tuple[ExportRecord, ...]:
    """All of them, the oldest first."""
    with read_from(register) as connection:
        events = [event for event in load_events(connection) if event.kind == KIND]
    return tuple(
        ExportRecord(
            format=str(event.body.get("format", "")),
            rows=int(event.body.get("rows", 0)),
            sha256=str(event.body.get("sha256", "")),
            with_quotes=event.body.get("quotes") is True,
            with_outlets=event.body.get("outlets") is True,
            by=None if event.by == BY_PROGRAM else event.by,
        )
        for event in events
    )
