"""People taken off a bus or from their shop: a taking into custody where those who hold power or arms do it."""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.actor_kinds import find_phrase_kind
from bearwitness.reading.english.acts.actors import find_agent
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.clauses import is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import find_phrase

_REACH = 7
"""Tokens behind "off" or "from" in which the vehicle or the house is named."""


def is_mere_moving(sentence: Sentence, trigger: Trigger) -> bool:
    """ "was taken from the scene to a hospital", "the police patrol intercepted a truck": no act on people."""
    verb = sentence.tokens[trigger.i]
    if trigger.act != "arrest" or not trigger.weak:
        return False
    if verb.lemma == "intercept":
        # "the patrol intercepted a car" stops it; those who flee are caught
        people = [*sentence.children(verb, "dobj", "nsubjpass")]
        words = {t.lemma for p in people for t in sentence.subtree(p)}
        return not words & set(load_table("reading.english", "senses.toml")["fleeing"])
    return sentence.tokens[trigger.last].lower in {"off", "from"} and not _is_taking(sentence, trigger)


def _is_taking(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Police took three women off a coach", "was taken from his shop": a rescue, a journey or a dismissal is none."""
    table = load_table("reading.english", "senses.toml")
    told = {t.lower for t in sentence}
    if told & (set(table["rescue"]) | set(table["accidents"])):
        return False
    joint = sentence.tokens[trigger.last]
    if joint.head != trigger.i:
        return False  # "taken in July for exchange from a camp"
    kinds = set(table["vehicles"]) | (set(table["premises"]) if joint.lower == "from" else set())
    whence = next((t for t in sentence.tokens[trigger.last + 1 : trigger.last + 1 + _REACH] if t.tag[:2] == "NN"), None)
    while whence is not None and whence.dep in {"compound", "nmod", "npadvmod", "poss", "amod"}:
        whence = sentence.head(whence) if sentence.head(whence).i > whence.i else None
    if whence is None or whence.lemma not in kinds or not _is_certain(sentence, whence):
        return False
    agent = find_agent(sentence, trigger)
    if agent is None:
        return is_passive(sentence, sentence.tokens[trigger.i])
    kind = find_phrase_kind(sentence, agent)
    armed = load_table("reading.english", "actors.toml")["armed"]
    words = {part for t in find_phrase(sentence, agent) for part in t.lower.split("-")}
    return kind == "state" or (kind == "non-state" and bool(words & set(armed)))


def _is_certain(sentence: Sentence, noun: Token) -> bool:
    """ "off a bus", "from their homes"; but nobody is taken "from office" or "from home"."""
    return noun.tag == "NNS" or any(c.dep in {"det", "poss", "nummod"} for c in sentence.children(noun))
