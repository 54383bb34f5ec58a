"""What a report leaves unsaid at an act because it is plain from the rest: who arrests, and in which country.

An arrest, a deportation or a sentence is by its meaning an act of those who hold power (HURIDOCS MT04), so its actor is of
kind `state`, with empty words, even where the report names none; "taken away" or "caught" imply nobody. A killing implies
nobody either: its actor is only taken from words that tell the attack. A place is filled in no finer than the country,
and only in a report that hardly speaks of another.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.places import Gazetteer
from bearwitness.core.records import Actor, Where
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import COUNTRY, ActorKind
from bearwitness.reading.english.actor_kinds import find_actor_kind
from bearwitness.reading.english.actors import build_actor
from bearwitness.reading.english.demonyms import find_nationalities
from bearwitness.reading.english.frame import Frame
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.retelling import is_contradicted
from bearwitness.reading.english.scene import Scene
from bearwitness.reading.mentions import PlaceMention
from bearwitness.reading.places import build_where

STATE_ACTS = frozenset({"arrest", "raid", "refoulement", "deportation", "transfer", "sentencing"})
SHARE = 0.5
"""Share of the report's places that must lie in one country before an act without a place is put there."""
FEWEST = 2
"""Mentions of places below which a report says too little about where it plays."""


def fill_actors(scenes: Sequence[Scene], frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames with an actor where the same sentence, the meaning of the act, or what is told beside it, gives one."""
    by_index = {s.sentence.index: s.sentence for s in scenes}
    own = tuple(_fill_actor(by_index[f.sentence], f) for f in frames)
    return tuple(
        replace(f, actor=_find_joined(own, f) or _find_neighbour(own, f)) if f.actor is None else f for f in own
    )


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


def fill_countries(
    frames: Sequence[Frame], places: Sequence[PlaceMention], text: str, gazetteer: Gazetteer
) -> tuple[Frame, ...]:
    """The frames with the report's one country where they have no place; unchanged in a report that speaks of several."""
    where = _find_country(places, text, gazetteer)
    if where is None:
        return tuple(frames)
    return tuple(replace(f, where=where) if f.where is None and not f.habitual else f for f in frames)


def _find_country(places: Sequence[PlaceMention], text: str, gazetteer: Gazetteer) -> Where | None:
    """The country that most of the report's places lie in and whose people it names; its title speaks loudest."""
    named = [(p.start, p.text, code, _weigh(p, text)) for p in places if (code := p.where.country) is not None]
    named += [(n.start, text[n.start : n.end], n.code, _NATIONALITY) for n in find_nationalities(text)]
    named = [n for n in named if not _MISSION.match(text, n[0] + len(n[1]))]
    title = text.find("\n")
    weights: dict[str, float] = {}
    own: dict[str, float] = {}
    for start, _, code, weight in named:
        loud = _IN_TITLE if start < title <= _LONGEST_TITLE else 1.0
        own[code] = own.get(code, 0.0) + weight * loud
        weights[_SOVEREIGN.get(code, code)] = weights.get(_SOVEREIGN.get(code, code), 0.0) + weight * loud
    if len(named) < FEWEST:
        return None
    code, weight = max(weights.items(), key=lambda item: (item[1], item[0]))
    # A report all of Hong Kong plays there; one that speaks of the mainland as much plays in China.
    code = next((c for c in _SOVEREIGN if own.get(c, 0.0) >= SHARE * sum(own.values())), code)
    country = gazetteer.country(code)
    filed = next((p.where.country for p in places if _is_filed(text, p)), None)
    least = SHARE if filed in {None, code} else _ABROAD
    if weight < least * sum(weights.values()) or country is None:
        return None
    words = min((n[0], n[1]) for n in named if code in {n[2], _SOVEREIGN.get(n[2], n[2])})[1]
    return replace(build_where(country, words), basis="inferred")


def _weigh(place: PlaceMention, text: str) -> float:
    """A country's initials before a noun ("U.S. Congress", "UK troops") are a nationality."""
    initials = place.where.prec == COUNTRY and place.text.replace(".", "").isupper() and len(place.text) <= _INITIALS
    return _NATIONALITY if initials and re.match(r" [^\W\d]", text[place.end : place.end + 2]) else 1.0


def _is_filed(text: str, place: PlaceMention) -> bool:
    """Does a dateline say that the report was filed here?"""
    begins = place.start == 0 or text[place.start - 1] == "\n"
    return begins and bool(_FILED.match(text, place.end))


_MISSION = re.compile(r"(?:'S|'s|’s)? (?:embass|ambassador|consul)", re.IGNORECASE)
"""A mission is in another country than its own."""
_FILED = re.compile(r"(?: ?\([^)\n]{1,40}\))?(?:, [^\n–—]{1,40}?)?(?: ?\([^)\n]{1,40}\))? ?(?:–|—|--|-) ")
_ABROAD = 0.75
"""Share that a country needs in a report filed in another."""
_INITIALS = 6
_IN_TITLE, _NATIONALITY = 3.0, 0.5
"""What a country named in the title, and a nationality, weigh beside a place named further down."""
_LONGEST_TITLE = 300
"""Characters of a first line that may be a title."""

_SOVEREIGN = {"HK": "CN", "MO": "CN"}
"""Territories whose acts of state are their sovereign's."""
