"""What a room that is busy says: a file that is not there yet is asked for again, and what was typed into a form outlives a locked register."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bearwitness.store import sqlite
from bearwitness.store.register import load_current, open_register
from bearwitness.workflow.kept_answers import KeptAnswers
from tests.apps.room.test_review_pages import find_claim, form_of, seen_on
from tests.apps.room.visitor import OpenRoom, Visitor, open_for_test

TYPED = "the ministry speaks of another town"
FILES = (
    "/count/certificate?act=arrest",
    "/count/chart.csv?act=arrest",
    "/count/table.csv?act=arrest&by=month",
    "/trend/chart.csv?act=arrest&by=month",
)


@pytest.fixture
def busy(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenRoom]:
    """A room over the samples, in which nobody waits long for a register that is locked."""
    shutil.copy(sample_folder / "team.db", tmp_path / "team.db")
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with open_for_test(tmp_path / "team.db", tmp_path) as opened:
        yield opened


@pytest.fixture
def reviewer(busy: OpenRoom) -> Visitor:
    """Somebody who decides there."""
    return busy.log_in("Eva", "reviewer")


@contextmanager
def lock(room: OpenRoom) -> Iterator[None]:
    """Somebody else writes all the while."""
    assert isinstance(room.settings.register, Path)
    with closing(sqlite3.connect(room.settings.register, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize("address", FILES)
def test_a_file_that_is_not_there_yet_is_to_be_asked_for_again(
    reviewer: Visitor, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(KeptAnswers, "ask", lambda *_, **__: None)
        answer = reviewer.get(address)
    assert answer.status_code == 503
    assert answer.headers["retry-after"].isdecimal()
    assert "goes on being worked out; ask again" in answer.text
    assert "minute" not in answer.text
    assert reviewer.get(address).status_code in {200, 404}


@pytest.mark.parametrize("how", ["reject", "correct"])
def test_a_decision_on_a_locked_register_is_not_kept_and_what_was_typed_is(
    busy: OpenRoom, reviewer: Visitor, how: str
) -> None:
    ident = find_claim(reviewer)
    page = f"/review/{ident}"
    form = {"seen": seen_on(reviewer, page), "because": TYPED}
    form |= form_of(busy, ident, group="nurses of Dandong") if how == "correct" else {}
    with lock(busy):
        answer = reviewer.send(f"{page}/{how}", form, page=page)
    assert answer.status_code == 503
    assert "Nothing was kept" in answer.text
    assert f'value="{TYPED}"' in answer.text
    assert ("nurses of Dandong" in answer.text) is (how == "correct")
    assert reviewer.send(f"{page}/{how}", form, page=page).status_code == 303


def test_a_judgement_on_a_locked_register_is_not_kept_and_what_was_typed_is(busy: OpenRoom, reviewer: Visitor) -> None:
    with open_register(busy.settings.register, create=False) as register:
        left, right = [claim.id for reading in load_current(register) for claim in reading.claims][:2]
    page = f"/pairs/{left}/{right}"
    form = {"seen": "0", "answer": "different", "because": TYPED}
    reviewer.get(page)
    with lock(busy):
        answer = reviewer.send(page, form, page=page)
    assert answer.status_code == 503
    assert "Nothing was kept" in answer.text
    assert f'value="{TYPED}"' in answer.text
    assert reviewer.send(page, form, page=page).status_code == 303
