"""State, non-state or unknown: what kind of actor a phrase names, by the lists of `actors.toml`."""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import find_phrase, is_person_word


def find_actor_kind(*words: str) -> str:
    """`state`, `non-state` or `unknown` by the head's words."""
    table = load_table("reading.english", "actors.toml")
    if any(w in table["state"] for w in words):
        return "state"
    return "non-state" if any(w in table["non_state"] for w in words) else "unknown"


def find_phrase_kind(sentence: Sentence, head: Token) -> str:
    """Kind of actor the phrase names, by its head and then by any of its words.

    "Rebel forces" are no state's. One told only as a person ("a convict", "her neighbour") acts for no state; a bare
    name says nothing.
    """
    table = load_table("reading.english", "actors.toml")
    words = [t.lower for t in find_phrase(sentence, head)]
    parts = {part for word in words for part in word.split("-")}
    kind = find_actor_kind(head.lower, head.lemma)
    if kind == "state":
        return "non-state" if parts & set(table["irregular"]) else "state"
    if kind != "unknown":
        return "state" if parts & {"police", "army", "government"} else kind
    kind = find_actor_kind(*words)
    if kind != "unknown":
        return kind
    if parts & set(table["offices"]):
        return "state"
    if parts & set(table["private"]):
        return "non-state"
    return "non-state" if head.pos == "NOUN" and is_person_word(head) else "unknown"
