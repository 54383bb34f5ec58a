"""Who "Aida" and "Mrs Rahimi" are: the full name in which the report has both, "Aida Rahimi".

A person told by the first name here and by the family name there is one person only where the report writes the whole name
somewhere, and no second person bears either part of it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.tables import load_table
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.people.names import shares_name
from bearwitness.reading.english.people.people import people_words
from bearwitness.reading.english.places.places_words import load_words

_RUN = re.compile(r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*(?: [A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*)+")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 4
"""Words of a full name; longer runs of capitals are headlines and names of bodies."""


def complete_names(frames: Sequence[Frame], text: str) -> tuple[Frame, ...]:
    """The frames with a part of a name completed to the one full name of the report that it can be a part of."""
    if not any(f.name for f in frames):
        return tuple(frames)
    known = _find_full_names(text)
    return tuple(replace(f, name=_complete(f.name, known)) if f.name else f for f in frames)


def _complete(name: frozenset[str], known: Counter[frozenset[str]]) -> frozenset[str]:
    words = frozenset(part for word in name for part in _WORD.findall(word))
    bearers = [full for full in known if words < full]
    if not bearers:
        return name
    longest = max(bearers, key=lambda full: (len(full), known[full]))
    return longest if all(shares_name(full, longest) for full in bearers) else name


def _find_full_names(text: str) -> Counter[frozenset[str]]:
    """Each run of two to four words in capitals, without titles and the words that begin a sentence, and how often it stands."""
    dropped = load_words().starters | frozenset(load_table("reading.english", "places.toml")["titles"])
    dropped |= people_words("persons")
    found: Counter[frozenset[str]] = Counter()
    for match in _RUN.finditer(text):
        words = match[0].split(" ")
        while words and words[0].lower() in dropped:
            words = words[1:]
        parts = frozenset(
            part.lower() for word in words for part in _WORD.findall(word.removesuffix("'s").removesuffix("’s"))
        )
        if 1 < len(words) <= _LONGEST:
            found[parts] += 1
    return found
