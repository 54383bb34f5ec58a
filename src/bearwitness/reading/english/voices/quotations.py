"""Quotation marks: which sentences stand inside a quotation, and which leave one open for the next."""

from collections.abc import Sequence
from typing import Final

OPENING: Final = '“"«„'
CLOSING: Final = '”"»'


def find_inside(sentences: Sequence[str]) -> tuple[bool, ...]:
    """Which of a report's sentences stand inside a quotation or begin one."""
    out = []
    open_quote = False
    for text in sentences:
        out.append(open_quote or starts_quoted(text))
        open_quote = ends_open(text, open_quote)
    return tuple(out)


def starts_quoted(text: str) -> bool:
    """Does the sentence begin with a quotation?"""
    return text[:1] in OPENING


def is_all_quoted(text: str) -> bool:
    """Does the sentence begin and end with a quotation? Without a speaker it then goes on from the one before it."""
    return text[:1] in OPENING and text.rstrip()[-1:] in CLOSING


def ends_open(text: str, open_before: bool) -> bool:
    """Is a quotation still open when the sentence ends? Straight marks are counted, curly ones matched."""
    if "“" in text or "”" in text:
        return text.count("“") - text.count("”") + int(open_before) > 0
    return open_before ^ (text.count('"') % 2 == 1)
