"""The log written: an entry for each record, in the transaction that writes the record, so that neither is ever kept without the other."""

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, column, insert, inspect, select, table

from bearwitness.core.errors import RegisterError
from bearwitness.custody.entries import (
    FORMAT,
    KINDS,
    SALT_BYTES,
    Moment,
    Record,
    Why,
    build_record,
    find_value,
    hash_record,
    name_row,
)
from bearwitness.custody.tree import Peaks, add_leaves, are_peaks
from bearwitness.store import schema
from bearwitness.store.dialect import find_dialect

ROWS: Final = {
    "report": "reports",
    "reading": "readings",
    "claim": "claims",
    "statement": "statements",
    "sum": "sums",
    "fault": "faults",
    "run": "link_runs",
    "link": "links",
    "review": "reviews",
    "event": "events",
}
"""The table of each kind of record that is logged. A reading is logged behind its report, and what it says behind it."""
BY_PROGRAM: Final = "bearwitness"
"""Who signs an event that no person is behind."""
_LOT: Final = 5000


def read_clock() -> datetime:
    """Now. What the log says of time is its own, not what a caller says: so a record that is dated back stands out."""
    return datetime.now(UTC)


def log_records(connection: Connection, records: Sequence[Record], why: Why = "written", form: int = FORMAT) -> None:
    """Append entries for records that this transaction has written. The writer's turn makes it the only one that counts on."""
    if not records:
        return
    moment = Moment(at=read_clock().isoformat(), why=why, format=form)
    peaks = load_peaks(connection)
    if peaks.size == 0:
        records = [_begin(connection, moment), *records]
    salts = os.urandom(SALT_BYTES * len(records))
    rows, hashes = [], []
    for n, record in enumerate(records):
        salt = salts[SALT_BYTES * n : SALT_BYTES * (n + 1)]
        hashes.append(hash_record(record, moment, salt))
        rows.append((peaks.size + n, record.kind, name_row(record, form), salt.hex(), hashes[-1].hex()))
    grown = add_leaves(peaks, hashes)
    # Asked of the driver itself: this stands in the way of every report that is saved.
    dialect = find_dialect(connection)
    dialect.append(connection, schema.log_leaves, rows)
    dialect.append(connection, schema.log_steps, [(grown.size, moment.format, moment.at, why, render_peaks(grown))])


def append_event(connection: Connection, kind: str, by: str, body: Mapping[str, Any], at: str) -> int:
    """Something that happened beside reports and judgements, with its entry in the log; its number."""
    record = _append_event(connection, kind, by, body, at)
    log_records(connection, [record])
    return int(find_value(record, "number") or 0)


def load_peaks(connection: Connection) -> Peaks:
    """The tree as the last step left it. Raises RegisterError where that is no tree."""
    found = find_dialect(connection).fetch(
        connection, "SELECT size, peaks FROM log_steps ORDER BY size DESC LIMIT 1", ()
    )
    peaks = parse_peaks(found[0][0], found[0][1]) if found else Peaks()
    if peaks is None:
        raise RegisterError(
            "the log of the register is damaged; see 'bearwitness verify', and restore the register from a copy"
        )
    return peaks


def render_peaks(peaks: Peaks) -> str:
    """The peaks as they are kept."""
    return " ".join(one.hex() for one in peaks.hashes)


def parse_peaks(size: int, text: str) -> Peaks | None:
    """Peaks as they are kept; None where they are none of a tree of this size."""
    try:
        peaks = Peaks(size=size, hashes=tuple(bytes.fromhex(one) for one in text.split()))
    except ValueError:
        return None
    return peaks if are_peaks(peaks) else None


def log_held(connection: Connection, kinds: Iterable[str], form: int) -> None:
    """Entries for all of these kinds that a register without a log holds, marked as logged by the upgrade, not when it was written."""
    for kind in kinds:
        lot: list[Record] = []
        for record in read_records(connection, kind, form):
            lot.append(record)
            if len(lot) == _LOT:
                log_records(connection, lot, "upgrade", form)
                lot.clear()
        log_records(connection, lot, "upgrade", form)


def read_records(connection: Connection, kind: str, form: int = FORMAT) -> Iterator[Record]:
    """Every row of a kind as the engine itself gives it back, in the order of its key, whatever stands in it.

    A table that somebody took away has no rows, and a column no values: what is missing then is for who compares to say.
    """
    known, look = KINDS[form][kind], inspect(connection)
    there = {one["name"] for one in look.get_columns(ROWS[kind])} if look.has_table(ROWS[kind]) else set()
    if not there.issuperset(known.key):
        return
    found = table(ROWS[kind], *(column(name) for name in known.fields if name in there))
    query = select(found).order_by(*(found.c[name] for name in known.key))
    rows = connection.execute(query, execution_options={"stream_results": True, "yield_per": 1000})
    for row in rows:
        yield build_record(kind, dict(row._mapping), form)


def build_records(kind: str, rows: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Records of rows that are written now."""
    return [build_record(kind, row) for row in rows]


def _begin(connection: Connection, moment: Moment) -> Record:
    """The first event: a name by chance, so that no two logs begin alike and a checkpoint can be of one alone."""
    return _append_event(connection, "began", BY_PROGRAM, {"log": secrets.token_hex(16)}, moment.at)


def _append_event(connection: Connection, kind: str, by: str, body: Mapping[str, Any], at: str) -> Record:
    row = {"kind": kind, "at": at, "by": by, "body": json.dumps(body, sort_keys=True)}
    number = connection.scalar(insert(schema.events).returning(schema.events.c.number), row)
    return build_record("event", row | {"number": number})
