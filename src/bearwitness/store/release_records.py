"""Releases in the register: what each was made of, as an event with its entry in the log. Never what is released by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bearwitness.store.log_reading import Event, load_events, save_event
from bearwitness.store.register_file import Register, read_from, stamp

KIND: Final = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRecord:
    """One built release: its name, its policy's text, its manifest as it was signed, and its ledger (`release.ledger`)."""

    name: str
    by: str
    policy: str
    manifest: str
    ledger: str


def save_release(register: Register, record: ReleaseRecord, *, at: datetime) -> None:
    """Append a release that was built."""
    body = {"name": record.name, "policy": record.policy, "manifest": record.manifest, "ledger": record.ledger}
    save_event(register, Event(number=0, kind=KIND, at=stamp(at), by=record.by, body=body))


def load_releases(register: Register) -> Sequence[ReleaseRecord]:
    """All releases, the oldest first."""
    with read_from(register) as connection:
        events = [event for event in load_events(connection) if event.kind == KIND]
    return [
        ReleaseRecord(
            name=str(event.body.get("name", "")),
            by=event.by,
            policy=str(event.body.get("policy", "")),
            manifest=str(event.body.get("manifest", "")),
            ledger=str(event.body.get("ledger", "")),
        )
        for event in events
    ]
