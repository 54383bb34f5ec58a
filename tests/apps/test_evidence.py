"""`read --keep-copies` and `evidence check` as a user meets them."""

import hashlib
import sqlite3
from contextlib import chdir, closing
from dataclasses import replace
from pathlib import Path

from bearwitness.store.evidence_folder import keep_copy, load_notes, open_evidence
from tests.apps.front_door import call
from tests.capture.archive_writer import pack, write_answer, write_page, write_record


def make(folder: Path) -> tuple[str, Path]:
    """A register with a page of a web archive and a text, and their copies."""
    (folder / "a.warc.gz").write_bytes(pack(write_record(write_answer(write_page()))))
    (folder / "b.txt").write_text("Soldiers killed four men in Bago on 3 June 2021, a witness said.")
    register = str(folder / "team.db")
    done = call("read", str(folder / "a.warc.gz"), str(folder / "b.txt"), "--register", register, "--keep-copies")
    assert done.code == 0, done.err
    assert "team.evidence: whoever gets hold of it has them" in " ".join(done.err.split())
    return register, folder / "team.evidence"


def test_copies_are_kept_beside_the_register_and_checked(tmp_path: Path) -> None:
    register, folder = make(tmp_path)
    done = call("evidence", "check", "--register", register)
    assert (done.code, done.err) == (0, "")
    assert "2 captures in" in done.out
    call("read", str(tmp_path / "b.txt"), "--register", register, "--keep-copies")
    assert call("evidence", "check", "--register", register, "--json").row == {
        "sound": 2, "faults": [], "reports": 2, "without_copy": [],
        "logged": 2, "found": 0, "not_in_log": [], "of_other_reports": [], "elsewhere": 0,
    }  # fmt: skip
    victim = next(path for path in sorted(folder.rglob("*.copy")) if b"HTTP" in path.read_bytes())
    victim.write_bytes(victim.read_bytes().replace(b"two women", b"ten women"))
    done = call("evidence", "check", "--register", register)
    assert done.code == 1
    assert "its bytes are not those it is named for" in " ".join(done.err.split())
    assert "1 of 2 reports in the register have no copy" in done.out


def test_without_asking_no_copy_is_kept(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Soldiers killed four men in Bago on 3 June 2021, a witness said.")
    call("read", str(tmp_path / "b.txt"), "--register", str(tmp_path / "team.db"))
    assert not (tmp_path / "team.evidence").exists()
    done = call("evidence", "check", "--register", str(tmp_path / "team.db"))
    assert done.code == 2
    assert "there are no copies" in done.err


def test_a_register_on_a_server_needs_a_folder_named(tmp_path: Path) -> None:
    done = call("evidence", "check", "--register", "postgresql://nobody@localhost/none")
    assert done.code == 2
    assert "add --evidence FOLDER" in done.err
    (tmp_path / "b.txt").write_text("x")
    assert "add --evidence" in call("read", str(tmp_path / "b.txt"), "--no-register", "--keep-copies").err
    assert "must be check or export" in call("evidence", "burn", "--register", str(tmp_path / "a.db")).err


def test_what_a_web_archive_holds_beside_reports_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(write_record(write_answer(write_page())) + write_record(write_answer(b"x", "image/png")))
    done = call("read", str(path), "--no-register")
    assert "1 records that are no reports were passed over (picture 1)" in " ".join(done.err.split())


def test_an_export_is_a_collection_that_is_read_again(tmp_path: Path) -> None:
    register, _ = make(tmp_path)
    out = str(tmp_path / "killings.wacz")
    done = call("evidence", "export", "--act", "killing", "--out", out, "--register", register)
    assert done.code == 0, done.err
    assert "1 capture written to" in " ".join(done.out.split())
    again = call("read", out, "--no-register", "--json")
    assert [claim["act"] for claim in again.row["claims"]] == ["killing"]
    whole = call("evidence", "export", "r_", "--out", str(tmp_path / "all.wacz"), "--register", register, "--json").row
    assert (whole["captures"], whole["left_out"]) == (2, [])


def test_an_export_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    register, _ = make(tmp_path)
    for arguments, words in (
        (("export",), "add --out FILE"),
        (("export", "r_zzz", "--out", "x.wacz"), "begins with r_zzz"),
        (("export", "--act", "raid", "--out", "x.wacz"), "no report in the register is what was asked for"),
        (("check", "r_1"), "check looks at every copy"),
    ):
        done = call("evidence", *arguments, "--register", register)
        assert done.code == 2
        assert words in " ".join(done.err.split())


def test_a_copy_in_which_the_report_is_not_found_is_no_evidence_of_it(tmp_path: Path) -> None:
    """A sound file with a sound note, put there to stand for a report that was read from other bytes."""
    register, path = make(tmp_path)
    folder = open_evidence(path, create=False)
    note = next(note for note in load_notes(folder) if note.form == "http answer")
    other = write_answer(write_page("Ten women were held."))
    forged = replace(note, sha256=hashlib.sha256(other).hexdigest(), size=len(other))
    keep_copy(folder, other, forged)
    done = call("evidence", "check", "--register", register)
    assert done.code == 1
    assert "the page in it is not the one its note says a report was read from" in " ".join(done.err.split())
    assert "2 captures" in done.out


def test_verify_holds_the_copies_against_the_log_and_says_where_it_cannot(tmp_path: Path) -> None:
    register, folder = make(tmp_path)
    with chdir(tmp_path):
        call("keys", "new", "harbour-watch", env={"BEARWITNESS_PASSPHRASE": "twelve letters and more"})
    key = ("--key", str(tmp_path / "harbour-watch.pub"))
    fine = call("verify", register, *key)
    said = " ".join(fine.out.split())
    assert (fine.code, "2 sound captures of exact copies in" in said) == (0, True), said
    assert "The log tells of 2 sound captures." in said
    assert "every trigger is there, as the program made it" in said
    folder.rename(tmp_path / "safe")
    away = call("verify", register, *key)
    assert away.code == 0
    assert "the exact copies that the log tells of (2) are as they were" in " ".join(away.out.split())
    victim = next((tmp_path / "safe").rglob("*.json"))
    victim.rename(victim.with_name(victim.name.replace(".json", "0.json")))
    found = call("verify", register, *key, "--evidence", str(tmp_path / "safe"))
    said = " ".join(found.out.split())
    assert found.code == 1
    assert (
        f"exact copy {victim.parent.name}/{victim.name[:12]}…: the log tells of it, and the folder has it no more"
        in said
    )
    (tmp_path / "safe").rename(tmp_path / "moved")
    (tmp_path / "team.evidence").symlink_to(tmp_path / "moved")
    assert call("verify", register, *key, "--json").row["copies"] is None
    assert call("verify", register, *key, "--evidence", str(tmp_path / "safe")).code == 2


def test_verify_names_a_trigger_that_is_gone(tmp_path: Path) -> None:
    register, _ = make(tmp_path)
    with chdir(tmp_path):
        call("keys", "new", "harbour-watch", env={"BEARWITNESS_PASSPHRASE": "twelve letters and more"})
    with closing(sqlite3.connect(register)) as raw:
        raw.execute("DROP TRIGGER reviews_no_delete")
    done = call("verify", register, "--key", str(tmp_path / "harbour-watch.pub"))
    said = " ".join(done.out.split())
    assert done.code == 1
    assert "What makes it append-only: - trigger reviews_no_delete: it is not there any more" in said
    assert "What makes the tables append-only: not all of it is as it was" in said


def test_a_copy_that_the_log_does_not_tell_of_is_named_with_what_to_do(tmp_path: Path) -> None:
    register, path = make(tmp_path)
    folder = open_evidence(path, create=False)
    note = next(note for note in load_notes(folder) if note.form == "file")
    keep_copy(folder, (tmp_path / "b.txt").read_bytes(), replace(note, url="https://a.example/"))
    done = call("evidence", "check", "--register", register)
    assert done.code == 1
    assert "the log does not tell of it: it was put in past the program, or its command was stopped" in " ".join(
        done.err.split()
    )
