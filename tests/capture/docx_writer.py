"""A tiny `.docx` writer for tests: the XML of a body goes in, the bytes of a Word file come out."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dcterms:created>2015-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
)


def build_docx(body: str, *, title: str | None = None) -> bytes:
    """A `.docx` whose `<w:body>` holds `body`; zipped with a fixed time, so the same body gives the same bytes."""
    document = f'<w:document xmlns:w="{WORD}" xmlns:mc="{MARKUP}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    if title is not None:
        parts["docProps/core.xml"] = _CORE.format(title=escape(title))
    return build_zip(parts)


def build_zip(parts: dict[str, str]) -> bytes:
    """A zip archive of named texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_paragraph(text: str) -> str:
    """The XML of one paragraph."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def write_table(rows: Sequence[Sequence[str]]) -> str:
    """The XML of a table with one paragraph a cell."""
    cells = ("".join(f"<w:tc>{write_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
