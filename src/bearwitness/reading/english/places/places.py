"""Names of places in parsed English sentences, each with what it means.

The raw text says which names there are and what they mean (`places_scan`, `place_ranking`); the parse says whether a
name is used as a place at all: not a person (Kim Jong-un), an organisation (Gallup Church, the Washington Post) or a
people.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bearwitness.core.places import Gazetteer, Place
from bearwitness.core.records import Where
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.sentences import split_cells
from bearwitness.reading.english.people.aged import is_named_with_age
from bearwitness.reading.english.places.demonyms import load_codes
from bearwitness.reading.english.places.places_cues import LIKELY, SURE, WEAK
from bearwitness.reading.english.places.places_else import find_quarters
from bearwitness.reading.english.places.places_namesakes import drop_namesakes
from bearwitness.reading.english.places.places_quarters import settle_quarters
from bearwitness.reading.english.places.places_raw import is_division_name, is_large
from bearwitness.reading.english.places.places_scan import scan_names
from bearwitness.reading.english.places.places_words import Words, load_words
from bearwitness.reading.folding import fold_text, fold_words
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.place_bearers import NameUse
from bearwitness.reading.place_ranking import Ranked, rank_names
from bearwitness.reading.places import build_near, build_part, build_where

_PLACE_ENTITIES: Final = frozenset({"GPE", "LOC", "FAC"})
FITTING: Final = 3.0
"""Support of the report's other names from which a doubtful name is taken for the place it fits."""
LOCAL: Final = 4.5
"""Support above which names of the report lie in the place's province or about it, and not only in its country."""
UNNAMED: Final = 0.3
"""Support below which no other name of the report lies in the place's country."""
_NAME_TAGS: Final = frozenset({"NNP", "NNPS"})


def find_places(
    sentences: Sequence[Sentence], text: str, gazetteer: Gazetteer, mended: str | None = None
) -> tuple[PlaceMention, ...]:
    """The places named in the sentences, in text order; `text` is the whole report, whose other names decide what an
    ambiguous one means, `mended` the same with capitals in ordinary case. Offsets are the report's."""
    return find_named(sentences, text, find_names(mended or text, gazetteer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The words of a report that may name places, and what each would mean (None where nothing fits)."""

    uses: tuple[NameUse, ...]
    ranked: tuple[Ranked | None, ...]


def find_names(text: str, gazetteer: Gazetteer) -> Names:
    """What the raw text says of its places, before any sentence is parsed."""
    uses = scan_names(text, gazetteer)
    return Names(uses=uses, ranked=tuple(rank_names(uses, gazetteer)))


def find_named(sentences: Sequence[Sentence], text: str, names: Names) -> tuple[PlaceMention, ...]:
    """The places among the report's `names` that the parsed sentences use as such."""
    uses, ranked = names.uses, names.ranked
    starts = [use.start for use in uses]
    kept: list[tuple[NameUse, Place, Sequence[Token], Sentence]] = []
    named = frozenset(r.place.country for r in ranked if r is not None and r.strength > WEAK and is_large(r.place))
    for sentence in sentences:
        for k in range(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)):
            use, meant = uses[k], ranked[k]
            tokens = _find_tokens(sentence, use)
            if not meant or not tokens:
                continue
            stray = is_stray(use, meant, named) or _is_shouted_stray(use, meant, tokens, sentence)
            named_here = not stray and is_place_name(use, meant, tokens, sentence)
            if named_here or _fills_cell(use, sentence):
                kept.append((use, meant.place, tokens, sentence))
    mentions = [_build_mention(use, place, tokens[0], sentence, text) for use, place, tokens, sentence in kept]
    told = [(use, r) for use, r in zip(uses, ranked, strict=True) if r is not None]
    return drop_namesakes(settle_quarters(mentions, uses, ranked, find_quarters(text)), told, text)


def _find_tokens(sentence: Sentence, use: NameUse) -> Sequence[Token]:
    tokens = sentence.tokens
    first = bisect_left(tokens, use.start + 1, key=_end)
    last = first
    while last < len(tokens) and tokens[last].start < use.end:
        last += 1
    return tokens[first:last]


def _end(token: Token) -> int:
    return token.end


def is_stray(use: NameUse, meant: Ranked, named: frozenset[str | None]) -> bool:
    """Is this a small place that nothing else in the report speaks for: a namesake of a person, a prison, a village the
    gazetteer lacks ("Evin prison" and Évin in France, "Ren" and Rennes)?

    `named` are the countries of the report's large places. A name that the place seldom bears needs the support of the
    other names; one that it bears as its own must not lie in a country that goes unnamed beside others, unless the words
    beside it say that it is a place ("in Hunchun").
    """
    place = meant.place
    if use.part and not use.stated and meant.support < LOCAL and meant.strength < LIKELY:
        return place.kind not in {"country", "admin1"}
    if use.stated or place.kind not in {"town", "admin1", "admin2"}:
        return False
    if is_large(place):
        return _is_namesake(use, meant, named)
    elsewhere = meant.support < UNNAMED and bool(named - {place.country, None})
    if fold_text(place.name) != fold_text(use.text) and not is_division_name(use.text):
        return elsewhere if use.strength >= SURE else meant.support < FITTING
    return use.strength < SURE and (elsewhere or (use.strength <= WEAK and meant.support < UNNAMED))


def _is_namesake(use: NameUse, meant: Ranked, named: frozenset[str | None]) -> bool:
    """ "Li said", "Julia spoke", "a poem about Stalin": Limburg, Plovdiv and Donetsk bear such names seldom, and nobody means them where the
    report names only other countries."""
    place = meant.place
    if use.strength >= SURE or set(fold_words(use.text)) & set(fold_words(place.name)):
        return False
    return meant.support < UNNAMED and bool(named - {place.country, None})


def _is_shouted_stray(use: NameUse, meant: Ranked, tokens: Sequence[Token], sentence: Sentence) -> bool:
    """In a sentence of capitals even a large town's name may be a surname or the name of a body ("RODRIGUEZ", "MORENA"): it
    is the town where other names of the report speak for it, or where words say that it is a place, here or elsewhere."""
    if use.stated or meant.place.kind not in {"town", "admin1"} or meant.strength >= SURE or meant.support >= UNNAMED:
        return False
    if any(c.islower() for c in sentence.text):
        return False
    before, after = sentence.tokens[: tokens[0].i][-1:], sentence.tokens[tokens[-1].i + 1 :][:1]
    dateline = (use.start == sentence.start and not sentence.index) or any(t.text == "--" for t in after)
    behind = any(t.lower in {"from", "to", "of", "for", "towards", "through"} for t in before)
    return not dateline and not (behind and not any(t.tag in _NAME_TAGS for t in after))


def is_place_name(use: NameUse, meant: Ranked, tokens: Sequence[Token], sentence: Sentence) -> bool:
    """Whether the parse lets the name stand for a place.

    A name that the report vouches for ("in X" here or elsewhere, "X, Jilin", "X residents", or a place amid the
    report's other places) needs less of the parser than a bare one.
    """
    if use.text.lower() in _demonyms() or _is_shouted_word(use, sentence) or is_named_with_age(sentence, tokens[-1]):
        return False
    kinds = {token.ent for token in tokens}
    vouched = use.stated or use.strength >= SURE or is_division_name(use.text)
    known = vouched or meant.strength >= SURE or (meant.support >= FITTING and use.strength > WEAK)
    if kinds & _PLACE_ENTITIES:
        return True
    if "ORG" in kinds:
        fits = known or use.strength >= LIKELY or meant.support >= FITTING
        return fits and not _is_body_of(tokens, sentence)
    if vouched:
        return use.stated or is_division_name(use.text) or _is_whole_entity(tokens, sentence)
    if "PERSON" in kinds or "NORP" in kinds:
        whole = _is_whole_entity(tokens, sentence) and (len(tokens) > 1 or known)
        owner = _is_owner(tokens, sentence) or (is_large(meant.place) and _is_of_site(tokens, sentence))
        return use.strength >= LIKELY and (owner or (whole and (known or is_large(meant.place))))
    named = any(token.tag in _NAME_TAGS for token in tokens)
    if kinds - {""}:
        return named and known and kinds <= {"", "PRODUCT", "WORK_OF_ART"}
    return named and (use.strength > WEAK or known or meant.support >= FITTING)


_BEFORE: Final = re.compile(r"(?:^|[,:;|(\t•*·▪◦–—-])\s*$")
_AFTER: Final = re.compile(r"\s*(?:$|[,:;|)\t–—-])")
_MARKED: Final = re.compile(r"[•*·▪◦–—-]\s")
_LABEL: Final = 140
_LAST: Final = re.compile(r"\b(?:19|20)?\d{1,2} [A-Z][a-z]+(?: \d{4})?, $")
_INLINE: Final = re.compile(r":(?: [^:;]+ \d[\d,]*[;,])* $")


def _fills_cell(use: NameUse, sentence: Sentence) -> bool:
    """Does the name fill a cell of a table or a piece of a list's line ("- 7 May: 1 journalist, Grodno")?

    Such lines have no verb, so their parse says little; a line of words alone ("Grace, Jordan, Chad") is none of them.
    """
    text = sentence.text
    if len(text) > _LABEL or not any(c.isdigit() for c in text):
        return False
    if _LAST.search(text[: use.start - sentence.start]) and text[use.end - sentence.start :] == ".":
        return not any(t.tag in {"VBZ", "VBP", "MD"} or t.dep in {"aux", "auxpass", "nsubj"} for t in sentence)
    if not split_cells(text) and not _MARKED.match(text) and (text.endswith(".") or text.isupper()):
        if _INLINE.search(text[: use.start - sentence.start]) and re.match(r" \d", text[use.end - sentence.start :]):
            return True  # "Detentions by town: Minsk 96; Grodno 21."
        return use.start == sentence.start and text[len(use.text) :].startswith(":")  # "Grodno: 57 people detained."
    start, end = use.start - sentence.start, use.end - sentence.start
    if not _BEFORE.search(text, 0, start) or not _AFTER.match(text, end):
        return False
    others = [t for t in sentence if t.text[:1].isalpha() and not use.start <= t.start < use.end]
    return not any(t.tag in {"VBD", "VBZ", "VBP", "MD"} or t.ent == "PERSON" for t in others)


@cache
def _demonyms() -> frozenset[str]:
    """Nationalities: "Thai police" are no police of a village called Thai."""
    # The last word too: "Costa Rican", "Sri Lankan".
    return frozenset(word for name in load_codes() for word in (name, name.split()[-1]))


_NEVER_SHOUTED: Final = frozenset({"US", "LA", "EL", "LOS", "LAS", "SAN", "DE"})


def _is_shouted_word(use: NameUse, sentence: Sentence) -> bool:
    """Is this a word of a name in a sentence of capitals ("LA" of "LA RICA", "THE RIVER")? There a capital tells nothing."""
    name = use.text.upper()
    return (name in _NEVER_SHOUTED or name.startswith(("THE ", "DE "))) and not any(c.islower() for c in sentence.text)


def _is_body_of(tokens: Sequence[Token], sentence: Sentence) -> bool:
    """Whether the name ends the name of a body: "Future Farmers of America", but not "Government of Sudan"."""
    at = tokens[0].i - 1
    if at < 1 or sentence.tokens[at].lower != "of" or sentence.tokens[at].ent != "ORG":
        return False
    return sentence.tokens[at - 1].lower not in load_words().governments


def _is_owner(tokens: Sequence[Token], sentence: Sentence) -> bool:
    """Whether a plain word for its people or offices follows: "Gainesville residents"."""
    following = sentence.tokens[tokens[-1].i + 1 : tokens[-1].i + 2]
    return bool(following) and following[0].text.islower() and following[0].lower in load_words().offices


def _is_of_site(tokens: Sequence[Token], sentence: Sentence) -> bool:
    """ "the Qingdao ferry port", "a Mandalay bus station": a ground in small letters that bears the town's name."""
    noun = sentence.head(tokens[-1])
    return tokens[-1].dep == "compound" and noun.text.islower() and noun.lemma in load_words().town_sites


def _is_whole_entity(tokens: Sequence[Token], sentence: Sentence) -> bool:
    first, last = tokens[0], tokens[-1]
    following = sentence.tokens[last.i + 1 : last.i + 2]
    return (first.ent_first or first.ent == "") and not any(
        t.ent and t.ent == last.ent and not t.ent_first for t in following
    )


def _build_mention(use: NameUse, place: Place, head: Token, sentence: Sentence, text: str) -> PlaceMention:
    words = load_words()
    start = use.start
    compass = _compass_before(head, sentence, words)
    if compass is not None and place.kind in {"country", "admin1"}:
        start = compass.start
    surface = text[start : use.end]
    where: Where
    if start != use.start:
        where = build_part(place, surface)
    elif _is_near(head, sentence, text, words):
        where = build_near(place, surface)
    else:
        where = build_where(place, surface)
    return PlaceMention(start=start, end=use.end, text=surface, place=place, where=where)


def _compass_before(token: Token, sentence: Sentence, words: Words) -> Token | None:
    """The "northern" of "northern Xinjiang"."""
    before = sentence.tokens[token.i - 1] if token.i else None
    return before if before is not None and before.lower in words.compass else None


def _is_near(token: Token, sentence: Sentence, text: str, words: Words) -> bool:
    before = sentence.tokens[token.i - 1] if token.i else None
    if before is None:
        return False
    left = text[max(sentence.start, token.start - 24) : token.start].casefold()
    return before.lower in words.near or left.endswith(words.near_of)
