"""The schema by its versions: made at once or step by step it is the same, and a register of an older version comes forward whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect

from bearwitness.core.errors import RegisterError
from bearwitness.store import schema
from bearwitness.store.register import Address, Register, load_current, load_judgings, load_reviews, open_register
from bearwitness.store.register_file import reach_register, read_from, write_to
from bearwitness.store.upgrading import MIGRATIONS, Upgraded, apply_steps, list_steps, upgrade_register
from tests.register_homes import Home, Homes
from tests.store.test_register import NOW, link, report, rows

FROZEN = Path(__file__).parent / "register_version_1.sql"
NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "2"
down_revision = "1"
def upgrade():
    op.create_table("notices", sa.Column("number", sa.Integer, primary_key=True), sa.Column("body", sa.Text))
    op.add_column("reports", sa.Column("seen_by", sa.Text))
"""
LOSING = NEXT.replace(
    "    op.add_column",
    '    op.execute("DROP TABLE sums"); op.execute("CREATE TABLE sums (body TEXT)")\n    op.add_column',
)


@contextmanager
def lend_bare(homes: Homes, engine: str, folder: Path) -> Iterator[Address]:
    """A file or a database in which nothing is."""
    if engine == "sqlite":
        yield folder / "bare.db"
    else:
        with homes.cluster.lend("template0") as address:
            yield address


@pytest.fixture
def bare(homes: Homes, engine: str, tmp_path: Path) -> Iterator[Address]:
    """One of them."""
    with lend_bare(homes, engine, tmp_path) as address:
        yield address


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of version 1, made by the program of its day."""
    path = tmp_path / "register.db"
    raw = sqlite3.connect(path)
    raw.executescript(FROZEN.read_text(encoding="utf-8"))
    raw.close()
    return path


def plan_next(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str = NEXT) -> Path:
    """The program as it will be with one more version than today."""
    migrations = folder / "migrations"
    migrations.mkdir()
    for file in MIGRATIONS.glob("version_*.py"):
        (migrations / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    newest = schema.SCHEMA_VERSION
    text = step.replace('"2"', f'"{newest + 1}"').replace('"1"', f'"{newest}"')
    (migrations / f"version_{newest + 1}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(schema, "SCHEMA_VERSION", newest + 1)
    return migrations


def describe(connection: Connection, engine: str) -> list[Any]:
    """Every table, index and trigger, as the engine itself tells it."""
    if engine == "sqlite":
        query = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'linking%' AND name NOT LIKE 'sqlite%'"
        return sorted(
            (kind, name, " ".join((sql or "").split())) for kind, name, sql in connection.exec_driver_sql(query)
        )
    queries = (
        (
            "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default, collation_name "
            "FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'linking%%'"
        ),
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'linking%%'",
        "SELECT tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text NOT LIKE 'linking%%'",
        "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'bearwitness%%'",
    )
    return [sorted(map(str, connection.exec_driver_sql(query))) for query in queries]


def test_made_at_once_and_step_by_step_is_the_same(bare: Address, home: Home, engine: str) -> None:
    with open_register(home("register.db"), create=True) as register, read_from(register) as connection:
        at_once = describe(connection, engine)
    with reach_register(bare, create=True) as register:
        with write_to(register) as connection:
            apply_steps(connection, 0)
        with read_from(register) as connection:
            assert describe(connection, engine) == at_once


def test_steps_go_from_one_to_today() -> None:
    assert [int(step.revision) for step in list_steps(0)] == list(range(1, schema.SCHEMA_VERSION + 1))


def check_whole(register: Register) -> None:
    """What the frozen register holds."""
    (reading,) = load_current(register)
    assert (reading.report, [claim.id for claim in reading.claims]) == (report(), ["c_1", "c_2"])
    assert reading.notes == ("read anew",)
    assert [entry.link for entry in load_judgings(register)] == [
        link("c_1", "c_2", judgement="different", by="person:eva")
    ]
    assert [(review.claim, review.at) for review in load_reviews(register)] == [("c_1", NOW)]
    kept = {"reports": 1, "readings": 2, "claims": 4, "statements": 2, "sums": 2, "faults": 2, "links": 2, "reviews": 1}
    assert rows(register) | kept == rows(register)


def test_a_register_of_version_1_comes_forward_to_today(old: Path) -> None:
    """Every later version is tested by this on the very file of the first."""
    done = upgrade_register(old)
    assert (done.before, done.after) == (1, schema.SCHEMA_VERSION)
    with open_register(old, create=False) as register:
        check_whole(register)


def test_an_older_register_is_never_brought_forward_unasked(
    home: Home, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, today = home("register.db"), schema.SCHEMA_VERSION
    open_register(path, create=True).engine.dispose()
    migrations = plan_next(tmp_path, monkeypatch)
    with pytest.raises(RegisterError, match=f"version {today}, this program keeps {today + 1}; 'bearwitness upgrade"):
        open_register(path, create=True)
    if engine == "postgresql":
        with pytest.raises(RegisterError, match="needs a copy first; make one with 'pg_dump"):
            upgrade_register(path, migrations=migrations)
    done = upgrade_register(path, is_copied=engine == "postgresql", migrations=migrations)
    assert (done.before, done.after, done.copy is None) == (today, today + 1, engine == "postgresql")
    with open_register(path, create=False) as register, read_from(register) as connection:
        assert "seen_by" in {column["name"] for column in inspect(connection).get_columns("reports")}
        marks = connection.exec_driver_sql("SELECT schema_version FROM about ORDER BY 1").scalars().all()
        assert marks == [today, today + 1]
    assert upgrade_register(path, migrations=migrations) == Upgraded(before=today + 1, after=today + 1, copy=None)


def test_the_copy_of_a_file_is_the_register_as_it_was(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        done = upgrade_register(old, migrations=plan_next(tmp_path, patched))
        with open_register(old, create=False) as register:
            check_whole(register)
    assert done.copy == old.with_name("register.db.version-1")
    with reach_register(done.copy, create=False) as register:
        check_whole(register)


def test_a_copy_from_an_earlier_try_is_not_written_over(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.with_name("register.db.version-1").write_bytes(b"precious")
    with pytest.raises(RegisterError, match="is already there, from an earlier try"):
        upgrade_register(old, migrations=plan_next(tmp_path, monkeypatch))
    assert old.with_name("register.db.version-1").read_bytes() == b"precious"


def test_a_step_that_would_lose_rows_changes_nothing(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        migrations = plan_next(tmp_path, patched, LOSING)
        with pytest.raises(RegisterError, match="would not keep all rows of sums; nothing was changed"):
            upgrade_register(old, migrations=migrations)
    with reach_register(old, create=False) as register:
        check_whole(register)


def test_what_cannot_be_brought_forward(
    bare: Address, tmp_path: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(bare, Path):
        bare.touch()
    with pytest.raises(RegisterError, match="is empty; make a register"):
        upgrade_register(bare)
    with pytest.raises(RegisterError, match="there is no register at"):
        upgrade_register(tmp_path / "none.db")
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 0)
    with pytest.raises(RegisterError, match="newer than this program knows"):
        upgrade_register(old)
