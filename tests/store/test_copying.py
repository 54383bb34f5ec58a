"""A register copied between engines: the same readings, judgements, reviews and links, or nothing at all."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, func, select

from bearwitness.core.errors import RegisterError
from bearwitness.core.incidents import Review
from bearwitness.core.records import Reading
from bearwitness.store import copying, schema
from bearwitness.store.copying import CopiedTable, copy_register
from bearwitness.store.register import (
    Address,
    load_current,
    load_judgings,
    load_links,
    load_reviews,
    open_register,
    save_judgement,
    save_links,
    save_reading,
    save_review,
    withdraw_judgement,
)
from bearwitness.store.register_file import read_from
from tests import strategies
from tests.register_homes import ENGINES, Home, Homes
from tests.store.test_register import FULL, NOW, claim, distinct, link, report, rows

WAYS = [(one, other) for one in ENGINES for other in ENGINES]


def fill(address: Address, readings: list[Reading]) -> None:
    """A register at work: read, read anew, linked, judged, taken back, reviewed."""
    with open_register(address, create=True) as register:
        for reader in ("en/1", "en/2"):
            for reading in readings:
                save_reading(register, reading, reader=reader, at=NOW)
        for run in range(2):
            save_links(register, [link("c_1", f"c_{run + 2}"), link("c_1", "c_é", judgement="different")], at=NOW)
        judged = link("c_1", "c_2", by="person:eva")
        save_judgement(register, judged, at=NOW)
        withdraw_judgement(register, judged, by="person:tom", because="two streets", at=NOW + timedelta(hours=1))
        save_review(register, Review(claim="c_1", decision="accepted", by="person:1", at=NOW, because="read"))


def say_all(address: Address) -> tuple[object, ...]:
    """Everything a register says."""
    with open_register(address, create=False) as register:
        said = (load_current(register), load_judgings(register), load_links(register), load_reviews(register))
        return (*said, rows(register))


@pytest.mark.parametrize(("source", "target"), WAYS)
@settings(max_examples=5, deadline=None)
@given(readings=st.lists(strategies.readings, max_size=3).map(distinct))
def test_a_copy_says_what_the_register_says(homes: Homes, source: str, target: str, readings: list[Reading]) -> None:
    with homes.lend(source) as one, homes.lend(target) as other:
        fill(one("a.db"), readings)
        copied = copy_register(one("a.db"), other("b.db"))
        assert say_all(other("b.db")) == say_all(one("a.db"))
        counts = {table.name: table.rows for table in copied}
        with open_register(one("a.db"), create=False) as register:
            assert rows(register) == counts | {"about": 1}
        # The copy is a register to work on: numbers go on behind the last one.
        fill(other("b.db"), [FULL])


def test_there_and_back_is_the_same_row_by_row(homes: Homes) -> None:
    with homes.lend(ENGINES[0]) as one, homes.lend(ENGINES[-1]) as other:
        fill(one("a.db"), [FULL])
        assert copy_register(one("a.db"), other("b.db")) == copy_register(other("b.db"), one("c.db"))


def test_a_target_that_holds_anything_is_refused_and_left_as_it_is(home: Home) -> None:
    fill(home("a.db"), [FULL])
    with open_register(home("b.db"), create=True) as register:
        save_reading(register, Reading(report=report(7)), reader="en/1", at=NOW)
    before = say_all(home("b.db"))
    for target in ("a.db", "b.db"):
        with pytest.raises(RegisterError, match="is not empty; give a new register to copy to"):
            copy_register(home("a.db"), home(target))
    assert say_all(home("b.db")) == before


def test_a_copy_that_comes_back_otherwise_is_not_kept(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """As from a database that changes letters, or a table that takes fewer rows."""
    fill(home("a.db"), [Reading(report=report(), claims=(claim("c_1"),))])
    digest, asked = copying._digest, list[str]()

    def miss_one(name: str, found: Iterator[Row[Any]]) -> CopiedTable:
        asked.append(name)
        return digest(name, found if asked.count(name) == 1 else islice(found, 1, None))

    monkeypatch.setattr(copying, "_digest", miss_one)
    with pytest.raises(RegisterError, match=r"gives back 0 rows of reports that are not the 1 of"):
        copy_register(home("a.db"), home("b.db"))
    with open_register(home("b.db"), create=True) as register, read_from(register) as connection:
        assert connection.scalar(select(func.count()).select_from(schema.reports)) == 0
