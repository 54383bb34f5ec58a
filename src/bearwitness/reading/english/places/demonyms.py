"""Words of nationality in raw text: they tell in which countries a report plays, never a place of their own."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from bearwitness.core.tables import load_table

_WORD: Final = re.compile(r"[^\W\d_]+")


class Nationality(NamedTuple):
    """A word of nationality where it stands (`start`, `end` in the report) and its country's ISO code."""

    start: int
    end: int
    code: str


def find_nationalities(text: str) -> tuple[Nationality, ...]:
    """Every word of nationality of the text, in order: "Ugandan police", "two Kenyans".

    A capital tells the nationality from a word ("polish"). Words are looked up one by one, since one pattern of all
    nationalities takes as long as the whole search for places.
    """
    known = _by_last_word()
    out = []
    for match in _WORD.finditer(text):
        for before, code in known.get(match[0].lower(), ()):
            start = match.start() - len(before)
            if start >= 0 and text[start].isupper() and text[start : match.start()].lower() == before:
                if _OF_CONTINENT.search(text, max(0, start - _CONTINENT), start):
                    break  # "Latin American", "the Inter-American court": of no one country
                out.append(Nationality(start, match.end(), code))
                break
    return tuple(out)


_OF_CONTINENT = re.compile(r"\b(?:central|latin|south|north|inter|pan|ibero)[ -]$", re.IGNORECASE)
_CONTINENT = 8
"""Characters before a nationality in which such a word stands."""


@cache
def load_codes() -> Mapping[str, str]:
    """Each word of nationality, in small letters, to its country."""
    return {word: code for code, words in load_table("reading.english", "demonyms.toml").items() for word in words}


@cache
def _by_last_word() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The last word of each nationality, with the words before it ("sri " of "sri lankan") and its country."""
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for word, code in load_codes().items():
        last = word.split()[-1]
        out[last] = (*out.get(last, ()), (word.removesuffix(last), code))
    # "South Korean" before "Korean".
    return {last: tuple(sorted(rows, key=lambda row: -len(row[0]))) for last, rows in out.items()}
