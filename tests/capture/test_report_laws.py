"""Laws of capture: any bytes give a report or a plain reason, and the same bytes always the same one."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.capture.report import LARGEST_FILE, Capture, build_id, build_report
from bearwitness.core.errors import UnreadableError
from tests.capture.docx_writer import build_docx, write_paragraph, write_table
from tests.pdf_writer import build_pdf

SENTENCE = "Police in Yanji held two women on 15 May, a source said."
PAGE = f"""<!doctype html><html lang="en"><head><title>Two held</title><script>var a = "<p>";</script></head><body>
<nav><ul><li><a href="/">Home</a></li></ul></nav><main><article><h1>Two held</h1><p>{SENTENCE}</p>
<ul><li>One aged 13</li></ul><table><tr><td>Yanji</td><td>2</td></tr></table>
<p>On <time datetime="2019-05-15">15 May</time> 41<sup>2</sup> more.</p>
<svg><path d="M0"/></svg></article></main></body></html>"""
FILES = {
    "a.html": PAGE.encode(),
    "a.pdf": build_pdf([["Two held", "", SENTENCE], ["More."]]),
    "a.docx": build_docx(write_paragraph(SENTENCE) + write_table([["Yanji", "2"]]), title="Two held"),
    "a.txt": f"Two held\n\nOutlet: Harbour Post\nDate: 2019-06-03\n\n{SENTENCE}\n".encode(),
}
PIECES = st.sampled_from(
    [
        b"<ul><li>",
        b"</p>",
        b"<svg>",
        b"<!--",
        b"<time>",
        b"<b><p>",
        b"stream\n",
        b"<<",
        b"endobj",
        b"PK\x01\x02",
        b"\x00",
        b"\xff",
    ]
)


@st.composite
def _damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sound file with bytes changed, cut out or put in."""
    name = draw(st.sampled_from(sorted(FILES)))
    data = bytearray(FILES[name])
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 1, 40, 4000]))
        data[place : place + length] = draw(PIECES | st.binary(max_size=4))
    return name, bytes(data)


def _try(data: bytes, name: str) -> Capture | str:
    try:
        return build_report(data, name)
    except UnreadableError as error:
        return str(error)


def _check(data: bytes, name: str) -> None:
    """What must hold of any bytes: a report that can be stored, or one sentence without line breaks."""
    found = _try(data, name)
    assert found == _try(data, name)
    if isinstance(found, str):
        assert found
        assert "\n" not in found
        return
    report = found.report
    assert report.text.encode("utf-8")
    assert "\r" not in report.text
    assert "\x00" not in report.text
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.id == build_id(data) == f"r_{report.sha256[:12]}"


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["-", "a.txt", "a.html", "a.pdf", "a.docx", "a.jsonl", "a"]))
def test_report_any_bytes_give_a_report_or_a_reason(data: bytes, name: str) -> None:
    """No bytes under any name raise anything but UnreadableError."""
    _check(data, name)


@settings(max_examples=300, deadline=None)
@given(damaged=_damaged())
def test_report_damaged_files_give_a_report_or_a_reason(damaged: tuple[str, bytes]) -> None:
    """Files of each format with bytes changed are read as far as they go, or refused."""
    name, data = damaged

    _check(data, name)


@settings(max_examples=100, deadline=None)
@given(text=st.text(min_size=1, max_size=200))
def test_report_text_is_the_file_with_newlines_settled(text: str) -> None:
    """Offsets in a plain-text report are those of the file read with universal newlines."""
    found = _try(("Report: " + text).encode("utf-8", "replace"), "a.txt")

    if not isinstance(found, str):
        expected = ("Report: " + text).encode("utf-8", "replace").decode().replace("\r\n", "\n")
        assert len(found.report.text) == len(expected)


@pytest.mark.parametrize("name", sorted(FILES))
def test_report_sound_files_hold_their_sentence(name: str) -> None:
    """The same sentence is read from each format."""
    report = build_report(FILES[name], f"folder/{name}").report

    assert SENTENCE in report.text
    assert report.title == "Two held"
    assert report.input == f"folder/{name}"


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.docx"])
def test_report_content_outranks_the_name(name: str) -> None:
    """A page saved as `.txt`, or bytes from a pipe, are known by their content."""
    assert build_report(FILES[name], "-").report.text == build_report(FILES[name], name).report.text


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "save the report again"),
        (b" \n\x00\n", "save the report again"),
        (b"\x89PNG\r\n\x1a\n0000", "run text recognition"),
        (b"SQLite format 3\x00....", "give the reports themselves"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "save it as .docx"),
        (b"{\\rtf1 two held}", "save it as .docx"),
        (b"PK\x03\x04............mimetype", "unpack it"),
        (b"x" * (LARGEST_FILE + 1), "split it"),
        (b"....!!!!", "check that the file holds the report"),
    ],
)
def test_report_refusals_say_what_to_do(data: bytes, advice: str) -> None:
    """Bytes that hold no report give a sentence with an advice."""
    with pytest.raises(UnreadableError, match=advice):
        build_report(data, "file")


def test_report_error_never_repeats_the_text() -> None:
    """A page that is refused may name a source, so its error carries none of its words."""
    secret = "Ri Sol-ju of Hyesan"
    pages = [f"<html>{'<div>' * 3000}{secret}", f"{secret} " * 300_000, f'{{"text": "{secret}"']

    for page in pages:
        with pytest.raises(UnreadableError) as caught:
            build_report(page.encode(), "-")
        assert "Hyesan" not in str(caught.value)
