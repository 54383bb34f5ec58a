"""A tiny PDF writer for tests: lines of Latin text at given places, so that no test needs a PDF library."""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, TOP, LEADING = 72, 760, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """Document information; `encrypted` writes a security handler whose password nobody knows."""

    title: str | None = None
    created: str | None = None
    encrypted: bool = False


def build_pdf(pages: Sequence[Sequence[str]], info: Info | None = None) -> bytes:
    """A PDF of one text line a string; an empty string leaves a gap between paragraphs. Leading spaces indent."""
    info = info or Info()
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {font} /Contents {5 + 2 * i} 0 R >>".encode()
        )
        stream = _build_page(lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _join(objects, info)


def _build_page(lines: Sequence[str]) -> bytes:
    shown = []
    for row, line in enumerate(lines):
        left = LEFT + 6 * (len(line) - len(line.lstrip(" ")))
        if line.strip():
            shown.append(b"BT /F1 11 Tf %d %d Td (%s) Tj ET" % (left, TOP - LEADING * row, _escape(line.strip())))
    return b"\n".join(shown)


def _escape(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _join(objects: list[bytes], info: Info) -> bytes:
    title = b"/Title (%s) " % _escape(info.title) if info.title else b""
    created = b"/CreationDate (%s) " % _escape(info.created) if info.created else b""
    objects = [*objects, b"<< %s%s>>" % (title, created)]
    trailer = b"/Root 1 0 R /Info %d 0 R " % len(objects)
    if info.encrypted:
        secret = b"00" * 32
        objects = [*objects, b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (secret, secret)]
        trailer += b"/Encrypt %d 0 R /ID [<%s> <%s>] " % (len(objects), b"ab" * 16, b"ab" * 16)
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)
