"""Whose wound or injury a noun tells: "a man with a gunshot wound", "she was treated for her injuries", "he suffered two wounds"."""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.clauses import find_subjects
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import is_people


def find_wounded(sentence: Sentence, noun: Token) -> list[Token]:
    """The people whom the sentence tells to have the wound; empty where the noun is none or the words give it to nobody."""
    table = load_table("reading.english", "acts.toml")["wounded"]
    if noun.lemma not in table["nouns"]:
        return []
    first = noun
    while first.dep == "conj" and sentence.head(first).pos in {"NOUN", "PROPN"}:
        first = sentence.head(first)
    up = sentence.head(first)
    if first.dep == "dobj" and up.lemma in table["having"]:
        return _keep_people(sentence, find_subjects(sentence, up))
    if first.dep != "pobj":
        return []
    over = sentence.head(up)
    if up.lower == "with":
        return _find_bearer(sentence, over)
    verbs = {"from": table["from_"], "for": table["for_"]}.get(up.lower, [])
    return _keep_people(sentence, find_subjects(sentence, over)) if over.lemma in verbs else []


def _find_bearer(sentence: Sentence, over: Token) -> list[Token]:
    """ "a man with a wound", "found him with a wound", "was taken to hospital with a wound", "arrived with a wound"."""
    if over.pos in {"NOUN", "PROPN", "PRON", "NUM"} and is_people(sentence, over):
        return [over]
    verb = next((t for t in [over, *sentence.ancestors(over)] if t.pos == "VERB"), None)
    if verb is None or verb.lemma in {"charge", "say", "arm"}:
        return []
    objects = _keep_people(sentence, sentence.children(verb, "dobj"))
    return objects or _keep_people(sentence, find_subjects(sentence, verb))


def _keep_people(sentence: Sentence, found: list[Token]) -> list[Token]:
    return [t for t in found if is_people(sentence, t)]
