"""A register of an older version brought forward, step by step from the version it has, after a copy of it is made.

The steps are Alembic migrations (`migrations/version_N.py`, each frozen). Which version a register has is written in the register itself,
table `about`; each step adds its mark there, so that a register tells its history.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, table

from bearwitness.core.errors import RegisterError
from bearwitness.store import link_schema, schema
from bearwitness.store.address import Address, Server
from bearwitness.store.register_file import reach_register, read_from, refuse_strangers, write_to

MIGRATIONS: Final = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """From which version to which; `copy` is the file that holds the register as it was, where one was made."""

    before: int
    after: int
    copy: Path | None


def upgrade_register(address: Address, *, is_copied: bool = False, migrations: Path = MIGRATIONS) -> Upgraded:
    """Bring a register to today's version, all of the way or not at all; one that has it stays as it is.

    A file is copied beside itself first. A database must have been copied by a person, who says so by `is_copied`. Raises
    RegisterError without a copy, where a newer program made the register, and where a step would lose rows.
    """
    with reach_register(address, create=False) as register:
        if not refuse_strangers(register):
            raise RegisterError(f"{address} is empty; make a register with 'bearwitness read INPUT'")
        with read_from(register) as connection:
            before = schema.load_version(connection)
        if before > schema.SCHEMA_VERSION:
            raise RegisterError(
                f"{address} has schema version {before}, newer than this program knows; use a newer one"
            )
        if before == schema.SCHEMA_VERSION:
            return Upgraded(before=before, after=before, copy=None)
        copy = _copy(address, before, is_copied=is_copied)
        with write_to(register) as connection:
            # Another process may have done it while this one waited for its turn.
            held = count_rows(connection)
            apply_steps(connection, schema.load_version(connection), migrations)
            lost = [
                name for name, rows in held.items() if name != schema.about.name and _count(connection, name) != rows
            ]
            if lost:
                raise RegisterError(f"{address} would not keep all rows of {', '.join(lost)}; nothing was changed")
            if isinstance(address, Server):
                # What is derived may have another shape by now, which those who only write could not give it.
                link_schema.create_tables(connection)
    return Upgraded(before=before, after=schema.SCHEMA_VERSION, copy=copy)


def apply_steps(connection: Connection, version: int, migrations: Path = MIGRATIONS) -> None:
    """All steps from a version on (0: nothing is there), each with its mark."""
    context = MigrationContext.configure(connection)
    for step in list_steps(version, migrations):
        with Operations.context(context):
            step.module.upgrade()
        connection.execute(schema.about.insert(), {"schema_version": int(step.revision)})


def list_steps(version: int, migrations: Path = MIGRATIONS) -> Iterator[Script]:
    """The steps after a version, the oldest first."""
    scripts = ScriptDirectory(str(migrations), version_locations=[str(migrations)])
    steps = list(scripts.walk_revisions())
    return (step for step in reversed(steps) if int(step.revision) > version)


def count_rows(connection: Connection) -> dict[str, int]:
    """The rows of each append-only table that is there."""
    there = set(inspect(connection).get_table_names())
    return {name: _count(connection, name) for name in schema.tables.tables if name in there}


def _count(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name))) or 0


def _copy(address: Address, version: int, *, is_copied: bool) -> Path | None:
    if isinstance(address, Server):
        if not is_copied:
            raise RegisterError(
                f"{address} needs a copy first; make one with 'pg_dump --format=custom --file=register.dump DATABASE', "
                "then give --copied"
            )
        return None
    copy = address.with_name(f"{address.name}.version-{version}")
    if copy.exists():
        raise RegisterError(f"the copy {copy} is already there, from an earlier try; move it away, and try again")
    # Its owner's alone, as a register is: SQLite would let everybody read a file that it makes.
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    # SQLite's own way to copy also takes in what still stands in the log.
    with closing(sqlite3.connect(address)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
