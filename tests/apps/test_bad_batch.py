"""Bad input among good reports: the good ones are all read, each bad one gets one plain line that says what to do."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.apps.front_door import Answer, call
from tests.capture.docx_writer import build_docx, write_paragraph
from tests.pdf_writer import build_pdf
from tests.told_reports import line

GOOD = "Two refugees were arrested in Yanji on 12 May 2021."
BOMB = b"<html><body>" + b"<div>" * 200_000 + GOOD.encode() + b"</div>" * 200_000
LONG = b"word " * 10_000_000


def write_bad(folder: Path) -> dict[str, bytes]:
    """The bad inputs of the project's first issue, by name: each is one report that cannot be read."""
    pdf, docx = build_pdf([[GOOD] * 40]), build_docx(write_paragraph(GOOD * 50))
    files = {
        "b-empty.txt": b"",
        "b-one-line.txt": LONG,
        "b-random.bin": random.Random(1).randbytes(50_000),
        "b-cut.pdf": pdf[: len(pdf) // 2],
        "b-cut.docx": docx[: len(docx) // 2],
        "b-bomb.html": BOMB,
        "b-broken.jsonl": b'{"id": "1", "text": "Two refugees',
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "m-denied").mkdir()
    (folder / "m-denied" / "x.txt").write_text(GOOD, encoding="utf-8")
    return files


def write_good(folder: Path) -> dict[str, bytes]:
    """Reports that look odd and can be read: one arrest each, but for the one in Arabic, whose language is not read."""
    files = {
        "a.txt": GOOD.encode(),
        "c-mixed.txt": (GOOD + " Later – they said – nothing more was heard. ").encode() + b"The caf\xe9 was closed.",
        "d-utf16.txt": GOOD.encode("utf-16"),
        "e-turned.txt": f"\u202e{GOOD}\u202c \u200f".encode(),
        "z.pdf": build_pdf([[GOOD]]),
        "z.docx": build_docx(write_paragraph(GOOD)),
        "z.html": f"<html><body><p>{GOOD}</p></body></html>".encode(),
        "z.jsonl": line("z", GOOD).encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return files


@pytest.fixture
def denied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, whom no permission bit denies: the system's answer is put in its place."""
    scan = os.scandir

    def scan_denied(path: str) -> Any:
        if "m-denied" in str(path):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scan_denied)


def find_error_lines(answer: Answer) -> Iterator[str]:
    yield from (row for row in answer.err.splitlines() if row.startswith("not read: "))


@pytest.mark.usefixtures("denied")
def test_a_bad_batch_reads_every_good_report_and_says_one_line_of_each_bad_one(tmp_path: Path) -> None:
    bad, good = write_bad(tmp_path), write_good(tmp_path)
    answer = call("read", str(tmp_path), "--json", "--register", str(tmp_path.parent / f"{tmp_path.name}.db"))
    rows = {Path(row["report"]["input"]).name: row for row in answer.rows}
    errors = list(find_error_lines(answer))

    assert answer.code == 1
    assert {name for name, row in rows.items() if row["error"]} == {*bad, "m-denied"}
    assert {name: len(rows[name]["claims"]) for name in good} == dict.fromkeys(good, 1)
    for name in (*bad, "m-denied"):
        (said,) = [error for error in errors if f"/{name}: " in error]
        assert "; " in said
        assert said.endswith(rows[name]["error"])
    assert len(errors) == len(bad) + 1
    assert not any(word in error for error in errors for word in ("Traceback", "Errno", "word word", "refugees"))


def test_right_to_left_text_gets_its_line(tmp_path: Path) -> None:
    """Arabic is not read yet: the line says so, and what to do where the guess is wrong."""
    (tmp_path / "a.txt").write_text(
        "اعتقلت الشرطة شخصين في المدينة يوم الأحد، وقال شهود إنهم رأوا ذلك. " * 5, encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    answer = call("read", str(tmp_path), "--json", "--no-register")
    first, second = answer.rows
    assert len(second["claims"]) == 1
    assert first["claims"] == []
    assert len(list(find_error_lines(answer))) == bool(first["error"]) == answer.code


def test_a_good_line_is_read_beside_broken_ones(tmp_path: Path) -> None:
    lines = [
        line("a", GOOD),
        "{broken\n",
        '{"id": "b"}\n',
        '["c"]\n',
        '{"id": "d", "text": "\\ud800 half"}\n',
        line("e", GOOD),
    ]
    (tmp_path / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    register = ("--register", str(tmp_path / "r.db"))
    answer = call("read", str(tmp_path / "a.jsonl"), *register)
    assert answer.code == 1
    assert {"a", "e"} <= {i for row in call("incidents", "--json", *register).rows for i in row["reports"]}
    assert len(list(find_error_lines(answer))) == 4
    assert all(f"line {number}: " in answer.err for number in (2, 3, 4, 5))
