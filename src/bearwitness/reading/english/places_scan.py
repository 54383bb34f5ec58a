"""Every name of a place that an English text may hold, found in its raw letters without a parser.

What a name means must not depend on which sentences a screen lets through to the parser, so all that decides it (the other
names, what stands beside it) is read here, over the whole report, from capitals, commas and the words around.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bearwitness.core.places import Gazetteer, Place
from bearwitness.core.tables import load_table
from bearwitness.reading.place_ranking import NameUse, fold_text, limit_candidates

_TOKEN: Final = re.compile(r"(?:[A-Z][a-z]?\.){2,}|\w+(?:['’‘ʻ](?![sS]\b)\w+)*")
_DATELINE: Final = re.compile(r"^[^\n]{0,60}?(?:\([A-Z][\w .]{1,20}\)\s*)?(?:--|—|–|\s-\s|:)", re.MULTILINE)
_LONGEST: Final = 5
_ABBREVIATED: Final = frozenset({"st", "mt", "ft", "ste"})

SURE, LIKELY, WEAK, NONE = 1.0, 0.6, 0.25, 0.0
NOTABLE: Final = 100_000
"""A town of so many people may be taken for meant without further signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The vocabulary of `places.toml`, as sets."""

    locative: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    organisations_of: tuple[str, ...]
    roads: frozenset[str]
    offices: frozenset[str]
    attached: frozenset[str]
    joiners: frozenset[str]
    generic: frozenset[str]
    plural_generic: frozenset[str]
    compass: frozenset[str]
    near: frozenset[str]
    near_of: tuple[str, ...]
    usual: dict[str, int]
    abbreviations: dict[str, str]
    postal: dict[str, str]


@cache
def load_words() -> Words:
    """The vocabulary, parsed once."""
    table: dict[str, Any] = load_table("reading.english", "places.toml")
    sets = ("locative", "titles", "organisations", "roads", "offices", "attached", "joiners", "generic", "plural_generic",
            "compass", "near")  # fmt: skip
    return Words(
        **{name: frozenset(table[name]) for name in sets},
        organisations_of=tuple(table["organisations_of"]),
        near_of=tuple(table["near_of"]),
        usual=table["usual"],
        abbreviations=table["abbreviations"],
        postal=table["postal"],
    )


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    lower: str
    capital: bool
    first: bool
    """Whether it begins a sentence or line."""


def scan_names(text: str, gazetteer: Gazetteer) -> tuple[NameUse, ...]:
    """The names in order, not overlapping, each with its candidates and how surely it is a place (`NameUse.strength`).

    A text in capitals is read without regard to case; then only the words around a name speak for it.
    """
    shouting = _is_upper(text)
    words = _split(text)
    uses = list(_find_uses(text, words, gazetteer, shouting))
    return tuple(_state_parents(text, uses))


def _is_upper(text: str) -> bool:
    letters = [ch for ch in text if ch.isalpha()]
    return bool(letters) and sum(ch.isupper() for ch in letters) > 0.8 * len(letters)


def _split(text: str) -> list[_Word]:
    out: list[_Word] = []
    end = 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        gap = text[end : match.start()]
        first = not out or "\n" in gap or bool(gap.strip(" ,'’-‐‑;/&") and gap.strip()[:1] in ".!?:\"“”(…")
        out.append(_Word(match.start(), match.end(), word, word.lower(), word[0].isupper(), first))
        end = match.end()
    return out


def _find_uses(text: str, words: list[_Word], gazetteer: Gazetteer, shouting: bool) -> Iterator[NameUse]:
    vocabulary = load_words()
    surnames = set() if shouting else _find_surnames(text, words, vocabulary)
    i = 0
    while i < len(words):
        if not words[i].capital:
            i += 1
            continue
        found = _longest(text, words, i, gazetteer)
        if found is None:
            i += 1
            continue
        last, candidates, name = found
        strength = _weigh(_Site(text, words, i, last, candidates, shouting, surnames), vocabulary)
        if strength > NONE:
            yield NameUse(
                start=words[i].start,
                end=_with_stop(text, words[last]),
                text=name,
                candidates=candidates,
                strength=strength,
                usual=vocabulary.usual.get(fold_text(name)),
            )
        i = last + 1


def _with_stop(text: str, word: _Word) -> int:
    """Where the word ends, with the full stop of an abbreviation ("Ky.")."""
    return word.end + (word.lower in load_words().abbreviations and text[word.end : word.end + 1] == ".")


def _longest(text: str, words: list[_Word], i: int, gazetteer: Gazetteer) -> tuple[int, tuple[Place, ...], str] | None:
    """The longest run of words from `i` that is a name: index of its last word, candidates, the name looked up."""
    vocabulary = load_words()
    runs = [i]
    for j in range(i + 1, min(i + _LONGEST, len(words))):
        if not _is_joined(text, words[j - 1], words[j]):
            break
        runs.append(j)
    for last in reversed(runs):
        word = words[last]
        hyphened = last > i and text[word.start - 1] in "-‐‑"
        if not (word.capital or hyphened or (last > i and word.lower in vocabulary.generic)):
            continue
        if any(not w.capital and w.lower not in vocabulary.joiners and text[w.start - 1] not in "-‐‑" for w in words[i + 1 : last]):
            continue
        name = text[words[i].start : word.end]
        if last == i:
            short = _abbreviation(text, words, i)
            if short:
                return i, gazetteer.find(short), short
            if len(word.text) < 2:
                continue
        found = gazetteer.find(name)
        if found:
            return last, found, name
    return None


def _is_joined(text: str, left: _Word, right: _Word) -> bool:
    gap = text[left.end : right.start]
    return gap in {" ", "-", "‐", "‑", "\n"} or (gap == ". " and left.lower in _ABBREVIATED)


def _abbreviation(text: str, words: list[_Word], i: int) -> str | None:
    """The full name of "Ky.", "N.C." or, after a comma, "KY"."""
    word, vocabulary = words[i], load_words()
    after = text[word.end : word.end + 1]
    before = text[max(0, word.start - 2) : word.start]
    bare = word.lower.replace(".", "")
    if "." in word.text or after == "." or before == ", ":
        short = vocabulary.abbreviations.get(bare)
        # "Wash. said Miss. X": without a comma before, only the dotted forms of several letters stand alone.
        if short and ("." in word.text or before == ", "):
            return short
    if before == ", " and word.text.isupper():
        return vocabulary.postal.get(word.text)
    return None


@dataclass(frozen=True, slots=True)
class _Site:
    """A found name where it stands: words `first` to `last`."""

    text: str
    words: Sequence[_Word]
    first: int
    last: int
    candidates: tuple[Place, ...]
    shouting: bool
    surnames: set[str]

    def before(self, back: int = 1) -> _Word | None:
        """The word before the name in the same sentence, when only a space stands between."""
        at = self.first - back
        if at < 0 or self.words[at + 1].first:
            return None
        word = self.words[at]
        return word if self.text[word.end : self.words[at + 1].start] in {" ", "\n", ". ", "-"} else None

    def after(self) -> _Word | None:
        """The word after the name, when only a space or a possessive stands between."""
        at = self.last + 1
        if at >= len(self.words):
            return None
        gap = self.text[self.words[self.last].end : self.words[at].start]
        return self.words[at] if gap in {" ", "-", "\n"} else None


def _weigh(site: _Site, vocabulary: Words) -> float:
    """How surely the name is meant as a place: from the words beside it and its size."""
    before, after = site.before(), site.after()
    top = site.candidates[0]
    large = top.kind in {"country", "admin1", "region", "waters"} or top.population >= NOTABLE
    words = site.words
    name = site.text[words[site.first].start : words[site.last].end]
    if not site.shouting and name.isupper() and len(name) <= 3 and top.kind not in {"country", "admin1", "town"}:
        return NONE
    if after and _is_organisation(site, after, vocabulary):
        return NONE
    left = site.text[max(0, words[site.first].start - 24) : words[site.first].start].lower()
    if any(left.endswith(phrase + " ") for phrase in vocabulary.organisations_of):
        return NONE
    if not _is_attachment_fine(site, vocabulary):
        return NONE
    if before and before.lower in vocabulary.titles and before.capital:
        return NONE
    if before and before.lower in vocabulary.locative:
        return SURE
    alone = site.first == site.last
    if not site.shouting:
        if before and before.capital and not before.first and before.lower not in vocabulary.joiners and before.lower not in vocabulary.locative:
            return WEAK if large and not alone else NONE
        if after and after.capital and after.lower not in vocabulary.offices and alone:
            return WEAK if large else NONE
        if alone and fold_text(name) in site.surnames:
            return NONE
    elif not large:
        return NONE
    if after and after.lower in vocabulary.offices:
        return LIKELY if large or not words[site.first].first else WEAK
    return LIKELY if large or not alone else WEAK


def _is_organisation(site: _Site, after: _Word, vocabulary: Words) -> bool:
    if not (after.capital or after.lower in {"university"}):
        return False
    if after.lower in vocabulary.organisations or after.lower in vocabulary.roads:
        return True
    # "London Daily Mail", "Boston Red Sox": an organisation word two on, in the same run of capitals.
    at = site.last + 2
    if site.shouting or at >= len(site.words) or site.text[after.end : site.words[at].start] != " ":
        return False
    later = site.words[at]
    return later.capital and later.lower in vocabulary.organisations and after.lower not in vocabulary.offices


def _is_attachment_fine(site: _Site, vocabulary: Words) -> bool:
    """Whether what a hyphen ties to the name leaves it a place: "Seoul-based" does, "Jong-un" does not."""
    text, words = site.text, site.words
    if site.last + 1 < len(words) and text[words[site.last].end : words[site.last + 1].start] in {"-", "‐", "‑"}:
        following = words[site.last + 1]
        if not following.capital and following.lower not in vocabulary.attached:
            return False
    start = words[site.first].start
    return not (site.first > 0 and text[start - 1 : start] in {"-", "‐", "‑"} and words[site.first - 1].end == start - 1
                and not words[site.first - 1].capital)  # fmt: skip


def _find_surnames(text: str, words: list[_Word], vocabulary: Words) -> set[str]:
    """Single words that follow a title or stand second in a pair of capitals somewhere ("Mark Anderson"): persons when bare."""
    out = set()
    for left, right in zip(words, words[1:], strict=False):
        if not (right.capital and left.capital) or right.first or text[left.end : right.start] not in {" ", ". "}:
            continue
        if left.lower in vocabulary.titles:
            out.add(fold_text(right.text))
    return out


def _state_parents(text: str, uses: list[NameUse]) -> Iterator[NameUse]:
    """Limits a name by the area stated beside it: "Tonghua, Jilin Province", "Tonghua in Jilin", "Jilin's Tonghua"."""
    from dataclasses import replace

    for k, use in enumerate(uses):
        areas: list[Sequence[Place]] = []
        if k + 1 < len(uses):
            gap = text[use.end : uses[k + 1].start]
            if gap in {", ", " (", ", in ", " in ", ", a city in ", " of ", ", in the "}:
                areas.append(uses[k + 1].candidates)
        if k > 0 and text[uses[k - 1].end : use.start] in {"'s ", "’s ", " "}:
            areas.append(uses[k - 1].candidates)
        limited = next((found for area in areas if (found := limit_candidates(use.candidates, area[:40]))), ())
        if limited:
            yield replace(use, candidates=limited, stated=True, strength=max(use.strength, SURE) + 0.2)
        else:
            yield use
