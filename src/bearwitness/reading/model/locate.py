"""Where in the report the words stand that a language model gives: it knows no offsets, and what it gives may stand nowhere.

Models write straight quotation marks for curly ones and spaces for line breaks; those are matched alike, and the report's
own characters are taken. Everything else must be the same, word by word.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

Stretch = tuple[int, int]
"""`[start, end)` in the report."""

_ALIKE: Final = ('"“”„«»', "'’‘`", "-‐‑–—", "…")
_EDGES: Final = "\"“”„«»'’‘` \t\r\n"
_MOST: Final = 200


def find_words(words: str, text: str, within: Stretch) -> Iterator[Stretch]:
    """Every place, from left to right and up to a fixed number, where the words stand in that stretch of the text."""
    pattern = _build_pattern(words)
    if pattern is not None:
        yield from (match.span() for match in islice(pattern.finditer(text, *within), _MOST))


def find_first(words: str, text: str, within: Stretch) -> Stretch | None:
    """The first place where the words stand in that stretch of the text."""
    return next(find_words(words, text, within), None)


def find_nearest(words: str, text: str, home: Stretch) -> Stretch | None:
    """The place of the words nearest to `home`: inside it, else before it, else behind it; None when they stand nowhere."""
    found = list(find_words(words, text, (max(0, home[0] - REACH), min(len(text), home[1] + REACH))))
    return min(found, key=lambda at: _find_distance(at, home), default=None)


REACH: Final = 20_000
"""Characters from a quote within which its date and place are looked for."""


def _find_distance(at: Stretch, home: Stretch) -> tuple[int, int]:
    if home[0] <= at[0] and at[1] <= home[1]:
        return (0, at[0])
    if at[0] < home[0]:
        return (1, home[0] - at[0])
    return (2, at[0] - home[1])


def _build_pattern(words: str) -> re.Pattern[str] | None:
    """The words as a pattern: white space of any kind between them, no letter or digit right before or behind ("4" is not
    in "41")."""
    parts = words.strip(_EDGES).split()
    if not parts:
        return None
    body = r"\s+".join("".join(_match_one(character) for character in part) for part in parts)
    before = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    behind = r"(?!\w)" if re.search(r"\w\Z", parts[-1]) else ""
    return re.compile(f"{before}{body}{behind}", re.IGNORECASE)


def _match_one(character: str) -> str:
    for alike in _ALIKE:
        if character in alike and len(alike) > 1:
            return f"[{re.escape(alike)}]"
    return re.escape(character)
