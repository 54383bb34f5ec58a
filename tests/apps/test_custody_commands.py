"""Keys, checkpoints, `verify` and `prove` as a person meets them; and proofs that were tampered with, one by one."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import chdir, closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.apps.front_door import Answer, call
from tests.custody.time_server import serve_time
from tests.workflow.tampering import unlock

SECRET = {"BEARWITNESS_PASSPHRASE": "twelve letters and more"}
ASKED = ("--act", "arrest", "--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN")


@pytest.fixture(scope="module")
def made(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register that was signed, the key's public half, the checkpoint and the proof of a figure."""
    folder = tmp_path_factory.mktemp("evidence")
    shutil.copy(sample_folder / "team.db", folder / "team.db")
    with chdir(folder):
        first = call("judge", *_find_two(folder / "team.db"), "different", "--by", "eva", "--because", "two streets",
                     "--register", "team.db")  # fmt: skip
        assert first.code == 0, first.err
        assert call("keys", "new", "harbour-watch", env=SECRET).code == 0
        signed = call("checkpoint", "--key", "harbour-watch.key", "--register", "team.db", env=SECRET)
        assert signed.code == 0, signed.err
        Path("checkpoint.txt").write_text(signed.out, encoding="utf-8")
        for more in ((), ("--texts",)):
            out = f"proof{'-texts' * bool(more)}.zip"
            proved = call("prove", *ASKED, "--register", "team.db", "--out", out, *more)
            assert proved.code == 0, proved.err
    return folder


def _find_two(path: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute(
            "SELECT id FROM claims WHERE act = 'arrest' AND shape = 'incident' ORDER BY reading"
        ).fetchall()
    return found[0][0], found[-1][0]


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "evidence"))


def verify(folder: Path, file: str, *more: str) -> Answer:
    """As whoever has the folder would."""
    return call("verify", str(folder / file), "--key", str(folder / "harbour-watch.pub"), *more)


def test_a_key_lies_encrypted_and_is_its_owners_alone(folder: Path) -> None:
    key = folder / "harbour-watch.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert "BEGIN ENCRYPTED PRIVATE KEY" in key.read_text(encoding="utf-8")
    again = call("keys", "new", "harbour-watch", "--folder", str(folder), env=SECRET)
    assert (again.code, "is not written over" in again.err) == (2, True)
    public = call("keys", "public", "--key", str(key), env=SECRET)
    assert public.out == (folder / "harbour-watch.pub").read_text(encoding="utf-8")


def test_a_passphrase_comes_by_a_descriptor_too(folder: Path) -> None:
    read, write = os.pipe()
    os.write(write, f"{SECRET['BEARWITNESS_PASSPHRASE']}\n".encode())
    os.close(write)
    found = call("keys", "public", "--key", str(folder / "harbour-watch.key"), "--passphrase-fd", str(read))
    os.close(read)
    assert found.code == 0


def test_a_wrong_passphrase_signs_nothing(folder: Path) -> None:
    before = (folder / "team.db").read_bytes()
    wrong = {"BEARWITNESS_PASSPHRASE": "twelve letters and less"}
    tried = call(
        "checkpoint", "--key", str(folder / "harbour-watch.key"), "--register", str(folder / "team.db"), env=wrong
    )
    assert (tried.code, "is the passphrase right" in tried.err, tried.out) == (2, True, "")
    assert (folder / "team.db").read_bytes() == before


def test_without_anybody_to_ask_there_is_no_passphrase(folder: Path) -> None:
    tried = call("keys", "public", "--key", str(folder / "harbour-watch.key"))
    assert (tried.code, "there is nobody to ask for the passphrase" in tried.err) == (2, True)


def test_a_register_as_it_was_written(folder: Path) -> None:
    found = verify(folder, "team.db", "--checkpoint", str(folder / "checkpoint.txt"))
    assert found.code == 0, found.out
    assert "Yes, as far as can be told: nothing was changed, removed, put in or dated back." in found.out
    assert "What this cannot tell:" in found.out
    row = verify(folder, "team.db", "--json").row
    assert (row["holds"], row["findings"], len(row["checkpoints"])) == (True, [], 1)


def test_a_changed_register_says_what_was_changed(folder: Path) -> None:
    with closing(unlock(folder / "team.db")) as raw:
        raw.execute("UPDATE claims SET act = 'raid' WHERE reading = 1 AND position = 0")
        raw.execute(
            "DELETE FROM statements WHERE (reading, position) IN (SELECT reading, position FROM statements LIMIT 1)"
        )
    found = verify(folder, "team.db")
    assert found.code == 1
    words = " ".join(found.out.split())
    assert "No. 2 things found:" in words
    assert "claim 1 of reading 1: it is not what entry" in words
    assert "act and body do not agree any more" in words
    assert "and it is not in the register any more" in words
    assert "What to do now:" in words
    assert "Nothing but checkpoints" not in words


def test_where_only_checkpoints_do_not_fit_the_key_is_asked_about_first(folder: Path) -> None:
    """With somebody else's public key everything looked forged, and nothing said that the key may be the wrong one."""
    assert call("keys", "new", "somebody", "--folder", str(folder), env=SECRET).code == 0
    found = call("verify", str(folder / "team.db"), "--key", str(folder / "somebody.pub"))
    assert (found.code, "that you have the public key of whoever signs it" in " ".join(found.out.split())) == (1, True)


def test_a_checkpoint_of_another_key_is_none(folder: Path) -> None:
    assert call("keys", "new", "stranger", "--folder", str(folder), env=SECRET).code == 0
    found = call("verify", str(folder / "team.db"), "--key", str(folder / "stranger.pub"))
    assert (found.code, "no key that was given signed it" in " ".join(found.out.split())) == (1, True)


@pytest.mark.parametrize("file", ["team.db", "checkpoint.txt", "none.db"])
def test_what_cannot_be_verified_at_all(folder: Path, file: str) -> None:
    found = call("verify", str(folder / file), "--key", "milk") if file == "team.db" else verify(folder, file)
    assert found.code == 2
    assert found.err


def test_a_proof_is_checked_where_nothing_else_is(made: Path, tmp_path: Path) -> None:
    for name in ("proof.zip", "proof-texts.zip"):
        shutil.copy(made / name, tmp_path / name)
    key = (made / "harbour-watch.pub").read_text(encoding="utf-8").strip()
    count = call("count", *ASKED, "--register", str(made / "team.db"), "--json").row
    with chdir(tmp_path):
        for name, words in (
            ("proof.zip", "are not in this file"),
            ("proof-texts.zip", "Every quote stands in the text"),
        ):
            found = call("verify", name, "--key", key)
            assert found.code == 0, found.out
            said = " ".join(found.out.split())
            assert f"Yes: at least {count['low']:,} people" in said
            assert words in said
        assert call("verify", "proof.zip", "--key", key, "--json").row["low"] == count["low"]


def test_a_proof_holds_what_can_have_to_do_with_its_question_and_nothing_else(folder: Path) -> None:
    """It held the quotes of every arrest in the register, whatever country was asked for."""
    asked = ("--act", "arrest", "--register", str(folder / "team.db"))
    for place, countries in (("MM", {"MM"}), ("SD", set[str]())):
        out = folder / f"{place}.zip"
        proved = call("prove", *asked, "--place", place, "--out", str(out))
        assert proved.code == 0, proved.err
        with ZipFile(out) as bundle:
            entries = [json.loads(one["entry"]) for one in json.loads(bundle.read("evidence.json"))["entries"]]
        assert {one["record"]["country"] for one in entries if one["kind"] == "claim"} == countries
        found = verify(folder, out.name, "--json").row
        assert (found["holds"], found["low"]) == (True, call("count", *asked, "--place", place, "--json").row["low"])


def test_a_proof_without_texts_holds_none(made: Path, sample_folder: Path) -> None:
    with ZipFile(made / "proof.zip") as bundle:
        held = b"".join(bundle.read(name) for name in bundle.namelist()).decode()
    with closing(sqlite3.connect(sample_folder / "team.db")) as raw:
        texts = [text for (text,) in raw.execute("SELECT text FROM reports")]
    assert not any(json.dumps(text)[1:-1] in held for text in texts if len(text) > 300)


def test_a_checkpoint_with_a_timestamp(folder: Path, tmp_path: Path) -> None:
    register, key = str(folder / "team.db"), str(folder / "harbour-watch.key")
    root, time = tmp_path / "root.pem", tmp_path / "time"
    time.mkdir()
    with serve_time(time) as (url, certificate):
        root.write_bytes(certificate)
        out = ("--out", str(folder / "stamped.txt"))
        signed = call("checkpoint", "--key", key, "--timestamp", url, *out, "--register", register, env=SECRET)
        before = (folder / "team.db").read_bytes()
        again = call("checkpoint", "--key", key, "--timestamp", url, *out, "--register", register, env=SECRET)
    assert (signed.code, "The authority says it was there on" in signed.err) == (0, True), signed.err
    assert (again.code, "is not written over" in again.err, (folder / "team.db").read_bytes() == before) == (
        2,
        True,
        True,
    )
    for more, words in (
        ((), "an authority (not checked: no --timestamp-root given)"),
        (("--timestamp-root", str(root)), "By the word of an authority that you trust it was there"),
    ):
        found = verify(folder, "team.db", *more)
        assert (found.code, words in " ".join(found.out.split())) == (0, True), found.out


def test_an_authority_that_does_not_answer_leaves_nothing_signed(folder: Path) -> None:
    register, key = str(folder / "team.db"), str(folder / "harbour-watch.key")
    tried = call("checkpoint", "--key", key, "--timestamp", "http://127.0.0.1:9/", "--register", register, env=SECRET)
    assert (tried.code, "cannot be reached" in tried.err, tried.out) == (2, True, "")
    assert len(verify(folder, "team.db", "--json").row["checkpoints"]) == 1


def _edit(name: str, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], None]:
    def apply(files: dict[str, Any]) -> None:
        files[name] = change(files[name])

    return apply


def _entry(change: Callable[[str], str], kind: str = "claim") -> Callable[[dict[str, Any]], None]:
    """A change of the first entry of a kind."""

    def apply(files: dict[str, Any]) -> None:
        entry = next(one for one in files["evidence.json"]["entries"] if f'"kind":"{kind}"' in one["entry"])
        entry["entry"] = change(entry["entry"])

    return apply


def _drop(kind: str) -> Callable[[dict[str, Any]], None]:
    def apply(files: dict[str, Any]) -> None:
        entries = files["evidence.json"]["entries"]
        entries.remove(next(one for one in entries if f'"kind":"{kind}"' in one["entry"]))

    return apply


def _cut_text(texts: dict[str, str]) -> dict[str, str]:
    return {name: text[1:] for name, text in texts.items()}


FORGED: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a claim": (_entry(lambda text: text.replace('"arrest"', '"raid"')), "is not in the log that was signed"),
    "a day": (_entry(lambda text: text.replace('"2019-05-', '"2019-06-')), "is not in the log that was signed"),
    "a report": (
        _entry(lambda text: text.replace('"outlet":"', '"outlet":"x'), "report"),
        "is not in the log that was signed",
    ),
    "when it was logged": (_entry(lambda text: text.replace('"logged_at":"2', '"logged_at":"1')), "is not in the log"),
    "no claim": (_drop("claim"), "it is counted, and no entry shows it"),
    "no report": (_drop("report"), "the report that it stands in is not shown"),
    "no links": (_edit("links.json", lambda links: links[:0]), "and no link says so"),
    "the answer": (_edit("answer.json", lambda answer: answer | {"low": answer["low"] + 1}), "the answer says low"),
    "the texts": (_edit("texts.json", _cut_text), "is not the one that was logged"),
    "the checkpoint": (
        _edit("evidence.json", lambda one: one | {"checkpoint": one["checkpoint"].replace("\ntime 2", "\ntime 1")}),
        "the checkpoint is not signed by a key that was given",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_proof_does_not_hold_and_says_why(folder: Path, what: str) -> None:
    change, words = FORGED[what]
    with ZipFile(folder / "proof-texts.zip") as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    parsed = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
    before = json.dumps(parsed)
    change(parsed)
    assert json.dumps(parsed) != before
    with ZipFile(folder / "forged.zip", "w") as bundle:
        for name, value in parsed.items():
            bundle.writestr(name, json.dumps(value))
    found = verify(folder, "forged.zip")
    assert (found.code, words in " ".join(found.out.split())) == (1, True), found.out


def test_an_answer_that_was_counted_from_other_claims_is_not_proven(folder: Path) -> None:
    """Its certificate holds, for it was made by the program; only what is counted is not what was logged."""
    with closing(unlock(folder / "team.db")) as raw:
        rows = raw.execute(
            "SELECT reading, position, body FROM claims WHERE act = 'arrest' AND shape = 'incident'"
        ).fetchall()
        for reading, position, body in rows:
            told = json.loads(body)
            told["count"]["high"] = None
            raw.execute(
                "UPDATE claims SET body = ? WHERE reading = ? AND position = ?", (json.dumps(told), reading, position)
            )
    other = call("count", *ASKED, "--register", str(folder / "team.db"), "--json")
    with ZipFile(folder / "proof.zip") as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert other.row["high"] is None
    with ZipFile(folder / "forged.zip", "w") as bundle:
        for name, text in (files | {"answer.json": other.out}).items():
            bundle.writestr(name, text)
    assert call("verify-count", "-", stdin=other.out.encode()).code == 0
    found = verify(folder, "forged.zip")
    assert (found.code, "it is counted with another high" in " ".join(found.out.split())) == (1, True), found.out


@pytest.mark.parametrize("name", ["answer.json", "evidence.json", "links.json"])
def test_a_proof_that_is_not_whole_is_refused(folder: Path, name: str) -> None:
    with ZipFile(folder / "proof.zip") as bundle:
        files = {one: bundle.read(one) for one in bundle.namelist() if one != name}
    for half in ({}, {name: b"{}"}, {name: b"[1"}):
        with ZipFile(folder / "half.zip", "w") as bundle:
            for one, data in (files | half).items():
                bundle.writestr(one, data)
        found = verify(folder, "half.zip")
        assert (found.code, "a whole copy of the proof is needed" in " ".join(found.err.split())) == (2, True), found
        (folder / "half.zip").unlink()


def test_what_came_after_the_checkpoint_is_not_proven_yet(folder: Path) -> None:
    path = folder / "team.db"
    one, other = _find_two(path)
    call("judge", one, other, "unsure", "--by", "tom", "--because", "maybe", "--register", str(path))
    tried = call("prove", *ASKED, "--register", str(path), "--out", str(folder / "new.zip"))
    assert (tried.code, "came in after the last checkpoint; sign one first" in " ".join(tried.err.split())) == (2, True)
    assert not (folder / "new.zip").exists()


def test_a_checkpoint_that_went_through_mail_and_editor_is_still_one(folder: Path) -> None:
    """Saved by an editor it began with a byte order mark, pasted from a mail with empty lines; it was called no checkpoint at all."""
    signed = (folder / "checkpoint.txt").read_text(encoding="utf-8")
    (folder / "pasted.txt").write_bytes(f"\ufeff\n\n{signed}\n\n".replace("\n", "\r\n").encode())
    found = verify(folder, "team.db", "--checkpoint", str(folder / "pasted.txt"))
    assert (found.code, "The checkpoint that you gave" in found.out) == (0, True), found.err


@pytest.mark.parametrize(
    ("file", "key", "checkpoint", "said"),
    [
        ("team.db", "harbour-watch.key", None, "the key that signs, which is never given away; give its public half"),
        ("team.db", "checkpoint.txt", None, "checkpoint.txt: this is no public key"),
        ("team.db", "harbor-watch.pub", None, "there is no file"),
        ("team.db", "harbour-watch.pub", "harbour-watch.pub", "harbour-watch.pub: this is no checkpoint"),
        ("checkpoint.txt", "harbour-watch.pub", None, "is a checkpoint; give the register first, and the checkpoint by --checkpoint"),
        ("prof.zip", "harbour-watch.pub", None, "prof.zip; give a register, or a proof"),
    ],
)  # fmt: skip
def test_a_file_in_the_wrong_place_is_named_with_what_belongs_there(
    file: str, key: str, checkpoint: str | None, said: str, folder: Path
) -> None:
    more = () if checkpoint is None else ("--checkpoint", str(folder / checkpoint))
    found = call("verify", str(folder / file), "--key", str(folder / key), *more)
    assert (found.code, said in " ".join(found.err.split())) == (2, True), found.err


def test_the_public_half_signs_nothing_and_says_which_file_does(folder: Path) -> None:
    tried = call("checkpoint", "--key", str(folder / "harbour-watch.pub"), "--register", str(folder / "team.db"),
                 env=SECRET)  # fmt: skip
    assert (tried.code, "which signs nothing; give the key itself" in " ".join(tried.err.split())) == (2, True)
