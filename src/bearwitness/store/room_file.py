"""The room's own file: accounts, sessions, programs' tokens and the log of the reading room itself, beside the register and never in it.

What is in it changes and goes: passwords are replaced, sessions end. The register only ever grows, is copied and shown around, and holds
no password; so the two are two files (decisions/0024).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bearwitness.core.errors import RegisterError

SCHEMA: Final = 2
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS accounts (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    factor BLOB,
    factor_step INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    made_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    id_hash BLOB PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    stage TEXT NOT NULL,
    token TEXT NOT NULL,
    factor BLOB,
    begun_at REAL NOT NULL,
    seen_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_account ON sessions (account);
CREATE TABLE IF NOT EXISTS failures (subject TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS failures_subject ON failures (subject, at);
CREATE TABLE IF NOT EXISTS tokens (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    program TEXT NOT NULL COLLATE NOCASE,
    scopes TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at REAL NOT NULL,
    ends_at REAL NOT NULL,
    used_at REAL,
    revoked_at REAL
);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS acts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    by_kind TEXT NOT NULL CHECK (by_kind IN ('account', 'token', 'terminal', 'room', 'nobody')),
    by_number INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (length(what) <= 40 AND what NOT GLOB '*[^a-z_.]*'),
    on_kind TEXT NOT NULL CHECK (on_kind IN ('', 'account', 'token', 'job')),
    on_number INTEGER NOT NULL,
    detail TEXT NOT NULL CHECK (length(detail) <= 60 AND detail NOT GLOB '*[^a-z_. ]*'),
    times INTEGER NOT NULL CHECK (times > 0),
    is_passing INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS acts_at ON acts (at)
"""
PASSING_DAYS: Final = 90
"""How long the log keeps who came in and who was turned away. The rest of it stays."""
_TRIGGERS: Final = (
    "CREATE TRIGGER IF NOT EXISTS acts_unchanged BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END",
    # By the log's own newest moment: a clock that runs ahead for a while takes nothing out but what it would have at last.
    """CREATE TRIGGER IF NOT EXISTS acts_kept BEFORE DELETE ON acts
        WHEN NOT OLD.is_passing OR OLD.at > (SELECT MAX(at) FROM acts) - SECONDS
        BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END""".replace("SECONDS", str(PASSING_DAYS * 86_400)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFile:
    """An opened room file."""

    path: Path


def open_room(path: Path) -> RoomFile:
    """The room's file at `path`, made where there is none, readable by its owner alone.

    Raises RegisterError where it cannot be opened or a newer version of the program made it.
    """
    room = RoomFile(path=path)
    try:
        # Made with its rights from the start: between making it and narrowing its rights another user could open it.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise RegisterError(
            f"the room's file {path} cannot be opened ({error.strerror}); check its folder's rights"
        ) from None
    with write_room(room) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise RegisterError(f"{path} is of a newer version of bearwitness; use that version")
        for statement in (*_TABLES.split(";"), *_TRIGGERS):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
    return room


@contextmanager
def write_room(room: RoomFile) -> Iterator[sqlite3.Connection]:
    """A transaction that may write: all of it is kept when the block ends well, none of it otherwise."""
    with _connect(room) as connection:
        connection.execute("BEGIN IMMEDIATE")
        end = "ROLLBACK"
        try:
            yield connection
            end = "COMMIT"
        finally:
            connection.execute(end)


@contextmanager
def read_room(room: RoomFile) -> Iterator[sqlite3.Connection]:
    """A look at the file."""
    with _connect(room) as connection:
        yield connection


@contextmanager
def _connect(room: RoomFile) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(room.path, timeout=10, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            # What is removed (a session, an attempt, a former password) is overwritten, not only let go of.
            connection.execute("PRAGMA secure_delete = ON")
            yield connection
        finally:
            connection.close()
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise RegisterError(f"the room's file {room.path} cannot be used ({type(error).__name__})") from None
