"""What left the register, told in its log: after the file is there, and with the file's own hash."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bearwitness.core.errors import RegisterError
from bearwitness.store.address import Address
from bearwitness.store.export_records import ExportRecord, save_export_record
from bearwitness.store.register import open_register


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A file that was written, and what is to be told of it."""

    path: Path
    format: str
    rows: int
    with_quotes: bool
    with_outlets: bool
    by: str | None = None


def tell_export(address: Address, left: Left, at: datetime) -> str | None:
    """Append the file to the register's log. Why that could not be, in words, where the register cannot be written: the file stays."""
    with left.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    record = ExportRecord(
        format=left.format,
        rows=left.rows,
        sha256=digest,
        with_quotes=left.with_quotes,
        with_outlets=left.with_outlets,
        by=left.by,
    )
    return tell_record(address, record, at)


def tell_record(address: Address, record: ExportRecord, at: datetime) -> str | None:
    """The same of a file whose hash is known, wherever it is."""
    try:
        with open_register(address, create=False) as register:
            save_export_record(register, record, at=at)
    except RegisterError as error:
        return str(error)
    return None
