"""State, non-state or unknown: what kind of actor a phrase names, by the lists of `actors.toml`."""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.people import find_phrase


def find_actor_kind(*words: str) -> str:
    """`state`, `non-state` or `unknown` by the head's words."""
    table = load_table("reading.english", "actors.toml")
    if any(w in table["state"] for w in words):
        return "state"
    return "non-state" if any(w in table["non_state"] for w in words) else "unknown"


def find_phrase_kind(sentence: Sentence, head: Token) -> str:
    """Kind of actor the phrase names, by its head and then by any of its words."""
    kind = find_actor_kind(head.lower, head.lemma)
    return kind if kind != "unknown" else find_actor_kind(*(t.lower for t in find_phrase(sentence, head)))
