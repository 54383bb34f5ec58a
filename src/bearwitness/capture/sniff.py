"""What bytes are: by their content first, by their name second, because names lie and pipes have none."""

import re
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from bearwitness.capture.charset import find_mark
from bearwitness.core.tables import load_table

Kind = Literal["html", "pdf", "docx", "jsonl", "warc", "wacz", "text", "empty", "other"]

_EMPTY = "it is empty; save the report again and give that file"
_HTML_START = re.compile(
    r"\s*+(?>(?><!--.{0,2000}?-->|<\?xml[^>]{0,300}>)\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|main|article"
    r"|section|header|div|h1|p|table|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML_START = re.compile(rb"(?:From: <Saved by|Snapshot-Content-Location:|MIME-Version: 1\.0)", re.IGNORECASE)
_ARCHIVED = re.compile(rb"archive/[^\x00-\x1f]{1,200}\.warc(?:\.gz)?")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE = 0.05
_JSON_LINE = re.compile(r'\s*\{[ \t]*"[^"\n]{1,40}"[ \t]*:')


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """The kind of the bytes; `error` is the plain sentence for those that cannot hold a report ("empty", "other")."""

    kind: Kind
    error: str | None = None


def find_format(data: bytes, name: str) -> Format:
    """The format of `data` (its first kilobytes are enough, except to tell an empty file) called `name`."""
    if not data.strip(b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf\xfe\xff"):
        return Format(kind="empty", error=_EMPTY)
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if b"%PDF-" in data[:1024]:
        return Format(kind="pdf")
    if data.startswith(b"PK\x03\x04"):
        if suffix == ".wacz" or _ARCHIVED.search(data[:65536]):
            return Format(kind="wacz")
        is_word = suffix == ".docx" or b"word/" in data[:65536] or b"word/" in data[-65536:]
        return Format(kind="docx") if is_word else _build_other("zip")
    if _is_web_archive(data):
        return Format(kind="warc")
    for start, sentence in _starts():
        if data.startswith(start):
            return Format(kind="other", error=sentence)
    if data[257:262] == b"ustar":  # behind the name of its first file
        return _build_other("tar")
    if _MHTML_START.match(data) and b"multipart/related" in data[:2048]:
        return _build_other("mhtml")
    return _find_written(_decode_head(data), suffix)


def _is_web_archive(data: bytes) -> bool:
    """WARC, as it is or packed record by record."""
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(31).decompress(data[:8192], 16)
        except zlib.error:
            return False
    return data.startswith((b"WARC/0.", b"WARC/1."))


def _find_written(head: str, suffix: str) -> Format:
    """The format of bytes that may be characters."""
    is_binary = len(_CONTROL.findall(head)) > _CONTROL_SHARE * len(head)
    if is_binary:  # also when its name ends in .jsonl: each of its random newlines would become an error of its own
        return Format(kind="text")
    if suffix in (".jsonl", ".ndjson") or _JSON_LINE.match(head):
        return Format(kind="jsonl")
    if suffix == ".json" and head.lstrip()[:1] in ("[", "{"):
        return _build_other("array")
    if _HTML_START.match(head):
        return Format(kind="html")
    if suffix in (".html", ".htm", ".xhtml", ".shtml") and "<" in head:
        return Format(kind="html")
    return Format(kind="text")


def _decode_head(data: bytes) -> str:
    codec, length = find_mark(data) or ("latin_1", 0)
    return data[length : length + 4096].decode(codec, "replace")


@cache
def _starts() -> tuple[tuple[bytes, str], ...]:
    rows = load_table("capture", "formats.toml")["other"]
    return tuple((bytes.fromhex(row["starts"]), _say(row)) for row in rows)


def _build_other(row: str) -> Format:
    return Format(kind="other", error=_say(load_table("capture", "formats.toml")[row]))


def _say(row: dict[str, Any]) -> str:
    return f"it is {row['what']}; {row['advice']}"


@cache
def passed_over_suffixes() -> frozenset[str]:
    """File name endings (lower case, with the dot) that are clearly not reports when met inside a folder."""
    return frozenset(load_table("capture", "formats.toml")["folder"]["passed_over"])


def find_file_type(kind: Kind) -> str | None:
    """The media type of a file that was given without a server's word for it."""
    found: str | None = load_table("capture", "formats.toml")["web"]["kinds"].get(kind)
    return found
