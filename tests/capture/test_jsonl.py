"""One report a line: the text exactly as given, and errors that name the line and say what to do."""

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.capture.jsonl import parse_line

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).filter(
    lambda t: any(c.isalnum() for c in t)
)


@given(text=TEXTS, ascii_only=st.booleans())
def test_jsonl_text_is_identical(text: str, ascii_only: bool) -> None:
    """No newline, mark or control character of the text is touched, so offsets are those of the giver."""
    line = json.dumps({"id": "a", "text": text}, ensure_ascii=ascii_only).encode()
    found = parse_line(line + b"\r\n", 1, "a.jsonl")

    assert found.error is None
    assert found.report is not None
    assert found.report.text == text
    assert found.report.sha256 == hashlib.sha256(line).hexdigest()


@given(st.binary(max_size=200))
def test_jsonl_any_line_gives_a_report_or_an_error(line: bytes) -> None:
    """No bytes raise."""
    found = parse_line(line, 3, "a.jsonl")

    assert (found.report is None) != (found.error is None)
    if found.error is not None:
        assert found.error.startswith("line 3: ")


def test_jsonl_every_field_is_read() -> None:
    """All keys of the contract; unknown ones are ignored."""
    row = {
        "id": "7", "text": "Two held.", "title": "T", "published_on": "2019-06-03", "language": "en",
        "outlet": "Harbour Post",
        "url": "https://harbour.example/7", "colour": ["red"],
    }  # fmt: skip
    report = parse_line(json.dumps(row).encode(), 1, "a.jsonl").report

    assert report is not None
    assert (report.id, report.text, report.title, report.language) == ("7", "Two held.", "T", "en")
    assert (report.outlet, report.url, report.published_on) == ("Harbour Post", row["url"], date(2019, 6, 3))
    assert report.input == "a.jsonl"


def test_jsonl_null_is_as_good_as_absent() -> None:
    """Optional fields may be null."""
    report = parse_line(b'{"id": "7", "text": "Two held.", "title": null, "published_on": null}', 1, "-").report

    assert report is not None
    assert (report.title, report.published_on) == (None, None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"id": "7", "text": "Two', "it is not JSON"),
        (b"Two held.", "it is not JSON"),
        (b"[1]", "it holds a list, not an object"),
        (b"null", "it holds nothing, not an object"),
        (b'{"id": "7"}', '"text" is missing'),
        (b'{"text": "Two held."}', '"id" is missing'),
        (b'{"id": 7, "text": "Two held."}', '"id" is a number, not text; put it in quotes'),
        (b'{"id": "7", "text": ["Two"]}', '"text" is a list, not text'),
        (b'{"id": "7", "text": ""}', '"text" is empty'),
        (b'{"id": "7", "text": " \\n"}', '"text" is empty'),
        (b'{"id": "", "text": "Two"}', '"id" is empty'),
        (b'{"id": "7", "text": "Two", "published_on": "3 June 2019"}', "write it as YYYY-MM-DD"),
        (b'{"id": "7", "text": "Two", "published_on": "2019-02-30"}', "write it as YYYY-MM-DD"),
        (b'{"id": "7", "text": "Two", "published_on": "20190603"}', "write it as YYYY-MM-DD"),
        (b'{"id": "7", "text": "Two", "published_on": 2019}', '"published_on" is a number'),
        (b'{"id": "7", "text": "Two", "outlet": true}', '"outlet" is true or false'),
        (b'{"id": "7", "text": "\\ud83d Two"}', "holds half a character"),
        (b'{"id": "7", "text": "Caf\xe9"}', "is not UTF-8"),
        (b"[" * 100_000, "too deep"),
        (b'{"id": "7", "text": "Two", "n": ' + b"1" * 10_000 + b"}", "too deep or too long"),
    ],
)
def test_jsonl_errors_say_what_was_found_and_what_to_do(line: bytes, words: str) -> None:
    """Each error is one sentence that begins with the line's number and repeats nothing of the report."""
    found = parse_line(line, 12, "a.jsonl")

    assert found.report is None
    assert found.error is not None
    assert found.error.startswith("line 12: ")
    assert words in found.error
    assert "\n" not in found.error


def test_jsonl_an_error_carries_the_id_when_it_was_given() -> None:
    """So that an answer can be joined to what was asked."""
    assert parse_line(b'{"id": "7", "text": 1}', 1, "-").id == "7"
    assert parse_line(b'{"id": 7, "text": "x"}', 1, "-").id is None


def test_jsonl_a_mark_before_the_first_line_is_dropped() -> None:
    """Some editors write a byte-order mark."""
    assert parse_line(b'\xef\xbb\xbf{"id": "7", "text": "Two"}', 1, "-").id == "7"
