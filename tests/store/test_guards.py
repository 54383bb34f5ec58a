"""What makes a register append-only is itself looked at: every trigger that is gone, switched off or exchanged is named, on both engines."""

import sqlite3
from contextlib import closing

import psycopg
import pytest

from bearwitness.store import schema
from bearwitness.store.address import Address, Server
from bearwitness.store.guards import GuardFault, find_guard_faults
from bearwitness.store.log_reading import look_at
from bearwitness.store.register import open_register
from bearwitness.store.upgrading import upgrade_register
from tests.register_homes import Home
from tests.store.test_upgrading import FROZEN

TABLES = [table.name for table in schema.tables.sorted_tables]


def do(address: Address, *statements: str) -> None:
    """Past the program."""
    if isinstance(address, Server):
        with psycopg.connect(address.conninfo, autocommit=True) as server:
            for statement in statements:
                server.execute(statement.encode())
        return
    with closing(sqlite3.connect(address, isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


def look(address: Address) -> tuple[GuardFault, ...]:
    with look_at(address) as connection:
        return find_guard_faults(connection)


def make(home: Home) -> Address:
    address = home("register.db")
    open_register(address, create=True).engine.dispose()
    return address


def test_a_register_as_it_was_made_has_all_of_them(home: Home) -> None:
    assert look(make(home)) == ()


def test_one_that_was_brought_forward_has_them_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("old") / "old.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(FROZEN.read_text(encoding="utf-8"))
    upgrade_register(path)
    assert look(path) == ()


@pytest.mark.parametrize("table", TABLES)
def test_one_that_is_gone_is_named(home: Home, engine: str, table: str) -> None:
    address = make(home)
    names = ["append_only"] if engine == "postgresql" else ["no_delete", "no_replace", "no_update"]
    for name in names:
        do(address, f"DROP TRIGGER {table}_{name}" + (f" ON {table}" if engine == "postgresql" else ""))
    assert look(address) == tuple(GuardFault(name=f"{table}_{name}", sort="missing") for name in names)


def test_one_that_says_something_else_is_named(home: Home, engine: str) -> None:
    address = make(home)
    if engine == "sqlite":
        do(
            address,
            "DROP TRIGGER reviews_no_update",
            "CREATE TRIGGER reviews_no_update BEFORE UPDATE ON reviews WHEN NEW.number < 0 BEGIN SELECT RAISE(ABORT, 'no'); END",
        )
        assert look(address) == (GuardFault(name="reviews_no_update", sort="changed"),)
        return
    changed = GuardFault(name="reviews_append_only", sort="changed")
    do(address, "ALTER TABLE reviews DISABLE TRIGGER reviews_append_only")
    assert look(address) == (changed,)
    # Ordinary again, and so passed over where a session calls itself a replica.
    do(address, "ALTER TABLE reviews ENABLE TRIGGER reviews_append_only")
    assert look(address) == (changed,)
    do(address, "ALTER TABLE reviews ENABLE ALWAYS TRIGGER reviews_append_only")
    assert look(address) == ()
    do(
        address,
        "DROP TRIGGER reviews_append_only ON reviews",
        "CREATE TRIGGER reviews_append_only BEFORE UPDATE OR DELETE ON reviews FOR EACH STATEMENT EXECUTE FUNCTION bearwitness_refuse()",
        "ALTER TABLE reviews ENABLE ALWAYS TRIGGER reviews_append_only",
    )
    assert look(address) == (changed,)
    do(
        address,
        "CREATE OR REPLACE FUNCTION bearwitness_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    )
    assert look(address) == (GuardFault(name="bearwitness_refuse()", sort="changed"), changed)


def test_one_that_nobody_knows_is_named(home: Home, engine: str) -> None:
    address = make(home)
    if engine == "sqlite":
        do(address, "CREATE TRIGGER quiet AFTER INSERT ON reviews BEGIN SELECT 1; END")
    else:
        do(
            address,
            "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
            "CREATE TRIGGER quiet BEFORE INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION quiet()",
        )
    assert look(address) == (GuardFault(name="quiet", sort="added"),)
