"""Places that are no scene whatever else the sentence tells: where a body sits, who pays it, where a speaker or a victim is
from, where the wounded were brought, and the outlet's own town at the end of a title."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import ADMIN1
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.places import is_inside

_TIED: Final = re.compile(r"[-‐‑]([a-z]{3,})")
_RESIDENCE: Final = re.compile(
    r"(?:, (?:both |all |also )?|\balso |\bboth )of (?:rural |nearby )?$|"
    r"\b(?:headquartered|based|born|raised|lives|living|lived|grew up|graduated|studied) in $",
    re.IGNORECASE,
)
_CARE_BEFORE: Final = re.compile(
    r"\b(?:Hospital|Medical Cent(?:er|re)|Center|Clinic|hospitals?|clinic|UMC|UMMC|ER)(?: -|,)? (?:in |at |of )?(?:the |nearby |downtown )?$"
)
_BREAK: Final = re.compile(r"\s+[-–—|]+\s+|\s?\|\s|::\s*|-(?=\w+\.com)|\s\|")
_OUTLET: Final = re.compile(
    r"\b(?:News|NEWS|Weather|Channel \d+|TV|Radio|Coverage|Sports|[KW][A-Z]{2,3}(?:[- ]?(?:TV|FM|DT))?\d*|(?:FOX|ABC|NBC|CBS) ?\d+|CNN|BBC)\b"
    r"|\w\.(?:com|org|net|co\.uk)\b"
)
_OWNER: Final = re.compile(r"©|\bCopyright\b|\b[Aa]ll [Rr]ights [Rr]eserved\b")


def is_seat(sentence: Sentence, place: PlaceMention) -> bool:
    """ "the Oslo-based newspaper", "a Saudi-backed militia": where somebody sits or whose money it is, never where the act was."""
    at = place.end - sentence.start
    tied = _TIED.match(sentence.text, at)
    if tied is not None and tied[1] not in load_table("reading.english", "attach.toml")["tied_where"]:
        return True
    return is_of_outlet(sentence.text, place.start - sentence.start)


def is_of_outlet(text: str, at: int) -> bool:
    """Does the name at offset `at` stand in the outlet's part of a title ("Man shot in leg - KXYZ News - Salem, Oregon") or in
    words of who owns the text ("© 2017 KXYZ; Salem, Ore.")?"""
    if _OWNER.search(text):
        return True
    if text.rstrip().endswith("."):
        return False
    breaks = [m.end() for m in _BREAK.finditer(text)]
    ends = [*breaks[1:], len(text)]
    first = next((a for a, b in zip(breaks, ends, strict=False) if _OUTLET.search(text, a, b)), None)
    return first is not None and at >= first


def is_residence(text: str, at: int) -> bool:
    """ "Ana Ruiz, 25, of Salem, was shot", "both of Salem": where people live, which is often not where it was."""
    return _RESIDENCE.search(text, max(0, at - 30), at) is not None


def is_care(text: str, start: int, end: int) -> bool:
    """ "a Salem hospital", "Salem Regional Medical Center", "the hospital in Salem": where the wounded were brought."""
    return bool(_care_behind().match(text, end) or _CARE_BEFORE.search(text, max(0, start - 40), start))


@cache
def _care_behind() -> re.Pattern[str]:
    words = load_table("reading.english", "attach.toml")["care"]
    either = "|".join((*words, *(w.capitalize() for w in words)))
    return re.compile(rf"(?:['’]s)?(?: (?:- )?[A-Z][\w'’.]*){{0,4}}?[ -]+(?:{either})\b")


def is_beside(sentence: Sentence, place: PlaceMention, tokens: tuple[Token, Token], trigger: int) -> bool:
    """Is the place, whose own token and preposition are `tokens`, where the people hurt lived, or the hospital where they were brought
    or died and not where they were attacked ("was shot at Salem Hospital")?"""
    start, end = place.start - sentence.start, place.end - sentence.start
    if is_residence(sentence.text, start):
        return True
    if not is_care(sentence.text, start, end):
        return False
    if sentence.tokens[trigger].lemma not in load_table("reading.english", "attach.toml")["attacking_at"]:
        return True
    preps = [a for a in (*tokens, *sentence.ancestors(tokens[0])) if a.tag in {"IN", "TO"}]
    return not any(p.head == trigger and p.lower in {"in", "at", "outside", "inside", "near"} for p in preps)


def is_of_people(sentence: Sentence, head: Token, place: PlaceMention) -> bool:
    """ "an Ohio man was shot", "a Texas boy": the state or country that people are from, and not where it was."""
    people = load_table("reading.english", "attach.toml")["from_there"]
    return (
        place.where.prec >= ADMIN1 and head.dep in {"compound", "nmod", "amod"} and sentence.head(head).lemma in people
    )


def is_of_speaker(sentence: Sentence, below: Sequence[Token], trigger: int) -> bool:
    """Does the mention, with `below` the tokens from it up to the act at `trigger`, only tell of who speaks or where people are from?

    "sources based in China said", "according to a group in Manila", "the abducted are from villages in Ohio".
    """
    saying = load_table("reading.english", "attach.toml")["saying"]
    for token in below:
        up = sentence.head(token)
        if token.dep == "nsubj" and up.lemma in saying and up.i != trigger:
            return True
        if token.lower == "according" or (token.lower == "from" and up.lemma == "be"):
            return True
    return False


def only_says_which(places: Sequence[PlaceMention], number: int, sentence: Sentence) -> bool:
    """ "SELMA, Ala. (WXYZ) -- A boy was shot": the state only says which Selma."""
    last = places[number - 1] if number else None
    between = sentence.text[last.end - sentence.start : places[number].start - sentence.start] if last else ""
    return last is not None and between == ", " and is_inside(last.place, places[number].place)
