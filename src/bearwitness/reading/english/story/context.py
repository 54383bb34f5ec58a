"""What a report leaves unsaid at an act because it is plain from the rest: who arrests.

An arrest, a deportation or a sentence is by its meaning an act of those who hold power (HURIDOCS MT04), so its actor is of
kind `state`, with empty words, even where the report names none; "taken away" or "caught" imply nobody. A killing implies
nobody either: its actor is only taken from words that tell the attack.
"""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.records import Actor
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import TOLD, ActorKind
from bearwitness.reading.english.acts.actor_kinds import find_actor_kind
from bearwitness.reading.english.acts.actors import build_actor
from bearwitness.reading.english.frames.abroad import STATE_ACTS
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.story.contradiction import is_contradicted


def fill_actors(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with an actor where the same sentence, the meaning of the act, or what is told beside it, gives one."""
    by_index = {s.sentence.index: s.sentence for s in scenes}
    own = tuple(_fill_actor(by_index[f.sentence], f) for f in frames)
    joined = tuple(
        replace(f, actor=_find_joined(own, f) or _find_neighbour(own, f)) if f.actor is None else f for f in own
    )
    taker = _find_taker(scenes, joined)
    return tuple(replace(f, actor=taker) if f.actor is None and f.act == "abduction" else f for f in joined)


def _find_taker(scenes: Sequence[Scene], frames: Sequence[Frame]) -> Actor | None:
    """ "Four students were kidnapped. … The kidnappers asked for a ransom": no state took them, where the report tells of no
    taking by one."""
    taking = [f for f in frames if f.act in {"abduction", "disappearance", "arrest"} and f.status in TOLD]
    if any(f.actor is not None and f.actor.kind == "state" for f in taking):
        return None
    takers = set(load_table("reading.english", "actors.toml")["takers"])
    return Actor(text="", kind="non-state") if any(t.lower in takers for s in scenes for t in s.sentence) else None


def _fill_actor(sentence: Sentence, frame: Frame) -> Frame:
    actor = frame.actor
    if actor is None:
        return replace(frame, actor=_find_actor(sentence, frame))
    if actor.kind == "unknown" and _is_of_power(sentence, frame):
        return replace(frame, actor=replace(actor, kind="state"))
    return frame


def _find_actor(sentence: Sentence, frame: Frame) -> Actor | None:
    for token in sentence:
        if token.i in frame.heads or not _attacks(sentence, token, frame):
            continue
        actor = build_actor(sentence, token)
        if actor is not None and actor.kind != "unknown":
            return actor
    kind = _find_implied(sentence, frame)
    return Actor(text="", kind=kind) if kind is not None else None


def _find_implied(sentence: Sentence, frame: Frame) -> ActorKind | None:
    """Whose act it is by its own words: arrests and what befalls people in the hands of the state are the state's.

    A death, a beating or torture of people in custody is held against those who keep them (Minnesota Protocol §17), and
    an enforced disappearance is by its definition the state's (ICPPED art. 2).
    """
    if _is_of_power(sentence, frame):
        return "state"
    table = load_table("reading.english", "actors.toml")
    words = {t.lower for t in sentence}
    if words & set(table["irregular"]) or words & set(table["armed"]):
        return "non-state" if frame.act == "abduction" else None
    if frame.act == "abduction":
        return "non-state" if words & set(table["takers"]) else None
    verb = sentence.tokens[frame.trigger.i]
    if frame.act == "disappearance":
        forced = {k.lower for k in sentence.children(verb)} & set(table["enforced"])
        return "state" if forced else None
    if verb.lemma in table["of_justice"]:
        return "state" if words & set(table["justice"]) else None
    if frame.act in {"arrest", "killing", "injury", "torture", "sexual_violence"} and _is_in_custody(sentence, frame):
        return "state"
    return None


def _is_of_power(sentence: Sentence, frame: Frame) -> bool:
    verb = sentence.tokens[frame.trigger.i]
    table = load_table("reading.english", "actors.toml")
    return frame.act in STATE_ACTS and (verb.lemma in table["of_power"] or _is_custody(sentence, frame))


def _is_custody(sentence: Sentence, frame: Frame) -> bool:
    """ "taken into police custody", "thrown in jail": the set phrase of the act names the state's custody."""
    phrase = {t.lower for t in sentence.tokens[frame.trigger.i + 1 : frame.trigger.last + 1]}
    return bool(phrase & set(load_table("reading.english", "actors.toml")["custody"]))


def _is_in_custody(sentence: Sentence, frame: Frame) -> bool:
    """ "died in prison", "held at a detention centre", "tortured in police custody"."""
    table = load_table("reading.english", "actors.toml")
    where = [t for t in sentence.subtree(sentence.tokens[frame.trigger.i]) if t.dep == "prep"]
    inside = [t for t in where if t.lower in {"in", "at", "inside"}]
    return any(t.lower in table["custody"] for prep in inside for t in sentence.subtree(prep)[:_NEAR])


_NEAR = 8
"""Words behind "in" that name where people were held."""


def _find_joined(frames: Sequence[Frame], frame: Frame) -> Actor | None:
    """ "were arrested and tortured": what one sentence tells of the same people was done to them by the same."""
    beside = [f for f in frames if f.sentence == frame.sentence and set(f.heads) & set(frame.heads)]
    kinds = {f.actor.kind for f in beside if f.actor is not None and f.actor.kind != "unknown"}
    return Actor(text="", kind=next(iter(kinds))) if len(kinds) == 1 and frame.act in _VIOLENCE else None


def _find_neighbour(frames: Sequence[Frame], frame: Frame) -> Actor | None:
    """The kind of those who, told right beside it, did violence, where all told there are of one kind; their words are not its.

    "317 girls were kidnapped. … The kidnappers killed a police officer": the abduction is theirs as well.
    """
    if (
        frame.act not in _VIOLENCE
        or frame.habitual
        or frame.since is not None
        or frame.spread
        or frame.count.low >= _MANY
    ):
        return None  # thousands killed over a decade are no deed of those told last
    kinds = {
        f.actor.kind
        for f in frames
        if f.actor is not None
        and f.actor.kind != "unknown"
        and f.act in _VIOLENCE
        and abs(f.sentence - frame.sentence) <= _BESIDE
        and not is_contradicted(f.when, f.where, frame.when, frame.where)
    }
    return Actor(text="", kind=next(iter(kinds))) if len(kinds) == 1 else None


_VIOLENCE = frozenset(
    {"killing", "injury", "torture", "sexual_violence", "abduction", "disappearance", "threat", "other"}
)
_MANY = 1000
"""People whom no single attack befalls."""
_BESIDE = 2
"""Sentences away that an attacker is still the one spoken of."""


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
