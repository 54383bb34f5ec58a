"""A register in a PostgreSQL database, for people who work on one register from several machines.

Writers take turns by one lock of the database, as they do by the lock of a SQLite file: what a writer read stays true until it is done,
so that no two link, judge or number past one another. Readers see one state and wait for nobody.
"""

import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect
from sqlalchemy.pool import QueuePool

from bearwitness.store.address import Server
from bearwitness.store.dialect import list_named

if TYPE_CHECKING:
    import psycopg

LOT: Final = 20_000
IS_FAR: Final = True
PATIENCE: Final = 120.0
"""A colleague's `read` of a folder may link a large register anew, which takes a minute."""
_TURN: Final = 0x42656172
"""The number of the lock by which writers take turns ("Bear"); it holds for one database."""
_ON_DISK: Final = (
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
)
"""What is acknowledged is on the disk, also where a server is set up to say yes before it is: killed, such a one lost decisions that a person
had been told were kept. A server that waits for more than its own disk goes on doing so.
"""
_CONNECT_SECONDS: Final = 10
_AGAIN: Final = "was written by another program at the same moment; nothing of this step was kept, try again"
_GONE: Final = "cannot be reached any more, the server ended the connection; nothing of this step was kept, try again"
_FULL: Final = "cannot grow, the server's disk is full; nothing was lost, free some space and try again"
_LOCKED: Final = "is locked by another program; wait for it to end, or close it, and try again"
_CROWDED: Final = "cannot be reached, the server has too many connections; close some, or ask whoever keeps it"
_STARTING: Final = "cannot be reached, the server is starting or stopping; wait and try again"
_SILENT: Final = "cannot be reached, no server answers there; check host and port, and that the server runs"
_PASSING: Final = frozenset({_LOCKED, _AGAIN, _GONE, _CROWDED, _STARTING, _SILENT})
_TROUBLES: Final = {
    "55P03": _LOCKED,
    "40001": _AGAIN,
    "40P01": _AGAIN,
    "42501": "gives you no right to do this; ask whoever keeps the server (docs/postgresql.md says which rights are needed)",
    "25006": "cannot be written, the server only lets it be read",
    "53100": _FULL,
    "53300": _CROWDED,
    "57P01": _GONE,
    "57P02": _GONE,
    "57P03": _STARTING,
    "XX001": "is damaged; restore it from a copy",
    "XX002": "is damaged in an index; whoever keeps the server can mend it with REINDEX",
}
"""What PostgreSQL reports (its five-letter code) and what a person can do about it."""
_REFUSING: Final = """ BEGIN
RAISE EXCEPTION 'the register is append-only: table % refuses this', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END """
_REFUSAL: Final = f"CREATE OR REPLACE FUNCTION bearwitness_refuse() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSING}$$"
_EVERY_CHANGE: Final = 2 | 8 | 16 | 32
"""How PostgreSQL writes BEFORE DELETE OR UPDATE OR TRUNCATE, once for each statement (pg_trigger.tgtype)."""
_GUARDS: Final = """\
SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, t.tgqual IS NULL AND t.tgattr::text = '', p.oid = own.oid
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_proc AS p ON p.oid = t.tgfoid
LEFT JOIN (SELECT to_regproc('bearwitness_refuse')::oid AS oid) AS own ON true
WHERE NOT t.tgisinternal AND c.relnamespace = (
    SELECT relnamespace FROM pg_class WHERE oid = to_regclass('about')
) ORDER BY t.tgname, c.relname"""
_FUNCTION: Final = """\
SELECT p.prosrc, l.lanname, p.proconfig IS NULL FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.oid = to_regproc('bearwitness_refuse')"""


def build_engine(address: Server, patience: float) -> Engine:
    """Connections to the database. A connection that the server ended while nothing went on is replaced unseen."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(address),
        poolclass=QueuePool,
        pool_pre_ping=True,
        # Parameters hold report text, and an error that shows them could name a source.
        hide_parameters=True,
    )
    wait = max(1, round(patience * 1000))

    def begin(connection: Connection) -> None:
        _begin(connection, wait)

    event.listen(engine, "begin", begin)
    # A connection that broke is told by what raises. Pool and driver would also print how they could not tidy it up, a screen of calls and
    # the server's own words, which may repeat a row.
    for name in ("sqlalchemy.pool", "psycopg"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return engine


def connect(address: Server) -> "psycopg.Connection[Any]":
    """One connection. The address is given to the driver alone, so that no error of SQLAlchemy can show it."""
    import psycopg

    options: dict[str, Any] = {"client_encoding": "utf8", "fallback_application_name": "bearwitness"}
    if "connect_timeout=" not in address.conninfo:
        options["connect_timeout"] = _CONNECT_SECONDS
    return psycopg.connect(address.conninfo, **options)


def _begin(connection: Connection, wait: int) -> None:
    from psycopg import IsolationLevel

    raw: Any = connection.connection.driver_connection
    writes = connection.get_execution_options().get("writes", False)
    # A writer that waits for its turn must see what was written meanwhile: each of its statements sees the newest state, and as
    # nobody else writes, all see the same.
    raw.isolation_level = IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ
    raw.read_only = not writes
    if writes:
        raw.execute(f"SET LOCAL lock_timeout = {wait:d}; {_ON_DISK}; SELECT pg_advisory_xact_lock({_TURN:d})")


def find_errors() -> tuple[type[Exception], ...]:
    """What the driver raises."""
    import psycopg

    return (psycopg.Error,)


def explain(error: BaseException) -> str | None:
    """By the code of the error; where no connection came about there is none, and what the server said must do."""
    import psycopg

    code = getattr(error, "sqlstate", None) or ""
    if code in _TROUBLES:
        return _TROUBLES[code]
    if isinstance(error, psycopg.DataError) and "NUL" in str(error):
        return "cannot keep the character U+0000; capture the report anew as plain text"
    if isinstance(error, psycopg.ProgrammingError) and not code:
        return "has an address that PostgreSQL cannot understand; write it as postgresql://PERSON@HOST:PORT/DATABASE"
    if isinstance(error, psycopg.OperationalError):
        return _explain_refusal(error) if not code or code.startswith("28") or code == "3D000" else _GONE
    return None


def _explain_refusal(error: "psycopg.OperationalError") -> str:
    """Why a server did not let in. Its words may be in its own language; that a password was wanted or used is told apart from them."""
    said, tried = str(error), error.pgconn
    if "database" in said and "does not exist" in said:
        return "is not there, the server has no database of this name; make it with createdb, or mend the name"
    if tried is not None and tried.needs_password:
        return "wants a password and none is given; put it in the address (DATABASE_URL), or in the file ~/.pgpass"
    if "password authentication failed" in said:
        return "does not let you in: person or password is wrong"
    if tried is not None and tried.used_password:
        return "does not let you in: person, password or the database's name is wrong"
    if any(words in said for words in ("FATAL", "pg_hba", "role")):
        return "does not let you in; ask whoever keeps the server whether your name and machine are allowed"
    if "SSL" in said or "certificate" in said:
        return "cannot be reached as encrypted as the address asks (sslmode); ask whoever keeps the server"
    if "server closed the connection" in said or "connection is lost" in said or "connection is closed" in said:
        return _GONE
    return _SILENT


def is_passing(error: BaseException) -> bool:
    """A lock, or a server that starts, stops, is full of connections or gone."""
    return explain(error) in _PASSING


def name_error(error: BaseException) -> str:
    """Only its first words: what PostgreSQL says beside them may repeat a whole row."""
    said = getattr(getattr(error, "diag", None), "message_primary", None) or type(error).__name__
    return f"{getattr(error, 'sqlstate', None) or 'no code'}: {said}"


def settle(connection: Connection) -> None:
    """Nothing."""


def find_fault(connection: Connection) -> str | None:
    """Texts of all languages must fit."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        return f"keeps text as {encoding}, which has not all letters; make the database with createdb --encoding UTF8"
    return None


def render_guards(tables: Iterable[Table]) -> list[str]:
    """Triggers that refuse every change to a row, whoever asks, and by whichever way."""
    return [_REFUSAL, *(statement for table in tables for statement in _guard(table.name))]


def _guard(name: str) -> list[str]:
    trigger = f"{name}_append_only"
    when = f'BEFORE UPDATE OR DELETE OR TRUNCATE ON "{name}" FOR EACH STATEMENT'
    return [
        f"CREATE TRIGGER {trigger} {when} EXECUTE FUNCTION bearwitness_refuse()",
        f'ALTER TABLE "{name}" ENABLE ALWAYS TRIGGER {trigger}',
    ]


def list_guards(tables: Iterable[Table]) -> dict[str, str]:
    """Each trigger in words of ours, and the function that they call."""
    triggers = {f"{table.name}_append_only": _say_guard(table.name, _EVERY_CHANGE, "A", True, True) for table in tables}
    return triggers | {_NAME_OF_FUNCTION: _say_function(_REFUSING, "plpgsql", True)}


def load_guards(connection: Connection) -> dict[str, str]:
    """The triggers on every table beside the register's, and the function. One that is switched off is there and does nothing."""
    found: dict[str, str] = {}
    for name, *said in connection.exec_driver_sql(_GUARDS):
        found[name if name not in found else f"{name} on {said[0]}"] = _say_guard(*said)
    for function in connection.exec_driver_sql(_FUNCTION):
        found[_NAME_OF_FUNCTION] = _say_function(*function)
    return found


_NAME_OF_FUNCTION: Final = "bearwitness_refuse()"


def _say_guard(*said: object) -> str:
    return "on {}, kind {}, when {}, without conditions {}, refuses {}".format(*said)


def _say_function(*said: object) -> str:
    return "{} in {}, with no settings {}".format(*said)


def clear_tables(connection: Connection, tables: Sequence[Table]) -> None:
    """Emptied row by row: to drop or truncate a table would wait for its readers, and its readers for the writer.

    Tables of another shape, which an older version left, are made anew; only their owner can.
    """
    metadata = tables[0].metadata
    kept = inspect(connection).get_multi_columns(filter_names=[table.name for table in tables])
    shapes = {name: [column["name"] for column in columns] for (_, name), columns in kept.items()}
    if shapes != {table.name: [column.name for column in table.columns] for table in tables}:
        metadata.drop_all(connection)
        metadata.create_all(connection)
        return
    for table in tables:
        connection.execute(table.delete())


def analyse(connection: Connection, tables: Sequence[Table]) -> None:
    """What the planner goes by; it may be the owner's alone to say, and is then left to the server, which notices by itself."""
    connection.exec_driver_sql(f"ANALYZE {', '.join(table.name for table in tables)}")


def fetch(connection: Connection, query: str, values: Sequence[Any]) -> Sequence[Any]:
    """Asked of the driver itself: a new report takes hundreds of look-ups, each quicker than SQLAlchemy's own part."""
    raw: Any = connection.connection.driver_connection
    found: Sequence[Any] = raw.execute(_translate(query), tuple(values)).fetchall()
    return found


def fetch_lot(connection: Connection, query: str, lot: Sequence[Any], before: Sequence[Any]) -> Sequence[Any]:
    """The list is one value, so that the query is the same for every list and planned once."""
    return fetch(connection, query.replace("IN ?", "= ANY(?)"), [*before, *[list(lot)] * query.count("IN ?")])


def run(connection: Connection, query: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Once for each row, without waiting for the answer to each."""
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor:
        cursor.executemany(_translate(query), rows)


def append(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """As one stream, twenty times as quick as row by row."""
    raw: Any = connection.connection.driver_connection
    if rows:
        with raw.cursor().copy(f"COPY {table.name} ({', '.join(list_named(table))}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row(row)


def count_on(connection: Connection, tables: Iterable[Table]) -> None:
    """Numbers go on after the last one."""
    for table in tables:
        column = table.autoincrement_column
        if column is not None:
            last = f'FROM (SELECT max("{column.name}") AS number FROM "{table.name}") AS last WHERE number > 0'  # noqa: S608
            fetch(connection, f"SELECT setval(pg_get_serial_sequence(?, ?), number) {last}", (table.name, column.name))


@lru_cache(maxsize=500)
def _translate(query: str) -> str:
    # SQLite joins in the order given where a join is called CROSS; PostgreSQL knows better, and no such word before ON.
    return query.replace("%", "%%").replace("?", "%s").replace("CROSS JOIN", "JOIN")
