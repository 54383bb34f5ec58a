"""`verify` on a file whose tables are not what they look like, or whose numbers nobody could count to: found, named, and soon."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bearwitness.custody.signing import derive_public
from bearwitness.workflow.verifying import Trust, Verified, verify_register
from tests.workflow.tampering import SIGNER, make_register, unlock

KEY = derive_public(SIGNER.seed, SIGNER.name)
HUGE = 2**62
SWAP_INDEX = (
    "CREATE INDEX other ON claims(id) WHERE id = 'nobody'",
    "PRAGMA writable_schema = ON",
    "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'other') WHERE name = 'ix_claims_id'",
    "DELETE FROM sqlite_master WHERE name = 'other'",
)
BY_THE_CLOCK = (
    "ALTER TABLE reviews RENAME TO kept",
    (
        "CREATE VIEW reviews AS SELECT number, claim, CASE WHEN date('now') > '2100-01-01' THEN 'rejected' ELSE decision END decision,"
        ' "by", at, because FROM kept'
    ),
)
COMPUTED = (
    "ALTER TABLE reviews RENAME COLUMN decision TO kept",
    "ALTER TABLE reviews ADD COLUMN decision TEXT GENERATED ALWAYS AS (kept)",
)
ENDLESS = (
    "ALTER TABLE reviews RENAME TO kept",
    (
        "CREATE VIEW reviews AS WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n) SELECT number, '' claim,"
        " '' decision, '' \"by\", '' at, '' because FROM n"
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "register.db"
    make_register(found)
    return found


def tamper(path: Path, *statements: str) -> Verified:
    with closing(unlock(path)) as raw:
        for statement in statements:
            raw.execute(statement)
    return verify_register(path, Trust(keys=(KEY,)))


@pytest.mark.parametrize("statements", [BY_THE_CLOCK, COMPUTED, ENDLESS], ids=["clock", "computed", "endless"])
def test_what_only_looks_like_a_table_is_named_and_not_read(path: Path, statements: tuple[str, ...]) -> None:
    """All rows fitted the log on the day of the check; one that never ends held it up for ever."""
    found = tamper(path, *statements)
    (finding,) = found.findings
    assert (finding.subject, found.entries) == ("table reviews", 0)
    assert "can be checked" in finding.words


def test_an_index_that_lost_its_rows_is_found(path: Path) -> None:
    """A reader of all rows saw every claim; whoever looked one up by its id saw none."""
    (finding,) = tamper(path, *SWAP_INDEX).findings
    assert finding.subject == "table claims"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM claims INDEXED BY ix_claims_id WHERE id >= ''").fetchone() == (0,)


@pytest.mark.parametrize("table", ["log_leaves", "log_steps"])
@pytest.mark.parametrize("place", ["min", "max"])
def test_a_number_that_nobody_could_count_to_is_named_and_not_counted_to(path: Path, table: str, place: str) -> None:
    """The tree was grown up to it until memory ended."""
    key = "number" if table == "log_leaves" else "size"
    found = tamper(path, f"UPDATE {table} SET {key} = {HUGE} WHERE {key} = (SELECT {place}({key}) FROM {table})")  # noqa: S608
    assert any("numbers that none can have" in one.words for one in found.findings)


@pytest.mark.parametrize(("table", "key"), [("log_leaves", "number"), ("log_steps", "size")])
@pytest.mark.parametrize("kind", ["TEXT", "REAL"])
def test_numbers_of_another_type_are_found_and_break_nothing(path: Path, table: str, key: str, kind: str) -> None:
    with closing(unlock(path)) as raw:
        (made,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
        raw.execute(f"ALTER TABLE {table} RENAME TO kept")
        raw.execute(made.replace(f"{key} INTEGER", f"{key} {kind}"))
        raw.execute(f"INSERT INTO {table} SELECT * FROM kept")  # noqa: S608
        raw.execute("DROP TABLE kept")
    found = verify_register(path, Trust(keys=(KEY,)))
    assert any(one.subject == f"table {table}" for one in found.findings)
    assert any("numbers that none can have" in one.words for one in found.findings)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE log_leaves SET row = '{'9' * 5000}' WHERE kind = 'review'",  # noqa: S608
        f"UPDATE events SET body = '{'[' * 100_000}' WHERE kind = 'checkpoint'",  # noqa: S608
        f"UPDATE claims SET body = '{'[' * 100_000}' WHERE reading = 1",  # noqa: S608
    ],
    ids=["long number", "deep event", "deep claim"],
)
def test_what_python_cannot_read_is_found_and_breaks_nothing(path: Path, statement: str) -> None:
    assert tamper(path, statement).findings


def test_a_register_with_a_zip_behind_it_is_no_proof(path: Path, tmp_path: Path) -> None:
    """Taken for the proof that stood behind it, a register that was changed passed for one that holds."""
    from zipfile import ZipFile

    from bearwitness.workflow.checking_proof import is_proof

    zipped = tmp_path / "proof.zip"
    with ZipFile(zipped, "w") as bundle:
        bundle.writestr("answer.json", "{}")
    path.write_bytes(path.read_bytes() + zipped.read_bytes())
    assert is_proof(zipped)
    assert not is_proof(path)
    assert verify_register(path, Trust(keys=(KEY,))).findings == ()
