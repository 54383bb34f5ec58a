"""A register in a SQLite file, with a write-ahead log. A transaction is wholly there or not at all, also when the process is killed."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateTable, DropTable

from bearwitness.store.dialect import list_named

LOT: Final = 400
IS_FAR: Final = False
PATIENCE: Final = 10.0
_LOCKED: Final = "is locked by another program; wait for it to end, or close it, and try again"
_UNWRITABLE: Final = "cannot be written; give yourself the right to write the file and its folder"
_TROUBLES: Final = (
    ("SQLITE_BUSY", _LOCKED),
    ("SQLITE_LOCKED", _LOCKED),
    ("SQLITE_NOTADB", "is not a register; give the path of a register file, or of a new one"),
    ("SQLITE_READONLY", _UNWRITABLE),
    ("SQLITE_PERM", _UNWRITABLE),
    ("SQLITE_CANTOPEN", "cannot be opened; check the path and your rights to the file and its folder"),
    ("SQLITE_FULL", "cannot grow, the disk is full; nothing was lost, free some space and try again"),
    ("SQLITE_CORRUPT", "is damaged; restore it from a copy"),
)
"""What SQLite reports (by the start of its name for the error) and what a person can do about it."""


def build_engine(address: Path, patience: float) -> Engine:
    """Connections to the file."""
    # Parameters hold report text, and an error that shows them could name a source.
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: connect(address, patience), poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """One connection, as SQLAlchemy takes it. A new file can be read and written by its owner alone; SQLite gives its log the same rights."""
    if not path.exists():
        with suppress(OSError):  # SQLite says in its own words what is wrong
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    # isolation_level None: transactions begin and end where this module says, which also puts table creation inside
    # one.
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # What is sorted and indexed are words of reports: they go to no file in the system's folder for temporary files.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the writer's place at once; a deferred transaction that turns writer midway fails without waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def find_errors() -> tuple[type[Exception], ...]:
    """What the driver raises."""
    return (sqlite3.Error,)


def explain(error: BaseException) -> str | None:
    """By SQLite's name for the error."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return next((words for start, words in _TROUBLES if name.startswith(start)), None)


def name_error(error: BaseException) -> str:
    """SQLite names tables and columns, no values."""
    return f"{getattr(error, 'sqlite_errorname', '') or type(error).__name__}: {error}"


def find_fault(connection: Connection) -> str | None:  # noqa: ARG001 - a file can always be one
    """None."""
    return None


def settle(connection: Connection) -> None:
    """Readers beside a writer need the log, which the file keeps from here on."""
    raw = connection.connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute("PRAGMA journal_mode = WAL")


def render_guards(tables: Iterable[Table]) -> list[str]:
    """Triggers that refuse every change to a row. The one on INSERT stops `INSERT OR REPLACE`, which deletes unseen."""
    return [statement for table in tables for statement in _guard(table)]


def _guard(table: Table) -> list[str]:
    name = table.name
    key = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in table.primary_key)
    refuse = f"SELECT RAISE(ABORT, 'the register is append-only: table {name} refuses this');"
    exists = f'EXISTS (SELECT 1 FROM "{name}" WHERE {key})'  # noqa: S608 - names are the schema's own constants
    return [
        f'CREATE TRIGGER "{name}_no_update" BEFORE UPDATE ON "{name}" BEGIN {refuse} END',
        f'CREATE TRIGGER "{name}_no_delete" BEFORE DELETE ON "{name}" BEGIN {refuse} END',
        f'CREATE TRIGGER "{name}_no_replace" BEFORE INSERT ON "{name}" WHEN {exists} BEGIN {refuse} END',
    ]


def clear_tables(connection: Connection, tables: Sequence[Table]) -> None:
    """Made anew, without indexes, which are quicker to make when the rows are in; readers see the file as it was."""
    for table in tables:
        connection.execute(DropTable(table, if_exists=True))
        connection.execute(CreateTable(table))


def analyse(connection: Connection, tables: Sequence[Table]) -> None:
    """The indexes now, and what the planner goes by."""
    for table in tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            index.create(connection)
    connection.exec_driver_sql("ANALYZE")


def fetch(connection: Connection, query: str, values: Sequence[Any]) -> Sequence[Any]:
    """Asked of SQLite itself: a new report takes hundreds of look-ups, each quicker than SQLAlchemy's own part."""
    raw: Any = connection.connection.driver_connection
    found: Sequence[Any] = raw.execute(query, values).fetchall()
    return found


def fetch_lot(connection: Connection, query: str, lot: Sequence[Any], before: Sequence[Any]) -> Sequence[Any]:
    """With a mark for each value."""
    marks = f"IN ({','.join('?' * len(lot))})"
    return fetch(connection, query.replace("IN ?", marks), [*before, *list(lot) * query.count("IN ?")])


def run(connection: Connection, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Once for each row."""
    if rows:
        connection.exec_driver_sql(query, list(rows))


def append(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows in one statement run many times."""
    names = list_named(table)
    marks = ",".join("?" * len(names))
    run(connection, f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608 - as above


def count_on(connection: Connection, tables: Iterable[Table]) -> None:
    """Nothing: SQLite numbers from the last row on."""
