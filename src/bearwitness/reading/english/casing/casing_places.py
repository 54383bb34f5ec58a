"""Names of places in capitals-only text: which run of words is one that is worth its capitals."""

import re

from bearwitness.reading.english.casing.casing_known import Known, Letters, casing_words
from bearwitness.reading.folding import fold_text

_LONGEST_NAME = 4
_SMALLEST_TOWN = 20_000
"""Inhabitants. Below it a name in capitals is read as an ordinary word: villages are called "Guide", "Police" and "March"."""
_LARGE_TOWN = 100_000
"""Inhabitants from which a name made of ordinary words ("LITTLE ROCK") is one."""
_BEFORE_SCENE = re.compile(r"\b(?:IN|NEAR|OUTSIDE) $")
_AFTER_SCENE = re.compile(r"\s*(?:$|[,.;:]|(?:ON|AND|AT|SINCE|THE|IN|BY|LAST|THIS)\b|\d)")
_LISTED = re.compile(r"\bIN [A-Z]{4,}(?:, [A-Z]{4,})*,? (?:AND )?$")
_POSSESSIVE = re.compile(r"['’]S?$")
_IN_ROW = re.compile(r"(?:^|[,:–—-] )$")


def find_place(letters: Letters, at: int, known: Known) -> int:
    """How many words from here are the name of a place that is worth its capital; 0 when none."""
    words, found, bare = letters.words, letters.found, letters.bare
    for size in range(_find_longest(letters, at, known), 0, -1):
        name = _POSSESSIVE.sub("", words[found[at].start() : found[at + size - 1].end()])
        if size == 1 and name.lower() in casing_words("common"):
            continue
        places = known.gazetteer.find(name)
        if not places:
            continue
        top = places[0]
        least = _find_least(words, found[at]) if size == 1 else None
        if least is not None and any(p.kind == "town" and p.population >= least for p in places):
            return size  # "IN MINSK ON", though a dictionary has the word
        if size == 1 and len(name) < 4:
            continue
        noun = size == 1 and known.lexicon.is_noun(name.lower())
        if noun and (fold_text(name) != fold_text(top.name) or (top.kind == "town" and top.population < _LARGE_TOWN)):
            continue  # "REFUGE", "SOUL", "RESPONSE" are villages and other towns' older names
        if all(known.lexicon.is_plain(word) for word in bare[at : at + size]):
            if top.kind == "country" or (size > 1 and top.population >= _LARGE_TOWN):
                return size
        elif top.kind != "town" or top.population >= _SMALLEST_TOWN:
            return size
    return 0


def _find_longest(letters: Letters, at: int, known: Known) -> int:
    """How many words a name from here may have: none goes over a comma, a stop or a line, and a word of grammar begins no long one."""
    if letters.bare[at] in known.lexicon.small:
        return 1
    found = letters.found
    for size in range(1, min(_LONGEST_NAME, len(found) - at)):
        gap = letters.words[found[at + size - 1].end() : found[at + size].start()]
        if "," in gap or "\n" in gap or ". " in gap:
            return size
    return min(_LONGEST_NAME, len(found) - at)


def _find_least(words: str, match: re.Match[str]) -> int | None:
    """Inhabitants a town must have to be meant where the word stands as places do: behind "in", in a table's cell, as a
    piece of a list's line; None where it does not."""
    if len(match.group()) < 3:
        return None
    if _stands_in_row(words, match):
        return _SMALLEST_TOWN
    return _LARGE_TOWN if _stands_behind_in(words, match) or _LISTED.search(words, 0, match.start()) else None


def _stands_behind_in(words: str, match: re.Match[str]) -> bool:
    return (
        _BEFORE_SCENE.search(words, 0, match.start()) is not None and _AFTER_SCENE.match(words, match.end()) is not None
    )


def _stands_in_row(words: str, match: re.Match[str]) -> bool:
    before, after = words[: match.start()], words[match.end() :]
    if re.search(r"[\t|]\s*$", before) or re.match(r"\s*[\t|]", after):
        return re.match(r"\s*(?:$|[\t|])", after) is not None
    ends = re.match(r"\s*(?:$|:)", after) is not None
    return ends and _IN_ROW.search(before) is not None and any(c.isdigit() for c in words)
