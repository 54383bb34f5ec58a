"""Which phrases of a clause stand in the place of those who suffer its act, and which of them can be people."""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.actor_kinds import find_actor_kind
from bearwitness.reading.english.acts import Trigger
from bearwitness.reading.english.clauses import find_dead, find_subjects, is_passive, is_self
from bearwitness.reading.english.ellipsis import (
    NO_PEOPLE,
    find_gapped,
)
from bearwitness.reading.english.habits import is_headline
from bearwitness.reading.english.joined import find_strays
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.people import is_people


def find_patients(sentence: Sentence, trigger: Trigger) -> tuple[list[Token], bool]:
    """The phrases in the place of those who suffer; whether the verb merely describes them."""
    verb = sentence.tokens[trigger.i]
    head = sentence.head(verb)
    if dead := find_dead(sentence, trigger.i, trigger.last):
        return dead, False
    objects = [
        o
        for o in sentence.children(verb, "dobj", "dative", "oprd")
        if o.lower not in {"who", "whom", "that", "which"}
        and not (o.dep == "oprd" and o.pos == "ADJ" and not sentence.children(o, "nummod"))
    ]
    if trigger.patient == "subject":
        return find_subjects(sentence, verb), False
    gapped = find_gapped(sentence, verb)
    if gapped is not None:
        return [gapped], False
    if verb.dep == "amod" and verb.tag in {"VBN", "JJ", "VBD"} and head.pos in {"NOUN", "PROPN"} and not objects:
        return [head], True
    if is_passive(sentence, verb):
        return find_subjects(sentence, verb), False
    if objects and is_self(objects):
        return find_subjects(sentence, verb), False  # "accidentally shot himself"
    if objects:
        return [*objects, *find_strays(sentence, verb)], False
    if (
        verb.dep in {"acl", "relcl"}
        and head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}
        and verb.tag in {"VBN", "VBD"}
    ):
        head = _leave_subset(sentence, head)
        if verb.dep == "relcl" and any(
            c.dep == "nsubj" and c.lower not in {"who", "that", "which"} for c in sentence.children(verb)
        ):
            return [head], False  # "the four people police arrested"
        if verb.dep == "relcl" and not any(c.lower == "whom" for c in sentence.children(verb)) and verb.tag == "VBD":
            return [], False
        return [head], False
    subjects = find_subjects(sentence, verb)
    auxiliaries = sentence.children(verb, "aux")
    if (
        (verb.tag == "VBN" or (verb.tag == "VBD" and (not trigger.weak or is_headline(sentence))))
        and not auxiliaries
        and subjects
        and find_actor_kind(subjects[0].lower, subjects[0].lemma) != "state"
    ):
        # A headline leaves out "were": "Four arrested in Kunming".
        return [s for s in subjects if is_people(sentence, s)], False
    if verb.dep == "conj" and not subjects:
        return find_subjects(sentence, head), False
    return [], False


def _leave_subset(sentence: Sentence, head: Token) -> Token:
    """ "Four refugees, two of them teenagers, arrested": what is told behind the aside is told of the four."""
    part = any(t.tag == "PRP" and sentence.head(t).lower == "of" for t in sentence.subtree(head) if t.i < head.i)
    return sentence.head(head) if head.dep == "appos" and part and is_people(sentence, sentence.head(head)) else head


def may_suffer(sentence: Sentence, head: Token, trigger: Trigger) -> bool:
    """Can this phrase be the people? Weak verbs need plain people, strong verbs take any noun that is not plainly a thing."""
    if head.ent in NO_PEOPLE and head.tag == "CD" and not _is_counted(head, trigger):
        return False
    if is_people(sentence, head):
        return True
    if trigger.weak:
        return False
    things = load_table("reading.english", "people.toml")["not_persons"]
    if head.lemma in things or head.lower in _THINGS or head.ent in _NAMES_OF_THINGS:
        return False
    return head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}


def _is_counted(head: Token, trigger: Trigger) -> bool:
    """ "On 9 May 2019 three were arrested": a number right behind a date, which the parser takes for a part of it."""
    is_year = head.text.isdigit() and len(head.text) == 4
    return head.ent in {"DATE", "TIME"} and head.dep == "nsubjpass" and head.head == trigger.i and not is_year


_THINGS = frozenset(["it", "itself", "that", "this", "what", "which", "something", "nothing", "anything", "everything"])


_NAMES_OF_THINGS = frozenset(["GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "WORK_OF_ART", "LAW", "EVENT"])
