"""The log as it is written: everything is logged, in the same transaction, on either engine, at little cost."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select

from bearwitness.core.errors import RegisterError
from bearwitness.core.incidents import Review
from bearwitness.core.records import Reading
from bearwitness.custody.entries import FORMAT, KINDS
from bearwitness.store import schema
from bearwitness.store.log_reading import load_log
from bearwitness.store.log_writing import ROWS, load_peaks
from bearwitness.store.register import Register, open_register, save_links, save_reading, save_review
from bearwitness.store.register_file import read_from, write_to
from bearwitness.store.register_judgements import append_reviews
from tests.register_homes import Home
from tests.store.test_register import claim, link, report

NOT_LOGGED = {"about", "log_leaves", "log_steps"}
"""The version of the schema, and the log itself."""


def count_leaves(register: Register) -> int:
    """How many entries."""
    with read_from(register) as connection:
        return connection.scalar(select(func.count()).select_from(schema.log_leaves)) or 0


def test_every_column_of_every_table_is_logged() -> None:
    """A column or table that comes later is told in the log, or this fails."""
    assert {*ROWS.values()} == {*schema.tables.tables} - NOT_LOGGED
    for kind, known in KINDS[FORMAT].items():
        table = schema.tables.tables[ROWS[kind]]
        assert set(known.fields) == {column.name for column in table.columns}
        assert set(known.key) == {column.name for column in table.primary_key}


def test_what_is_refused_leaves_no_entry(home: Home) -> None:
    with open_register(home("register.db"), create=True) as register:
        save_reading(register, Reading(report=report(1), claims=(claim("c_1"),)), reader="en/1", at=datetime.now(UTC))
        before = count_leaves(register)
        with pytest.raises(RegisterError, match="already belongs to another report"):
            save_reading(
                register, Reading(report=report(2), claims=(claim("c_1"),)), reader="en/1", at=datetime.now(UTC)
            )
        assert count_leaves(register) == before == 4


def test_a_transaction_that_fails_later_takes_its_entries_back(home: Home) -> None:
    with open_register(home("register.db"), create=True) as register:
        review = Review(claim="c_1", decision="accepted", by="eva", at=datetime.now(UTC), because="")
        save_review(register, review)
        before = count_leaves(register)
        with pytest.raises(ZeroDivisionError):
            review_and_fail(register, review)
        assert count_leaves(register) == before == 2


def review_and_fail(register: Register, review: Review) -> None:
    """One more review, in a transaction in which something goes wrong behind it."""
    with write_to(register) as connection:
        append_reviews(connection, (review,))
        assert load_peaks(connection).size == 3
        _ = 1 / 0


def test_nothing_new_is_no_entry(home: Home) -> None:
    with open_register(home("register.db"), create=True) as register:
        for _ in range(2):
            save_reading(register, Reading(report=report(1)), reader="en/1", at=datetime.now(UTC))
            save_links(register, [link("c_1", "c_2")], at=datetime.now(UTC))
        assert count_leaves(register) == 1 + 2 + 2


def test_steps_hold_the_tree_as_it_was(home: Home) -> None:
    """So neither the next step nor a checkpoint looks at the entries before."""
    with open_register(home("register.db"), create=True) as register:
        for number in range(20):
            save_reading(register, Reading(report=report(number)), reader="en/1", at=datetime.now(UTC))
        with read_from(register) as connection:
            log, peaks = load_log(connection), load_peaks(connection)
        assert [step.size for step in log.steps] == [3 + 2 * n for n in range(20)]
        assert log.steps[-1].peaks == peaks
        assert [leaf.kind for leaf in log.leaves[:5]] == ["event", "report", "reading", "report", "reading"]


def test_a_log_that_cannot_be_gone_on_with_is_said_so(home: Home) -> None:
    with open_register(home("register.db"), create=True) as register:
        save_reading(register, Reading(report=report(1)), reader="en/1", at=datetime.now(UTC))
        with write_to(register) as connection:
            step = {"size": 99, "format": 1, "at": "now", "why": "written", "peaks": "milk"}
            connection.execute(insert(schema.log_steps), step)
        with pytest.raises(RegisterError, match="the log of the register is damaged; see 'bearwitness verify'"):
            save_reading(register, Reading(report=report(2)), reader="en/1", at=datetime.now(UTC))
