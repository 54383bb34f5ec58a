"""Words that tell an act on people: verbs, nouns and set phrases of `acts.toml`, found in a parsed sentence."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act
from bearwitness.reading.english.acts.homeward import find_homeward, names_those_who_fled
from bearwitness.reading.english.acts.into_custody import find_custody
from bearwitness.reading.english.parsing.clauses import is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import is_people

Patient = Literal["object", "subject", "place", "noun", "toll"]
_REACH = 14
"""Tokens a set phrase may stand behind its verb ("took the four men and a boy into custody")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that tells an act: `i` its token, `last` the last token of its set phrase, `patient` where the people stand."""

    i: int
    last: int
    act: Act
    patient: Patient
    weak: bool
    moves: bool = False
    """The words tell where people were taken: of people told before as taken they tell no second taking."""
    told_before: bool = False
    """The words alone tell no act: they do of people whom the report has told as taken ("the two were sent to North Korea")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verb:
    act: Act
    patient: Patient
    weak: bool
    phrases: tuple[tuple[str, ...], ...]
    by: frozenset[str]
    barred: frozenset[str]
    unless_after: frozenset[str]
    homeward: bool
    into_custody: bool
    told_before: bool


@cache
def _verbs() -> dict[str, tuple[_Verb, ...]]:
    """Lemma to its senses, set phrases first."""
    out: dict[str, list[_Verb]] = {}
    for row in load_table("reading.english", "acts.toml")["verb"]:
        verb = _Verb(
            act=row["act"],
            patient=row.get("who", "object"),
            weak=row.get("weak", False),
            phrases=tuple(tuple(p.split()) for p in row.get("with", ())),
            by=frozenset(row.get("by", ())),
            barred=frozenset(row.get("not_with", ())),
            unless_after=frozenset(row.get("unless_after", ())),
            homeward=row.get("homeward", False),
            into_custody=row.get("into_custody", False),
            told_before=row.get("told_before", False),
        )
        for lemma in row["lemmas"]:
            out.setdefault(lemma, []).append(verb)
    return {
        lemma: tuple(sorted(verbs, key=lambda v: (v.told_before, not (v.phrases or v.by))))
        for lemma, verbs in out.items()
    }


@cache
def _nouns() -> dict[str, Act]:
    return dict(load_table("reading.english", "acts.toml")["nouns"])


@cache
def _topics() -> frozenset[str]:
    return frozenset(load_table("reading.english", "acts.toml")["topic"]["after"])


def find_triggers(sentence: Sentence) -> tuple[Trigger, ...]:
    """Every word of the sentence that may tell an act, in text order. Roles and senses are judged later."""
    out = []
    taken: set[int] = set()
    for token in sentence:
        trigger = _read_verb(sentence, token) if _is_verbal(sentence, token) else _read_noun(sentence, token)
        if trigger is not None and trigger.act == "injury" and _is_deadly(sentence, token):
            trigger = replace(trigger, act="killing")
        if trigger is not None and trigger.i not in taken:
            out.append(trigger)
            taken.update(range(trigger.last, trigger.last + 1) if trigger.last - trigger.i < 2 else ())
    return tuple(out)


def _is_deadly(sentence: Sentence, token: Token) -> bool:
    """ "was fatally shot", "the fatal stabbing of": a wounding that its own words call a killing."""
    words = load_table("reading.english", "acts.toml")["deadly"]["words"]
    beside = [*sentence.tokens[max(0, token.i - 1) : token.i], *sentence.children(token, "advmod", "amod")]
    return any(t.lower in words for t in beside)


def find_word_act(word: str) -> Act | None:
    """The act that a word names standing alone, as in the header of a table ("Killed", "Detentions"); None for others."""
    low = word.lower()
    for noun in (low, low.removesuffix("s")):
        if noun in _nouns():
            return _nouns()[noun]
    for stem in (low.removesuffix("ed"), low.removesuffix("d"), low.removesuffix("ped") + "p"):
        for verb in _verbs().get(stem, ()) if stem != low else ():
            if not (verb.phrases or verb.by):
                return verb.act
    return None


def _is_verbal(sentence: Sentence, token: Token) -> bool:
    if token.pos in {"VERB", "AUX"}:
        # "the killing of five", "their detention": a gerund with "of" or an article is a noun.
        if (
            token.tag == "VBG"
            and token.lemma + "ing" in _nouns() | {token.lower: "x"}
            and any(c.dep in {"det", "poss"} and c.i < token.i for c in sentence.children(token))
        ):
            return token.lower not in _nouns()
        return True
    if token.lower == "hurt" and any(c.dep == "nummod" for c in sentence.children(token)):
        return True  # "56 dead and nearly 600 hurt", which the tagger takes for a noun
    # A participle the tagger took for an adjective: "two detained activists", "the arrested men", "police arrested two".
    return token.tag in {"JJ", "VBN", "VBD"} and token.lower.endswith("ed") and _stem(token) in _verbs()


def _stem(token: Token) -> str:
    if token.lower == "raped":
        return "rape"  # the parser's tables make "rap" of it
    if token.pos in {"VERB", "AUX"}:
        return token.lemma
    low = token.lower
    if low == "hurt":
        return low
    for stem in (
        low.removesuffix("ed"),
        low.removesuffix("d"),
        low.removesuffix("ped") + "p",
        low.removesuffix("bed") + "b",
    ):
        if stem in _verbs():
            return stem
    return low


def _read_verb(sentence: Sentence, token: Token) -> Trigger | None:
    lemma = _stem(token)
    for verb in _verbs().get(lemma, ()):
        if verb.by:
            if any(c.lemma in verb.by for c in sentence.children(token, "nsubj")):
                return Trigger(i=token.i, last=token.i, act=verb.act, patient=verb.patient, weak=verb.weak)
            continue
        if verb.into_custody:
            last = find_custody(sentence, token)
            if last is not None:
                return Trigger(i=token.i, last=last, act=verb.act, patient=verb.patient, weak=True, moves=True)
            continue
        if verb.homeward:
            last = find_homeward(sentence, token)
            if last is not None:
                known = not names_those_who_fled(sentence, token)
                return Trigger(i=token.i, last=last, act=verb.act, patient=verb.patient, weak=True, told_before=known)
            continue
        if not verb.phrases:
            if verb.unless_after and _has_after(sentence, token, verb.unless_after):
                continue
            return Trigger(i=token.i, last=token.i, act=verb.act, patient=verb.patient, weak=verb.weak)
        if verb.told_before and verb.act == "arrest" and not _befell_several(sentence, token):
            continue  # "their bus stopped in Xuzhou", "his father found him in the garden"
        last = _find_phrase_end(sentence, token, verb)
        if last is not None:
            return Trigger(
                i=token.i,
                last=last,
                act=verb.act,
                patient=verb.patient,
                weak=verb.weak,
                told_before=verb.told_before,
            )
    return None


def _befell_several(sentence: Sentence, verb: Token) -> bool:
    """ "The other five were found in a flat", "eight women were stopped in Lang Son"."""
    subjects = sentence.children(verb, "nsubjpass")
    several = [s for s in subjects if s.tag in {"NNS", "CD"} and s.lower != "one" and is_people(sentence, s)]
    return is_passive(sentence, verb) and bool(several)


def _has_after(sentence: Sentence, token: Token, words: frozenset[str]) -> bool:
    """ "jailed for five years" is a sentence, "jailed on Tuesday" an arrest."""
    preps = [p for p in sentence.children(token, "prep") if p.lower in words]
    return any(_is_term(sentence, inner) for p in preps for inner in sentence.children(p, "pobj", "pcomp"))


def _is_term(sentence: Sentence, noun: Token) -> bool:
    """ "Five years", "life", "a minimum of 20 years", "10"; "a tweet of 2018" is none."""
    if noun.lower in {"life", "minimum", "maximum", "total", "period", "term"}:
        return True
    spell = [noun, *sentence.children(noun, "nummod", "compound", "npadvmod")]
    if noun.lemma in _SPELLS and any(t.tag == "CD" for t in spell):
        return True
    return noun.tag == "CD" or (noun.ent in {"DATE", "CARDINAL"} and noun.tag != "NNP")


_SPELLS = frozenset({"year", "month", "week", "day", "hour"})
"""How long a court sends people to jail."""


def _find_phrase_end(sentence: Sentence, token: Token, verb: _Verb) -> int | None:
    """Where a set phrase ends: its first word hangs on the verb or its object, or stands right behind it."""
    longest = max(len(phrase) for phrase in verb.phrases)
    words = tuple(t.lower for t in sentence.tokens[token.i + 1 : token.i + _REACH + longest])
    for phrase in verb.phrases:
        if phrase[0] not in words or f"{token.lemma} {' '.join(phrase)}" in verb.barred:
            continue
        for at in range(token.i + 1, min(token.i + _REACH, len(sentence.tokens) - len(phrase) + 1)):
            if words[at - token.i - 1 : at - token.i - 1 + len(phrase)] != phrase:
                continue
            first = sentence.tokens[at]
            up = [first.head, *[a.i for a in sentence.ancestors(first)[:3]]]
            between = sentence.tokens[token.i + 1 : at]
            if at == token.i + 1 or (
                token.i in up and not any(t.pos == "VERB" and t.dep not in {"acl", "amod", "relcl"} for t in between)
            ):
                return at + len(phrase) - 1
    return None


def _is_number_of_dead(sentence: Sentence, token: Token) -> bool:
    """ "put the number of dead at eight", "the number of deaths rose to 40": a toll in other words."""
    words = [t.lower for t in sentence.tokens[token.i + 1 : token.i + 4]]
    words = [w for w in words if w != "the"]
    return (
        token.lower in {"number", "figure"}
        and words[:1] == ["of"]
        and words[1:2] in (["dead"], ["deaths"], ["fatalities"])
    )


def _read_noun(sentence: Sentence, token: Token) -> Trigger | None:
    if token.pos not in {"NOUN", "PROPN", "VERB"}:
        return None
    before = sentence.tokens[token.i - 1].lower if token.i else ""
    if (token.lower == "toll" and before == "death") or _is_number_of_dead(sentence, token):
        return Trigger(i=token.i, last=token.i, act="killing", patient="toll", weak=False)
    lemma = (
        token.lemma if token.lemma in _nouns() else token.lower if token.lower in _nouns() else token.lower.rstrip("s")
    )
    act = _nouns().get(lemma)
    if act is None or token.ent in {"ORG", "PERSON", "WORK_OF_ART", "LAW", "FAC"}:
        return None
    if token.i == 0 and lemma == "roundup" and sentence.tokens[1:2] and sentence.tokens[1].text == ":":
        return None  # "Roundup: …", the news in brief
    following = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None
    if token.dep == "compound" and following is not None and following.lower in _topics():
        return None
    if (
        token.dep == "compound"
        and sentence.head(token).pos in {"NOUN", "PROPN"}
        and sentence.head(token).lemma not in _nouns()
    ):
        return None
    return Trigger(
        i=token.i,
        last=token.i,
        act=act,
        patient="noun",
        weak=lemma in {"death", "release", "threat", "execution", "injury", "conviction", "wound"},
    )
