"""Releases in the register: what each was made of, appended when it was built. Never what is released by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from bearwitness.store import schema
from bearwitness.store.register_file import Register, read_from, stamp, write_to


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRecord:
    """One built release: its policy's name and text, its manifest as it was signed, and its ledger (`release.ledger`)."""

    name: str
    by: str
    built_at: str
    policy: str
    manifest: str
    ledger: str


def save_release(register: Register, record: ReleaseRecord, *, at: datetime) -> None:
    """Append a release that was built."""
    row = {
        "name": record.name, "by": record.by, "built_at": stamp(at), "policy": record.policy, "manifest": record.manifest,
        "ledger": record.ledger,
    }  # fmt: skip
    with write_to(register) as connection:
        connection.execute(insert(schema.releases), row)


def load_releases(register: Register) -> Sequence[ReleaseRecord]:
    """All releases, the oldest first."""
    with read_from(register) as connection:
        rows = connection.execute(select(schema.releases).order_by(schema.releases.c.number)).mappings()
        return [
            ReleaseRecord(
                name=row["name"], by=row["by"], built_at=row["built_at"], policy=row["policy"],
                manifest=row["manifest"], ledger=row["ledger"],
            )
            for row in rows
        ]  # fmt: skip
