"""A register on a PostgreSQL server: what is refused, in which words, who may do what, and that nobody waits who only reads.

Not collected where PostgreSQL is not installed; the head of the test run says so.
"""

import re
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert

from bearwitness.core.errors import RegisterError
from bearwitness.core.records import Reading
from bearwitness.store import link_schema, postgresql, schema
from bearwitness.store.copying import copy_register
from bearwitness.store.register import (
    Register,
    Server,
    load_current,
    open_register,
    parse_address,
    save_judgement,
    save_reading,
)
from bearwitness.store.register_file import has_register, read_from, write_to
from bearwitness.workflow.catching_up import catch_up, link_anew, load_held_links
from bearwitness.workflow.relinking import relink
from bearwitness.workflow.standing import load_judged
from tests.register_homes import GUARDED, SECRET, Cluster, Homes
from tests.store.test_register import NOW, claim, link, report
from tests.workflow.one_valley import tell_reports

DOCS = Path(__file__).parents[2] / "docs" / "postgresql.md"


@pytest.fixture
def cluster(homes: Homes) -> Cluster:
    """The server."""
    return homes.cluster


@pytest.fixture
def bare(cluster: Cluster) -> Iterator[Server]:
    """A database in which nothing is."""
    with cluster.lend("template0") as address:
        yield address


@pytest.fixture
def made(cluster: Cluster) -> Iterator[Server]:
    """A database with an empty register."""
    with cluster.lend("made") as address:
        yield address


@pytest.fixture
def register(made: Server) -> Iterator[Register]:
    """It, opened."""
    with open_register(made, create=False) as opened:
        yield opened


def refuse(address: Server) -> str:
    """Why an address is refused; all that is shown is without the password."""
    with pytest.raises(RegisterError) as caught:
        open_register(address, create=True)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


def test_an_empty_database_becomes_a_register_only_when_asked(bare: Server) -> None:
    assert not has_register(bare)
    with pytest.raises(RegisterError, match="is empty; make a register with 'bearwitness read INPUT'"):
        open_register(bare, create=False)
    with open_register(bare, create=True) as register:
        assert load_current(register) == ()
    assert has_register(bare)


def test_two_who_make_the_same_register_at_once_make_one(bare: Server) -> None:
    def make(number: int) -> str:
        with open_register(bare, create=True) as register:
            return save_reading(register, Reading(report=report(number)), reader="en/1", at=NOW).outcome

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(make, range(4))) == ["new report"] * 4


def test_another_programs_database_is_refused_and_left_alone(bare: Server, cluster: Cluster) -> None:
    name = bare.shown.rpartition("/")[2]
    cluster.run("CREATE TABLE notes (body text)", name)
    assert "is another program's database" in refuse(bare)
    tables = cluster.run("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'", name)
    assert tables == [("notes",)]


def test_why_nobody_is_let_in(made: Server, cluster: Cluster) -> None:
    name = made.shown.rpartition("/")[2]
    assert "has no database of this name; make it with createdb" in refuse(cluster.name_address("nowhere"))
    assert "person or password is wrong" in refuse(cluster.name_address(name, GUARDED, SECRET + "x"))
    assert "wants a password and none is given" in refuse(cluster.name_address(name, GUARDED))
    assert "does not let you in; ask whoever keeps the server" in refuse(cluster.name_address(name, "nobody"))
    assert "no server answers there" in refuse(replace(made, conninfo=f"postgresql:///{name}?host=/nowhere"))
    assert "cannot understand" in refuse(replace(made, conninfo=f"{made.conninfo}&colour={SECRET}"))
    assert "gives you no right to do this" in refuse(cluster.name_address(name, GUARDED, SECRET))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("server does not support SSL, but SSL was required", "as encrypted as the address asks"),
        ('root certificate file "/eva/.postgresql/root.crt" does not exist', "as encrypted as the address asks"),
        ("server closed the connection unexpectedly", "the server ended the connection"),
        ("connection timeout expired", "no server answers there"),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »eva« fehlgeschlagen", "does not let you in"),
    ],
)
def test_what_the_driver_says_of_servers_that_tests_have_not(said: str, words: str) -> None:
    assert words in (postgresql.explain(psycopg.OperationalError(f"connection failed: {said}")) or "")


def test_a_newer_schema_is_refused(made: Server, cluster: Cluster) -> None:
    cluster.run("INSERT INTO about VALUES (99)", made.shown.rpartition("/")[2])
    assert f"has schema version 99, this program knows {schema.SCHEMA_VERSION}" in refuse(made)


def test_a_database_that_cannot_hold_all_letters_is_refused(cluster: Cluster) -> None:
    with cluster.lend("template0", "ENCODING 'LATIN1' LOCALE 'C'") as address:
        assert "keeps text as LATIN1, which has not all letters" in refuse(address)


def test_texts_sort_by_their_characters_wherever_the_server_stands(register: Register) -> None:
    with read_from(register) as connection:
        others = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
        ).all()
    assert others == []


def test_writers_take_turns_and_readers_wait_for_nobody(made: Server, register: Register) -> None:
    with open_register(made, create=False, patience=0.05) as second:
        with write_to(register), pytest.raises(RegisterError, match="locked by another program"), write_to(second):
            pass
        with write_to(register):
            assert load_current(second) == ()
        with write_to(second):
            pass


def test_who_reads_while_all_is_linked_anew_sees_the_links_as_they_were(made: Server, register: Register) -> None:
    for reading in tell_reports(3, 12):
        save_reading(register, reading, reader="en/1", at=NOW)
    catch_up(register)
    before = load_held_links(register, load_judged(register))
    assert before
    with open_register(made, create=False, patience=0.05) as second:
        with write_to(register) as connection:
            link_schema.create_tables(connection)
            assert load_held_links(second, load_judged(second)) == before
        with read_from(second) as reading_on:
            found = reading_on.exec_driver_sql("SELECT count(*) FROM linking_links").scalar()
            link_anew(register)
            assert reading_on.exec_driver_sql("SELECT count(*) FROM linking_links").scalar() == found == 0
    assert load_held_links(register, load_judged(register)) == before


def test_a_connection_that_the_server_ended_is_replaced_unseen(register: Register, cluster: Cluster) -> None:
    save_reading(register, Reading(report=report()), reader="en/1", at=NOW)
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bearwitness'"
    cluster.run(end)
    assert len(load_current(register)) == 1

    def write_and_be_cut_off() -> None:
        with write_to(register) as connection:
            connection.execute(insert(schema.link_runs), {"run_at": "now"})
            cluster.run(end)
            connection.execute(insert(schema.link_runs), {"run_at": "now"})

    with pytest.raises(RegisterError, match="the server ended the connection; nothing of this step was kept"):
        write_and_be_cut_off()
    with read_from(register) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM link_runs").scalar() == 0


def test_what_the_server_refuses_is_told_without_the_row(register: Register) -> None:
    row = {"revision": "v", "uid": "u", "id": "r", "sha256": "s", "input": "i", "captured_at": "the source's name"}
    with (
        pytest.raises(RegisterError, match="refused this: 23502: null value in column") as caught,
        write_to(register) as connection,
    ):
        connection.execute(insert(schema.reports), row)
    assert "source" not in "".join(traceback.format_exception(caught.value))


def test_the_one_character_that_postgresql_cannot_keep(register: Register) -> None:
    broken = Reading(report=replace(report(), text="Two people\x00were arrested."))
    with pytest.raises(RegisterError, match=r"cannot keep the character U\+0000") as caught:
        save_reading(register, broken, reader="en/1", at=NOW)
    assert "arrested" not in str(caught.value)


@pytest.fixture
def team(made: Server, cluster: Cluster) -> Iterator[tuple[Server, Server]]:
    """The addresses of one who reads and one who writes, with the rights that docs/postgresql.md gives them."""
    name = made.shown.rpartition("/")[2]
    (rights,) = re.findall(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    statements = [one for one in rights.replace("DATABASE team", f"DATABASE {name}").split(";") if one.strip()]
    for statement in statements:
        cluster.run(statement, name)
    try:
        yield cluster.name_address(name, "eva"), cluster.name_address(name, "tom")
    finally:
        for role in ("eva", "tom", "team_readers", "team_writers"):
            cluster.run(f"DROP OWNED BY {role}", name)
            cluster.run(f"DROP ROLE {role}")


def test_rights_are_enough_and_no_more(team: tuple[Server, Server]) -> None:
    reader, writer = team
    with open_register(writer, create=False) as register:
        for reading in tell_reports(3, 12):
            save_reading(register, reading, reader="en/1", at=NOW)
            catch_up(register)
        save_judgement(register, link("c_1", "c_2", by="person:tom"), at=NOW)
        relink(register, at=NOW)
    for person in team:
        for change in ("UPDATE reviews SET by = by", "DROP TRIGGER links_append_only ON links", "TRUNCATE links"):
            with psycopg.connect(person.conninfo) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(change.encode())
    with open_register(reader, create=False) as register:
        assert len(load_current(register)) == 12
        assert load_held_links(register, load_judged(register)) is not None
        with pytest.raises(RegisterError, match="gives you no right to do this"):
            save_judgement(register, link("c_1", "c_3", by="person:eva"), at=NOW)


def test_what_cannot_be_copied_to_a_server_stays_where_it_is(bare: Server, tmp_path: Path) -> None:
    with open_register(tmp_path / "a.db", create=True) as register:
        for number, text in enumerate(("Two were arrested.", "Two\x00were arrested.")):
            reading = Reading(report=replace(report(number), text=text), claims=(claim(f"c_{number}"),))
            save_reading(register, reading, reader="en/1", at=NOW)
    with pytest.raises(RegisterError, match=r"cannot keep the character U\+0000"):
        copy_register(tmp_path / "a.db", bare)
    with open_register(bare, create=False) as register:
        assert load_current(register) == ()


def test_the_password_may_stand_in_the_address(made: Server, cluster: Cluster) -> None:
    name = made.shown.rpartition("/")[2]
    for statement in ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded",):
        cluster.run(statement, name)
    address = cluster.name_address(name, GUARDED, SECRET)
    assert parse_address(address.conninfo) == address
    with open_register(address, create=False) as register:
        assert load_current(register) == ()
        assert SECRET not in repr(register)
    cluster.run("DROP OWNED BY guarded", name)
