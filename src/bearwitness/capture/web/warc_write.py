"""Evidentiary copies to the records of a web archive (WARC 1.1, ISO 28500), each with digests of its bytes and the note on how it was taken."""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

from bearwitness.capture.web.digests import write_sha256
from bearwitness.capture.web.http_message import find_media_type, parse_answer
from bearwitness.core.errors import UnreadableError
from bearwitness.core.evidence_record import TOOL, CopyNote, render_note

_HTTP: Final = "application/http; msgtype="


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRecord:
    """One record, packed by itself as `.warc.gz` wants it; what the index says of it where it holds a page."""

    data: bytes
    entry: "IndexEntry | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """What an index (CDXJ) says of a page, but for where it lies."""

    url: str
    moment: str
    mime: str
    status: str
    digest: str


def write_opening(moment: str, filename: str) -> bytes:
    """The record that says what made this archive."""
    block = f"software: {TOOL}\r\nformat: WARC File Format 1.1\r\nconformsTo: ISO 28500:2017\r\n".encode()
    return _pack("warcinfo", moment, block, (("WARC-Filename", filename), ("Content-Type", "application/warc-fields")))


def write_capture(note: CopyNote, data: bytes) -> Iterator[WrittenRecord]:
    """The records of one capture: the page as its bytes came, what was asked, and the note. The same capture always the same bytes."""
    moment = note.captured_at or note.kept_at
    target = find_target(note)
    aim = ("WARC-Target-URI", target)
    kind, content_type, mime, status, body = _describe(note, data)
    block_digest, body_digest = write_sha256(data), write_sha256(body)
    fields = [aim, ("WARC-Payload-Digest", body_digest), ("Content-Type", content_type)]
    fields += [("WARC-IP-Address", note.answered_by)] if note.answered_by else []
    ident = _name(kind, moment, data, note.record or target)
    entry = IndexEntry(url=target, moment=moment, mime=mime, status=status, digest=body_digest)
    page = _pack(kind, moment, data, (*fields, ("WARC-Block-Digest", block_digest)), ident)
    yield WrittenRecord(data=page, entry=entry)
    beside = ("WARC-Concurrent-To", ident)
    if note.request:
        asked = note.request.encode("latin-1", "replace")
        yield WrittenRecord(data=_pack("request", moment, asked, (aim, beside, ("Content-Type", f"{_HTTP}request"))))
    about = (aim, ("WARC-Refers-To", ident), ("Content-Type", "application/json"))
    yield WrittenRecord(data=_pack("metadata", moment, render_note(note), about))


def find_target(note: CopyNote) -> str:
    """The address a page is kept under: its own, or that of its bytes where it came as a file and nobody fetched it."""
    return note.url if note.url and note.form in {"http answer", "web record"} else f"urn:sha256:{note.sha256}"


def _describe(note: CopyNote, data: bytes) -> tuple[str, str, str, str, bytes]:
    """Kind of record, its content type, the page's own media type and status, and the page's bytes as they were sent."""
    if note.form == "http answer":
        try:
            answer = parse_answer(data)
        except UnreadableError:
            return "response", f"{_HTTP}response", "unk", "200", data
        mime = find_media_type(answer.find("content-type")).name or "unk"
        return "response", f"{_HTTP}response", mime, str(answer.status), answer.body
    media = note.media_type or "application/octet-stream"
    return "resource", media, find_media_type(media).name, "200", data


def _name(kind: str, moment: str, block: bytes, other: str) -> str:
    """A record's id, made from what it holds."""
    digest = hashlib.sha256(f"{kind}\n{moment}\n{other}".encode("utf-8", "replace") + b"\n" + block).digest()
    # Marked as one that is made of a hash (RFC 9562, version 8).
    marked = bytes((*digest[:6], digest[6] & 15 | 128, digest[7], digest[8] & 63 | 128, *digest[9:16])).hex()
    return f"<urn:uuid:{marked[:8]}-{marked[8:12]}-{marked[12:16]}-{marked[16:20]}-{marked[20:]}>"


def _pack(kind: str, moment: str, block: bytes, fields: tuple[tuple[str, str], ...], ident: str | None = None) -> bytes:
    named = dict(fields)
    rows = {
        "WARC-Type": kind,
        "WARC-Record-ID": ident or _name(kind, moment, block, named.get("WARC-Target-URI", "")),
        "WARC-Date": moment,
        **named,
        "Content-Length": str(len(block)),
    }
    rows.setdefault("WARC-Block-Digest", write_sha256(block))
    head = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in rows.items())
    whole = b"WARC/1.1\r\n" + head.encode("utf-8", "replace") + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(whole, mtime=0)


def write_key(url: str) -> str:
    """An address as an index sorts it: the host from its end, all in lower case, the question's parts in order (SURT)."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return quote(url, safe=":")
    if parts.scheme not in {"http", "https"}:
        return quote(url, safe=":")
    named = host.split(".")
    named = named[1:] if named[0] == "www" and len(named) > 2 else named
    turned = host if ":" in host or named[-1].isdigit() else ",".join(reversed(named))
    shown = f":{port}" if port not in {None, 80, 443} else ""
    asked = "&".join(sorted(f"{quote(k)}={quote(v)}" for k, v in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{turned}{shown}){parts.path.lower() or '/'}{'?' if asked else ''}{asked.lower()}".replace(" ", "%20")
