"""The log and its checkpoints as a page shows them: how far it is signed, drawn and said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bearwitness.apps.room.strip_drawing import Part, Piece, draw_strip
from bearwitness.apps.wording import say_number
from bearwitness.custody.checkpoints import Note
from bearwitness.custody.timestamps import check_answer
from bearwitness.store.log_overview import KeptCheckpoint, LogHead

_UNREADABLE: Final = "it cannot be read: verify"
_OTHER: Final = "it is of another log: verify"
_LONGER: Final = "it tells of more entries than the log has: verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A checkpoint as a row: when and by which keys it was signed over how many entries; the moment an authority names (None: none, or
    none that holds), whether one was asked, and what is wrong with it, as far as can be seen without verifying.
    """

    number: int
    at: datetime | None
    keys: str
    size: int
    stamped_at: datetime | None
    has_stamp: bool
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """How far the log is signed: the strip, and the sentence that says the same."""

    strip: tuple[Piece, ...]
    words: str


def build_line(kept: KeptCheckpoint, head: LogHead) -> Line:
    """One checkpoint."""
    note = kept.note
    if note is None:
        return Line(number=kept.number, at=None, keys="", size=0, stamped_at=None, has_stamp=False, trouble=_UNREADABLE)
    stamp = check_answer(kept.answer, str(note).encode()) if kept.answer else None
    return Line(
        number=kept.number,
        at=note.head.at,
        keys=", ".join(name for name, _, _ in note.signatures),
        size=note.head.size,
        stamped_at=None if stamp is None else stamp.at,
        has_stamp=bool(kept.answer),
        trouble=_find_trouble(note, head),
    )


def describe_signed(head: LogHead, lines: Sequence[Line], now: datetime) -> Signed:
    """How far the log is signed, by the newest of its checkpoints with which nothing is visibly wrong."""
    last = next((line for line in lines if not line.trouble and line.at is not None), None)
    size = 0 if last is None else last.size
    since = head.size - size
    parts = [Part(words="signed", number=size, kind="full"), Part(words="not yet signed", number=since, kind="hollow")]
    return Signed(strip=draw_strip(parts), words=_say_signed(last, since, now))


def _say_signed(last: Line | None, since: int, now: datetime) -> str:
    if last is None or last.at is None:
        return "Nothing is signed yet. Whoever can write the file could rewrite all of it unseen."
    days = max(0, (now - last.at).days)
    when = "today" if not days else f"{say_number(days, 'day')} ago"
    # The checkpoint itself is an entry, behind what it was signed over.
    after = "nothing but its own entry since" if since == 1 else f"{_say_entries(since)} since"
    return f"The last checkpoint was signed {when}; {after}."


def _say_entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number:,} entries"


def _find_trouble(note: Note, head: LogHead) -> str:
    if note.head.log != head.name:
        return _OTHER
    return _LONGER if note.head.size > head.size else ""
