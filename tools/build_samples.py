"""Write the PDF and Word samples from the texts in tools/samples/: the same bytes on every machine and every day.

    python tools/build_samples.py            writes samples/*.pdf and samples/*.docx
    python tools/build_samples.py --check    says which differ from their texts; exit code 1 if any does

Both formats are written by hand, small and uncompressed: no library puts a clock, a version or a name into them.
"""

import argparse
import sys
import textwrap
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TEXTS: Final = ROOT / "tools" / "samples"
SAMPLES: Final = ROOT / "samples"
WORD: Final = frozenset({"12-background-feature"})
"""Texts that become Word documents; the others become PDF."""

CHARACTERS, LINES = 88, 46
SIZE, LEADING, LEFT, TOP = 11, 14, 60, 780
EPOCH: Final = (1980, 1, 1, 0, 0, 0)

CONTENT_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
RELATIONSHIPS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    '<Relationship Id="rId2" Target="docProps/core.xml"'
    ' Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>'
    "</Relationships>"
)


def build_pdf(title: str, paragraphs: list[str]) -> bytes:
    """A PDF of A4 pages in Helvetica, each paragraph set off by a blank line; `paragraphs` must fit Windows-1252."""
    lines = [line for text in paragraphs for line in (*textwrap.wrap(text, CHARACTERS), "")]
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _escape_pdf(title) + b") >>",
    ]
    for number, shown in enumerate(pages):
        stream = f"BT /F1 {SIZE} Tf {LEADING} TL {LEFT} {TOP} Td\n".encode()
        stream += b"".join(b"(" + _escape_pdf(line) + b") Tj T*\n" for line in shown) + b"ET"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {6 + 2 * number} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return _join_objects(objects)


def _escape_pdf(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _join_objects(objects: list[bytes]) -> bytes:
    """The objects behind a header and before the table of where each begins, which every reader asks for."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts = []
    for number, body in enumerate(objects, start=1):
        starts.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{start:010} 00000 n \n".encode() for start in starts)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def build_docx(title: str, paragraphs: list[str]) -> bytes:
    """A Word document of plain paragraphs, not compressed: zlib versions differ in their bytes."""
    runs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>' for text in paragraphs
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{runs}</w:body></w:document>"
    )
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title, quote=False)}</dc:title></cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "docProps/core.xml": core,
        "word/document.xml": document,
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.create_system = 3  # else the system that runs this is written into the file
            archive.writestr(entry, content)
    return out.getvalue()


def build_samples() -> dict[Path, bytes]:
    """Every sample that is built, by the path it belongs at."""
    built = {}
    for source in sorted(TEXTS.glob("*.txt")):
        text = source.read_text(encoding="utf-8")
        head, _, body = text.partition("\n\n")
        paragraphs = [*head.splitlines(), *(" ".join(part.split()) for part in body.split("\n\n"))]
        title = paragraphs[0]
        if source.stem in WORD:
            built[SAMPLES / f"{source.stem}.docx"] = build_docx(title, paragraphs)
        else:
            built[SAMPLES / f"{source.stem}.pdf"] = build_pdf(title, paragraphs)
    return built


def main() -> int:
    """Write the samples, or with --check compare them; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare only; write nothing")
    check = parser.parse_args().check
    stale = 0
    for path, content in build_samples().items():
        if path.exists() and path.read_bytes() == content:
            continue
        if check:
            print(f"{path.relative_to(ROOT)} is not what its text in tools/samples/ gives; run `make samples`")
            stale += 1
        else:
            path.write_bytes(content)
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
