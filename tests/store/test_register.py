"""The register: load after save, idempotence, append-only, and safety under interruption."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from bearwitness.core.errors import RegisterError
from bearwitness.core.incidents import Link, Review
from bearwitness.core.records import Claim, Count, Fault, People, Reading, Report, Statement, Sum
from bearwitness.store import schema
from bearwitness.store.register import (
    Address,
    Register,
    Server,
    load_current,
    load_judgings,
    load_links,
    load_reading_of,
    load_reviews,
    open_register,
    save_judgement,
    save_links,
    save_reading,
    save_review,
    withdraw_judgement,
)
from bearwitness.store.register_file import read_from
from bearwitness.store.register_vault import Fact, append_fact
from tests import strategies
from tests.register_homes import ENGINES, Home, Homes, spell

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAID = ("about", "reports", "readings", "claims", "statements", "sums", "faults")
TABLES = (*SAID, "link_runs", "links", "reviews", "events", "log_leaves", "log_steps")


@pytest.fixture
def register(home: Home) -> Iterator[Register]:
    with open_register(home("register.db"), create=True) as opened:
        yield opened


def report(number: int = 1, *, sha: str = "a" * 64) -> Report:
    """A report of an invented outlet."""
    return Report(
        id=f"r_{number}",
        input=f"in/{number}.txt",
        url=None,
        outlet="The Border Post",
        title=None,
        published_on=date(2019, 6, 3),
        language="en",
        sha256=sha,
        text="Two people were arrested on May 15.",
    )


def claim(ident: str) -> Claim:
    """An arrest of two people."""
    return Claim(
        id=ident,
        act="arrest",
        shape="incident",
        when=None,
        where=None,
        count=Count(low=2, high=2, unit="person", text="Two people"),
        people=People(),
        actor=None,
        manner=(),
        voices=(),
        status="reported",
        relations=(),
        quotes=(),
        found_by="en/1",
    )


def link(left: str, right: str, *, judgement: str = "same", by: str = "rule:3") -> Link:
    """A judgement with one reason."""
    row = Link(left=left, right=right, judgement="same", score=0.9, reasons=("same day",), by=by)
    return row if judgement == "same" else replace(row, judgement="different")


FULL = Reading(
    report=report(),
    statements=(Statement(id="s_1", kind="appeal", about=(), voices=(), quotes=(), status="reported"),),
    sums=(Sum(text="two", of="people", low=2, high=2, read=2, agrees=True, claims=(), quotes=()),),
    faults=(Fault(code="quote", detail="not at its offsets"),),
)


def rows(register: Register) -> dict[str, int]:
    """How many rows each table holds."""
    with read_from(register) as connection:
        there = set(inspect(connection).get_table_names())
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608
            for name in TABLES
            if name in there  # an older register has fewer
        }


def distinct(readings: list[Reading]) -> list[Reading]:
    """Readings whose reports and claims have ids of their own."""
    return [
        replace(
            reading,
            report=replace(reading.report, id=f"r_{i}"),
            claims=tuple(replace(one, id=f"c_{i}_{k}") for k, one in enumerate(reading.claims)),
        )
        for i, reading in enumerate(readings)
    ]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15, deadline=None)
@given(readings=st.lists(strategies.readings, max_size=4).map(distinct))
def test_what_was_saved_is_loaded_the_same_and_saving_again_changes_nothing(
    homes: Homes, engine: str, readings: list[Reading]
) -> None:
    with homes.lend(engine) as home:
        check_that_saving_again_changes_nothing(home("register.db"), readings)


def check_that_saving_again_changes_nothing(path: Address, readings: list[Reading]) -> None:
    """Save, save again, load."""
    with open_register(path, create=True) as register:
        for reading in readings:
            assert save_reading(register, reading, reader="en/1", at=NOW).outcome == "new report"
        before = rows(register)

        for reading in [*readings, *reversed(readings)]:
            later = NOW + timedelta(days=1)
            assert save_reading(register, reading, reader="en/1", at=later).outcome == "already there"

        assert rows(register) == before
        assert load_current(register) == tuple(readings)
    with open_register(path, create=False) as register:
        assert load_current(register) == tuple(readings)


def test_a_newer_reader_supersedes_and_the_older_reading_stays(register: Register) -> None:
    first = Reading(report=report(), claims=(claim("c_1"),))
    second = Reading(report=report(), claims=(claim("c_1"), claim("c_2")))

    save_reading(register, first, reader="en/1", at=NOW)
    receipt = save_reading(register, second, reader="en/2", at=NOW)

    assert receipt.outcome == "new reading"
    assert load_current(register) == (second,)
    assert (rows(register)["reports"], rows(register)["claims"]) == (1, 3)


def test_other_metadata_makes_a_new_reading_of_the_same_report(register: Register) -> None:
    undated = Reading(report=replace(report(), published_on=None), claims=(claim("c_1"),), notes=("no date",))
    dated = Reading(report=report(), claims=(claim("c_1"),))

    first = save_reading(register, undated, reader="en/1", at=NOW)
    second = save_reading(register, dated, reader="en/1", at=NOW)

    assert (first.uid, second.outcome) == (second.uid, "new reading")
    assert load_current(register) == (dated,)
    assert rows(register)["reports"] == 2


def test_two_reports_under_one_given_id_are_both_kept(register: Register) -> None:
    one = Reading(report=report(sha="a" * 64), claims=(claim("c_1"),))
    two = Reading(report=report(sha="b" * 64), claims=(claim("c_2"),))

    receipts = [save_reading(register, reading, reader="en/1", at=NOW) for reading in (one, two)]

    assert receipts[0].uid != receipts[1].uid
    assert load_current(register) == (one, two)


def test_moved_bytes_are_the_same_report(register: Register) -> None:
    save_reading(register, Reading(report=report()), reader="en/1", at=NOW)
    moved = Reading(report=replace(report(), input="elsewhere/1.txt"))

    assert save_reading(register, moved, reader="en/1", at=NOW).outcome == "already there"


def test_a_claim_id_of_another_report_is_refused_and_nothing_is_kept(register: Register) -> None:
    save_reading(register, Reading(report=report(1), claims=(claim("c_1"),)), reader="en/1", at=NOW)
    before = rows(register)

    with pytest.raises(RegisterError, match="claim id c_1 already belongs to another report"):
        save_reading(register, Reading(report=report(2), claims=(claim("c_1"),)), reader="en/1", at=NOW)

    assert rows(register) == before


def test_half_a_character_is_refused_without_repeating_the_text(register: Register) -> None:
    broken = Reading(report=replace(report(), text="Two people \ud83d were arrested."))

    with pytest.raises(RegisterError, match="lone surrogate") as caught:
        save_reading(register, broken, reader="en/1", at=NOW)

    assert "arrested" not in str(caught.value)
    assert rows(register)["reports"] == 0


CHANGES = {
    "sqlite": (
        "UPDATE {table} SET rowid = rowid",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ),
    "postgresql": (
        "UPDATE {table} SET {key} = {key}",
        "DELETE FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({keys}) DO UPDATE SET {key} = excluded.{key}",
        "TRUNCATE {table} CASCADE",
        "SET session_replication_role = replica; DELETE FROM {table}",
    ),
}


def change_beside(address: Address, statement: str) -> None:
    """What another program does to a register."""
    if isinstance(address, Server):
        with psycopg.connect(address.conninfo) as connection:
            connection.execute(statement.encode())
    else:
        raw = sqlite3.connect(address)
        try:
            raw.execute(statement)
        finally:
            raw.close()


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_changed_or_removed(home: Home, engine: str, table: str) -> None:
    path = home("register.db")
    with open_register(path, create=True) as register:
        full = replace(
            FULL,
            claims=(claim("c_1"), claim("c_2")),
        )
        save_reading(register, full, reader="en/1", at=NOW)
        save_links(register, [link("c_1", "c_2")], at=NOW)
        save_review(register, Review(claim="c_1", decision="accepted", by="person:1", at=NOW, because="read"))
        append_fact(register, Fact(kind="founded", at=NOW, by="vault", vault="f" * 32))
        before = rows(register)
        assert all(before.values())

    keys = [column.name for column in schema.tables.tables[table].primary_key]
    for change in CHANGES[engine]:
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.RestrictViolation), match="append-only"):
            change_beside(path, change.format(table=table, key=keys[0], keys=", ".join(keys)))

    with open_register(path, create=False) as register:
        assert rows(register) == before
        assert load_current(register) == (full,)


def test_links_of_a_later_run_supersede_and_a_person_outranks_both(register: Register) -> None:
    old, new, other = link("c_1", "c_2"), link("c_1", "c_3"), link("c_2", "c_3")
    person = link("c_1", "c_3", judgement="different", by="person:1")

    assert save_links(register, [old], at=NOW)
    assert save_links(register, [new, other], at=NOW)
    assert not save_links(register, [other, new], at=NOW)
    assert load_links(register) == (new, other)
    save_judgement(register, person, at=NOW)

    assert load_links(register) == (person, other)
    assert save_links(register, [], at=NOW)
    assert load_links(register) == (person,)


def test_a_judgement_taken_back_is_appended_and_what_stood_before_stands_again(register: Register) -> None:
    first = link("c_1", "c_2", by="person:eva")
    second = link("c_1", "c_2", judgement="different", by="person:tom")
    ruled = link("c_1", "c_2")
    assert save_links(register, [ruled], at=NOW)
    for judged in (first, second):
        save_judgement(register, judged, at=NOW)
    assert load_links(register) == (second,)

    withdraw_judgement(register, second, by="person:eva", because="asked again", at=NOW + timedelta(days=1))
    assert load_links(register) == (first,)
    withdraw_judgement(register, first, by="person:eva", because="a slip", at=NOW + timedelta(days=2))
    assert load_links(register) == (ruled,)

    history = load_judgings(register)
    assert [entry.link for entry in history] == [first, second, None, None]
    assert (history[2].by, history[2].because, history[2].at) == ("person:eva", "asked again", NOW + timedelta(days=1))
    assert rows(register)["links"] == 5


def test_the_reading_of_a_claim_outlasts_a_newer_reading(register: Register) -> None:
    old = Reading(report=report(), claims=(claim("c_1"),))
    save_reading(register, old, reader="en/1", at=NOW)
    save_reading(register, Reading(report=report()), reader="en/2", at=NOW)
    assert load_reading_of(register, "c_1") == old
    assert load_reading_of(register, "c_none") is None


def test_reviews_come_back_in_order(register: Register) -> None:
    first = Review(claim="c_1", decision="accepted", by="person:1", at=NOW + timedelta(hours=2), because="read it")
    reviews = (first, replace(first, decision="rejected", at=NOW))
    for review in reviews:
        save_review(register, review)

    assert load_reviews(register) == reviews


def test_a_moment_without_a_zone_is_refused(register: Register) -> None:
    with pytest.raises(RegisterError, match="without a time zone"):
        save_reading(register, Reading(report=report()), reader="en/1", at=datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_killed_writer_leaves_whole_reports_only(home: Home) -> None:
    path = home("register.db")
    script = (
        "import sys\n"
        "from datetime import UTC, datetime\n"
        "from tests.store.test_register import report, claim\n"
        "from bearwitness.core.records import Reading\n"
        "from bearwitness.store.register import open_register, parse_address, save_reading\n"
        "register = open_register(parse_address(sys.argv[1]), create=True)\n"
        "for i in range(100000):\n"
        "    claims = tuple(claim(f'c_{i}_{k}') for k in range(50))\n"
        "    save_reading(register, Reading(report=report(i), claims=claims), reader='en/1', at=datetime.now(UTC))\n"
        "    print(i, flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    with subprocess.Popen(
        [sys.executable, "-c", script, spell(path)],
        stdout=subprocess.PIPE,
        env=environment,
        cwd=Path(__file__).parents[2],
    ) as writer:
        assert writer.stdout is not None
        saved = [int(writer.stdout.readline()) for _ in range(5)]
        writer.send_signal(signal.SIGKILL)

    with open_register(path, create=False) as register:
        readings = load_current(register)
        save_reading(register, Reading(report=report(999_999)), reader="en/1", at=NOW)

        assert len(readings) >= len(saved)
        assert {len(reading.claims) for reading in readings} == {50}
        assert len(load_current(register)) == len(readings) + 1
