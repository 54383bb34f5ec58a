"""Every name of a place that an English text may hold, found in its raw letters without a parser.

What a name means must not depend on which sentences a screen lets through to the parser, so all that decides it (the
other names, what stands beside it) is read here, over the whole report, from capitals, commas and the words around.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from bearwitness.core.places import Gazetteer, Place
from bearwitness.reading.english.places.demonyms import find_nationalities
from bearwitness.reading.english.places.places_cues import LIKELY, NONE, SURE, find_persons, is_bare_person, weigh_site
from bearwitness.reading.english.places.places_else import find_aged, find_quarters, is_part
from bearwitness.reading.english.places.places_raw import RawText, RawWord, Site
from bearwitness.reading.english.places.places_unlisted import add_unlisted
from bearwitness.reading.english.places.places_words import expand_abbreviation, load_words
from bearwitness.reading.folding import fold_text, fold_words
from bearwitness.reading.place_bearers import NameUse
from bearwitness.reading.place_ranking import limit_candidates
from bearwitness.reading.places import is_inside

_TOKEN: Final = re.compile(
    r"(?:[A-Z][a-z]?\.){2,}|[NSW]\. (?:Va|C|D|J|Y|H|M)\.|"
    r"\w+(?:['’‘ʻ](?!(?:[sS]|re|RE|ve|VE|ll|LL|d|D|m|M|t|T)\b)\w+)*"
)
_LONGEST: Final = 5
_SHORT: Final = frozenset({"st", "mt", "ft", "ste"})
_JOINTS: Final = frozenset({" ", "-", "‐", "‑", "\n", "'s ", "’s "})
_SENTENCE_END: Final = frozenset('.!?:"“”(…—')
# Between a name and the area it lies in, or two names of a list.
_CONTAINED: Final = frozenset(
    {", ", " (", ", in ", " in ", ", a city in ", " of ", ", in the ", " in the ", ",\n", "; "}
)
_OWNED: Final = frozenset({"'s ", "’s ", " "})
_LISTED: Final = frozenset({", ", " and ", ", and ", " or ", ", or "})
_AREAS: Final = frozenset({"country", "admin1", "admin2"})
_WEAK_GENERIC: Final = frozenset({"city", "town", "village", "state"})


def scan_names(text: str, gazetteer: Gazetteer) -> tuple[NameUse, ...]:
    """The names in order, not overlapping, each with its candidates and how surely it is a place (`NameUse.strength`).

    A text in capitals is read without regard to case; then only the words around a name speak for it.
    """
    words = _split(text)
    shouting = _is_upper(text)
    persons = frozenset[str]() if shouting else find_persons(text, words)
    aged = frozenset[str]() if shouting else find_aged(text)
    raw = RawText(text=text, words=words, shouting=shouting, persons=persons, aged=aged, quarters=find_quarters(text))
    found = list(_find_uses(raw, gazetteer))
    vouched = {fold_text(use.text) for use, bare in found if not bare}
    uses = _relate(text, [use for use, bare in found if not bare or fold_text(use.text) in vouched])
    return tuple(_add_nationalities(text, add_unlisted(text, uses), gazetteer))


def _add_nationalities(text: str, uses: list[NameUse], gazetteer: Gazetteer) -> list[NameUse]:
    """The names with the report's words of nationality: "Egyptian" speaks for Cairo in Egypt as "Egypt" does."""
    told = [
        NameUse(start=at, end=end, text=text[at:end], candidates=(country,), strength=LIKELY)
        for at, end, code in find_nationalities(text)
        if (country := gazetteer.country(code)) is not None
    ]
    longest = {use.start: use.end for use in uses}
    # "British Columbia" and "French Guiana" are places; "Thai" is a village as well, but no reader means it.
    told = [nation for nation in told if longest.get(nation.start, 0) <= nation.end]
    starts = {nation.start for nation in told}
    return sorted([*told, *(use for use in uses if use.start not in starts)], key=lambda use: use.start)


def _is_upper(text: str) -> bool:
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper > 4 * lower


def _split(text: str) -> list[RawWord]:
    out: list[RawWord] = []
    stopped = load_words().short_titles
    end = 0
    first = True
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        word = match.group()
        if start != end + 1 or text[end] != " ":
            gap = text[end:start]
            first = not out or "\n" in gap or (gap.strip()[:1] or " ") in _SENTENCE_END
            # "Mr. Lincoln": the stop of a title ends no sentence, and who bears it is no town
            first = first and not (gap == ". " and out and out[-1].capital and out[-1].lower in stopped)
        out.append(RawWord(start, stop, word, word[0].isupper(), first))
        first = False
        end = stop
    return out


def _find_uses(raw: RawText, gazetteer: Gazetteer) -> Iterator[tuple[NameUse, bool]]:
    """The uses, each with whether it may as well be the name of a person of the report."""
    usual, starters = load_words().usual, load_words().starters
    plain = frozenset() if raw.shouting else {word.text for word in raw.words if not word.capital}
    i = 0
    while i < len(raw.words):
        able = raw.words[i].capital and raw.words[i].lower not in starters
        found = _find_longest(raw, i, gazetteer) if able else None
        if found is None:
            i += 1
            continue
        last, candidates, name = found
        candidates = _limit_kinds(raw, i, last, candidates)
        site = Site(raw, i, last, candidates)
        short = name != site.name and name != f"{site.name}."
        strength = SURE if short else weigh_site(site)
        if strength < SURE and last == i and raw.words[i].lower in plain:
            # "Media", "Most" at the head of a sentence, in a report that has the word in small letters as well.
            strength = NONE
        if strength > NONE:
            end = raw.words[last].end
            stop = name != raw.text[raw.words[i].start : end] and raw.text[end : end + 1] == "."
            use = NameUse(
                start=raw.words[i].start,
                end=end + stop,
                text=name,
                candidates=candidates,
                strength=strength,
                usual=usual.get(fold_text(name)),
                part=not short and (fold_text(name) in raw.quarters or is_part(site)),
            )
            yield use, not short and is_bare_person(site)
        i = last + 1


def _limit_kinds(raw: RawText, i: int, last: int, candidates: tuple[Place, ...]) -> tuple[Place, ...]:
    """The candidates of the kind told beside: "the city of Jilin", "the province of Jilin", "Washington state"."""
    if raw.text[raw.words[last].end :].startswith(" state "):
        return tuple(place for place in candidates if place.kind == "admin1") or candidates
    start = raw.words[i].start
    left = raw.text[max(0, start - 16) : start].lower()
    if not left.endswith("of "):
        return candidates
    for phrase, kinds in load_words().kinds_of.items():
        if left.endswith(f"{phrase} "):
            return tuple(place for place in candidates if place.kind in kinds) or candidates
    return candidates


def _find_longest(raw: RawText, i: int, gazetteer: Gazetteer) -> tuple[int, tuple[Place, ...], str] | None:
    """The longest run of words from `i` that is a name: index of its last word, candidates, the name looked up."""
    text, words = raw.text, raw.words
    word = words[i]
    before, after = text[max(0, word.start - 2) : word.start], text[word.end : word.end + 2]
    beside = before == ", " or after.startswith(".") or "." in word.text
    if beside and (short := expand_abbreviation(word.text, before, after)):
        return i, gazetteer.find(short), short
    for last in reversed(_list_ends(raw, i)):
        name = text[word.start : words[last].end]
        if len(name) < 2:
            continue
        found = gazetteer.find(name)
        if found and last > i and words[last].lower in _WEAK_GENERIC:
            # "Huntsville city", "Dublin City Council": a word that singles out nothing says nothing.
            bare = gazetteer.find(text[word.start : words[last - 1].end])
            named = words[last].lower == "state" and found[0].country != "US"
            if bare and not named and bare[0] == found[0] and set(found) <= set(bare):
                continue
        if found:
            return last, found, name
    return None


def _list_ends(raw: RawText, i: int) -> list[int]:
    """Where a name that begins with word `i` may end: at capitals, at parts tied by a hyphen, at "county"."""
    text, words, vocabulary = raw.text, raw.words, load_words()
    ends = [i]
    if "." in words[i].text:
        return ends
    for j in range(i + 1, min(i + _LONGEST, len(words))):
        gap = text[words[j - 1].end : words[j].start]
        if gap not in _JOINTS and not (gap == ". " and words[j - 1].lower in _SHORT):
            break
        word = words[j]
        hyphened = gap in {"-", "‐", "‑"}
        if word.capital or hyphened:
            ends.append(j)
        elif word.lower in vocabulary.generic:
            ends.append(j)
            break
        elif word.lower not in vocabulary.joiners:
            break
    return ends


def _relate(text: str, uses: list[NameUse]) -> list[NameUse]:
    """Limits names by what stands beside them: "Tonghua, Jilin Province", "Jilin's Tonghua"; "Ohio, Iowa, Georgia"."""
    gaps = [text[left.end : right.start] for left, right in pairwise(uses)]
    listed = _find_lists(uses, gaps)
    out = list(uses)
    for k in range(len(uses) - 1, -1, -1):
        if k in listed:
            out[k] = listed[k]
            continue
        abroad = (
            k < len(gaps) and out[k].candidates[0].kind == "country" and gaps[k] in _WITHIN
        )  # "the consul of China in New York"
        if k + 1 < len(uses) and gaps[k] in _CONTAINED and k + 1 not in listed and not abroad:
            _contain(out, k, k + 1, bracketed=gaps[k] == _BRACKET)
        if k > 0 and gaps[k - 1] in _OWNED and not out[k].stated:
            _contain(out, k, k - 1)
    return [use for k, use in enumerate(out) if not (k and gaps[k - 1] in _POSSESSED and _is_outside(use, out[k - 1]))]


_WITHIN: Final = frozenset({", in ", " in ", ", in the ", " in the "})
_POSSESSED: Final = frozenset({"'s ", "’s "})


def _is_outside(town: NameUse, owner: NameUse) -> bool:
    """ "Sagaing Region's Pale": a town there that the gazetteer lacks is none of its name in another country."""
    areas = [place for place in owner.candidates if place.kind in _AREAS]
    if not areas or town.stated or any(place.kind != "town" for place in town.candidates):
        return False
    return not limit_candidates(town.candidates, areas)


_BRACKET: Final = " ("
""" "Jilin (Jilin Province)": what stands in the bracket holds the town, also one of its own name."""


def _contain(uses: list[NameUse], inner: int, outer: int, *, bracketed: bool = False) -> None:
    """Limits `inner` to places inside `outer`, and `outer` to the areas that hold one."""
    # "In Mexico, Mexico City police …", "Haiti, Port-au-Prince": the second name is no area of the first's.
    repeated = not bracketed and fold_words(uses[inner].text) < fold_words(uses[outer].text)
    if uses[outer].candidates[0].kind not in _AREAS or repeated:
        return
    areas = [place for place in uses[outer].candidates if place.kind in _AREAS]
    limited = limit_candidates(uses[inner].candidates, areas)
    if not limited:
        return
    holders = tuple(area for area in areas if any(is_inside(place, area) for place in limited))
    uses[inner] = replace(uses[inner], candidates=limited, stated=True, strength=max(uses[inner].strength, SURE) + 0.2)
    uses[outer] = replace(uses[outer], candidates=holders, stated=True, strength=max(uses[outer].strength, SURE))


def _find_lists(uses: list[NameUse], gaps: list[str]) -> dict[int, NameUse]:
    """Members of lists of three or more whose first candidates are mostly provinces or countries, limited to such:
    in "New Mexico, New York, Ohio and Washington" all are states."""
    out: dict[int, NameUse] = {}
    start = 0
    for k in range(len(uses)):
        if k < len(gaps) and gaps[k] in _LISTED:
            continue
        run = range(start, k + 1)
        start = k + 1
        if len(run) < 3:
            continue
        for kind in ("admin1", "country"):
            led = [j for j in run if uses[j].candidates[0].kind == kind]
            # "Lansing, Michigan, and Springfield, Ohio" alternates; a list of states does not.
            if len(led) < 0.75 * len(run):
                continue
            codes = {uses[j].candidates[0].country for j in led} if kind == "admin1" else set()
            for j in run:
                same = tuple(p for p in uses[j].candidates if p.kind == kind and (not codes or p.country in codes))
                if same:
                    out[j] = replace(uses[j], candidates=same, strength=max(uses[j].strength, SURE), usual=None)
            break
    return out
