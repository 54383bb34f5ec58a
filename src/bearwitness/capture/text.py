"""Plain text to Material: characters, newlines and control characters settled once, before the text is frozen."""

import re

from bearwitness.capture.charset import decode_text
from bearwitness.capture.header import find_header
from bearwitness.capture.material import Material
from bearwitness.core.errors import UnreadableError

LONGEST_LINE = 1_000_000
"""Characters in one line: a paragraph of a report has hundreds, and the parser takes memory in proportion."""
LONGEST_TEXT = 4_000_000
"""Characters in one report, about two thousand printed pages."""

_MOST_BYTES = 4 * LONGEST_TEXT  # no character takes more than four bytes in UTF-8
_SAMPLE = 100_000
_SPLIT = "split it into one file a report, or into lines of a .jsonl"
_NEWLINE = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HALF = re.compile(r"[\ud800-\udfff]")


def read_text(data: bytes, charset: str | None = None) -> Material:
    """A plain-text report, with what its header says. The header stays in the text: offsets are those of the file.

    `charset` is what a server said of its characters.

    Raises UnreadableError when the bytes are not text, or too long to be one report.
    """
    if len(data) > _MOST_BYTES:
        decode_text(data[:_SAMPLE], charset)  # says so when they are not text at all
        raise UnreadableError(f"the text has {len(data) // 1_000_000} MB, too much for one report; {_SPLIT}")
    decoded = decode_text(data, charset)
    text, notes = clean_text(decoded.text)
    check_length(text)
    header = find_header(text)
    return Material(
        text=text,
        title=header.title,
        outlet=header.outlet,
        published_on=header.published_on,
        url=header.url,
        language=header.language,
        notes=decoded.notes + notes,
    )


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    """Newlines as "\\n", control characters as spaces (one for one, so offsets stay), and notes on what was replaced.

    Marks of writing direction are not control characters here: right-to-left text is kept as it is.
    """
    text = _NEWLINE.sub("\n", text)
    text, count = _CONTROL.subn(" ", text)
    return text, (f"control characters were read as spaces ({count} times)",) if count else ()


def check_length(text: str) -> None:
    """Raise UnreadableError unless `text` holds words and is short enough to be one report."""
    if len(text) > LONGEST_TEXT:
        raise UnreadableError(f"the text has {len(text):,} characters, too many for one report; {_SPLIT}")
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONGEST_LINE:
            found = f"a line of {end - start:,} characters, more than {LONGEST_LINE:,}"
            raise UnreadableError(f"the text has {found}; split it into paragraphs or into one file a report")
        start = end + 1
    if not any(character.isalnum() for character in text):
        raise UnreadableError("no words were found in it; check that the file holds the report")


def has_half_character(text: str) -> bool:
    """Whether `text` holds a lone surrogate, which no file or database can store."""
    return _HALF.search(text) is not None
