"""Custody told by where people are taken: "taken to a re-education camp", "driven to the barracks"."""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.clauses import is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token


def find_custody(sentence: Sentence, verb: Token) -> int | None:
    """The last token of "to a detention camp" behind the verb; None where people are taken elsewhere, or go themselves."""
    table = load_table("reading.english", "acts.toml")["custody"]
    if not is_passive(sentence, verb) and not sentence.children(verb, "dobj"):
        return None
    for to in sentence.children(verb, "prep"):
        for goal in sentence.children(to, "pobj") if to.lower == "to" else ():
            before = {part for t in sentence.tokens[to.i + 1 : goal.i] for part in t.lower.split("-")}
            if goal.lemma in table["alone"] or (goal.lemma in table["with"] and before & set(table["words"])):
                return goal.i
    return None
