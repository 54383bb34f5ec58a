"""Web archives to reports: every page of a `.warc`, `.warc.gz` or `.wacz` is one, and what is passed over is counted and said."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from bearwitness.capture.report import LARGEST_FILE
from bearwitness.capture.web.pages import WebPage, build_page
from bearwitness.capture.web.wacz import open_collection, read_parts
from bearwitness.capture.web.warc import ByteSource, WebRecord, read_records
from bearwitness.core.errors import UnreadableError
from bearwitness.core.evidence_record import BY_ARCHIVE, Copy
from bearwitness.workflow.captured import Captured

_LONG_PIPE = "a collection (.wacz) this large cannot be read from a pipe; save it to a file and name that"
_NO_PAGES = "the web archive holds no page that could be a report; look into it with a viewer such as ReplayWeb.page"


@dataclass(slots=True, kw_only=True)
class HeadedSource:
    """A stream of which the first bytes were looked at: they are given again."""

    head: bytes
    stream: BinaryIO
    given: int = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, none at the end."""
        data = self.head[:size] if size >= 0 else self.head
        self.head = self.head[len(data) :]
        data = data or self.stream.read(size)
        self.given += len(data)
        return data

    def tell(self) -> int:
        """Bytes given so far."""
        return self.given


@dataclass(slots=True)
class _Tally:
    """What an archive came to, for its last line."""

    given: int = 0
    unchecked: int = 0
    passed: Counter[str] = field(default_factory=Counter)


def read_web_archive(kind: str, stream: BinaryIO, head: bytes, shown: str) -> Iterator[Captured]:
    """The pages of an archive of this kind (warc, wacz), whose first bytes were looked at already."""
    if kind == "warc":
        yield from read_warc(HeadedSource(head=head, stream=stream), shown)
    elif stream.seekable():
        yield from read_wacz(stream, shown)
    else:
        data = head + stream.read(LARGEST_FILE + 1 - len(head))
        if len(data) > LARGEST_FILE:
            yield Captured(input=shown, error=_LONG_PIPE)
        else:
            yield from read_wacz(BytesIO(data), shown)


def read_warc(source: ByteSource, shown: str) -> Iterator[Captured]:
    """The pages of a web archive in its order, and at last a line on what was passed over."""
    tally = _Tally()
    yield from _read_pages(source, shown, tally)
    yield from _close(shown, tally, ())


def read_wacz(stream: BinaryIO, shown: str) -> Iterator[Captured]:
    """The same of every web archive in a collection; where one differs from its own list, it is said of each page in it."""
    tally = _Tally()
    try:
        collection = open_collection(stream)
        for part in read_parts(collection):
            for item in _read_pages(part.source, f"{shown}/{part.name}", tally):
                yield item if part.warning is None else replace(item, notes=(part.warning, *item.notes))
    except UnreadableError as error:
        yield Captured(input=shown, error=str(error))
        return
    yield from _close(shown, tally, tuple(collection.notes))


def _read_pages(source: ByteSource, shown: str, tally: _Tally) -> Iterator[Captured]:
    for record in read_records(source):
        if record.kind == "broken":
            tally.given += 1
            yield Captured(input=shown, error=record.fault)
            continue
        page = build_page(record, shown)
        if page.passed is not None:
            tally.passed[page.passed] += 1
            continue
        tally.given += 1
        tally.unchecked += page.report is not None and not page.has_digest
        yield build_captured(record, page, BY_ARCHIVE)


def build_captured(record: WebRecord, page: WebPage, method: str) -> Captured:
    """The item of a page, with the exact bytes of its record for who wants them kept."""
    copy = Copy(
        data=record.block,
        form="http answer" if record.is_answer else "web record",
        method=method,
        url=record.url,
        captured_at=record.at,
        media_type=record.content_type,
        record=record.ident,
        answered_by=record.address,
    )
    return Captured(input=page.input, id=page.id, report=page.report, error=page.error, notes=page.notes, copy=copy)


def _close(shown: str, tally: _Tally, notes: tuple[str, ...]) -> Iterator[Captured]:
    if tally.passed:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.passed.items()))
        notes = (f"{tally.passed.total()} records that are no reports were passed over ({kinds})", *notes)
    if tally.unchecked:
        notes = (*notes, f"{tally.unchecked} of its pages state no digest of their bytes, so nothing was compared")
    if not tally.given:
        yield Captured(input=shown, error=_NO_PAGES, notes=notes)
    elif notes:
        yield Captured(input=shown, notes=notes)
