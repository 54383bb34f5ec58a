"""When and where the report's event happened, where its own sentence tells no people: "The shooting occurred in Gary on Sunday."

News tells the people in one sentence and the day and town of the event in another, often paragraphs away. What such a
sentence gives serves every killing and injury of the report, where nothing closer dates or places it. Nothing is taken from
a report that tells of two such days, in the event's sentences or in the people's, or of two towns that are not one inside the
other: a long report of many events stays as its own sentences date it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from bearwitness.core.places import find_path
from bearwitness.core.records import When, Where
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import ADMIN1, MONTH
from bearwitness.reading.english.frames.attach import NEAR, rank_places, rank_times
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.forms import find_forms, load_irregular, read_words
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.times.dates_named import find_named, is_right_behind, is_within
from bearwitness.reading.english.times.times import is_hour

HARMS = frozenset({"killing", "injury"})
_SAME_STORY = timedelta(days=7)
"""Days around the event in which what else the report dates is still of its story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One sentence's word on an event: its day and place as far as the sentence gives them."""

    when: When | None
    where: Where | None


def fill_happenings(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with the day and place of the report's event, where neither their own sentence nor one before it gave any."""
    found = [h for scene in scenes for h in find_happenings(scene)]
    if not found:
        return tuple(frames)
    when = _find_one_day([h.when for h in found if h.when is not None], frames)
    towns = [f.where for f in frames if f.act in HARMS and f.where is not None and f.where.prec < ADMIN1]
    where = _find_common([h.where for h in found if h.where is not None], towns)
    return tuple(_fill(frame, when, where) if _is_of_story(frame) else frame for frame in frames)


def _is_of_story(frame: Frame) -> bool:
    told = not (frame.habitual or frame.status == "hypothetical" or frame.aside or frame.bare)
    return told and frame.act in HARMS and frame.since is None and not frame.spread and not frame.adds_up


def _fill(frame: Frame, when: When | None, where: Where | None) -> Frame:
    coarse = when is not None and is_within(when, frame.when)
    dated = (frame.when is not None or frame.timex is not None or frame.additional) and not coarse
    placed = frame.where is not None or frame.there
    return replace(frame, when=frame.when if dated else when, where=frame.where if placed else where)


def _find_one_day(whens: Sequence[When], frames: Sequence[Frame]) -> When | None:
    """The event's day, if the report tells one only; the dead of a shooting may die a few days later."""
    if len({(w.earliest, w.latest) for w in whens}) != 1 or whens[0].earliest is None:
        return None
    day = whens[0].earliest
    others = [f.when for f in frames if f.act in HARMS and f.when is not None and f.when.earliest is not None]
    apart = [w for w in others if not is_within(whens[0], w)]
    if any(w.earliest is not None and abs(w.earliest - day) > _SAME_STORY for w in apart):
        return None
    return replace(whens[0], basis="relative")


def may_happen(sentence: str) -> bool:
    """May the sentence tell of an event: has it one of the nouns, or "it" with a verb that says that something was?"""
    words = read_words(sentence)
    return not words.isdisjoint(_nouns()) or not words.isdisjoint(_being())


@cache
def _nouns() -> frozenset[str]:
    return frozenset(f for word in _events() for f in find_forms(word, ()))


@cache
def _being() -> frozenset[str]:
    irregular = load_irregular()
    return frozenset(
        f
        for verb in (*_words("being"), *_words("going"), *_words("heard"), "take")
        for f in find_forms(verb, irregular.get(verb, ()))
    )


def _find_common(wheres: Sequence[Where], others: Sequence[Where]) -> Where | None:
    """The most exact of places that lie inside one another; None where two exclude each other, or `others` exclude them."""
    if not wheres:
        return None
    best = max(wheres, key=lambda w: (len(find_path(w)), -w.prec))
    path = find_path(best)
    paths = [find_path(w) for w in (*wheres, *others)]
    return best if all(path[: len(p)] == p for p in paths) else None


def find_happenings(scene: Scene) -> list[Happening]:
    """Each event that the sentence names with a day or a place."""
    if not scene.times and not scene.places:
        return []
    out = []
    for noun in scene.sentence:
        kind = _events().get(noun.lemma)
        if (
            kind is None
            or noun.pos not in {"NOUN", "PROPN", "PRON"}
            or noun.tag == "NNS"
            or _is_other(scene.sentence, noun)
        ):
            continue
        verb = _find_verb(scene.sentence, noun)
        named = _find_naming(scene, noun)
        if verb is None and kind == "any" and named is None:
            continue
        happening = replace(_read(scene, noun, verb), when=named) if named is not None else _read(scene, noun, verb)
        if happening.when is not None or happening.where is not None:
            out.append(happening)
    return out


def _find_naming(scene: Scene, noun: Token) -> When | None:
    """The day beside the noun that it is called by: "the April 5 incident", "the shooting in Gary on Sunday night"."""
    for timex in scene.times:
        behind = (
            _events().get(noun.lemma) == "harm" and is_right_behind(scene.sentence, timex, noun) and not is_hour(timex)
        )
        if behind or any(t.i == noun.i for t in find_named(scene.sentence, timex)):
            return timex.when if timex.when is not None and timex.when.prec < MONTH else None
    return None


def _read(scene: Scene, noun: Token, verb: Token | None) -> Happening:
    sentence = scene.sentence
    times = [h for h in rank_times(sentence, noun.i, frozenset(), scene.times) if h.rank <= NEAR]
    places = [h for h in rank_places(sentence, noun.i, frozenset(), "killing", scene.places) if h.rank <= NEAR]
    if verb is not None:
        times += [h for h in rank_times(sentence, verb.i, frozenset(), scene.times) if h.rank <= NEAR]
        places += [h for h in rank_places(sentence, verb.i, frozenset(), "killing", scene.places) if h.rank <= NEAR]
    dated = [scene.times[h.mention] for h in times]
    if verb is not None and verb.lemma in _words("heard"):
        dated = [t for t in dated if not is_hour(t)]
    whens = [t.when for t in dated if t.when is not None and t.when.prec < MONTH]
    wheres = [p.where for h in places if (p := scene.places[h.mention]).where.prec < ADMIN1]
    return Happening(when=whens[0] if whens else None, where=min(wheres, key=lambda w: w.prec, default=None))


@cache
def _events() -> dict[str, str]:
    table = load_table("reading.english", "happenings.toml")["events"]
    return {word: kind for kind, words in table.items() for word in words}


def _words(part: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "happenings.toml")["words"][part])


def _is_other(sentence: Sentence, noun: Token) -> bool:
    """ "another shooting", "a shooting victim", "if an attack": not the report's own event."""
    head = sentence.head(noun)
    if noun.dep in {"compound", "amod", "nmod"} and head.pos in {"NOUN", "PROPN"}:
        return True
    return any(c.lower in _words("other") for c in sentence.children(noun))


def _takes_place(sentence: Sentence, verb: Token) -> bool:
    return verb.lemma == "take" and any(c.lower == "place" for c in sentence.children(verb, "dobj"))


_HOURS = frozenset({"a.m.", "p.m.", "am", "pm", "noon", "midnight", "morning", "afternoon", "evening", "night"})


def _is_heard_of(sentence: Sentence, verb: Token) -> bool:
    """ "Was reported about 2 a.m. on Sunday": with the hour, when it happened."""
    hours = any(t.lower in _HOURS for t in sentence.subtree(verb))
    return verb.lemma in _words("heard") and bool(sentence.children(verb, "auxpass")) and hours


def _find_verb(sentence: Sentence, noun: Token) -> Token | None:
    """The verb that says the event was, or that somebody went to it; None when the noun stands alone or the verb is turned."""
    verb = next(
        (t for t in sentence.children(noun, "relcl") if t.lemma in _words("being") or _takes_place(sentence, t)), None
    )
    for up in () if verb is not None else sentence.ancestors(noun):
        if up.pos not in {"VERB", "AUX"}:
            continue
        told = up.lemma in _words("being") or _takes_place(sentence, up) or _is_heard_of(sentence, up)
        is_told = noun.dep in {"nsubj", "nsubjpass"} and sentence.head(noun).i == up.i and told
        if is_told or (noun.dep == "pobj" and up.lemma in _words("going") and noun.lemma not in {"it", "this"}):
            verb = up
        break
    if verb is None:
        return None
    turned = {"will", "would", "could", "may", "might", "should", "must", "can"}
    kids = sentence.children(verb)
    return None if any(k.dep == "neg" or k.lower in turned for k in kids) else verb
