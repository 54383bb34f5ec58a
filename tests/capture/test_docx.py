"""Word documents to text, and those that cannot be read."""

from datetime import date

import pytest

from bearwitness.capture.docx import LARGEST_PART, read_docx
from bearwitness.core.errors import UnreadableError
from tests.capture.docx_writer import build_docx, build_zip, write_paragraph, write_table


def run(inside: str, marks: str = "") -> str:
    """The XML of a paragraph of one run."""
    return f"<w:p><w:r>{marks}{inside}</w:r></w:p>"


def test_docx_paragraphs_and_table_rows() -> None:
    """Paragraphs are parted by an empty line, and each row of a table stands on its own."""
    body = (
        write_paragraph("Two held.") + write_table([["Place", "Held"], ["Yanji", "4"]]) + write_paragraph("Four more.")
    )

    assert read_docx(build_docx(body)).text == "Two held.\n\nPlace\tHeld\nYanji\t4\n\nFour more."


def test_docx_a_table_in_a_cell_stays_in_its_row() -> None:
    """Nested tables do not break the row they stand in."""
    inner = write_table([["four", "women"]])
    body = (
        f"<w:tbl><w:tr><w:tc>{write_paragraph('Yanji')}</w:tc><w:tc>{inner}{write_paragraph('')}</w:tc></w:tr></w:tbl>"
    )

    assert read_docx(build_docx(body)).text == "Yanji\tfour women"


BOX = write_paragraph("A box")
CHOICE = (
    f"<mc:Choice><w:txbxContent>{BOX}</w:txbxContent></mc:Choice>"
    f"<mc:Fallback><w:txbxContent>{BOX}</w:txbxContent></mc:Fallback>"
)
HELD = "<w:r><w:t>Two held</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (run("<w:t>Two</w:t><w:br/><w:t>held</w:t><w:tab/><w:t>now</w:t>"), "Two\nheld\tnow"),
        (run("<w:t>15</w:t><w:noBreakHyphen/><w:t>16</w:t>"), "15-16"),
        (f"<w:p>{HELD}</w:p>" + run("<w:t>Nine</w:t>", "<w:rPr><w:vanish/></w:rPr>"), "Two held"),
        (run("<w:t>Two held</w:t>", '<w:rPr><w:vanish w:val="0"/></w:rPr>'), "Two held"),
        (f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{HELD}</w:p>", "Two held"),
        (f"<w:p><w:del><w:r><w:delText>Nine</w:delText></w:r></w:del><w:ins>{HELD}</w:ins></w:p>", "Two held"),
        (f"<w:p><w:moveFrom>{HELD}</w:moveFrom></w:p><w:p><w:moveTo>{HELD}</w:moveTo></w:p>", "Two held"),
        (f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink>{HELD}</w:hyperlink></w:p>", "Two held"),
        (f"<w:p>{HELD}<mc:AlternateContent>{CHOICE}</mc:AlternateContent></w:p>", "A box\n\nTwo held"),
    ],
)
def test_docx_words_are_those_of_the_printed_page(body: str, text: str) -> None:
    """Breaks and tabs are kept; deleted, moved, hidden and doubled words are not."""
    assert read_docx(build_docx(body)).text == text


def test_docx_metadata() -> None:
    """The title of the core properties, never the date the file was made; a header is read as in plain text."""
    lines = ("Two held", "Outlet: Harbour Post", "Date: 2019-06-03", "Text.")
    made = read_docx(build_docx(write_paragraph("Two were held."), title="Two held"))
    headed = read_docx(build_docx("".join(write_paragraph(line) for line in lines)))

    assert (made.title, made.published_on) == ("Two held", None)
    assert (headed.title, headed.outlet, headed.published_on) == ("Two held", "Harbour Post", date(2019, 6, 3))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_docx_truncated_is_refused(share: float) -> None:
    """A download that broke off says so."""
    whole = build_docx(write_paragraph("Two held. " * 50))

    with pytest.raises(UnreadableError, match="damaged or cut short; save it again"):
        read_docx(whole[: int(share * len(whole))])


@pytest.mark.parametrize(
    "document",
    [
        "<w:document",
        "not xml",
        '<!DOCTYPE d [<!ENTITY a "two held"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>',
        "<d>" * 1000,
    ],
)
def test_docx_broken_xml_is_refused(document: str) -> None:
    """Broken XML and any entity declaration."""
    with pytest.raises(UnreadableError, match="save it again"):
        read_docx(build_zip({"word/document.xml": document}))


def test_docx_without_its_document_or_words_is_refused() -> None:
    """A zip that is no document, and a document without text."""
    with pytest.raises(UnreadableError, match="save it again"):
        read_docx(build_zip({"word/styles.xml": "<x/>"}))
    with pytest.raises(UnreadableError, match="no words were found"):
        read_docx(build_docx(write_paragraph(" ")))


def test_docx_bomb_is_refused_before_it_is_unpacked() -> None:
    """A part that declares, or turns out, to be larger than any report."""
    bomb = build_zip({"word/document.xml": "<d>" + " " * LARGEST_PART})

    assert len(bomb) < 200_000
    with pytest.raises(UnreadableError, match="unpacks to more than 100 MB"):
        read_docx(bomb)


def test_docx_locked_is_refused() -> None:
    """The flag of an encrypted member is set by hand."""
    data = bytearray(build_docx(write_paragraph("Two held")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + offset] |= 1
            start += 4

    with pytest.raises(UnreadableError, match="locked with a password"):
        read_docx(bytes(data))


def test_docx_deep_xml_does_not_exhaust_the_stack() -> None:
    """Elements nested without end are read in one pass without recursion."""
    body = "<w:sdt>" * 50_000 + write_paragraph("Two held") + "</w:sdt>" * 50_000

    assert read_docx(build_docx(body)).text == "Two held"
