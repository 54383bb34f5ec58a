"""What left the register is in its log: which sort of file, how many rows, its hash, by whom where that was said, and nothing that was in it."""

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import chdir, closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from bearwitness.release.exports.formats import FORMATS
from bearwitness.store.address import Address, Server
from bearwitness.store.export_records import ExportRecord, load_export_records
from bearwitness.store.register import open_register
from tests.apps.front_door import call
from tests.register_homes import GUARDED, SECRET, Home, Homes, spell

NOBODY = 65534
WIDE = (*FORMATS, "reviews")


@pytest.fixture
def path(samples: str, tmp_path: Path) -> Path:
    """A register of the samples to export from."""
    shutil.copy(samples, tmp_path / "team.db")
    return tmp_path / "team.db"


def load(address: Address) -> tuple[ExportRecord, ...]:
    with open_register(address, create=False) as register:
        return load_export_records(register)


def hash_file(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", WIDE)
def test_an_export_of_every_sort_is_told(path: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.file"
    options = ("--format", name, "--act", "arrest", "--out", str(out), "--register", str(path))
    done = call("export", *options, "--with-quotes", "--by", " eva  b ")
    assert done.code == 0, done.err
    assert "The register's log tells of this file" in " ".join(done.err.split())
    (told,) = load(path)
    assert told.rows == int(done.out.split()[0])
    assert told == ExportRecord(
        format=name, rows=told.rows, sha256=hash_file(out), with_quotes=True, with_outlets=False, by="eva b"
    )


def test_what_was_asked_for_is_told_and_nothing_that_was_in_it(path: Path, tmp_path: Path) -> None:
    for number, more in enumerate(((), ("--with-outlets",), ("--place", "Shenyang", "--from", "2019-05-01"))):
        call("export", "--format", "ucdp", "--out", str(tmp_path / f"{number}.csv"), "--register", str(path), *more)
    told = load(path)
    assert [(one.with_quotes, one.with_outlets, one.by) for one in told] == [
        (False, False, None), (False, True, None), (False, False, None),
    ]  # fmt: skip
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT body FROM events WHERE kind = 'export'").fetchall()
    assert [set(json.loads(body)) for (body,) in rows] == [{"format", "rows", "sha256", "quotes", "outlets"}] * 3
    assert not any(word in body for (body,) in rows for word in ("Shenyang", "2019", "csv", str(tmp_path)))


def test_copies_and_proofs_that_leave_are_told_and_the_log_still_fits(path: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Soldiers killed four men in Bago on 3 June 2021, a witness said.")
    secret = {"BEARWITNESS_PASSPHRASE": "twelve letters and more", "BEARWITNESS_REGISTER": str(path)}
    with chdir(tmp_path):
        call("read", "b.txt", "--keep-copies", env=secret)
        call("keys", "new", "harbour-watch", env=secret)
        call("checkpoint", "--key", "harbour-watch.key", env=secret)
        copies = call("evidence", "export", "--act", "killing", "--out", "k.wacz", "--by", "eva", env=secret)
        proof = call(
            "prove", "--act", "arrest", "--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN", env=secret
        )
        assert "The register's log tells of this file" in " ".join(copies.err.split()), copies.err
        assert proof.code == 0, proof.err
        checked = call("verify", "--key", "harbour-watch.pub", "--json", env=secret)
    first, second = load(path)
    assert (first.format, first.rows, first.by, first.with_quotes) == ("wacz", 1, "eva", True)
    assert first.sha256 == hash_file(tmp_path / "k.wacz")
    assert (second.format, second.by, second.with_outlets) == ("proof", None, True)
    assert second.sha256 == hash_file(tmp_path / "proof.zip")
    assert second.rows > 1
    assert (checked.row["findings"], checked.row["copies_logged"]) == ([], 1)
    assert checked.row["copies"]["logged"] == 1


def test_an_export_that_was_not_made_is_not_told(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("mine")
    options = ("--format", "ucdp", "--out", str(out), "--register", str(path))
    assert call("export", *options).code == 2
    assert "--by is empty" in call("export", *options, "--by", " ").err
    assert load(path) == ()
    assert out.read_text() == "mine"


def samples_copy(folder: Path, samples: str) -> str:
    """A register that is only there to be exported from once."""
    return shutil.copy(samples, str(folder / "first.db"))


@contextmanager
def be_a_stranger() -> Iterator[None]:
    """One whom the rights of a file bind: root writes whatever it likes."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_from_a_file_that_cannot_be_written_an_export_is_made_and_says_it_is_not_told(samples: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)  # a stranger must be able to write the export there
        path = folder / "team.db"
        shutil.copy(samples, path)
        path.chmod(0o444)
        out = folder / "a.csv"
        # A stranger may not read what Python itself loads at the first use.
        call(
            "export",
            "--format",
            "ucdp",
            "--out",
            str(folder / "first.csv"),
            "--register",
            samples_copy(folder, samples),
        )
        with be_a_stranger():
            done = call("export", "--format", "ucdp", "--out", str(out), "--register", str(path))
        assert done.code == 0, done.err
        assert out.read_bytes().startswith(b"id,relid")
        said = " ".join(done.err.split())
        assert f"This file is not in the register's log: the register {path} cannot be written" in said
        path.chmod(0o644)
        assert load(path) == ()


def test_who_may_only_read_on_a_server_exports_and_is_told_that_it_is_not_logged(
    home: Home, homes: Homes, tmp_path: Path
) -> None:
    address = home("register.db")
    out = tmp_path / "a.csv"
    if isinstance(address, Server):
        name = address.shown.rpartition("/")[2]
        homes.cluster.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {GUARDED}", name)
        reader = homes.cluster.name_address(name, GUARDED, SECRET)
        done = call("export", "--format", "ucdp", "--out", str(out), "--register", spell(reader))
        homes.cluster.run(f"DROP OWNED BY {GUARDED}", name)
        assert "not in the register's log" in " ".join(done.err.split())
        assert "gives you no right to do this" in " ".join(done.err.split())
        assert (done.code, out.exists(), load(address)) == (0, True, ())
    open_register(address, create=True).engine.dispose()
    done = call("export", "--format", "ucdp", "--out", str(tmp_path / "b.csv"), "--register", spell(address))
    assert (done.code, [one.rows for one in load(address)]) == (0, [0])
