"""`verify` finds what was done to a register and names it: five hundred tampered registers, each by itself."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bearwitness.core.errors import RegisterError
from bearwitness.custody.checkpoints import Head, Note, parse_note, sign_head
from bearwitness.custody.log import Finding
from bearwitness.custody.signing import derive_public
from bearwitness.custody.tree import EMPTY
from bearwitness.store.copying import copy_register
from bearwitness.store.log_reading import Event, save_event
from bearwitness.store.log_writing import ROWS
from bearwitness.store.register import open_register
from bearwitness.store.upgrading import upgrade_register
from bearwitness.workflow.verifying import Trust, Verified, verify_register
from tests.register_homes import Home
from tests.workflow.tampering import (
    SIGNER,
    THIEF,
    WAYS,
    Named,
    Tamper,
    cut_back,
    make_register,
    now,
    rewrite_unsigned,
    unlock,
)

KEY = derive_public(SIGNER.seed, SIGNER.name)
TAMPERED = 500
_ENTRIES = re.compile(r"entr(?:y|ies) (\d+)(?: to (\d+))?|behind entry (\d+)|its entry (\d+)")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Note]:
    """The file as it ought to be, and the last checkpoint as it was given away."""
    path = tmp_path_factory.mktemp("sound") / "register.db"
    note = make_register(path)
    assert not path.with_name("register.db-wal").exists()
    return path.read_bytes(), parse_note(note)


@pytest.fixture
def path(sound: tuple[bytes, Note], tmp_path: Path) -> Iterator[Path]:
    """A copy to do anything to."""
    found = tmp_path / "register.db"
    found.write_bytes(sound[0])
    yield found
    found.unlink()


def verify(path: Path, *notes: Note) -> Verified:
    """With the one key."""
    return verify_register(path, Trust(keys=(KEY,), notes=notes))


def is_named(named: Named, findings: tuple[Finding, ...]) -> bool:
    """Whether every record that was touched is named, or a range that holds the entry."""
    told = {(one.kind, one.row) for one in findings}
    if not named.rows <= told:
        return False
    return named.entry is None or any(_holds(one, named.entry) for one in findings)


def _holds(finding: Finding, entry: int) -> bool:
    for found in _ENTRIES.finditer(finding.words):
        ends = [int(number) for number in found.groups() if number is not None]
        if ends[0] <= entry <= ends[-1]:
            return True
    return False


def test_a_register_as_it_was_written_has_nothing_to_find(path: Path, sound: tuple[bytes, Note]) -> None:
    found = verify(path, sound[1])
    assert found.findings == ()
    assert (len(found.checkpoints), found.upgraded, found.removed) == (2, 0, 0)
    assert found.entries == sum(found.counts.values()) > found.signed > 50
    assert path.read_bytes() == sound[0]


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_tampered_registers_are_found_and_named(tamper: Tamper, sound: tuple[bytes, Note], tmp_path: Path) -> None:
    """Every way on every table, with another seed each time: thirteen ways, thirty-nine times each."""
    missed = []
    for seed in range(-(-TAMPERED // len(WAYS))):
        kind = list(ROWS)[seed % len(ROWS)]
        path = tmp_path / f"{seed}.db"
        path.write_bytes(sound[0])
        named = tamper(path, kind, Random(seed))
        findings = verify(path).findings
        if not findings or not is_named(named, findings):
            missed.append((kind, seed, named, findings))
        path.unlink()
    assert not missed, missed[0]


def test_a_row_put_back_with_its_entry_under_a_key_of_the_same_name_is_no_checkpoint(path: Path) -> None:
    """Forged with another key of the same name: the number of the key says which it is, and the signature does not hold."""
    forged = parse_note(str(sign_head(Head(log="0" * 32, size=0, root=EMPTY, at=now()), THIEF.seed, THIEF.name)))
    found = verify(path, forged)
    (finding,) = found.findings
    assert finding.words == (
        "the checkpoint that was given: no key that was given signed it (it names 'harbour-watch'): it is forged, or of "
        "another key"
    )


def test_what_was_written_since_the_last_checkpoint_can_be_rewritten_unseen(path: Path) -> None:
    """The limit that is told to whoever verifies: nothing outside the file speaks for these rows yet."""
    rewrite_unsigned(path)
    found = verify(path)
    assert found.findings == ()
    assert found.signed < found.entries


def test_a_register_cut_back_to_an_earlier_state_needs_a_checkpoint_from_outside(
    path: Path, sound: tuple[bytes, Note]
) -> None:
    cut_back(path)
    assert verify(path).findings == ()
    (finding,) = verify(path, sound[1]).findings
    assert "is of a longer log" in finding.words
    assert "what came last was taken out, or this is an older copy" in finding.words


def test_what_is_found_tells_no_word_of_a_report_and_no_name(path: Path) -> None:
    with closing(unlock(path)) as raw:
        raw.execute(
            "UPDATE reports SET text = text || ' Zuleika', outlet = 'Zuleika', title = 'Zuleika', id = 'Zuleika'"
        )
        raw.execute("UPDATE claims SET body = replace(body, 'people', 'Zuleika'), act = 'Zuleika', id = 'Zuleika'")
        raw.execute("UPDATE reviews SET \"by\" = 'Zuleika', because = 'Zuleika', claim = 'Zuleika'")
    found = verify(path)
    assert len(found.findings) > 10
    assert "Zuleika" not in repr(found.findings)


@pytest.mark.parametrize("value", ["x'ff00'", "3.5", "NULL", "''", "CAST(x'c3' AS TEXT)"])
def test_whatever_stands_in_a_column_is_found_and_breaks_nothing(path: Path, value: str) -> None:
    with closing(unlock(path)) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(f"UPDATE OR IGNORE claims SET country = {value}, earliest = {value} WHERE reading = 1")  # noqa: S608
        raw.execute(f"UPDATE OR IGNORE log_steps SET at = coalesce({value}, '') WHERE size = 1")  # noqa: S608
        raw.execute(f"UPDATE OR IGNORE events SET body = coalesce({value}, '') WHERE number = 1")  # noqa: S608
    assert verify(path).findings


def test_a_record_that_the_log_tells_was_removed_is_not_missing(path: Path) -> None:
    with closing(unlock(path)) as raw:
        raw.execute("DELETE FROM faults WHERE reading = 1 AND position = 0")
    (finding,) = verify(path).findings
    assert (finding.sort, finding.subject) == ("missing", "fault 1 of reading 1")
    with open_register(path, create=False) as register:
        body = {"removed": [["fault", "1/0"]], "because": "asked for by the person"}
        save_event(register, Event(number=0, kind="removal", at=now().isoformat(), by="eva", body=body))
    found = verify(path)
    assert (found.findings, found.removed) == ((), 1)


@pytest.mark.parametrize("table", [*ROWS.values(), "log_steps"])
def test_a_table_that_was_taken_away_is_found_and_is_no_error(
    table: str, path: Path, sound: tuple[bytes, Note]
) -> None:
    """It ended with the words of the database, "no such table", as though nothing could be checked."""
    with closing(unlock(path)) as raw:
        (rows,) = raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
        raw.execute(f'DROP TABLE "{table}"')
    found = verify(path, sound[1])
    gone = [one for one in found.findings if one.sort == "missing" and ROWS[one.kind] == table]
    assert len(gone) == (0 if table == "log_steps" else rows)
    assert found.findings


def test_a_column_that_was_taken_away_is_found(path: Path) -> None:
    with closing(unlock(path)) as raw:
        raw.execute("ALTER TABLE reports DROP COLUMN outlet")
    assert {(one.sort, one.kind) for one in verify(path).findings} >= {("changed", "report")}


def test_a_changed_claim_is_told_by_the_id_that_people_know_and_by_nothing_else_that_stands_there(path: Path) -> None:
    with closing(unlock(path)) as raw:
        raw.execute("UPDATE claims SET act = 'raid', id = 'c_0123456789abcdef' WHERE reading = 1 AND position = 0")
        raw.execute("UPDATE claims SET act = 'raid', id = 'a name' WHERE reading = 2 AND position = 0")
    first, second = (one.words for one in verify(path).findings if one.kind == "claim")
    assert first.endswith("; it bears the id c_0123456789abcdef")
    assert "a name" not in second


def test_a_register_without_a_log_is_refused_in_words(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as raw:
        raw.executescript((Path(__file__).parents[1] / "store" / "register_version_1.sql").read_text(encoding="utf-8"))
    with pytest.raises(RegisterError, match="has no log, for an older program made it; 'bearwitness upgrade"):
        verify(old)
    upgrade_register(old)
    found = verify(old)
    assert found.findings == ()
    assert found.upgraded == found.entries == sum(found.counts.values())
    assert found.checkpoints == ()


def test_on_either_engine(home: Home) -> None:
    address = home("register.db")
    note = parse_note(make_register(address))
    found = verify_register(address, Trust(keys=(KEY,), notes=(note,)))
    assert (found.findings, len(found.checkpoints)) == ((), 2)
    copy = home("copy.db")
    copy_register(address, copy)
    assert verify_register(copy, Trust(keys=(KEY,), notes=(note,))) == found
