"""What a person uploads, taken in: told apart by content, archives opened, all of it within limits, kept in the spool and put in the queue.

Nothing is read here. A file that cannot be a report is refused with its reason and never kept; it does not stop the others.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bearwitness.capture.archive import ArchiveLimits, Packed, is_archive, read_archive
from bearwitness.capture.sniff import find_format
from bearwitness.core.errors import UnreadableError, UsageError
from bearwitness.store.spool import open_spool, write_spool
from bearwitness.store.upload_queue import Queue, WaitingLimits, add_job, open_queue
from bearwitness.store.upload_records import Given, NewItem, NewJob

_LONGEST_NAME: Final = 120
_ARRAY: Final = re.compile(rb'[\s\xef\xbb\xbf]*\[\s*\{\s*"')
_WEB_ARCHIVE: Final = "it is a web archive, which holds many pages; add it with bearwitness read, beside the room"
_UNNAMED: Final = "without a name"
_HEAD: Final = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """How much one upload may hold: bytes of the whole, of one file, files, and reports once archives and lines are told apart."""

    batch: int = 64_000_000
    seconds: float = 300
    file: int = 32_000_000
    files: int = 200
    reports: int = 2_000
    archive: ArchiveLimits = field(default_factory=ArchiveLimits)
    waiting: WaitingLimits = field(default_factory=WaitingLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file as it came. `name` is anybody's, and only ever shown."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends it, when, and what they say of all of it."""

    name: str
    at: float
    given: Given


def find_spool_path(room: Path) -> Path:
    """Where uploads wait: a folder beside the room's own file, `team.spool` beside `team.room.db`."""
    return room.with_name(f"{room.name.removesuffix('.room.db')}.spool")


def open_uploads(room: Path) -> Queue:
    """The queue of the room whose own file this is. Raises RegisterError where it cannot be used."""
    return open_queue(open_spool(find_spool_path(room)))


def accept_uploads(queue: Queue, uploads: Sequence[Upload], sender: Sender, limits: UploadLimits) -> int:
    """Take a batch in; the number of its job. Once this returns, every report of it will be recorded, or failed with a reason.

    Raises UsageError, and keeps nothing, where the batch is empty or more than the limits allow.
    """
    if not uploads:
        raise UsageError("no file was chosen; choose one or more reports")
    if len(uploads) > limits.files:
        raise UsageError(
            f"these are {len(uploads):,} files; send at most {limits.files:,} at once, or pack them in a zip"
        )
    if sum(len(upload.data) for upload in uploads) > limits.batch:
        raise UsageError(f"that is more than {limits.batch // 1_000_000} MB; send less at once")
    lots = [_sort_upload(upload, limits) for upload in uploads]
    if sum(len(lot.items) for lot in lots) > limits.reports:
        raise UsageError(f"these are more than {limits.reports:,} reports; send less at once")
    written: list[str] = []
    try:
        items = [item for lot in lots for item in _keep_lot(queue, lot, written)]
        passed = sum(lot.passed for lot in lots)
        job = NewJob(by=sender.name, at=sender.at, given=sender.given, passed=passed, items=tuple(items))
        number = add_job(queue, job, limits.waiting)
        written.clear()
    finally:
        for name in written:
            (queue.spool.path / name).unlink(missing_ok=True)
    return number


def clean_name(name: str) -> str:
    """A name that can be shown and kept: its last part, on one line, without characters that command or turn what follows, and cut."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    shown = "".join("\ufffd" if unicodedata.category(one)[0] == "C" else one for one in last)
    shown = " ".join(shown.split())
    if len(shown) > _LONGEST_NAME:
        shown = f"{shown[: _LONGEST_NAME - 20]}…{shown[-19:]}"
    return shown or _UNNAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """One report-to-be of an upload."""

    name: str
    data: bytes | memoryview = b""
    line: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lot:
    """What one uploaded file holds."""

    items: tuple[_Piece, ...]
    passed: int = 0


def _sort_upload(upload: Upload, limits: UploadLimits) -> _Lot:
    name, data = clean_name(upload.name), upload.data
    if len(data) > limits.file:
        return _Lot(items=(_Piece(name=name, reason=f"it is larger than {limits.file // 1_000_000} MB; split it"),))
    if find_format(data[:_HEAD], name).kind in {"warc", "wacz"}:
        return _Lot(items=(_Piece(name=name, reason=_WEB_ARCHIVE),))
    if not is_archive(data):
        return _Lot(items=tuple(_cut(Packed(name=name, data=data), limits)))
    try:
        archive = read_archive(data, limits.archive)
    except UnreadableError as error:
        return _Lot(items=(_Piece(name=name, reason=str(error)),))
    pieces: list[_Piece] = []
    for packed in archive.files:
        # Two archives may hold a "report.txt" each: whoever looks at the list wants to know whose it is.
        pieces.extend(replace(piece, name=f"{name}: {piece.name}") for piece in _cut(packed, limits))
        if len(pieces) > limits.reports:
            break
    return _Lot(items=tuple(pieces), passed=archive.passed)


def _cut(packed: Packed, limits: UploadLimits) -> Iterator[_Piece]:
    """The reports of one file: itself, or the lines of a `.jsonl`. What it is, its bytes say, and its name does not."""
    name, data = clean_name(packed.name), packed.data
    if packed.error is not None:
        yield _Piece(name=name, reason=packed.error)
        return
    found = find_format(data[:_HEAD] if data[:2] != b"PK" else data, ".json" if _ARRAY.match(data) else "")
    if found.error is not None:
        yield _Piece(name=name, reason=found.error)
    elif found.kind != "jsonl":
        yield _Piece(name=name, data=data)
    else:
        yield from _cut_lines(name, data, limits.reports)


def _cut_lines(name: str, data: bytes, most: int) -> Iterator[_Piece]:
    """The lines that are not blank, counted from 1; one more than `most` is enough to see that there are too many."""
    whole, start, number, given = memoryview(data), 0, 0, 0
    while start < len(data) and given <= most:
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        number += 1
        if data[start:end].strip():
            given += 1
            yield _Piece(name=name, data=whole[start:end], line=number)
        start = end + 1


def _keep_lot(queue: Queue, lot: _Lot, written: list[str]) -> Iterator[NewItem]:
    """The lot's items, with their bytes in one file of the spool; `written` names it."""
    kept = [piece for piece in lot.items if not piece.reason]
    spool = write_spool(queue.spool, (bytes(piece.data) for piece in kept)) if kept else None
    if spool is not None:
        written.append(spool)
    start = 0
    for piece in lot.items:
        if piece.reason:
            yield NewItem(name=piece.name, line=piece.line, reason=piece.reason)
            continue
        yield NewItem(name=piece.name, spool=spool, start=start, length=len(piece.data), line=piece.line)
        start += len(piece.data)
