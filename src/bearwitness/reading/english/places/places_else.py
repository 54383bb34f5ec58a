"""When the words beside a name of a place make it something else: a person, a body, a street, or a part of some town.

"Sheriff Anderson" is a man, "Anderson University" a body, "the 900 block of Pennsylvania" a street, and "the Austin neighborhood"
lies in no town called Austin.
"""

import re
from typing import Final

from bearwitness.reading.english.places.places_raw import RawWord, Site
from bearwitness.reading.english.places.places_words import Words
from bearwitness.reading.folding import fold_text, fold_words

_HYPHENS: Final = frozenset("-‐‑")
_COMPASS: Final = (
    r"(?:(?:[NSEW]{1,2}\.?|North|South|East|West|Northeast|Northwest|Southeast|Southwest|north|south|east|west) )?"
)
_STREET_BEFORE: Final = re.compile(rf"\b(?:bloc?ks?|blk) of {_COMPASS}$")
_CROSSING_BEFORE: Final = re.compile(rf"\w (?:and|&) {_COMPASS}$")
_WAYS: Final = r"(?:streets|avenues|roads|drives|boulevards|lanes|highways|parkways)\b"
_CROSSING: Final = re.compile(rf" {_WAYS}", re.IGNORECASE)
_CROSSING_BEHIND: Final = re.compile(rf" (?:and|&) {_COMPASS}[A-Z0-9][\w'’]*(?: [A-Z][\w'’]*)? {_WAYS}", re.IGNORECASE)
_QUARTER_BEHIND: Final = re.compile(r"(?: [A-Z]\w+)?,? neighbou?rhood\b")
_FACILITY_BEHIND: Final = re.compile(
    r" (?:(?:Senior |Junior |Central )?High(?: School| [a-z])|HS\b|Elementary|Middle School|Primary School|"
    r"(?:(?:Regional|General|Memorial|Community|County|University|Children['’]s) )*(?:Hospital|Medical Cent(?:er|re)|Clinic)\b)"
)
_LONGER_NAME: Final = re.compile(r" (?:de|da|do|dos|del|della|di|von|van|bin|ibn|ul|ur)(?: la| las| los| der)? [A-Z]\w")
""" "Charles de Gaulle", "Praia da Luz": the gazetteer lacks the whole name, and its first word is no county and no capital."""
_STATE_BEHIND: Final = re.compile(r",\s[A-Z]")


def is_something_else(site: Site, words: Words) -> bool:
    """Whether the words beside it make the name a person's, an organisation's, a disease's, a street's."""
    before, after = site.before(), site.after()
    text, name = site.raw.text, site.name
    start = site.raw.words[site.first].start
    if (
        name.lower() in words.never
        or text[start - 1 : start] == "$"
        or _LONGER_NAME.match(text, site.raw.words[site.last].end)
    ):
        return True
    if name.lower().endswith((" township", " twp")) and not set(fold_words(name)) & set(
        fold_words(site.candidates[0].name)
    ):
        return True  # a township that the gazetteer holds only as an old name of another place
    top = site.candidates[0].kind
    if (
        not site.raw.shouting
        and is_acronym(name)
        and top not in {"country", "region", "admin1"}
        and not is_dateline(site)
    ):
        return True
    if after and (after.lower in words.things or _is_organisation(site, after, words)):
        return True
    left = text[max(0, start - 28) : start].lower()
    if left.endswith("according to ") and site.first == site.last and not site.is_large:
        return not (after and after.lower in words.offices)
    if left.endswith(words.organisations_of):
        return True
    if before and ((before.lower in words.titles and before.capital) or before.lower in words.small_titles):
        return before.lower not in {"called", "named"} or not site.is_large
    return _is_street(site) or not _is_attachment_fine(site, words)


def is_quarter(site: Site, words: Words) -> bool:
    """ "In the East End today": no village bears an article, so this is some part of a town; "in the Yanji area" is Yanji's.

    "Downtown", "South Side" and "Midtown" are parts of any town, unless their state follows.
    """
    before, after = site.before(), site.after()
    end = site.raw.words[site.last].end
    if site.name.lower() in words.quarters and not _STATE_BEHIND.match(site.raw.text, end):
        return True
    if before is None or site.is_large or site.is_division:
        return False
    return before.lower == "the" and (
        after is None or not (after.capital or after.lower in words.offices | words.areas)
    )


def is_part(site: Site) -> bool:
    """Whether the name is a quarter's, a school's or a hospital's ("the Austin neighborhood", "Lafayette High School"), which
    bear the names of towns elsewhere: it lies where the report's other names lie, or is no place of ours."""
    if site.candidates[0].kind in {"country", "admin1"}:
        return False
    behind = site.raw.words[site.last].end
    return bool(_QUARTER_BEHIND.match(site.raw.text, behind) or _FACILITY_BEHIND.match(site.raw.text, behind))


def is_ground(site: Site, words: Words) -> bool:
    """ "In Evin Prison": a prison of that name, which lies in no town that only seldom bears it (Évin-Malmaison)."""
    after, top = site.after(), site.candidates[0]
    if after is None or not after.capital or site.is_large or fold_text(top.name) == fold_text(site.name):
        return False
    return after.lower in words.grounds


def is_acronym(name: str) -> bool:
    """ "MIT", "U.S."."""
    return name.isupper() and len(name.replace(".", "")) <= 5 and " " not in name


_DATELINE_BEHIND: Final = re.compile(
    r"(?:, ?[A-Z][A-Za-z]{1,14}(?:\.[A-Z])?\.?)?(?: ?\([^)\n]{2,30}\))? ?(?:--|–|—|-(?=\s))"
)


def is_dateline(site: Site) -> bool:
    """Whether the name stands in capitals at the head of a line, before a dash, "(AP)" or a further name, or behind a caption
    that no stop ends ("Getty Images DALLAS -- A boy was …")."""
    raw = site.raw
    if not site.name.isupper() or raw.shouting or "." in site.name.replace("ST.", ""):
        return False
    end = raw.words[site.last].end
    if not raw.words[site.first].first:
        return len(site.name) > _INITIALS and _DATELINE_BEHIND.match(raw.text, end) is not None
    mark = raw.text[end : end + 30].lstrip()[:1]
    # "DA: boy shot himself": initials that speak
    return mark in {"-", "–", "—", "(", ",", "\x97"} or (mark == ":" and len(site.name) > _INITIALS)


_INITIALS: Final = 3


def _is_street(site: Site) -> bool:
    """ "the 900 block of Pennsylvania", "at Fifth and Allen streets", "near Hamilton and Goodman avenues"."""
    text, start, end = site.raw.text, site.raw.words[site.first].start, site.raw.words[site.last].end
    if _STREET_BEFORE.search(text[max(0, start - 24) : start]) or _CROSSING_BEHIND.match(text, end):
        return True
    return bool(_CROSSING.match(text, end) and _CROSSING_BEFORE.search(text[max(0, start - 24) : start]))


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


_AGED: Final = re.compile(
    r"[A-Z][\w'’.-]+ (?:[A-Z][\w'’.-]* )*?([A-Z][\w'’]+)(?: - [A-Z]\w+)?(?: Jr\.?| Sr\.?)?(?:, \d{1,2}(?=[,.;:]| of\b| was\b)| \(\d{1,2}\))"
)


def find_aged(text: str) -> frozenset[str]:
    """Folded surnames of people told with their age ("Noah Allen, 19"): a bare use means them, however large the town of that name."""
    return frozenset(fold_text(m[1]) for m in _AGED.finditer(text))


_QUARTER: Final = re.compile(r"((?:[A-Z]\w+ ){0,2}[A-Z]\w+),? neighbou?rhood\b")


def find_quarters(text: str) -> frozenset[str]:
    """Folded names that the report calls a neighborhood somewhere, each with its last words alone ("West Pullman", "Pullman")."""
    names = [m[1].split() for m in _QUARTER.finditer(text)]
    return frozenset(fold_text(" ".join(words[n:])) for words in names for n in range(len(words)))
