"""Capitals-only text in ordinary case, letter for letter, so that the parser reads old wires as it reads the rest.

Only the copy given to the parser changes; quotes and offsets stay those of the report.
"""

import re

from bearwitness.core.places import Gazetteer
from bearwitness.core.tables import load_table

_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*\.?")
_LONGEST_NAME = 4
_SMALLEST_TOWN = 20_000
"""Inhabitants. Below it a name in capitals is read as an ordinary word: villages are called "Guide", "Police" and "March"."""


def is_capitals(words: str) -> bool:
    """Does the sentence have letters, four words of them at least, and no small ones?"""
    return not any(c.islower() for c in words) and sum(1 for _ in re.finditer(r"[A-Z]{2,}", words)) >= 3


def mend_case(words: str, gazetteer: Gazetteer) -> str:
    """The same letters with small ones where ordinary writing has them; as many characters as before."""
    table = load_table("reading.english", "casing.toml")
    keep, title = set(table["capitals"]), set(table["title"])
    found = list(_WORD.finditer(words))
    out = list(words.lower()) if len(words.lower()) == len(words) else list(words)
    at = 0
    while at < len(found):
        size = _find_name(words, found, at, gazetteer)
        for match in found[at : at + size] if size else []:
            _raise(out, words, match)
        if not size:
            match = found[at]
            word = match.group().lower().rstrip(".")
            if word in keep:
                out[match.start() : match.end()] = words[match.start() : match.end()]
            elif word in title or at == 0 or _begins(words, match.start()):
                _raise(out, words, match)
        at += max(size, 1)
    return "".join(out)


def _raise(out: list[str], words: str, match: re.Match[str]) -> None:
    out[match.start()] = words[match.start()]


def _begins(words: str, start: int) -> bool:
    """Right behind an opening quotation mark that follows a stop a sentence begins."""
    return words[:start].rstrip(" \"“'(").endswith((":", "."))


def _find_name(words: str, found: list[re.Match[str]], at: int, gazetteer: Gazetteer) -> int:
    """How many words from here are the name of a place that is worth its capital; 0 when none."""
    common = load_table("reading.english", "casing.toml")["common"]
    for size in range(min(_LONGEST_NAME, len(found) - at), 0, -1):
        name = words[found[at].start() : found[at + size - 1].end()]
        if "," in name or "\n" in name or ". " in name:
            continue
        if size == 1 and (name.lower() in common or len(name) < 4):
            continue
        places = gazetteer.find(name)
        if places and (places[0].kind != "town" or places[0].population >= _SMALLEST_TOWN):
            return size
    return 0
