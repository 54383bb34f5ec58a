"""Whether the tables of a register are tables as the program makes them. What only looks like one says one thing to a check, another later.

A view in a table's place can answer by the clock, a computed column says what another holds, an index that lost its rows hides them from
who looks by it and not from who reads all: each of these fits the log, and counts otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table

from bearwitness.store import schema

_SHAPES: Final = "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view')"
_COLUMNS: Final = "SELECT name, type, hidden FROM pragma_table_xinfo(?)"
_SERVER_SHAPES: Final = """\
SELECT c.relname, c.relkind = 'r' AND NOT c.relrowsecurity AND NOT c.relhassubclass AND NOT c.relhasrules
FROM pg_class AS c WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('about'))"""
_SERVER_COLUMNS: Final = """\
SELECT attname, attgenerated FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped"""
_NO_TABLE: Final = (
    "it is no table as the program makes it, but something that answers in its place; nothing it says can be checked"
)
_OF_LOG: Final = frozenset({schema.log_leaves.name, schema.log_steps.name, schema.events.name})
_COMPUTED: Final = "one of its columns is computed, and says what is written elsewhere; nothing it says can be checked"
_OTHER: Final = "its columns are not those that the program makes"
_INDEX: Final = (
    "it, or an index of it, does not hold what it ought to: rows are there for who reads all and not for who looks one up; "
    "whoever knows SQLite sees more with PRAGMA integrity_check"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeFault:
    """A table that is not as the program makes it; `is_readable` where what it says can still be held against the log."""

    table: str
    words: str
    is_readable: bool


def find_shape_faults(connection: Connection) -> tuple[ShapeFault, ...]:
    """What is wrong with the tables that are logged, and those of the log. A register that an older version made has the same."""
    is_file = connection.dialect.name == "sqlite"
    found = list(_find_in_file(connection) if is_file else _find_on_server(connection))
    if is_file and all(fault.is_readable for fault in found):
        found += _find_lost_rows(connection)
    return tuple(found)


def _find_in_file(connection: Connection) -> Iterator[ShapeFault]:
    kinds = {str(name): (kind, str(made)) for name, kind, made in connection.exec_driver_sql(_SHAPES)}
    for table in schema.tables.sorted_tables:
        kind, made = kinds.get(table.name, ("table", ""))
        if kind != "table" or made.upper().startswith("CREATE VIRTUAL"):
            yield ShapeFault(table=table.name, words=_NO_TABLE, is_readable=False)
        elif made:
            columns = {row[0]: row for row in connection.exec_driver_sql(_COLUMNS, (table.name,))}
            yield from _compare(table, {name: bool(hidden) for name, (_, _, hidden) in columns.items()})
            types = {name: str(kind).upper() for name, (_, kind, _) in columns.items()}
            expected = {column.name: column.type.compile(connection.dialect).upper() for column in table.columns}
            if set(types) == set(expected) and types != expected:
                yield ShapeFault(table=table.name, words=_OTHER, is_readable=True)


def _find_on_server(connection: Connection) -> Iterator[ShapeFault]:
    kinds: dict[str, Any] = {str(name): is_plain for name, is_plain in connection.exec_driver_sql(_SERVER_SHAPES)}
    for table in schema.tables.sorted_tables:
        if not kinds.get(table.name, True):
            yield ShapeFault(table=table.name, words=_NO_TABLE, is_readable=False)
        elif table.name in kinds:
            rows = connection.exec_driver_sql(_SERVER_COLUMNS.replace("?", "%s"), (table.name,))
            yield from _compare(table, {name: bool(computed) for name, computed in rows})


def _compare(table: Table, computed: Mapping[str, bool]) -> Iterator[ShapeFault]:
    expected = {column.name for column in table.columns}
    if any(is_computed for name, is_computed in computed.items() if name in expected):
        yield ShapeFault(table=table.name, words=_COMPUTED, is_readable=False)
    elif not expected <= set(computed):
        # Of records each is then told as changed; without a column of its own the log itself cannot be read.
        yield ShapeFault(table=table.name, words=_OTHER, is_readable=table.name not in _OF_LOG)
    elif expected != set(computed):
        yield ShapeFault(table=table.name, words=_OTHER, is_readable=True)


def _find_lost_rows(connection: Connection) -> Iterator[ShapeFault]:
    kinds = {str(name) for name, _, _ in connection.exec_driver_sql(_SHAPES)}
    for table in schema.tables.sorted_tables:
        if table.name not in kinds:
            continue  # taken away whole: its entries tell what it held
        for (said,) in connection.exec_driver_sql(f'PRAGMA integrity_check("{table.name}")').fetchmany(1):
            if said != "ok":
                yield ShapeFault(table=table.name, words=_INDEX, is_readable=True)
