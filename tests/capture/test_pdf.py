"""PDF to text: paragraphs, page furniture, words broken at line ends; locked, damaged, scanned and swollen files."""

import re
import zlib
from datetime import date

import pytest

from bearwitness.capture.pdf import read_pdf
from bearwitness.capture.streams import check_streams
from bearwitness.core.errors import UnreadableError
from tests.pdf_writer import Info, build_pdf

LINES = [
    "Police in Dalian arrested two people on 15 May, a source said, and they were deten-",
    "ted near the port. Ninety-",
    "three were held in the same week, said another source, who asked not to be named.",
]
JOINED = (
    "Police in Dalian arrested two people on 15 May, a source said, and they were detented near the port. Ninety-three"
    " were held in the same week, said another source, who asked not to be named."
)


def read(*pages: list[str]) -> str:
    """The text of these pages."""
    return read_pdf(build_pdf(pages)).text


def test_pdf_wrapped_lines_become_paragraphs() -> None:
    """Lines of one paragraph are joined; a gap or an indent begins the next."""
    indented = ["   Another four were arrested in Yanji, near the border with the north, on a Sunday", "morning."]

    assert read([*LINES, "", *LINES, *indented]) == "\n\n".join([JOINED, JOINED, " ".join(" ".join(indented).split())])


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("two were deten-", "tion officers", "two were detention officers"),
        ("some twenty-", "five people", "some twenty-five people"),
        ("aged 15-", "16 years", "aged 15-16 years"),
        ("two North-", "Koreans", "two North-Koreans"),
        ("well-known and well-", "known", "well-known and well-known"),
    ],
)
def test_pdf_words_broken_at_line_ends(first: str, second: str, joined: str) -> None:
    """The hyphen of a broken word goes; the hyphen of a number, a name or a compound stays."""
    lead = "x" * 60 + " "

    assert read([lead + first, second, lead + "end."]).startswith(lead + joined)


def test_pdf_short_rows_and_lists_stand_alone() -> None:
    """Table rows and list items are not run into one paragraph."""
    rows = ["Place Held", "Yanji 4", "Tonghua 2", "- Two men in Shenyang", "- Four women in Nanning"]

    assert read([*LINES, "", *rows]).split("\n\n")[1:] == rows


def test_pdf_page_furniture_is_dropped_and_sentences_go_on() -> None:
    """Running heads and page numbers go, and a sentence cut by the page's end is made whole."""
    pages = [
        [
            "Harbour Post",
            "The office said that the number of cases in the whole of the province had grown to",
            "Page 1 of 3",
        ],
        [
            "Harbour Post",
            "more than twenty by the end of the month, and that it would not say anything further.",
            "Page 2 of 3",
        ],
        ["Harbour Post", "Four more were held.", "Page 3 of 3"],
    ]

    assert read(*pages) == f"{pages[0][1]} {pages[1][1]}\n\nFour more were held."


def test_pdf_a_first_line_on_one_page_only_is_kept() -> None:
    """A heading is no running head."""
    assert read(["Four held", "", *LINES]) == f"Four held\n\n{JOINED}"


def test_pdf_metadata_is_read_with_care() -> None:
    """The title in the document's information, never its creation date; a printed header is read as in plain text."""
    made = build_pdf([LINES], Info(title="Two held", created="D:20190603080000"))
    printed = build_pdf(
        [["Two held", "Outlet: Harbour Post", "Published: 3 June 2019", "", *LINES]],
        Info(title="Microsoft Word - a.docx"),
    )

    assert (read_pdf(made).title, read_pdf(made).published_on) == ("Two held", None)
    assert (read_pdf(printed).title, read_pdf(printed).outlet) == ("Two held", "Harbour Post")
    assert read_pdf(printed).published_on == date(2019, 6, 3)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8])
def test_pdf_truncated_is_refused(share: float) -> None:
    """A download that broke off says so."""
    whole = build_pdf([LINES])

    with pytest.raises(UnreadableError, match="damaged or cut short; download or export it again"):
        read_pdf(whole[: int(share * len(whole))])


def test_pdf_locked_and_scanned_say_what_to_do() -> None:
    """A password, or pages that are pictures."""
    with pytest.raises(UnreadableError, match="save a copy without"):
        read_pdf(build_pdf([LINES], Info(encrypted=True)))
    with pytest.raises(UnreadableError, match="run text recognition"):
        read_pdf(build_pdf([[""], [""]]))


def _swell(content: bytes, times: int, head: bytes = b"") -> bytes:
    """A PDF whose page is `content` compressed `times` over."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b" ".join([b"/FlateDecode"] * times)
    stream = b"<< %s /Filter [%s] /Length %d >>\nstream\n%s\nendstream" % (head, filters, len(content), content)
    return re.sub(rb"<< /Length.*?endstream", lambda _: stream, build_pdf([["x"]]), flags=re.DOTALL)


@pytest.mark.parametrize("times", [1, 2])
def test_pdf_swollen_page_is_refused(times: int) -> None:
    """20 kB that unpack to 20 MB of drawing commands took PDFium gigabytes."""
    with pytest.raises(UnreadableError, match="print it to a new PDF"):
        read_pdf(_swell(b"q " * 10_000_000, times))


def test_pdf_compressed_page_and_large_pictures_pass() -> None:
    """Compression is usual, and pictures are not unpacked for their text."""
    page = b"BT /F1 11 Tf 72 700 Td (Two people were held) Tj ET"

    assert read_pdf(_swell(page, 1)).text == "Two people were held"
    check_streams(_swell(b"\x00" * 20_000_000, 1, b"/Subtype /Image"))
