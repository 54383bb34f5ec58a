"""A report in parts that a small language model can hold: cut between paragraphs, else between sentences, else at a space."""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_WINDOW: Final = 6_000
"""Characters: some 1,500 tokens, which with the instructions and a usual answer fit the 4,096 that small servers start with."""
MOST_WINDOWS: Final = 30
"""Parts of one report that are given to the model; a laptop may take minutes over each."""

_PARAGRAPH = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\n")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of a report's text, `[start, end)`."""

    start: int
    end: int


def split_windows(text: str) -> tuple[Window, ...]:
    """All parts, in order; together they hold every visible character, and no word is cut that has a space near it."""
    windows = []
    start = 0
    while start < len(text):
        end = _find_cut(text, start)
        if text[start:end].strip():
            windows.append(Window(start=start, end=end))
        start = end
    return tuple(windows)


def _find_cut(text: str, start: int) -> int:
    limit = start + LONGEST_WINDOW
    if limit >= len(text):
        return len(text)
    for mark in (_PARAGRAPH, _LINE, _SENTENCE, _SPACE):
        cuts = [match.end() for match in mark.finditer(text, start + LONGEST_WINDOW // 2, limit)]
        if cuts:
            return cuts[-1]
    return limit
