"""Questions and changes put to the derived tables as they are, on either engine; `?` stands for a value, `IN ?` for one of a list."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from bearwitness.core.link_index import Season
from bearwitness.store.dialect import find_dialect
from bearwitness.store.link_schema import tables

NOT_KNOWN: Final = -1


def spell_season(season: Season) -> tuple[int, str]:
    """A season as it is kept."""
    month, country = season
    return NOT_KNOWN if month is None else month, country or ""


def fetch(connection: Connection, query: str, *values: Any) -> Sequence[Any]:
    """The rows of a query."""
    return find_dialect(connection).fetch(connection, query, values)


def fetch_lots(connection: Connection, query: str, wanted: Iterable[Any], before: Sequence[Any] = ()) -> Iterator[Any]:
    """The rows of a query with one list in it, written `IN ?`, asked for in lots. With two of them a row may come twice.

    `before` are single values that come before the list.
    """
    values, dialect = sorted(set(wanted)), find_dialect(connection)
    for start in range(0, len(values), dialect.LOT):
        yield from dialect.fetch_lot(connection, query, values[start : start + dialect.LOT], before)


def run(connection: Connection, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """A change, run once for each row of values."""
    if rows:
        find_dialect(connection).run(connection, query, rows)


def write_rows(connection: Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows of a derived table."""
    find_dialect(connection).append(connection, tables.tables[table], rows)
