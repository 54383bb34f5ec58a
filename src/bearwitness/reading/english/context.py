"""What a report leaves unsaid at an act because it is plain from the rest: who arrests, and in which country.

An arrest, a deportation or a sentence is by its meaning an act of those who hold power (HURIDOCS MT04), so its actor is of
kind `state`, with empty words, even where the report names none; "taken away" or "caught" imply nobody. A killing implies
nobody either: its actor is only taken from words that tell the attack. A place is filled in no finer than the country,
and only in a report that hardly speaks of another.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Actor, Where
from bearwitness.core.tables import load_table
from bearwitness.reading.english.actor_kinds import find_actor_kind
from bearwitness.reading.english.actors import build_actor
from bearwitness.reading.english.frames import Frame
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.scene import Scene
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.places import build_where

STATE_ACTS = frozenset({"arrest", "raid", "refoulement", "deportation", "transfer", "sentencing"})
SHARE = 0.5
"""Share of the report's places that must lie in one country before an act without a place is put there."""
FEWEST = 2
"""Mentions of places below which a report says too little about where it plays."""


def fill_actors(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with an actor where the same sentence, or the meaning of the act, gives one."""
    by_index = {s.sentence.index: s.sentence for s in scenes}
    return tuple(f if f.actor is not None else replace(f, actor=_find_actor(by_index[f.sentence], f)) for f in frames)


def _find_actor(sentence: Sentence, frame: Frame) -> Actor | None:
    for token in sentence:
        if token.i in frame.heads or not _attacks(sentence, token, frame):
            continue
        actor = build_actor(sentence, token)
        if actor is not None and actor.kind != "unknown":
            return actor
    verb = sentence.tokens[frame.trigger.i]
    if frame.act in STATE_ACTS and verb.lemma in load_table("reading.english", "actors.toml")["of_power"]:
        return Actor(text="", kind="state")
    return None


def _attacks(sentence: Sentence, token: Token, frame: Frame) -> bool:
    """Is this the subject (or "by") of a verb that tells the attack, or a custody force named beside the act?"""
    table = load_table("reading.english", "actors.toml")
    if token.lower not in table["forces"] and token.lemma not in table["forces"]:
        return False
    kind = find_actor_kind(token.lower, token.lemma)
    if frame.act in STATE_ACTS:
        return (
            kind == "state"
            and token.dep in {"nsubj", "pobj", "compound"}
            and sentence.head(token).lemma not in table["tellers"]
        )
    verb = sentence.head(token)
    if token.dep == "nsubj" and verb.lemma in table["attacking"]:
        return True
    return token.dep == "pobj" and verb.lower == "by"


def fill_countries(
    frames: Sequence[Frame], places: Sequence[PlaceMention], text: str, gazetteer: Gazetteer
) -> tuple[Frame, ...]:
    """The frames with the report's one country where they have no place; unchanged in a report that speaks of several."""
    where = _find_country(places, text, gazetteer)
    if where is None:
        return tuple(frames)
    return tuple(replace(f, where=where) if f.where is None and not f.habitual else f for f in frames)


def _find_country(places: Sequence[PlaceMention], text: str, gazetteer: Gazetteer) -> Where | None:
    """The country that most of the report's places lie in and whose authorities and people it names."""
    named = [(p.start, p.text, code) for p in places if (code := p.where.country) is not None]
    named += _find_powers(text)
    counted = Counter(_SOVEREIGN.get(code, code) for _, _, code in named)
    if counted.total() < FEWEST:
        return None
    code, size = max(counted.items(), key=lambda item: (item[1], item[0]))
    country = gazetteer.country(code)
    if size < SHARE * counted.total() or country is None:
        return None
    _, words, _ = min(n for n in named if _SOVEREIGN.get(n[2], n[2]) == code)
    return build_where(country, words)


_SOVEREIGN = {"HK": "CN", "MO": "CN"}
"""Territories whose acts of state are their sovereign's."""


@cache
def _bodies() -> re.Pattern[str]:
    """What stands behind a nationality where it tells the country: "police", "government", "protesters"."""
    return re.compile(
        rf" (?:\w+ )?(?:{'|'.join(load_table('reading.english', 'actors.toml')['powers'])})\b", re.IGNORECASE
    )


@cache
def _nationalities() -> dict[str, tuple[tuple[str, str], ...]]:
    """The last word of each nationality, with the words before it ("sri " of "sri lankan") and its country."""
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for code, words in load_table("reading.english", "demonyms.toml").items():
        for word in words:
            last = word.split()[-1]
            out[last] = (*out.get(last, ()), (word.removesuffix(last), code))
    return out


_WORD = re.compile(r"[^\W\d_]+")


def _find_powers(text: str) -> list[tuple[int, str, str]]:
    """ "Ugandan police", "the Turkish government": a nationality beside those who hold power, or beside its own towns."""
    out = []
    lowered, known, bodies = text.lower(), _nationalities(), _bodies()
    if len(lowered) != len(text):  # a few letters grow when lowered; offsets are worth more than they are
        lowered = text
    for match in _WORD.finditer(lowered):
        for before, code in known.get(match[0], ()):
            start = match.start() - len(before)
            if lowered[max(start, 0) : match.start()] == before and bodies.match(lowered, match.end()):
                out.append((start, text[start : match.end()], code))
                break
    return out
