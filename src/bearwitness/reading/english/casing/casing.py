"""Capitals-only text in ordinary case, letter for letter, so that the parser reads old wires as it reads the rest.

A word that no dictionary has is a name; so is a noun that follows one ("GALAN" behind "CARLOS"), everywhere in the report.
Only the copy given to the parser and to the search for places changes; quotes and offsets stay those of the report.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from bearwitness.core.places import Gazetteer
from bearwitness.core.tables import load_table
from bearwitness.reading.english.casing.casing_known import Known, Letters, casing_words, read_letters
from bearwitness.reading.english.casing.casing_places import find_place
from bearwitness.reading.english.parsing.lexicon import Lexicon
from bearwitness.reading.english.parsing.sentences import Span
from bearwitness.reading.english.people.people import people_words

_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_IN_BRACKETS = re.compile(r"[(\[]([A-Z]{2,5})[)\]]")

_Kind = Literal["name", "noun", "plain", "kept", "raised"]


def is_capitals(words: str) -> bool:
    """Does the sentence have letters, three words of them at least, and no small ones?"""
    return not any(c.islower() for c in words) and sum(1 for _ in re.finditer(r"[A-Z]{2,}", words)) >= 3


def mend_report(text: str, spans: Sequence[Span], gazetteer: Gazetteer, lexicon: Lexicon) -> str:
    """The report with its sentences of capitals in ordinary case; as many characters as before, other sentences as they are."""
    shouted = [s for s in spans if is_capitals(text[s.start : s.end])]
    if not shouted:
        return text
    if not any(c.islower() for c in text):  # then the rows of its tables are, however short
        shouted = [s for s in spans if re.search(r"[A-Z]{2,}", text[s.start : s.end])]
    bracketed = {m[1].lower() for s in shouted for m in _IN_BRACKETS.finditer(text, s.start, s.end)}
    initials = frozenset(w for w in bracketed if not (lexicon.is_plain(w) or lexicon.is_noun(w)))
    known = Known(lexicon=lexicon, gazetteer=gazetteer, initials=initials)
    sentences = [_read_sentence(text[s.start : s.end], known) for s in shouted]
    names = frozenset(n for s in sentences for n in _find_names(s, known))
    out = []
    end = 0
    for span, sentence in zip(shouted, sentences, strict=True):
        out += [text[end : span.start], _mend_case(sentence, names)]
        end = span.end
    return "".join([*out, text[end:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """What the words of a sentence are before the report's names are known.

    `own` is what each is by itself, `settled` what those are that the words beside them settle, and `places` are the runs
    of words that name a place: the first and how many.
    """

    letters: Letters
    own: Sequence[_Kind]
    settled: Mapping[int, _Kind]
    places: Sequence[tuple[int, int]]


def _read_sentence(words: str, known: Known) -> _Sentence:
    letters = read_letters(words, list(_WORD.finditer(words)))
    own = [_find_kind(word, known) for word in letters.bare]
    settled = dict(_settle(letters))
    places = list(_find_places(letters, [settled.get(at, kind) for at, kind in enumerate(own)], known))
    return _Sentence(letters=letters, own=own, settled=settled, places=places)


def _mend_case(sentence: _Sentence, names: Container[str]) -> str:
    """The same letters with small ones where ordinary writing has them; as many characters as before."""
    words, found = sentence.letters.words, sentence.letters.found
    kinds = _find_kinds(sentence, names)
    out = list(words.lower()) if len(words.lower()) == len(words) else list(words)
    for at, (match, kind) in enumerate(zip(found, kinds, strict=True)):
        if kind == "kept":
            out[match.start() : match.end()] = words[match.start() : match.end()]
        elif kind in {"name", "raised"} or at == 0 or _begins(words, match.start()):
            _raise(out, words, match)
    return "".join(out)


def _find_names(sentence: _Sentence, known: Known) -> list[str]:
    """Nouns of the dictionary that stand in a person's name, behind a first name or a title."""
    words, found, bare = sentence.letters.words, sentence.letters.found, sentence.letters.bare
    given, styles = casing_words("given"), casing_words("styles")
    out: list[str] = []
    person = False
    for at, kind in enumerate(_find_kinds(sentence, ())):
        led = at > 0 and _is_beside(words, found[at - 1], found[at])
        person = kind == "name" and ((person and led) or bare[at] in given or (led and bare[at - 1] in styles))
        if person and len(bare[at]) > 2 and known.lexicon.is_noun(bare[at]):
            out.append(bare[at])
    return out


def _settle(letters: Letters) -> Iterator[tuple[int, _Kind]]:
    words, found, bare = letters.words, letters.found, letters.bare
    months = casing_words("months_or_words")
    for at, match in enumerate(found):
        if (bare[at] == "us" and not _is_country(bare, at)) or (
            bare[at] in months and not _is_month(words, match, bare[at - 1] if at else "")
        ):
            yield at, "plain"
        elif "." in match.group() and len(match.group()) < 7:
            yield at, "kept"  # "U.S.", "A.K.A."
        elif match.start() and words[match.start() - 1] in "'’":
            yield at, "plain"


def _find_places(letters: Letters, kinds: Sequence[_Kind], known: Known) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(kinds):
        size = find_place(letters, at, known) if kinds[at] not in {"raised", "kept"} else 0
        if size:
            yield at, size
        at += max(size, 1)


def _find_kinds(sentence: _Sentence, names: Container[str]) -> list[_Kind]:
    """What each word is in a report that has these `names`."""
    words, found, bare = sentence.letters.words, sentence.letters.found, sentence.letters.bare
    kinds = list(sentence.own)
    for at, word in enumerate(bare):
        if word in names and kinds[at] not in {"raised", "kept"}:
            kinds[at] = "name"
    for at, kind in sentence.settled.items():
        kinds[at] = kind
    for at, size in sentence.places:
        kinds[at : at + size] = ["name"] * size
    beside = [False, *(_is_beside(words, left, right) for left, right in pairwise(found))]
    styles, titles, before_names = (casing_words(part) for part in ("styles", "titles", "before_names"))
    for at in range(1, len(found)):
        if not beside[at] or kinds[at] in {"raised", "kept"}:
            continue
        if bare[at - 1] in styles or (kinds[at] == "noun" and kinds[at - 1] == "name" and _may_be_name(bare[at])):
            kinds[at] = "name"
    for at in range(len(found) - 2, -1, -1):
        named = kinds[at + 1] == "name" and beside[at + 1]
        lone = at == 0 or kinds[at - 1] != "name"
        if named and (bare[at] in titles or (bare[at] in before_names and lone)):
            kinds[at] = "name"
    return kinds


def _find_kind(word: str, known: Known) -> _Kind:
    if word in casing_words("capitals") or word in known.initials:
        return "kept"
    if word in casing_words("title") or word in _demonyms():
        return "raised"
    if word in casing_words("given"):
        return "name"
    if len(word) == 1:
        return "plain" if word == "a" else "kept"
    if known.lexicon.is_plain(word):
        return "plain"
    if known.lexicon.is_noun(word):
        return "noun"
    if word.endswith(tuple(casing_words("endings"))) or any(
        word.startswith(p) and (known.lexicon.is_plain(word[len(p) :]) or known.lexicon.is_noun(word[len(p) :]))
        for p in casing_words("prefixes")
    ):
        return "plain"
    if word in people_words("persons") or word in people_words("pronouns"):
        return "plain"
    return "kept" if len(word) <= 5 and not re.search(r"[aeiouyáéíóú]", word) else "name"


def _is_country(bare: Sequence[str], at: int) -> bool:
    """ "THE US", "US TROOPS", against "THEY TOLD US"."""
    return bare[at - 1 : at] == ["the"] if at else bare[1:2] != []


def _is_month(words: str, match: re.Match[str], before: str) -> bool:
    """ "4 MAY", "MAY 10", "LAST MARCH", against "THEY MAY MARCH"."""
    beside = re.search(r"\d\s*$", words[: match.start()]) or re.match(r",?\s*\d", words[match.end() :])
    return beside is not None or before in casing_words("before_months")


def _may_be_name(word: str) -> bool:
    """A noun behind a name may be part of it, unless it plainly names people or something abstract ("CRISTIANI GOVERNMENT")."""
    return (
        not word.endswith(tuple(casing_words("endings")))
        and word not in people_words("persons")
        and re.sub("men$", "man", word.removesuffix("s")) not in people_words("persons")
        and word not in people_words("not_persons")
    )


def _is_beside(words: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return words[left.end() : right.start()] in {" ", ". ", "\n", ' "'}


def _raise(out: list[str], words: str, match: re.Match[str]) -> None:
    out[match.start()] = words[match.start()]
    if re.match(r"[DOL]['’]", match.group()):
        out[match.start() + 2] = words[match.start() + 2]


def _begins(words: str, start: int) -> bool:
    """Right behind an opening quotation mark that follows a stop a sentence begins."""
    before = words[:start]
    return before.rstrip(" \"“'(").endswith((":", ".")) or re.fullmatch(r"\s*(?:\[[^\]]*\]\s*)+", before) is not None


@cache
def _demonyms() -> frozenset[str]:
    table = load_table("reading.english", "demonyms.toml")
    return frozenset(word for words in table.values() for word in words)
