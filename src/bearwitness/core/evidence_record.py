"""An evidentiary copy: the exact bytes a report was read from, apart from its working text, and what is known of how they were taken."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

from bearwitness import __version__
from bearwitness.core.errors import UnreadableError
from bearwitness.core.records import Report

Form = Literal["file", "line", "http answer", "web record"]
"""What the bytes are: a file as given, a line of one, a server's answer with its headers, or a page that an archive keeps without."""

FORMS: Final[tuple[Form, ...]] = ("file", "line", "http answer", "web record")
TOOL: Final = f"bearwitness {__version__}"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MAY_LACK: Final = frozenset({"url", "captured_at", "media_type", "record", "answered_by"})
_NO_NOTE: Final = "it is no note on a copy, or was written by a newer version"
BY_FETCH: Final = "fetched"
BY_ARCHIVE: Final = "taken from a web archive"
BY_FILE: Final = "given as a file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The bytes, and what is known of their capture. `captured_at` is None where nobody wrote it down.

    `request` is what was sent to get them; `path` the addresses that led there, first to last; `answered_by` the server's address.
    """

    data: bytes
    form: Form
    method: str
    url: str | None = None
    captured_at: datetime | None = None
    media_type: str | None = None
    record: str | None = None
    answered_by: str | None = None
    request: bytes = b""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNote:
    """What is written down beside a copy: what it is, when and how it was taken and kept, and the report that rests on it.

    `sha256` and `size` are the copy's; `report_sha256` is of the page in it, which is the whole of it where a file was given. The name of
    the file a report came in is left out: it may name a source, and the register has it.
    """

    sha256: str
    size: int
    form: Form
    method: str
    tool: str
    report: str
    report_sha256: str
    kept_at: str
    url: str | None = None
    captured_at: str | None = None
    media_type: str | None = None
    record: str | None = None
    answered_by: str | None = None
    request: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMark:
    """What the log of a register says of a kept copy: the SHA-256 of its note's bytes and that of its own. No address, no name."""

    note: str
    copy: str


def build_note(copy: Copy, report: Report, at: datetime) -> CopyNote:
    """The note on a copy kept at that moment."""
    captured = copy.captured_at
    return CopyNote(
        sha256=hashlib.sha256(copy.data).hexdigest(),
        size=len(copy.data),
        form=copy.form,
        method=copy.method,
        tool=TOOL,
        report=report.id,
        report_sha256=report.sha256,
        kept_at=write_moment(at),
        url=copy.url,
        captured_at=None if captured is None else write_moment(captured),
        media_type=copy.media_type,
        record=copy.record,
        answered_by=copy.answered_by,
        request=copy.request.decode("latin-1"),
        path=copy.path,
    )


def is_same_capture(left: CopyNote, right: CopyNote) -> bool:
    """Whether the two tell of one capture, whenever and by whatever version it was kept."""
    return replace(left, kept_at="", tool="") == replace(right, kept_at="", tool="")


def write_moment(at: datetime) -> str:
    """A moment in UTC, as archives write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def render_note(note: CopyNote) -> bytes:
    """The note as JSON; the same note always the same bytes."""
    row = {"evidence": 1, **asdict(note)}
    return json.dumps(row, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "backslashreplace") + b"\n"


def parse_note(data: bytes) -> CopyNote:
    """The note in this JSON. Raises UnreadableError where it is none."""
    try:
        row = json.loads(data)
        if row.pop("evidence") != 1 or set(row) != set(CopyNote.__dataclass_fields__) or row["form"] not in FORMS:
            raise UnreadableError(_NO_NOTE)
        wrong = [key for key, value in row.items() if not _is_fit(key, value)]
    except (ValueError, AttributeError, KeyError, RecursionError, TypeError) as error:
        raise UnreadableError(_NO_NOTE) from error
    if wrong:
        raise UnreadableError(_NO_NOTE)
    return CopyNote(**{**row, "path": tuple(row["path"])})


def _is_fit(key: str, value: object) -> bool:
    if key == "size":
        return isinstance(value, int) and value >= 0
    if key == "path":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if key in {"sha256", "report_sha256"}:
        return isinstance(value, str) and _SHA256.fullmatch(value) is not None
    return isinstance(value, str) or (value is None and key in _MAY_LACK)
