"""Names that stand in no claim: the words of a phrase that may be the name of a victim, or of a source who could be found by it.

The parser takes foreign names for bodies, places and peoples as often as for persons, so what it calls a person is not enough:
a capitalised run in the place of one person is a name unless the words say that it is something else.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import find_phrase, people_words
from bearwitness.reading.english.places.demonyms import load_codes
from bearwitness.reading.english.places.places_words import load_words

HIDDEN = "…"

_BODIES = frozenset({"GPE", "LOC", "FAC", "ORG", "NORP"})


def find_victim_names(
    sentence: Sentence, head: Token, phrase: Sequence[Token], *, place: bool = False
) -> frozenset[int]:
    """The tokens of the phrase headed by `head` that may name a victim, or the one person whom the victims are told by.

    Of what a raid hits (`place`) the own name stays ("the Alpha cafe"); whose home it is does not.
    """
    out = {t.i for t in phrase if t.ent == "PERSON" and not _is_common(t)}
    if not place and _is_individual(sentence, head, phrase):
        out |= {t.i for t in _find_run(sentence, head)}
    for token in phrase:
        if token.i == head.i or not _is_proper(token) or _is_common(token):
            continue
        run = _find_run(sentence, token)
        if _is_owner(sentence, token) or _stands_apart(sentence, run, head):
            out |= {t.i for t in run}
    inside = {t.i for t in phrase}
    return frozenset(out & inside)


def find_own_name(sentence: Sentence, head: Token, phrase: Sequence[Token]) -> list[Token]:
    """The name of the one person whom the phrase names; empty where it names nobody by name."""
    if not _is_individual(sentence, head, phrase):
        return []
    return [t for t in _find_run(sentence, head) if not _is_common(t)]


def hide_victims(text: str, sentence: Sentence, heads: Sequence[Token], *, place: bool = False) -> str:
    """Words of the sentence on the people of an act (`heads`), without any name of theirs."""
    named = {i for head in heads for i in find_victim_names(sentence, head, find_phrase(sentence, head), place=place)}
    named |= {t.i for t in sentence if t.ent == "PERSON" and _is_proper(t) and not _is_common(t)}
    return hide_words(text, {sentence.tokens[i].text for i in named if sentence.tokens[i].text[:1].isalnum()})


def find_source_names(sentence: Sentence, speaker: Token, words: Sequence[Token], *, protected: bool) -> frozenset[int]:
    """The tokens of a speaker's phrase that name somebody who must not be: of a `protected` source every name but those of
    places, peoples and bodies it is in; of any other speaker the one person it is told by ("the lawyer of Okello")."""
    out: set[int] = set()
    for token in words:
        named = token.ent == "PERSON" or _is_proper(token)
        if not named or _is_common(token):
            continue
        if (protected and not _is_setting(sentence, token)) or (token.i != speaker.i and _is_owner(sentence, token)):
            out |= {token.i} | {t.i for t in _find_run(sentence, token)}
    inside = {t.i for t in words}
    return frozenset(out & inside)


def hide_words(text: str, words: Collection[str]) -> str:
    """The text with each of these words, in any case, replaced by a mark; marks in a row are one."""
    if not words:
        return text
    listed = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    hidden = re.sub(rf"(?<!\w)(?:{listed})(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return re.sub(rf"{HIDDEN}(?:[\s-]*{HIDDEN})+", HIDDEN, hidden)


def _is_individual(sentence: Sentence, head: Token, phrase: Sequence[Token]) -> bool:
    """Does a name stand in the place of one person: "Sithu", "the journalist Aye Thida Win", and not "two Hutus", "the ELN"?"""
    if not _is_proper(head) or _is_common(head):
        return head.ent == "PERSON"
    run = _find_run(sentence, head)
    numbers = [c for c in sentence.children(head) if c.dep == "nummod" and c.i < run[0].i]
    if any(all(t.pos != "NOUN" for t in sentence.tokens[c.i : run[0].i]) for c in numbers):
        return False  # "two Hutus", but "three men - Sithu, Bo and Ali"
    titled = any(t.i < run[0].i and _is_common(t) and t.tag[:1] == "N" and t.tag != "NNS" for t in phrase)
    if any(c.dep == "det" for c in sentence.children(head)):
        return titled
    return head.tag != "NNPS" or len(run) > 1 or titled


def _is_owner(sentence: Sentence, token: Token) -> bool:
    """Is somebody told by this name: "Okello's wife", "the Okello home", "the lawyer of Okello", "a source close to Okello"?"""
    top = token
    while (
        top.dep in {"compound", "nmod", "punct"}
        and _is_proper(sentence.head(top))
        and not _is_common(sentence.head(top))
    ):
        top = sentence.head(top)
    above = sentence.head(top)
    of_one = _words("of_one")
    if top.dep == "poss":
        return above.lemma in of_one or above.lower in of_one or top.ent not in _BODIES
    if top.dep in {"compound", "nmod", "amod"} and above.i > top.i:
        return above.tag == "NN" and above.lemma in of_one and not (top.ent == "NORP" and top.tag == "JJ")
    if top.dep == "pobj" and above.lower in {"of", "to", "for"}:
        if any(c.lower == "the" for c in sentence.children(top, "det")):
            return top.ent == "PERSON"
        noun = sentence.head(above)
        return noun.lemma in of_one or noun.lower == "close"
    return False


def _stands_apart(sentence: Sentence, run: Sequence[Token], head: Token) -> bool:
    """A name that the parser hung under a noun it does not touch ("Sithu in Lira shocked residents")."""
    between = sentence.tokens[run[-1].i + 1 : head.i]
    apart = any(t.tag in {"IN", "VBD", "VBZ", "VBN", ",", ":", "HYPH"} for t in between[:1])
    return apart and not any(t.dep == "pobj" for t in run)


def _is_setting(sentence: Sentence, token: Token) -> bool:
    """Does the name tell where or in which body an unnamed source is ("in Lira", "Lira residents", "at the Interior Ministry")?"""
    if token.ent not in _BODIES:
        return False
    top = token
    while top.dep in {"compound", "nmod"} and _is_proper(sentence.head(top)) and not _is_common(sentence.head(top)):
        top = sentence.head(top)
    above = sentence.head(top)
    if top.dep in {"compound", "nmod", "amod"}:
        return above.i > top.i and (above.pos == "NOUN" or _is_common(above)) and above.lemma not in _words("of_one")
    if top.dep != "pobj":
        return False
    determined = any(c.lower == "the" for c in sentence.children(top, "det"))
    if above.lower in _words("inside"):
        return True
    if above.lower == "of":
        return determined or (sentence.head(above).lemma in _words("of_place") and top.ent in {"GPE", "LOC", "FAC"})
    return determined and above.lower in {"to", "for", "by"}


def _find_run(sentence: Sentence, token: Token) -> list[Token]:
    """The capitalised words around a name, with the particles between them, up to a title or a common word."""
    first = last = token.i
    while (before := _find_next(sentence, first, -1)) is not None:
        first = before
    while (behind := _find_next(sentence, last, 1)) is not None:
        last = behind
    return list(sentence.tokens[first : last + 1])


def _find_next(sentence: Sentence, at: int, step: int) -> int | None:
    for reach in (1, 2, 3):
        n = at + step * reach
        if not 0 <= n < len(sentence.tokens):
            return None
        token = sentence.tokens[n]
        if (
            _is_proper(token)
            or _may_begin(token)
            or (reach > 1 and token.text[:1].isalpha() and sentence.tokens[n - step].text in "-–‑")
        ):
            return None if _is_common(token) else n
        if token.lower not in _words("particles"):
            return None
    return None


def _is_proper(token: Token) -> bool:
    """A capitalised word that is no ordinary word at the head of a sentence, or one in letters that have no capitals."""
    if _has_no_capitals(token.text[:1]):
        # "Zelim Kvaristad 뷁쒧꽳 was arrested": a name spelt again as it is written at home went into the claim as its group.
        return True
    return token.text[:1].isupper() and (token.tag in {"NNP", "NNPS", "FW"} or token.ent in {*_BODIES, "PERSON"})


def _has_no_capitals(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()


def _may_begin(token: Token) -> bool:
    """A name's first part that the tagger takes for an ordinary word at the head of a sentence ("Aye Thida Win", "Will Moss")."""
    return token.text[:1].isupper() and token.tag in {"UH", "MD", "NN", "VB", "VBD", "VBN", "VBP", "VBZ", "VBG"}


def _is_common(token: Token) -> bool:
    """A word that names nobody though it has a capital: a title, a kind of person, a nationality."""
    if token.lower in load_codes() or token.lower in load_words().titles:
        return True
    known = {token.lemma.lower(), token.lower, token.lower.removesuffix("s")}
    return token.ent != "PERSON" and not known.isdisjoint(people_words("persons"))


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "hiding.toml")[part])
