"""Opening a register: what is refused, in which words, and that nothing is changed by refusing."""

import sqlite3
from pathlib import Path

import pytest

from bearwitness.core.errors import RegisterError
from bearwitness.store import schema
from bearwitness.store.register import load_current, open_register
from bearwitness.store.register_file import write_to


def test_a_missing_register_says_how_to_make_one(tmp_path: Path) -> None:
    path = tmp_path / "register.db"

    with pytest.raises(RegisterError, match=r"there is no register at .*; make one with 'bearwitness read"):
        open_register(path, create=False)

    assert not path.exists()


def test_an_empty_file_becomes_a_register_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    path.touch()

    with pytest.raises(RegisterError, match="is empty"):
        open_register(path, create=False)
    with open_register(path, create=True) as register:
        assert load_current(register) == ()


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="is a folder"):
        open_register(tmp_path, create=True)
    with pytest.raises(RegisterError, match="there is no folder"):
        open_register(tmp_path / "no" / "register.db", create=True)


@pytest.mark.parametrize("content", [b"no database at all", b"\x00" * 4096, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(RegisterError, match=r"notes\.txt"):
        open_register(path, create=True)

    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE notes (body TEXT)")
    raw.close()
    before = path.read_bytes()

    with pytest.raises(RegisterError, match="another program's database"):
        open_register(path, create=True)

    assert path.read_bytes() == before


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    open_register(path, create=True).engine.dispose()
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("DROP TRIGGER about_no_update")
    raw.execute("UPDATE about SET schema_version = 99")
    raw.close()

    with pytest.raises(RegisterError, match=f"has schema version 99, this program knows {schema.SCHEMA_VERSION}"):
        open_register(path, create=False)


def test_a_locked_register_says_so(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    with open_register(path, create=True) as first, open_register(path, create=False, patience=0.05) as second:
        with write_to(first), pytest.raises(RegisterError, match="locked by another program"), write_to(second):
            pass
        with write_to(first):
            assert load_current(second) == ()


def test_two_programs_may_make_the_same_register(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    with open_register(path, create=True) as first, open_register(path, create=True) as second:
        assert load_current(first) == load_current(second) == ()
