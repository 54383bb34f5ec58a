"""The register file: opened, checked, and reached by transactions whose failures speak in plain words.

SQLite with a write-ahead log. A transaction is wholly there or not at all, also when the process is killed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from bearwitness.core.errors import RegisterError
from bearwitness.store import schema

Transaction = Connection
"""What is read and written together; only `store` looks inside."""
_TROUBLES: Final = (
    ("SQLITE_BUSY", "is locked by another program; wait for it to end, or close it, and try again"),
    ("SQLITE_LOCKED", "is locked by another program; wait for it to end, or close it, and try again"),
    ("SQLITE_NOTADB", "is not a register; give the path of a register file, or of a new one"),
    ("SQLITE_READONLY", "cannot be written; give yourself the right to write the file and its folder"),
    ("SQLITE_PERM", "cannot be written; give yourself the right to write the file and its folder"),
    ("SQLITE_CANTOPEN", "cannot be opened; check the path and your rights to the file and its folder"),
    ("SQLITE_FULL", "cannot grow, the disk is full; nothing was lost, free some space and try again"),
    ("SQLITE_CORRUPT", "is damaged; restore it from a copy"),
)
"""What SQLite reports (by the start of its name for the error) and what a person can do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """An open register file; use it in a `with` block, or close it with `close_register`."""

    path: Path
    engine: Engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close_register(self)


def open_register(path: Path, *, create: bool, patience: float = 10.0) -> Register:
    """The register at `path`; a missing or empty file becomes a new one when `create`.

    A writer waits `patience` seconds for another before the register counts as locked. Raises RegisterError when there
    is none, it is something else, it is locked, it cannot be written, or a newer version of the program made it.
    """
    if path.is_dir():
        raise RegisterError(f"{path} is a folder; give the path of a register file, such as {path / 'register.db'}")
    if not create and not path.exists():
        raise RegisterError(f"there is no register at {path}; make one with 'bearwitness read INPUT'")
    if not path.absolute().parent.is_dir():
        raise RegisterError(f"there is no folder {path.parent}; make it, or give another path for the register")
    # Parameters hold report text, and an error that shows them could name a source.
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: _connect(path, patience), poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    register = Register(path=path, engine=engine)
    with ExitStack() as failing:
        failing.callback(engine.dispose)
        _check(register, create=create)
        failing.pop_all()
    return register


def close_register(register: Register) -> None:
    """Let go of the file."""
    register.engine.dispose()


@contextmanager
def write_to(register: Register) -> Iterator[Connection]:
    """A transaction that may write: all of it is kept when the block ends well, none of it otherwise."""
    with _plain_words(register.path), register.engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def read_from(register: Register) -> Iterator[Connection]:
    """A transaction that sees one state of the register, whatever others write meanwhile."""
    with _plain_words(register.path), register.engine.begin() as connection:
        yield connection


def stamp(at: datetime) -> str:
    """A moment as text, in UTC."""
    if at.tzinfo is None:
        raise RegisterError("a moment without a time zone cannot be kept; pass an aware datetime")
    return at.astimezone(UTC).isoformat()


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    # isolation_level None: transactions begin and end where this module says, which also puts table creation inside
    # one.
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the writer's place at once; a deferred transaction that turns writer midway fails without waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check(register: Register, *, create: bool) -> None:
    """Refuse what is not a register of this version, before anything is changed in the file."""
    with read_from(register) as connection:
        names = inspect(connection).get_table_names()
    if not names:
        if not create:
            raise RegisterError(f"{register.path} is empty; make a register with 'bearwitness read INPUT'")
        with write_to(register) as connection:
            # Another process may have made it while this one waited for its turn.
            if not inspect(connection).get_table_names():
                schema.create_schema(connection)
    elif schema.about.name not in names or schema.readings.name not in names:
        raise RegisterError(f"{register.path} is another program's database; give the path of a register, or a new one")
    with read_from(register) as connection:
        version = connection.scalar(select(schema.about.c.schema_version))
    if version != schema.SCHEMA_VERSION:
        raise RegisterError(
            f"{register.path} has schema version {version}, this program knows {schema.SCHEMA_VERSION}; "
            "use the version of bearwitness that made it, or a newer one"
        )
    with _plain_words(register.path), register.engine.connect() as connection:
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            raw.execute("PRAGMA journal_mode = WAL")


@contextmanager
def _plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        name = getattr(cause, "sqlite_errorname", "") or ""
        for start, words in _TROUBLES:
            if name.startswith(start):
                raise RegisterError(f"the register {path} {words}") from None
        raise RegisterError(f"the register {path} refused this: {name or type(cause).__name__}: {cause}") from None
