"""Bytes to a frozen Report: the one door of this room."""

import hashlib
from dataclasses import dataclass

from bearwitness.capture.language import decide_language
from bearwitness.capture.material import Material
from bearwitness.capture.sniff import Kind, find_format
from bearwitness.capture.text import has_half_character, read_text
from bearwitness.core.errors import UnreadableError
from bearwitness.core.records import Report

LARGEST_FILE = 64_000_000
"""Bytes of one file that is read as one report."""
TOO_LARGE = (
    f"it is larger than {LARGEST_FILE // 1_000_000} MB; split it into one file a report, or into lines of a .jsonl"
)
_LONGEST_FIELD = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A report, and plain sentences on what had to be repaired while reading its bytes."""

    report: Report
    notes: tuple[str, ...] = ()


def build_report(data: bytes, name: str, charset: str | None = None) -> Capture:
    """The report in `data`, which came from `name`: the same bytes and name always give the same report.

    `charset` is the label of its characters that a server sent with it, which outranks what a page says of itself.

    The id is "r_" and the first 12 hexadecimal digits of the SHA-256 of the bytes. Raises UnreadableError, whose
    message is one plain sentence that says what to do, when the bytes hold no report; nothing else, whatever the bytes.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableError(TOO_LARGE)
    found = find_format(data, name)
    if found.error is not None:
        raise UnreadableError(found.error)
    material = _read(data, found.kind, charset)
    report = Report(
        id=build_id(data),
        input=name,
        url=_clean(material.url),
        outlet=_clean(material.outlet),
        title=_clean(material.title),
        published_on=material.published_on,
        language=decide_language(material.language, material.text),
        sha256=hashlib.sha256(data).hexdigest(),
        text=material.text,
    )
    return Capture(report=report, notes=material.notes)


def build_id(data: bytes) -> str:
    """The id of the report in these bytes, also of one that could not be read: "r_" and 12 digits of their SHA-256."""
    return f"r_{hashlib.sha256(data).hexdigest()[:12]}"


def _read(data: bytes, kind: Kind, charset: str | None) -> Material:
    """Each reader's library is loaded only when a file needs it: PDFium alone takes 0.3 s."""
    if kind == "html":
        from bearwitness.capture.html import read_html

        return read_html(data, charset)
    if kind == "pdf":
        from bearwitness.capture.pdf import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from bearwitness.capture.docx import read_docx

        return read_docx(data)
    if kind in {"warc", "wacz"}:
        raise UnreadableError("it is a web archive, which holds many pages; read it with bearwitness read")
    if kind == "jsonl":
        raise UnreadableError("it holds a report a line; give it a name that ends in .jsonl")
    return read_text(data, charset)


def _clean(field: str | None) -> str | None:
    """A metadata field on one line, cut where no title is so long; None when it cannot be stored or is empty."""
    if field is None or has_half_character(field):
        return None
    return " ".join(field.split())[:_LONGEST_FIELD] or None
