"""What somebody who can write a vault's folder puts there to hold up, to fill the memory or to have other files written over."""

import os
from pathlib import Path

import pytest

from bearwitness.custody.vault_sealing import find_recipient_key, make_key, open_sealed, seal
from bearwitness.store.vault_folder import (
    erase_file,
    find_open_rights,
    list_files,
    list_others,
    make_folder,
    sweep_folder,
    write_file,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "team.vault"
    make_folder(found)
    write_file(found, "entry", b"sealed")
    return found


def put_pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


def put_link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def put_broken_link(path: Path) -> None:
    path.symlink_to("nowhere")


def put_endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def put_folder(path: Path) -> None:
    path.mkdir(mode=0o700)


PUT = (put_pipe, put_link, put_broken_link, put_endless, put_folder)


@pytest.mark.parametrize("put", PUT)
@pytest.mark.parametrize("kind", ["entry", "list"])
def test_what_only_has_the_name_of_a_sealed_file_is_a_stranger(folder: Path, put: object, kind: str) -> None:
    """A pipe was waited at for ever, a link or a folder kept the whole vault shut, a file without end filled the memory."""
    put(folder / f"{kind}-00.age")  # type: ignore[operator]
    assert [one.content for one in list_files(folder, "entry")] == [b"sealed"]
    assert list(list_files(folder, "list")) == []
    assert list_others(folder) == (f"{kind}-00.age",)
    assert isinstance(find_open_rights(folder), tuple)


@pytest.mark.parametrize("put", PUT)
def test_what_is_put_among_the_unfinished_holds_nothing_up(folder: Path, put: object) -> None:
    put(folder / ".unfinished-00")  # type: ignore[operator]
    sweep_folder(folder)
    left = [path.name for path in folder.iterdir() if path.name.startswith(".unfinished-")]
    assert left == ([".unfinished-00"] if put is put_folder else [])


def test_a_second_name_of_another_file_is_taken_away_and_the_file_stays(folder: Path, tmp_path: Path) -> None:
    """Swept as left over, the register itself was written over with chance."""
    register = tmp_path / "team.db"
    register.write_bytes(b"a year of work")
    os.link(register, folder / ".unfinished-00")
    sweep_folder(folder)
    assert register.read_bytes() == b"a year of work"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_what_is_erased_is_written_over(folder: Path) -> None:
    (one,) = list_files(folder, "entry")
    with (folder / one.name).open("rb") as held:
        erase_file(folder, one.name)
        assert held.read() != b"sealed"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("end", [b"", b"\n\n--- " + b"A" * 43 + b"\n"], ids=["no end", "an end"])
def test_a_sealed_file_with_an_endless_line_is_not_opened_and_holds_nothing_up(end: bytes) -> None:
    """The reader of age sat over it for minutes, and the whole vault with it."""
    assert open_sealed(b"age-encryption.org/v1\n-> x " + b"a" * 3_000_000 + end, make_key()) is None


def test_what_is_sealed_for_many_opens() -> None:
    keys = [make_key() for _ in range(40)]
    sealed = seal(b"{}", map(find_recipient_key, keys))
    assert {open_sealed(sealed, key) for key in keys} == {b"{}"}
