"""What differs between the engines that keep a register, as one list of functions; `sqlite` and `postgresql` answer it, one file each."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Table

from bearwitness.store.address import Address, Server


class Dialect(Protocol):
    """One engine."""

    @property
    def LOT(self) -> int:  # noqa: N802 - a constant of each engine
        """How many values a list in a query may have."""

    @property
    def IS_FAR(self) -> bool:  # noqa: N802
        """Whether each question travels, so that fifty asked at once cost less than a few one by one."""

    @property
    def PATIENCE(self) -> float:  # noqa: N802
        """Seconds that a writer waits for another where the caller does not say."""

    def build_engine(self, address: Any, patience: float) -> Engine:
        """Connections to the register. Transactions of writers come one after another, readers see one state and wait for nobody."""

    def find_errors(self) -> tuple[type[Exception], ...]:
        """What the driver raises by itself."""

    def explain(self, error: BaseException) -> str | None:
        """What an error of the driver means and what a person can do; None where it is none of those known."""

    def is_passing(self, error: BaseException) -> bool:
        """Whether what the error tells of may be over in a moment: a lock, a server that is away."""

    def name_error(self, error: BaseException) -> str:
        """An error of another kind, without the values it is about."""

    def find_fault(self, connection: Connection) -> str | None:
        """Why no register can be made here, where none can."""

    def settle(self, connection: Connection) -> None:
        """What an open register needs of a connection, outside any transaction."""

    def render_guards(self, tables: Iterable[Table]) -> list[str]:
        """Statements that make tables append-only."""

    def list_guards(self, tables: Iterable[Table]) -> dict[str, str]:
        """What `render_guards` makes, by name, as `load_guards` gives it back."""

    def load_guards(self, connection: Connection) -> dict[str, str]:
        """The triggers on the register's tables as the engine has them, by name, in a form of this program's."""

    def clear_tables(self, connection: Connection, tables: Sequence[Table]) -> None:
        """Derived tables made if need be, and empty. Who reads meanwhile sees them as they were."""

    def analyse(self, connection: Connection, tables: Sequence[Table]) -> None:
        """Tell the engine that tables were filled anew, so that it looks for the best way to search them."""

    def fetch(self, connection: Connection, query: str, values: Sequence[Any]) -> Sequence[Any]:
        """The rows of a query with `?` for each value."""

    def fetch_lot(self, connection: Connection, query: str, lot: Sequence[Any], before: Sequence[Any]) -> Sequence[Any]:
        """The rows of a query with one list of values, written `IN ?` once or more often, behind single values."""

    def run(self, connection: Connection, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run a change once for each row of values."""

    def append(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows into a table, with values for all columns that are not numbered by the engine."""

    def count_on(self, connection: Connection, tables: Iterable[Table]) -> None:
        """After rows were written with their numbers: number from there on."""


def choose_dialect(address: Address) -> Dialect:
    """The engine of an address."""
    return name_dialect("postgresql" if isinstance(address, Server) else "sqlite")


def find_dialect(connection: Connection) -> Dialect:
    """The engine of a connection."""
    return name_dialect(connection.dialect.name)


def name_dialect(name: str) -> Dialect:
    """The engine by SQLAlchemy's name for it. Only that of PostgreSQL loads its driver, and only when it is used."""
    if name == "postgresql":
        from bearwitness.store import postgresql

        return postgresql
    from bearwitness.store import sqlite

    return sqlite


def list_named(table: Table) -> list[str]:
    """The columns of a table that are not numbered by the engine, in order, quoted."""
    return [f'"{column.name}"' for column in table.columns if column is not table.autoincrement_column]
