"""A register copied whole from one engine to another (or the same), and the copy compared row by row before it counts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, exists, insert, select

from bearwitness.core.errors import RegisterError
from bearwitness.store import schema
from bearwitness.store.address import Address
from bearwitness.store.dialect import find_dialect
from bearwitness.store.register_file import Register, open_register, read_from, speak_plainly, write_to

_LOT: Final = 1000
_TABLES: Final = tuple(table for table in schema.tables.tables.values() if table is not schema.about)
"""All that holds what was said and judged; what is derived from it is made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table in both registers: how many rows, and one digest of all of them in order."""

    name: str
    rows: int
    digest: str


def copy_register(source: Address, target: Address) -> tuple[CopiedTable, ...]:
    """Copy everything that was read and judged, in one transaction, and compare both registers.

    Links are not copied: they are derived, and made anew by the next `link` or `read`. Raises RegisterError where the target holds
    anything, and where it does not give back what was written; nothing is kept then.
    """
    with open_register(source, create=False) as origin, open_register(target, create=True) as goal:
        return _copy(origin, goal)


def _copy(origin: Register, goal: Register) -> tuple[CopiedTable, ...]:
    with read_from(origin) as read, write_to(goal) as written:
        _refuse_full(goal, written)
        sent = tuple(_digest(table.name, _send(_read(origin, read, table), written, table)) for table in _TABLES)
        find_dialect(written).count_on(written, _TABLES)
        for table, given in zip(_TABLES, sent, strict=True):
            kept = _digest(table.name, _rows(written, table))
            if kept != given:
                raise RegisterError(
                    f"{goal.path} gives back {kept.rows:,} rows of {table.name} that are not the {given.rows:,} of "
                    f"{origin.path}; nothing was copied"
                )
    return sent


def _refuse_full(goal: Register, connection: Connection) -> None:
    for table in _TABLES:
        if connection.scalar(select(exists(select(1).select_from(table)))):
            raise RegisterError(f"{goal.path} is not empty; give a new register to copy to")


def _read(origin: Register, read: Connection, table: Table) -> Iterator[Row[Any]]:
    # What goes wrong here is told of this register, not of the one that is written meanwhile.
    with speak_plainly(origin.path):
        yield from _rows(read, table)


def _send(rows: Iterator[Row[Any]], written: Connection, table: Table) -> Iterator[Row[Any]]:
    """Write rows, and pass each on."""
    lot: list[dict[str, Any]] = []
    for row in rows:
        lot.append(dict(row._mapping))
        if len(lot) == _LOT:
            written.execute(insert(table), lot)
            lot.clear()
        yield row
    if lot:
        written.execute(insert(table), lot)


def _rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """All rows by their key, a part at a time."""
    query = select(table).order_by(*table.primary_key)
    yield from connection.execute(query, execution_options={"stream_results": True, "yield_per": _LOT})


def _digest(name: str, rows: Iterator[Row[Any]]) -> CopiedTable:
    count, digest = 0, sha256()
    for row in rows:
        count += 1
        values = [value.isoformat() if isinstance(value, date) else value for value in row]
        digest.update(json.dumps(values).encode() + b"\n")
    return CopiedTable(name=name, rows=count, digest=digest.hexdigest())
