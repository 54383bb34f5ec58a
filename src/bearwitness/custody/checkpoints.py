"""A checkpoint: how far a log has come, and the one hash that stands for all of it, signed.

It is a C2SP checkpoint (c2sp.org/tlog-checkpoint): a few lines of text that can be printed, sent or published, and that any program for such
logs reads. The fourth line is ours: when it was signed.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.custody.entries import parse_time
from bearwitness.custody.signing import PublicKey, derive_public, is_signed, sign
from bearwitness.custody.tree import Hash

PREFIX: Final = "bearwitness.log/"
_DASH: Final = "\u2014 "
_TIME: Final = "time "
_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A log at one moment: which one it is, how many entries it had, and their root."""

    log: str
    size: int
    root: Hash
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A signed head: the text that was signed and the lines of signatures under it."""

    head: Head
    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def __str__(self) -> str:
        lines = (f"{_DASH}{name} {base64.b64encode(mark + made).decode()}\n" for name, mark, made in self.signatures)
        return f"{self.text}\n{''.join(lines)}"


def sign_head(head: Head, seed: bytes, name: str) -> Note:
    """The head, signed by one key."""
    key = derive_public(seed, name)
    text = render_head(head)
    return Note(head=head, text=text, signatures=((name, key.mark, sign(seed, text.encode())),))


def render_head(head: Head) -> str:
    """The lines that are signed."""
    return f"{PREFIX}{head.log}\n{head.size}\n{base64.b64encode(head.root).decode()}\n{_TIME}{head.at.isoformat()}\n"


def parse_note(text: str) -> Note:
    """A checkpoint as `str` writes it. Raises UsageError for anything else.

    What mail and editors put around a text that is pasted is passed over: other line ends, empty lines, a byte order mark.
    """
    body, gap, below = text.replace("\r\n", "\n").lstrip("\ufeff \n").partition("\n\n")
    lines = body.split("\n")
    at = parse_time(lines[3].removeprefix(_TIME)) if len(lines) == 4 and lines[3].startswith(_TIME) else None
    signed = [_parse_signature(line) for line in below.splitlines() if line.strip()]
    whole = [one for one in signed if one is not None]
    if not gap or at is None or len(whole) < len(signed) or not whole or not lines[0].startswith(PREFIX):
        raise UsageError(_NO_NOTE)
    try:
        root = base64.b64decode(lines[2], validate=True)
        size = int(lines[1])
    except (binascii.Error, ValueError):
        raise UsageError(_NO_NOTE) from None
    head = Head(log=lines[0].removeprefix(PREFIX), size=size, root=root, at=at)
    if len(root) != _HASH_BYTES or size < 0 or render_head(head) != body + "\n":
        raise UsageError(_NO_NOTE)
    return Note(head=head, text=body + "\n", signatures=tuple(whole))


def find_signer(note: Note, keys: tuple[PublicKey, ...]) -> PublicKey | None:
    """Which of these keys signed the checkpoint; None where none of them did."""
    text = note.text.encode()
    for name, mark, made in note.signatures:
        for key in keys:
            if (key.name, key.mark) == (name, mark) and is_signed(key, text, made):
                return key
    return None


def _parse_signature(line: str) -> tuple[str, bytes, bytes] | None:
    name, _, letters = line.removeprefix(_DASH).rpartition(" ")
    try:
        made = base64.b64decode(letters, validate=True)
    except (binascii.Error, ValueError):
        return None
    return (name, made[:4], made[4:]) if line.startswith(_DASH) and name and len(made) == 68 else None


_NO_NOTE: Final = (
    "this is no checkpoint; it is the text that 'bearwitness checkpoint' wrote, from bearwitness.log/ to its last line"
)
