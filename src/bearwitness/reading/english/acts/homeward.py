"""Returns told by where people are brought: "sent to North Korea", "flown on to Pyongyang", "handed to North Korean officers".

Such words tell a return of those who fled from there and of people told before as taken; of others they tell a journey.
"""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.parsing.parse import Sentence, Token

_REACH = 12
"""Tokens behind the verb in which "to" and the place may stand."""


def find_homeward(sentence: Sentence, verb: Token) -> int | None:
    """The last token of "to North Korea", "to officers of the North"; None where the people are brought elsewhere."""
    table = load_table("reading.english", "acts.toml")["homeward"]
    if verb.lemma == "return":
        forced = any(c.lower in table["forced"] for c in sentence.children(verb, "advmod"))
        if forced:
            return verb.i
        fled = names_those_who_fled(sentence, verb) or (
            sentence.children(verb, "nsubjpass") and _tells_of_fled(sentence)
        )
        if not sentence.children(verb, "auxpass") or not fled:
            return None  # "the two returned to North Korea", "the money was returned"
        whence = [p for p in sentence.children(verb, "prep") if p.lower in {"from", "to"}]
        return whence[0].i if whence else None
    for to in sentence.tokens[verb.i + 1 : verb.i + _REACH]:
        if to.lower != "to" or not (to.head == verb.i or verb.i in {a.i for a in sentence.ancestors(to)[:2]}):
            continue
        for goal in sentence.children(to, "pobj"):
            words = sentence.words(sentence.tokens[to.i + 1 : goal.i + 1]).lower()
            bodies = goal.lemma in table["bodies"] and any(home in words for home in table["peoples"])
            if bodies or words in table["homes"]:
                return goal.i
    return None


def _tells_of_fled(sentence: Sentence) -> bool:
    """ "500 refugees were returned on Monday, while a second group was returned from Dandong"."""
    senses, table = load_table("reading.english", "senses.toml"), load_table("reading.english", "acts.toml")["homeward"]
    group = any(t.lower == "group" for t in sentence)
    return group and any({t.lemma, t.lower} & {*senses["fleeing"], *table["fled"]} for t in sentence)


def names_those_who_fled(sentence: Sentence, verb: Token) -> bool:
    """Do the words for the people say that they fled ("refugees", "the North Koreans")?"""
    senses, table = load_table("reading.english", "senses.toml"), load_table("reading.english", "acts.toml")["homeward"]
    people = sentence.children(verb, "dobj", "nsubjpass", "pobj")
    people += [t for p in sentence.children(verb, "prep") if p.i < verb.i for t in sentence.subtree(p)]
    told = {w for p in people for t in sentence.subtree(p) for w in (t.lemma, t.lower)}
    return bool(told & (set(senses["fleeing"]) | set(table["fled"])))
