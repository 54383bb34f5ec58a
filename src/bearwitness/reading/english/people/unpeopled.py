"""Acts told without their people: "reports of torture and enforced disappearances", "was charged with kidnapping".

A coder enters such an act only where the words say that it was reported, recorded, suffered or charged as having happened;
"the committee against torture" and "a crackdown on kidnapping" speak of the thing alone.
"""

from bearwitness.core.records import Count
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act, Status
from bearwitness.reading.english.parsing.clauses import find_subjects, is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import is_people


def is_told_unpeopled(sentence: Sentence, noun: Token, act: Act) -> bool:
    """Is the act of this noun, whose people nobody names, told as something that befell people?"""
    table = load_table("reading.english", "acts.toml")["unpeopled"]
    if act not in table["acts"] or noun.pos == "VERB" or _is_of_others(sentence, noun):
        return False
    top = _find_first(sentence, noun)
    up = sentence.head(top)
    if top.dep in {"dobj", "nsubjpass"}:
        return up.lemma in table["object"]
    if top.dep != "pobj":
        return False
    above = sentence.head(up)
    if up.lower == "of" and above.pos == "NOUN" and above.lemma in table["of"]:
        return True
    if above.pos != "VERB":
        return False
    return up.lower in {"of", "with", "for"} and above.lemma in table["charged"]


def find_subjected(sentence: Sentence, noun: Token) -> list[Token]:
    """ "The miners were subjected to beatings and torture": those whom the verb of a bare act names; empty for others."""
    up = sentence.head(_find_first(sentence, noun))
    verb = sentence.head(up)
    if up.lower != "to" or verb.lemma not in load_table("reading.english", "acts.toml")["unpeopled"]["to"]:
        return []
    found = sentence.children(verb, "dobj") or (find_subjects(sentence, verb) if is_passive(sentence, verb) else [])
    return [h for h in found if is_people(sentence, h)]


def read_unpeopled_status(sentence: Sentence, noun: Token, status: Status) -> Status:
    """`status`, but alleged where the act is only charged or alleged, and denied where the allegation is."""
    table = load_table("reading.english", "acts.toml")["unpeopled"]
    above = sentence.head(_find_first(sentence, noun))
    if above.pos == "ADP":
        above = sentence.head(above)
    top = sentence.head(above)
    denying = load_table("reading.english", "status.toml")["denying"]
    if above.dep in {"dobj", "nsubjpass"} and top.lemma in denying:
        return "denied"
    alleged = above.lemma in table["alleging"] or (above.lemma == "charge" and above.pos == "VERB")
    return "alleged" if alleged and status == "reported" else status


def _find_first(sentence: Sentence, noun: Token) -> Token:
    """The first noun of the list that this one stands in ("reports of rape, torture and killings")."""
    while noun.dep == "conj" and sentence.head(noun).pos in {"NOUN", "PROPN"}:
        noun = sentence.head(noun)
    return noun


def _is_of_others(sentence: Sentence, noun: Token) -> bool:
    """ "the torture and slaughter of dogs", "bull killings": told of something, which is no people."""
    last = noun
    while joined := sentence.children(last, "conj"):
        last = joined[-1]
    named = [t for p in sentence.children(last, "prep") if p.lower == "of" for t in sentence.children(p, "pobj")]
    return bool(sentence.children(noun, "compound")) or not all(is_people(sentence, t) for t in named)


def count_unpeopled(noun: Token) -> Count:
    """How many people the bare act befell at least: "disappearances" two, "torture" one."""
    low = 2 if noun.tag in {"NNS", "NNPS"} else 1
    return Count(low=low, high=None, unit="person", text=noun.text)
