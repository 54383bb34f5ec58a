"""The register opened, checked, and reached by transactions whose failures speak in plain words, on either engine."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from bearwitness.core.errors import RegisterError
from bearwitness.store import link_schema, schema
from bearwitness.store.address import Address, Server
from bearwitness.store.dialect import Dialect, choose_dialect

Transaction = Connection
"""What is read and written together; only `store` looks inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """An open register; use it in a `with` block, or close it with `close_register`."""

    path: Address
    engine: Engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close_register(self)


def open_register(path: Address, *, create: bool, patience: float | None = None) -> Register:
    """The register at `path`; a missing or empty file, or an empty database of a server, becomes a new one when `create`.

    A writer waits `patience` seconds for another before the register counts as locked (10 in a file, 120 on a server). Raises
    RegisterError when there is none, it is something else, it is locked, it cannot be reached or written, or another version of the
    program made it.
    """
    register = reach_register(path, create=create, patience=patience)
    with ExitStack() as failing:
        failing.callback(register.engine.dispose)
        _check(register, create=create)
        failing.pop_all()
    return register


def reach_register(path: Address, *, create: bool, patience: float | None = None) -> Register:
    """Whatever is at `path`, unchecked; `open_register` is the door for all who read and write."""
    if isinstance(path, Path):
        _check_path(path, create=create)
    dialect = choose_dialect(path)
    return Register(path=path, engine=dialect.build_engine(path, dialect.PATIENCE if patience is None else patience))


def has_register(path: Address) -> bool:
    """Is there a register? False where one can be made."""
    if isinstance(path, Path) and not path.exists():
        return False
    with reach_register(path, create=False) as register:
        return refuse_strangers(register)


def close_register(register: Register) -> None:
    """Let go of it."""
    register.engine.dispose()


@contextmanager
def write_to(register: Register) -> Iterator[Connection]:
    """A transaction that may write: all of it is kept when the block ends well, none of it otherwise."""
    with speak_plainly(register.path), register.engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def read_from(register: Register) -> Iterator[Connection]:
    """A transaction that sees one state of the register, whatever others write meanwhile."""
    with speak_plainly(register.path), register.engine.begin() as connection:
        yield connection


def stamp(at: datetime) -> str:
    """A moment as text, in UTC."""
    if at.tzinfo is None:
        raise RegisterError("a moment without a time zone cannot be kept; pass an aware datetime")
    return at.astimezone(UTC).isoformat()


def _check_path(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise RegisterError(f"{path} is a folder; give the path of a register file, such as {path / 'register.db'}")
    if not create and not path.exists():
        raise RegisterError(f"there is no register at {path}; make one with 'bearwitness read INPUT'")
    if not path.absolute().parent.is_dir():
        raise RegisterError(f"there is no folder {path.parent}; make it, or give another path for the register")


def _check(register: Register, *, create: bool) -> None:
    """Refuse what is not a register of this version, before anything is changed in it."""
    dialect = choose_dialect(register.path)
    if not refuse_strangers(register):
        if not create:
            raise RegisterError(f"{register.path} is empty; make a register with 'bearwitness read INPUT'")
        _make(register, dialect)
    with read_from(register) as connection:
        version = schema.load_version(connection)
    if version > schema.SCHEMA_VERSION:
        raise RegisterError(
            f"{register.path} has schema version {version}, this program knows {schema.SCHEMA_VERSION}; "
            "use the version of bearwitness that made it, or a newer one"
        )
    if version < schema.SCHEMA_VERSION:
        raise RegisterError(
            f"{register.path} has schema version {version}, this program keeps {schema.SCHEMA_VERSION}; "
            f"'bearwitness upgrade --register {register.path}' brings it forward, after a copy"
        )
    with speak_plainly(register.path), register.engine.connect() as connection:
        dialect.settle(connection)


def refuse_strangers(register: Register) -> bool:
    """Is there a register, of whatever version? False where nothing is there at all; raises RegisterError where anything else is."""
    with read_from(register) as connection:
        names = inspect(connection).get_table_names()
    # Either will do: one of them may have been taken away, which `verify` is to tell.
    if names and (schema.about.name not in names or not {schema.readings.name, schema.log_leaves.name} & set(names)):
        raise RegisterError(f"{register.path} is another program's database; give the path of a register, or a new one")
    return bool(names)


def _make(register: Register, dialect: Dialect) -> None:
    with read_from(register) as connection:
        reason = dialect.find_fault(connection)
    if reason is not None:
        raise RegisterError(f"the register {register.path} {reason}")
    with write_to(register) as connection:
        # Another process may have made it while this one waited for its turn.
        if not inspect(connection).get_table_names():
            schema.create_schema(connection)
            if isinstance(register.path, Server):
                # Those who only have the right to write could not make them later.
                link_schema.create_tables(connection)


@contextmanager
def speak_plainly(path: Address) -> Iterator[None]:
    """Whatever the engine of this register raises inside becomes a RegisterError that says what a person can do."""
    dialect = choose_dialect(path)
    errors: tuple[type[Exception], ...] = (DBAPIError, *dialect.find_errors())
    try:
        yield
    except errors as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        words = dialect.explain(cause)
        if words is None:
            words = f"refused this: {dialect.name_error(cause)}"
        raise RegisterError(f"the register {path} {words}") from None
