"""A web archive (WARC 1.0 and 1.1, ISO 28500) to its records, one at a time: whatever its bytes, with flat memory and no surprise.

Block digests are checked against the record's bytes. FastWARC finds the records; what they hold is looked at by our own rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO, Final, Protocol, cast

from fastwarc.warc import ArchiveIterator, WarcRecord

from bearwitness.capture.web.digests import Verdict, compare_digest

LARGEST_RECORD: Final = 72_000_000
"""Bytes of one record that is held: the largest report and its headers."""
_LONGEST_FIELD: Final = 4_000
_HELD: Final = frozenset({"response", "resource", "revisit"})


class ByteSource(Protocol):
    """What gives bytes in order and says how many it gave."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, none at the end."""

    def tell(self) -> int:
        """Bytes given so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRecord:
    """One record. `block` is its bytes, empty for kinds that hold no page; `digest` what comparing its own digest with them gave.

    `fault` is a plain sentence where the record cannot be used, or where the archive cannot be read on behind it.
    """

    kind: str
    url: str | None = None
    at: datetime | None = None
    ident: str | None = None
    content_type: str | None = None
    payload_digest: str | None = None
    truncated: str | None = None
    segment: str | None = None
    address: str | None = None
    block: bytes = b""
    digest: Verdict = "unknown"
    fault: str | None = None

    @property
    def is_answer(self) -> bool:
        """Whether the block is a server's answer, headers and all; an archive may also keep a page without."""
        named = (self.content_type or "").lower().startswith("application/http")
        return self.kind == "response" and (named or self.block.startswith(b"HTTP/1."))


def read_records(source: ByteSource) -> Iterator[WebRecord]:
    """The records of an archive in order, each read before the next is looked for. Where it breaks off, the last one says so."""
    number = 0
    try:
        for record in ArchiveIterator(cast(BinaryIO, source), parse_http=False, fsspec_args=False):
            number += 1
            yield _take(record, number)
    except (OSError, ValueError, OverflowError) as error:
        reason = "it is damaged or cut short there" if number else "it is damaged, or no web archive"
        where = f"behind record {number}" if number else "at its start"
        yield WebRecord(
            kind="broken", fault=f"the web archive cannot be read {where}: {reason} ({_say(error)}); get it anew"
        )


def _say(error: Exception) -> str:
    said = str(error).split("\n", 1)[0].strip().lower().rstrip(".")
    return said[:80] if said.isascii() and said.isprintable() and said else "unreadable"


def _take(record: WarcRecord, number: int) -> WebRecord:
    kind = str(record.record_type)
    find = partial(_find, record)
    url = find("WARC-Target-URI")
    found = WebRecord(
        kind=kind,
        # Programs of WARC 1.0 wrote the address in angles.
        url=None if url is None else url.removeprefix("<").removesuffix(">"),
        at=_parse_moment(find("WARC-Date")),
        ident=find("WARC-Record-ID"),
        content_type=find("Content-Type"),
        payload_digest=find("WARC-Payload-Digest"),
        truncated=find("WARC-Truncated"),
        segment=find("WARC-Segment-Number"),
        address=find("WARC-IP-Address"),
    )
    if kind not in _HELD:
        return found
    size = record.content_length
    if size > LARGEST_RECORD:
        fault = (
            f"record {number} says it holds {size:,} bytes, more than a report; save the page by itself and give that"
        )
        return replace(found, fault=fault)
    block = record.reader.read(LARGEST_RECORD + 1)
    if len(block) < size:
        fault = f"record {number} is cut short: {len(block):,} of its {size:,} bytes are there; get the archive anew"
        return replace(found, fault=fault, block=block)
    return replace(found, block=block, digest=compare_digest(find("WARC-Block-Digest"), (block,)))


def _find(record: WarcRecord, name: str) -> str | None:
    written = record.headers.get(name)
    return None if written is None else " ".join(written.split())[:_LONGEST_FIELD] or None


def _parse_moment(written: str | None) -> datetime | None:
    """The moment of a WARC-Date, which is UTC with any precision of W3C's profile; None where it is none."""
    try:
        found = datetime.fromisoformat((written or "").strip())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
