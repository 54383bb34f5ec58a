"""Proofs that were made to harm, or to say more than what was checked: found or refused in words, whatever they hold."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.custody.signing import parse_public
from bearwitness.workflow.checking_proof import check_proof
from bearwitness.workflow.verifying import Trust
from tests.apps.test_custody_commands import folder, made, verify  # noqa: F401 - fixtures

Parts = list[tuple[str, bytes]]


def read(folder: Path) -> Parts:  # noqa: F811 - the fixture, as pytest gives it
    with ZipFile(folder / "proof-texts.zip") as bundle:
        return [(name, bundle.read(name)) for name in bundle.namelist()]


def write(folder: Path, parts: Parts) -> str:  # noqa: F811
    with ZipFile(folder / "made.zip", "w", ZIP_DEFLATED) as bundle:
        for name, data in parts:
            bundle.writestr(name, data)
    return "made.zip"


def change(parts: Parts, name: str, how: Callable[[Any], None]) -> Parts:
    told = json.loads(dict(parts)[name])
    how(told)
    return [(one, json.dumps(told).encode() if one == name else data) for one, data in parts]


def ask_otherwise(answer: Any) -> None:
    answer["question"] |= {"act": "killing", "place": "KP"}


def test_an_answer_of_another_question_than_its_certificate_is_found(folder: Path) -> None:  # noqa: F811
    """Its words said "killings in KP", and the check of the certificate inside held: of arrests elsewhere."""
    answer = verify(folder, write(folder, change(read(folder), "answer.json", ask_otherwise)))
    assert answer.code == 1
    assert "the answer is of another question than its certificate" in answer.out


def test_a_text_that_no_entry_tells_of_is_found(folder: Path) -> None:  # noqa: F811
    def add(texts: Any) -> None:
        texts["v_0"] = "Nine hundred were taken."

    answer = verify(folder, write(folder, change(read(folder), "texts.json", add)))
    assert (answer.code, "is of no report that is shown" in answer.out) == (1, True)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["answer.json", "more.txt", "../../harm"])
def test_a_member_more_is_refused(folder: Path, name: str) -> None:  # noqa: F811
    """Of two with one name, a person's program may show the first and the check read the last."""
    answer = verify(folder, write(folder, [(name, b"{}"), *read(folder)]))
    assert (answer.code, answer.err.count("cannot be read")) == (2, 1)


def test_a_name_that_stands_twice_in_the_answer_is_refused(folder: Path) -> None:  # noqa: F811
    parts = [
        (name, data.replace(b"{", b'{"low": 900,', 1) if name == "answer.json" else data) for name, data in read(folder)
    ]
    assert verify(folder, write(folder, parts)).code == 2


@pytest.mark.parametrize("content", [b"[" + b"0," * 60_000_000 + b"0]", b"[" * 20_000_000], ids=["wide", "deep"])
def test_a_zip_made_to_fill_memory_is_refused(folder: Path, content: bytes) -> None:  # noqa: F811
    parts = [(name, content if name == "links.json" else data) for name, data in read(folder)]
    assert verify(folder, write(folder, parts)).code == 2


def test_a_zip_of_which_any_bytes_were_changed_is_refused_or_found_or_as_it_was(folder: Path) -> None:  # noqa: F811
    """Python raises six sorts of errors for these, of which two were expected."""
    trust = Trust(keys=(parse_public((folder / "harbour-watch.pub").read_text(encoding="utf-8")),))
    whole, chance, refused = (folder / "proof.zip").read_bytes(), Random(5), 0
    for _ in range(150):
        data = bytearray(whole)
        near_end = chance.randrange(len(data) - 400, len(data))
        data[chance.choice((chance.randrange(len(data)), near_end))] = chance.randrange(256)
        (folder / "made.zip").write_bytes(data)
        try:
            check_proof(folder / "made.zip", trust)
        except UsageError:
            refused += 1
    assert refused > 50


@pytest.mark.parametrize("mark", [b"\x01\x00\x08\x00", b"\x00\x00\x63\x00"], ids=["locked", "packed otherwise"])
def test_a_zip_that_python_does_not_unpack_is_refused(folder: Path, mark: bytes) -> None:  # noqa: F811
    data = bytearray((folder / "proof.zip").read_bytes())
    for head, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = data.find(head)
        while start >= 0:
            data[start + place : start + place + 4] = mark
            start = data.find(head, start + 4)
    (folder / "made.zip").write_bytes(data)
    assert verify(folder, "made.zip").code == 2


@pytest.mark.parametrize("column", ["number", "body", "revision", "reading", "text_sha256"])
@pytest.mark.parametrize("value", [None, {}, [1], "\ud800", "gone"])
def test_entries_without_their_columns_break_nothing(folder: Path, column: str, value: object) -> None:  # noqa: F811
    def spoil(evidence: Any) -> None:
        for one in evidence["entries"]:
            entry = json.loads(one["entry"])
            if column in entry["record"]:
                entry["record"][column] = value
                if value == "gone":
                    del entry["record"][column]
                one["entry"] = json.dumps(entry, sort_keys=True, separators=(",", ":"))

    assert verify(folder, write(folder, change(read(folder), "evidence.json", spoil))).code in {1, 2}


def test_an_entry_that_is_written_otherwise_than_the_program_writes_it_is_refused() -> None:
    """Only who signs could have logged one; a name that stands twice in it says one thing here and another elsewhere."""
    from bearwitness.custody.entries import Moment, build_record, is_entry, render_entry

    record = build_record(
        "review", {"number": 1, "claim": "c_1", "decision": "accepted", "by": "eva", "at": "", "because": ""}
    )
    entry = render_entry(record, Moment(at="2026-01-01T00:00:00+00:00", why="written"))
    twice = entry.replace('"decision":"accepted"', '"decision":"rejected","decision":"accepted"')
    assert is_entry(entry, json.loads(entry), 1, "review")
    assert json.loads(twice) == json.loads(entry)
    assert not is_entry(twice, json.loads(twice), 1, "review")


def test_a_bomb_is_one_and_a_proof_is_none(folder: Path) -> None:  # noqa: F811
    """What is unpacked at most is far from what proofs come to, and near enough to hold."""
    packed = [len(zlib.compress(data)) * 60 > len(data) for _, data in read(folder)]
    assert all(packed)
