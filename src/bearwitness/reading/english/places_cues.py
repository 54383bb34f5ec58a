"""How surely a name found in raw text is meant as a place: from the words beside it and the size of what bears it.

"in Anderson" is a place, "Sheriff Anderson" is not, "Anderson University" is an organisation, "Anderson residents" live
there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from bearwitness.core.places import Place
from bearwitness.reading.english.places_words import Words, load_words
from bearwitness.reading.folding import fold_text

SURE, LIKELY, WEAK, NONE = 1.0, 0.6, 0.25, 0.0
NOTABLE: Final = 100_000
"""A town of so many people may be taken for meant without further signs."""
_HYPHENS: Final = frozenset("-‐‑")
_GAPS: Final = frozenset({" ", "\n", ". ", "-", " the ", "'s ", "’s "})


class RawWord(NamedTuple):
    """A word of the raw text; `first` when it begins a sentence or line.

    A tuple, since there is one for every word of every report and a frozen dataclass takes eight times as long to make.
    """

    start: int
    end: int
    text: str
    capital: bool
    first: bool

    @property
    def lower(self) -> str:
        """The word in small letters; few words are asked for it."""
        return self.text.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """The text and its words; `shouting` when it is written in capitals.

    `persons` holds folded names that stand behind a title or a first name somewhere.
    """

    text: str
    words: Sequence[RawWord]
    shouting: bool
    persons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Site:
    """A found name where it stands: words `first` to `last` of the raw text, with its candidates."""

    raw: RawText
    first: int
    last: int
    candidates: tuple[Place, ...]

    @property
    def name(self) -> str:
        return self.raw.text[self.raw.words[self.first].start : self.raw.words[self.last].end]

    def before(self) -> RawWord | None:
        """The word before the name in the same sentence, when only a space stands between."""
        words, at = self.raw.words, self.first - 1
        if at < 0 or words[self.first].first:
            return None
        return words[at] if self.raw.text[words[at].end : words[self.first].start] in _GAPS else None

    def after(self) -> RawWord | None:
        """The word after the name, when only a space, a hyphen or a possessive stands between."""
        words, at = self.raw.words, self.last + 1
        if at >= len(words):
            return None
        return words[at] if self.raw.text[words[self.last].end : words[at].start] in _GAPS else None


def is_large(place: Place) -> bool:
    """Whether a bare name may be taken for this place: a country, province, region, or town of some size."""
    return place.kind in {"country", "admin1", "region", "waters"} or place.population >= NOTABLE


def is_division_name(site_name: str) -> bool:
    """Whether the name carries its own generic word: "Walker County"."""
    return site_name.rpartition(" ")[2].lower() in load_words().generic


def weigh_site(site: Site) -> float:
    """From NONE (not this place) over WEAK and LIKELY to SURE."""
    words = load_words()
    before, after = site.before(), site.after()
    if _is_something_else(site, before, after, words):
        return NONE
    if _is_quarter(site, before, after, words):
        return NONE
    if before and before.lower in words.locative and not _is_ground(site, after, words):
        return SURE
    if is_division_name(site.name) or _is_dateline(site):
        return SURE
    if before and before.lower == "of" and site.raw.text[before.start - 2 : before.start] == ", ":
        return SURE
    large = is_large(site.candidates[0])
    alone = site.first == site.last
    if site.raw.shouting:
        return LIKELY if large else WEAK
    if _is_acronym(site.name) and site.candidates[0].kind == "country":
        return LIKELY  # "the U.S. Army", "Egyptian-US relations": nobody is called so
    if after and after.lower in words.offices:
        return LIKELY if large or not after.capital or not alone else WEAK
    if before and before.lower in words.directional:
        return LIKELY
    if alone and not large and fold_text(site.name) in site.raw.persons:
        return NONE
    if before and _is_name_like(before) and before.lower not in words.neutral:
        return WEAK if large and not alone else NONE
    if alone and after and after.capital:
        return WEAK if large else NONE
    return LIKELY if large or not alone else WEAK


def _is_something_else(site: Site, before: RawWord | None, after: RawWord | None, words: Words) -> bool:
    """Whether the words beside it make the name a person's, an organisation's, a disease's, a street's."""
    text, name = site.raw.text, site.name
    start = site.raw.words[site.first].start
    if name.lower() in words.never or text[start - 1 : start] == "$":
        return True
    top = site.candidates[0].kind
    if (
        not site.raw.shouting
        and _is_acronym(name)
        and top not in {"country", "region", "admin1"}
        and not _is_dateline(site)
    ):
        return True
    if after and (after.lower in words.things or _is_organisation(site, after, words)):
        return True
    left = text[max(0, start - 28) : start].lower()
    if left.endswith("according to ") and site.first == site.last and not is_large(site.candidates[0]):
        return not (after and after.lower in words.offices)
    if left.endswith(words.organisations_of):
        return True
    if before and ((before.lower in words.titles and before.capital) or before.lower in words.small_titles):
        return before.lower not in {"called", "named"} or not is_large(site.candidates[0])
    return not _is_attachment_fine(site, words)


def _is_quarter(site: Site, before: RawWord | None, after: RawWord | None, words: Words) -> bool:
    """ "In the East End today": no village bears an article, so this is some part of a town; "in the Yanji area" is Yanji's."""
    if before is None or is_large(site.candidates[0]) or is_division_name(site.name):
        return False
    return before.lower == "the" and (
        after is None or not (after.capital or after.lower in words.offices | words.areas)
    )


def _is_ground(site: Site, after: RawWord | None, words: Words) -> bool:
    """ "In Evin Prison": a prison of that name, which lies in no town that only seldom bears it (Évin-Malmaison)."""
    top = site.candidates[0]
    if after is None or not after.capital or is_large(top) or fold_text(top.name) == fold_text(site.name):
        return False
    return after.lower in words.grounds


def _is_name_like(word: RawWord) -> bool:
    """Whether the word may be a first name: a capital inside a sentence, but not the party of "R-Charleston"."""
    return word.capital and not word.first and len(word.text) > 1


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name.replace(".", "")) <= 5 and " " not in name


def _is_dateline(site: Site) -> bool:
    """Whether the name stands in capitals at the head of a line, before a dash, "(AP)" or a further name."""
    raw = site.raw
    if not site.name.isupper() or raw.shouting or not raw.words[site.first].first or "." in site.name:
        return False
    rest = raw.text[raw.words[site.last].end : raw.words[site.last].end + 30].lstrip()
    return rest[:1] in {"-", "–", "—", "(", ",", ":", "\x97"}


def _is_organisation(site: Site, after: RawWord, words: Words) -> bool:
    """ "Gallup Church", "Oxford Street", and two on: "London Daily Mail"."""
    if after.lower == "university":
        return True
    if not after.capital and not site.raw.shouting:
        return False
    if after.lower in words.organisations or after.lower in words.roads:
        return True
    at = site.last + 2
    if site.raw.shouting or at >= len(site.raw.words) or site.raw.text[after.end : site.raw.words[at].start] != " ":
        return False
    later = site.raw.words[at]
    return later.capital and later.lower in words.organisations and after.lower not in words.offices


def _is_attachment_fine(site: Site, words: Words) -> bool:
    """Whether what a hyphen ties to the name leaves it a place: "Seoul-based" does, "Jong-un" does not."""
    text, raw = site.raw.text, site.raw.words
    start, end = raw[site.first].start, raw[site.last].end
    if text[end : end + 1] in _HYPHENS and site.last + 1 < len(raw) and raw[site.last + 1].start == end + 1:
        following = raw[site.last + 1]
        if not following.capital and following.lower not in words.attached:
            return False
    tied = text[start - 1 : start] in _HYPHENS and site.first > 0 and raw[site.first - 1].end == start - 1
    return not tied or raw[site.first - 1].capital


def find_persons(text: str, words: Sequence[RawWord]) -> frozenset[str]:
    """Folded words that stand behind a title ("Sheriff Anderson") or behind another capital inside a sentence ("Mark
    Anderson"): bare uses of them are persons unless the words around say "place"."""
    vocabulary = load_words()
    barred = vocabulary.neutral | vocabulary.generic | vocabulary.locative
    out = set()
    for left, right in pairwise(words):
        if not (left.capital and right.capital) or right.first or text[left.end : right.start] not in {" ", ". "}:
            continue
        if left.lower in vocabulary.titles or not (left.first or left.lower in barred or left.text.isupper()):
            out.add(fold_text(right.text))
    return frozenset(out)
