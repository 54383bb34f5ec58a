"""Files, folders, globs, pipes and `.jsonl` to reports, one by one; nothing bad stops the rest."""

import io
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bearwitness.capture.jsonl import LONGEST_JSON_LINE
from bearwitness.capture.report import LARGEST_FILE
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.inputs import Overrides, find_inputs, with_overrides
from tests.capture.docx_writer import build_docx, write_paragraph
from tests.pdf_writer import build_pdf

GOOD = "Police in Yanji held two women on 15 May, a source said."
LINE = b'{"id": "7", "text": "Two held."}'


def read(*inputs: str | Path, stdin: bytes = b"") -> list[Captured]:
    """Everything the inputs give."""
    return list(find_inputs([str(given) for given in inputs], io.BytesIO(stdin)))


def write(path: Path, content: str | bytes = GOOD) -> Path:
    """A file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(items: list[Captured]) -> list[str]:
    """The texts of the items that are reports."""
    return [item.report.text for item in items if item.report]


def only_error(items: list[Captured]) -> str:
    """The error of the one item."""
    assert len(items) == 1
    assert items[0].report is None
    assert items[0].error is not None
    assert "\n" not in items[0].error
    return items[0].error


def test_inputs_are_read_in_the_order_given(tmp_path: Path) -> None:
    """Two files, then a pipe; a file named twice is given twice."""
    first, second = write(tmp_path / "b.txt", "First."), write(tmp_path / "a.txt", "Second.")

    assert texts(read(first, second, "-", first, stdin=b"Third.")) == ["First.", "Second.", "Third.", "First."]


def test_inputs_of_a_folder_are_sorted_and_deep(tmp_path: Path) -> None:
    """Files and folders in one order by path, however the system lists them."""
    for name in ("c.txt", "a/2.txt", "a/1.txt", "b.html", "a/deep/er/0.txt"):
        write(tmp_path / name, name)

    assert texts(read(tmp_path)) == ["a/1.txt", "a/2.txt", "a/deep/er/0.txt", "b.html", "c.txt"]


def test_inputs_of_a_folder_that_are_no_reports_are_counted_in_a_note(tmp_path: Path) -> None:
    """Pictures, databases and hidden files are passed over inside a folder, and said so once."""
    for name in ("a.txt", "b.PNG", "c.db", ".hidden", ".git/config", "~$a.docx"):
        write(tmp_path / name)
    (tmp_path / "loop").symlink_to(tmp_path)
    items = read(tmp_path)

    assert texts(items) == [GOOD]
    assert items[-1].input == str(tmp_path)
    assert (items[-1].report, items[-1].error) == (None, None)
    counts = "(.db 1, .png 1, hidden 3, link to a folder 1)"
    assert items[-1].notes == (f"6 files that are not reports were passed over {counts}; name one to have it read",)


def test_inputs_named_by_the_user_always_give_an_item(tmp_path: Path) -> None:
    """A hidden file is read when named, and a picture is answered for."""
    hidden, picture = write(tmp_path / ".notes"), write(tmp_path / "a.png", b"\x89PNG\r\n\x1a\n")

    assert texts(read(hidden)) == [GOOD]
    assert "PNG image" in only_error(read(picture))


def test_inputs_of_a_glob(tmp_path: Path) -> None:
    """Patterns are expanded and sorted; one that matches nothing says so; a file with such a name is itself."""
    for name in ("b.txt", "a.txt", "sub/c.txt", "x[1].txt"):
        write(tmp_path / name, name)

    assert texts(read(f"{tmp_path}/?.txt")) == ["a.txt", "b.txt"]
    assert texts(read(f"{tmp_path}/**/c.*")) == ["sub/c.txt"]
    assert texts(read(f"{tmp_path}/x[1].txt")) == ["x[1].txt"]
    assert "no file matches" in only_error(read(f"{tmp_path}/*.pdf"))


def test_inputs_of_jsonl_give_a_line_each(tmp_path: Path) -> None:
    """Good lines are read beside bad ones; blank lines count but give nothing."""
    lines = [LINE, b"", b"{broken", b'{"id": "8"}', LINE.replace(b"7", b"9")]
    items = read(write(tmp_path / "a.jsonl", b"\r\n".join(lines)))

    assert [item.id for item in items] == ["7", None, "8", "9"]
    assert [bool(item.report) for item in items] == [True, False, False, True]
    assert [(item.error or "")[:8] for item in items] == ["", "line 3: ", "line 4: ", ""]


@pytest.mark.parametrize("data", [LINE, LINE + b"\n" + LINE, b'{"id": "\xed\x95\x9c", "text": "Two held."}'])
def test_inputs_of_jsonl_are_known_on_a_pipe(data: bytes) -> None:
    """Without a name the content tells."""
    assert set(texts(read("-", stdin=data))) == {"Two held."}


class _Endless(io.BytesIO):
    """A pipe of one line without end until `size` bytes are read, then a good line."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size
        self.tail = b"\n" + LINE
        self.started = False

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = size or 0
        if not self.started:
            self.started = True
            return b'{"id": "1", "text": "' + b"x" * (wanted - 21)
        if self.size > 0:
            self.size -= wanted
            return b"x" * wanted
        tail, self.tail = self.tail, b""
        return tail


def test_inputs_of_jsonl_pass_by_a_line_that_is_too_long() -> None:
    """A line beyond the limit is an error of its own, is never held whole, and the next line is read."""
    items = list(find_inputs(["-"], _Endless(2 * LONGEST_JSON_LINE + 5_000_000)))

    assert [item.error for item in items] == ["line 1: it is longer than 32 MB; split it into one line a report", None]
    assert texts(items) == ["Two held."]


def test_inputs_are_read_only_when_asked_for(tmp_path: Path) -> None:
    """The second file does not exist until the first has been taken."""
    items = find_inputs([str(write(tmp_path / "a.txt")), str(tmp_path / "b.txt")], io.BytesIO())

    assert next(items).report is not None
    write(tmp_path / "b.txt")
    assert next(items).report is not None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere.txt", "it was not found; check the path"),
        ("", "it was not found"),
        ("a\x00b", "it was not found"),
        ("https://harbour.example/two-held", "save the page from a browser"),
        ("x" * 5000, "its name is too long"),
        ("/dev/zero", "neither a file nor a folder"),
    ],
)
def test_inputs_that_cannot_be_opened_say_what_to_do(name: str, words: str) -> None:
    """Each gives one plain sentence."""
    assert words in only_error(read(name))


def test_inputs_links(tmp_path: Path) -> None:
    """A link to a file is read; a broken one, or one that goes in a circle, is answered for."""
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "good.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")

    assert texts(read(tmp_path / "good.txt")) == [GOOD]
    assert "a link to a file that is not there" in only_error(read(tmp_path / "broken.txt"))
    assert "go round in a circle" in only_error(read(tmp_path / "circle"))


def test_inputs_empty_folder_says_so(tmp_path: Path) -> None:
    """A folder of pictures alone is an error with a note; an empty one an error."""
    assert "no file that could be a report" in only_error(read(tmp_path))
    write(tmp_path / "a.png")
    assert read(tmp_path)[0].notes[0].startswith("1 files that are not reports")


def _deny(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """Tests run as root, whom no permission bit denies: the system's answer is put in its place."""
    scan, opened = os.scandir, Path.open

    def scan_denied(path: str) -> Any:
        if part in str(path):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    def open_denied(path: Path, *args: Any, **kwargs: Any) -> Any:
        if part in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "scandir", scan_denied)
    monkeypatch.setattr(Path, "open", open_denied)


def test_inputs_without_permission_do_not_stop_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder and a file that may not be read each give a line; what stands beside them is read."""
    for name in ("a.txt", "m-denied/b.txt", "n-denied.txt", "z.txt"):
        write(tmp_path / name)
    _deny(monkeypatch, "denied")
    items = read(tmp_path, tmp_path / "m-denied")

    assert [bool(item.report) for item in items] == [True, False, False, True, False]
    assert all("no permission to read it" in (item.error or "") for item in items if not item.report)


def test_inputs_a_disk_that_fails_midway_gives_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while reading is told like one while opening."""

    class Failing(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", lambda *_args, **_kwargs: Failing())

    assert "the disk could not read it" in only_error(read(write_before(tmp_path)))


def write_before(folder: Path) -> Path:
    """A file written without `Path.open`, which the test has put out of order."""
    path = folder / "a.txt"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    os.write(descriptor, GOOD.encode())
    os.close(descriptor)
    return path


def test_inputs_names_that_are_not_utf_8_can_be_shown(tmp_path: Path) -> None:
    """A name from an old disk is shown with U+FFFD and can be stored."""
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "wb") as file:  # noqa: PTH123 (a path of bytes)
        file.write(GOOD.encode())
    items = read(tmp_path)

    assert texts(items) == [GOOD]
    assert items[0].input.endswith("caf\ufffd.txt")


def _bad_batch(folder: Path) -> Iterator[Path]:
    """The bad inputs of the project's first issue."""
    pdf, docx = build_pdf([[GOOD]]), build_docx(write_paragraph(GOOD * 50))
    yield write(folder / "b1-empty.txt", b"")
    yield write(folder / "b2-line.txt", b"word " * 10_000_000)
    yield write(folder / "b3-line.jsonl", b'{"id": "1", "text": "' + b"x" * 50_000_000 + b'"}')
    yield write(folder / "b4-random.bin", random.Random(1).randbytes(50_000))
    yield write(folder / "b5-random.jsonl", random.Random(2).randbytes(50_000))
    yield write(folder / "b6-cut.pdf", pdf[: len(pdf) // 2])
    yield write(folder / "b7-cut.docx", docx[: len(docx) // 2])
    yield write(folder / "b8-bomb.html", b"<div>" * 200_000 + b"x" + b"</div>" * 200_000)
    yield write(folder / "b9-broken.jsonl", b'{"id": "1", "text"')
    large = folder / "c1-large.txt"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    yield large


def test_inputs_a_bad_batch_gives_a_line_each_and_every_good_report(tmp_path: Path) -> None:
    """Each bad input among good ones gives one error; mixed encodings and right-to-left text are read."""
    bad = [str(path) for path in _bad_batch(tmp_path)]
    write(tmp_path / "a.txt")
    write(tmp_path / "b2-mixed.txt", (GOOD + " — “again”. ").encode() * 5 + b"Caf\xe9")
    write(tmp_path / "m-rtl.txt", "اعتقلت الشرطة شخصين")
    write(tmp_path / "z.pdf", build_pdf([[GOOD]]))
    items = read(tmp_path)

    assert [item.input for item in items if item.error] == bad
    assert len(texts(items)) == 4
    assert all("; " in (item.error or "; ") for item in items)
    assert all("word" not in (item.error or "") for item in items if "line" in item.input)


def test_inputs_overrides_outrank_what_the_bytes_say(tmp_path: Path) -> None:
    """Given metadata replaces the report's own; the rest, with the id, stays."""
    path = write(tmp_path / "a.txt", f"Two held\n\nOutlet: Harbour Post\nDate: 2019-06-03\n\n{GOOD}")
    report = read(path)[0].report

    assert report is not None
    assert with_overrides(report, Overrides()) == report
    given = Overrides(published_on=date(2020, 1, 2), outlet="River News", language="ko")
    assert with_overrides(report, given) == replace(
        report, published_on=date(2020, 1, 2), outlet="River News", language="ko"
    )
