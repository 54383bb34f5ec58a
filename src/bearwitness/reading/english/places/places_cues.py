"""How surely a name found in raw text is meant as a place: from the words beside it and the size of what bears it.

"in Anderson" is a place, "Sheriff Anderson" is not, "Anderson University" is an organisation, "Anderson residents" live
there.
"""

from collections.abc import Sequence
from itertools import pairwise

from bearwitness.reading.english.places.places_else import (
    is_acronym,
    is_dateline,
    is_ground,
    is_part,
    is_quarter,
    is_something_else,
)
from bearwitness.reading.english.places.places_raw import RawWord, Site
from bearwitness.reading.english.places.places_words import load_words
from bearwitness.reading.folding import fold_text

SURE, LIKELY, WEAK, NONE = 1.0, 0.6, 0.25, 0.0


def weigh_site(site: Site) -> float:
    """From NONE (not this place) over WEAK and LIKELY to SURE."""
    words = load_words()
    before, after = site.before(), site.after()
    if is_something_else(site, words) or is_quarter(site, words):
        return NONE
    if is_part(site) or fold_text(site.name) in site.raw.quarters:
        return WEAK
    if before and before.lower in words.locative and not is_ground(site, words):
        return SURE
    if site.is_division or is_dateline(site):
        return SURE
    if before and before.lower == "of" and site.raw.text[before.start - 2 : before.start] == ", ":
        return SURE
    large = site.is_large
    alone = site.first == site.last
    if site.raw.shouting:
        return LIKELY if large else WEAK
    if is_acronym(site.name) and site.candidates[0].kind == "country":
        return LIKELY  # "the U.S. Army", "Egyptian-US relations": nobody is called so
    if after and after.lower in words.offices:
        return LIKELY if large or not after.capital or not alone else WEAK
    if before and before.lower in words.directional:
        return LIKELY
    if alone and ((not large and fold_text(site.name) in site.raw.persons) or fold_text(site.name) in site.raw.aged):
        return NONE
    if before and _is_name_like(before) and before.lower not in words.neutral:
        return WEAK if large and not alone else NONE
    if alone and after and after.capital:
        return WEAK if large else NONE
    if not large and after and after.capital and site.raw.text[after.start - 1] == " ":
        return WEAK  # "Aung San Suu Kyi"
    return LIKELY if large or not alone else WEAK


def is_bare_person(site: Site) -> bool:
    """Whether only its size speaks for a town that is called like a person of the report ("Dana Nelson was hit. … Nelson died"): no
    word beside this use says that it is a place."""
    if site.first != site.last or site.is_division or fold_text(site.name) not in site.raw.persons or site.raw.shouting:
        return False
    if site.candidates[0].kind not in {"town", "admin2"} or is_dateline(site):
        return False
    words = load_words()
    before, after = site.before(), site.after()
    placed = before is not None and before.lower in words.locative | words.directional
    return not placed and not (after is not None and after.lower in words.offices)


def _is_name_like(word: RawWord) -> bool:
    """Whether the word may be a first name: a capital inside a sentence, but not the party of "R-Charleston"."""
    return word.capital and not word.first and len(word.text) > 1


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
