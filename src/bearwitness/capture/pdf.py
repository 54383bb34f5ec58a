"""A PDF to Material, with PDFium: its pages as paragraphs. Its creation date is not a publication date."""

import re
import sys

import pypdfium2

from bearwitness.capture.header import find_printed_header
from bearwitness.capture.material import Material
from bearwitness.capture.paragraphs import SOFT_END, PrintedLine, join_lines
from bearwitness.capture.streams import check_streams
from bearwitness.capture.text import LONGEST_TEXT, check_length, clean_text
from bearwitness.core.errors import UnreadableError

MOST_PAGES = 3_000
"""Pages of one report; longer files are books or bundles of reports."""

_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_SCANNED = "the PDF holds pictures of pages and no text; run text recognition (OCR) on it and give the result"
_DAMAGED = "the PDF is damaged or cut short; download or export it again"
_LOCKED = "the PDF is locked with a password; save a copy without one and give that"
_NEWLINE, _RETURN = 0x0A, 0x0D
_LINE_HYPHEN = 0x02  # what PDFium gives for a hyphen that breaks a word
_MADE_UP_TITLE = re.compile(
    r"(?i)(?:microsoft (?:word|powerpoint)\b.*|untitled.*|document\s?\d*|.*\.(?:docx?|pdf|indd|rtf|odt|pages|pptx?))"
)


def read_pdf(data: bytes) -> Material:
    """The text of a PDF by paragraphs. Raises UnreadableError when it is locked, damaged, scanned or too large."""
    check_streams(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(_LOCKED if error.err_code in (_PASSWORD, _SECURITY) else _DAMAGED) from error
    try:
        lines = _read_pages(document)
        named = document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(_DAMAGED) from error
    finally:
        document.close()
    text, notes = clean_text(join_lines(lines))
    if not any(character.isalnum() for character in text):
        raise UnreadableError(_SCANNED)
    check_length(text)
    header = find_printed_header(text)
    title = " ".join(named.split())
    return Material(
        text=text,
        title=title if title and not _MADE_UP_TITLE.fullmatch(title) else header.title,
        outlet=header.outlet,
        published_on=header.published_on,
        url=header.url,
        language=header.language,
        notes=notes,
    )


def _read_pages(document: pypdfium2.PdfDocument) -> list[PrintedLine]:
    count = len(document)
    if count > MOST_PAGES:
        raise UnreadableError(f"the PDF has {count:,} pages, more than {MOST_PAGES:,}; split it into one file a report")
    lines: list[PrintedLine] = []
    length = 0
    for number in range(count):
        page = document[number]
        try:
            words = page.get_textpage()
            found = _read_page(words, number)
            words.close()
        finally:
            page.close()
        lines.extend(found)
        length += sum(len(line.text) for line in found)
        if length > LONGEST_TEXT:
            raise UnreadableError(f"the PDF has more than {LONGEST_TEXT:,} characters; split it into one file a report")
    return lines


def _read_page(words: pypdfium2.PdfTextPage, page: int) -> list[PrintedLine]:
    """The lines of one page in PDFium's reading order.

    Characters are asked for one by one: `get_text_range` goes wrong on pages that begin with a thousand excluded
    characters (it calls itself for each) and knows no characters beyond U+FFFF.
    """
    codes = [pypdfium2.raw.FPDFText_GetUnicode(words, place) for place in range(words.count_chars())]
    lines: list[PrintedLine] = []
    start = 0
    for place, code in enumerate([*codes, _NEWLINE]):
        if code not in (_RETURN, _NEWLINE, _LINE_HYPHEN):
            continue
        shown = [i for i in range(start, place) if codes[i]]
        text = _build_text([codes[i] for i in shown])
        start = place + 1
        if text.strip():
            left, base, _, top = words.get_charbox(shown[0], loose=True)
            _, _, right, _ = words.get_charbox(shown[-1], loose=True)
            text = text.strip() + (SOFT_END if code == _LINE_HYPHEN else "")
            lines.append(PrintedLine(text=text, page=page, left=left, right=right, base=base, height=top - base))
    return lines


def _build_text(codes: list[int]) -> str:
    """Characters from PDFium's codes, which may be halves of UTF-16 pairs."""
    pieces = (chr(code) if 0 < code <= sys.maxunicode else " " for code in codes)
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
