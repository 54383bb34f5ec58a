"""Characters from bytes: marks, declarations, legacy encodings, broken bytes, writing direction, newlines."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.capture.charset import decode_text
from bearwitness.capture.text import LONGEST_LINE, LONGEST_TEXT, check_length, clean_text, read_text
from bearwitness.core.errors import UnreadableError

KOREAN = "중국에서 체포된 탈북민은 모두 네 명이라고 소식통이 전했다."
CHINESE = "五月二十五日，警方在沈阳逮捕了四人。"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_charset_byte_order_mark_is_obeyed_and_dropped(codec: str) -> None:
    """A mark outranks what is declared and is no part of the text."""
    assert decode_text(KOREAN.encode(codec), "windows-1252").text == KOREAN


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_charset_wide_text_without_a_mark(codec: str) -> None:
    """UTF-16 of Latin letters is known by its zeros."""
    assert decode_text("Two women were held in Yanji.".encode(codec)).text == "Two women were held in Yanji."


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (KOREAN, "cp949", "euc-kr"),
        (KOREAN, "cp949", "KS_C_5601-1987"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gb18030", "GBK"),
        ("二人が逮捕された。", "cp932", "Shift_JIS"),
        ("Задержаны двое.", "cp1251", "windows-1251"),
        ("Deux détenus à Orléans", "cp1252", "iso-8859-1"),
    ],
)
def test_charset_declared_legacy_encodings_are_read(text: str, codec: str, declared: str) -> None:
    """A declared legacy encoding is read as browsers read it."""
    assert decode_text(text.encode(codec), declared).text == text


@pytest.mark.parametrize("declared", ["zip", "rot13", "unicode_escape", "utf-7", "no-such-thing", ""])
def test_charset_labels_that_are_no_charset_are_not_obeyed(declared: str) -> None:
    """Python knows codecs that are no encodings; only listed labels are trusted."""
    assert decode_text("Two held — a source".encode(), declared).text == "Two held — a source"


def test_charset_utf_8_under_a_single_byte_label() -> None:
    """A template that declares iso-8859-1 over UTF-8 text does not turn "é" into "Ã©"."""
    assert decode_text("Détenus à Yanji".encode(), "iso-8859-1").text == "Détenus à Yanji"


def test_charset_undeclared_western_text_is_windows_1252() -> None:
    """Curly quotes and accents of old Windows text."""
    text = "“Two détenus”, the source said – again."

    assert decode_text(text.encode("cp1252")).text == text


@pytest.mark.parametrize(("text", "codec"), [(KOREAN, "cp949"), (CHINESE, "gb18030"), ("Задержаны двое.", "koi8-r")])
def test_charset_undeclared_legacy_text_is_refused(text: str, codec: str) -> None:
    """A guess among Korean, Chinese and Russian encodings would give fluent nonsense."""
    with pytest.raises(UnreadableError, match="save it as UTF-8"):
        decode_text(text.encode(codec))


def test_charset_mixed_encodings_keep_marks_and_a_note() -> None:
    """A mostly UTF-8 file with a few broken bytes is read; each broken place is a U+FFFD, and a note counts them."""
    data = ("The source said — “two”. " * 10).encode() + b"Caf\xe9 and na\xefve. " + KOREAN.encode()

    decoded = decode_text(data)

    assert decoded.text.count("\ufffd") == 2
    assert decoded.text.endswith(KOREAN)
    assert len(decoded.notes) == 1
    assert "2 times" in decoded.notes[0]


@pytest.mark.parametrize("size", [64, 1000, 100_000])
def test_charset_random_bytes_are_refused(size: int) -> None:
    """Noise is not text in any encoding."""
    for seed in range(20):
        with pytest.raises(UnreadableError):
            decode_text(random.Random(seed).randbytes(size))


def test_text_right_to_left_is_kept_as_it_is() -> None:
    """Arabic and Hebrew letters and marks of direction keep their order and number."""
    text = "اعتقلت الشرطة \u200fشخصين\u200f في المدينة.\nעצורים שניים \u202bכאן\u202c."

    assert read_text(text.encode()).text == text


def test_text_newlines_and_controls_are_settled_once() -> None:
    """Windows, old Mac and page-break newlines become one; control characters become spaces, one for one."""
    text, notes = clean_text("a\r\nb\rc\x0cd\u2028e\tf\x00g\x1b[0m")

    assert text == "a\nb\nc\nd\ne\tf g [0m"
    assert notes == ("control characters were read as spaces (2 times)",)


@given(st.text())
def test_text_cleaning_twice_changes_nothing(text: str) -> None:
    """Settled text is settled."""
    once, _ = clean_text(text)

    assert clean_text(once) == (once, ())


def test_text_lengths_of_no_report_are_refused() -> None:
    """One endless line, or a text of thousands of pages, is refused with the advice to split it."""
    with pytest.raises(UnreadableError, match=r"a line of 1,000,001 characters.*split it"):
        check_length("a" * (LONGEST_LINE + 1))
    with pytest.raises(UnreadableError, match=r"too many for one report; split it"):
        check_length("a b\n" * (LONGEST_TEXT // 4 + 1))
    with pytest.raises(UnreadableError, match=r"50 MB, too much for one report; split it"):
        read_text(b"word " * 10_000_000)


def test_text_of_usual_length_is_accepted() -> None:
    """A paragraph of a megabyte less one is still a line."""
    text = "a" * LONGEST_LINE

    assert read_text(text.encode()).text == text
