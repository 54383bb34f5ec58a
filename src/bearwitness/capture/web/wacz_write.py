"""The parts of a WACZ (1.1.1) beside its web archive: the list of pages, the index (CDXJ), and the list of contents with its digest."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, Final

from bearwitness.capture.web.digests import write_sha256
from bearwitness.capture.web.wacz import PACKAGE
from bearwitness.capture.web.warc_write import IndexEntry, write_key
from bearwitness.core.evidence_record import TOOL

ARCHIVE: Final = "data.warc.gz"
PAGES: Final = "pages/pages.jsonl"
INDEX: Final = "indexes/index.cdx"
VERSION: Final = "1.1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPage:
    """A page of the collection: what the index says of it, where it lies, and what to call it."""

    entry: IndexEntry
    offset: int
    length: int
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRow:
    """One file of the collection in its list of contents."""

    path: str
    sha256: str
    size: int


def write_pages(pages: tuple[PlacedPage, ...]) -> bytes:
    """The list of pages, a line each, in their order."""
    rows: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Reports"}]
    for page in pages:
        ident = hashlib.sha256(f"{page.offset} {page.entry.url}".encode("utf-8", "replace")).hexdigest()[:20]
        row = {"id": ident, "url": page.entry.url, "ts": page.entry.moment}
        rows.append(row | ({"title": page.title} if page.title else {}))
    return b"".join(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for row in rows)


def write_index(pages: tuple[PlacedPage, ...]) -> bytes:
    """The index, sorted by its lines, as programs that show archives look pages up."""
    lines = []
    for page in pages:
        entry = page.entry
        stamp = re.sub(r"\D", "", entry.moment)[:14]
        row = {
            "url": entry.url,
            "mime": entry.mime,
            "status": entry.status,
            "digest": entry.digest,
            "length": str(page.length),
            "offset": str(page.offset),
            "filename": ARCHIVE,
        }
        lines.append(f"{write_key(entry.url)} {stamp} {json.dumps(row)}\n".encode("utf-8", "replace"))
    return b"".join(sorted(lines))


def write_package(rows: tuple[ContentRow, ...], pages: tuple[PlacedPage, ...], created: str) -> bytes:
    """The list of contents: each file with its hash and size."""
    package: dict[str, Any] = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": "Exact copies of reports",
        "software": TOOL,
        "created": created,
        "resources": [
            {"name": row.path.rpartition("/")[2], "path": row.path, "hash": f"sha256:{row.sha256}", "bytes": row.size}
            for row in rows
        ],
    }
    if pages:
        package |= {"mainPageUrl": pages[0].entry.url, "mainPageDate": pages[0].entry.moment}
    return json.dumps(package, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def write_package_digest(package: bytes) -> bytes:
    """The digest of the list of contents, by which the whole is fixed: this one hash stands for all."""
    return json.dumps({"path": PACKAGE, "hash": write_sha256(package)}, indent=1).encode()
