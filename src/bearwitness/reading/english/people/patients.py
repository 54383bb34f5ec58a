"""Which phrases of a clause stand in the place of those who suffer its act, and which of them can be people."""

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.actor_kinds import find_actor_kind
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.acts.habits import is_headline
from bearwitness.reading.english.parsing.clauses import find_dead, find_subjects, is_passive, is_self
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.aged import is_named_with_age
from bearwitness.reading.english.people.countless import is_countless
from bearwitness.reading.english.people.ellipsis import (
    NO_PEOPLE,
    find_gapped,
)
from bearwitness.reading.english.people.joined import find_strays
from bearwitness.reading.english.people.people import find_phrase, is_people, people_words


def find_patients(sentence: Sentence, trigger: Trigger) -> tuple[list[Token], bool]:
    """The phrases in the place of those who suffer; whether the verb merely describes them."""
    verb = sentence.tokens[trigger.i]
    head = sentence.head(verb)
    if dead := find_dead(sentence, trigger.i, trigger.last):
        return dead, False
    with_ = sentence.tokens[trigger.last]
    if trigger.last > trigger.i and with_.lower == "with":
        return sentence.children(with_, "pobj"), False  # "drove off with him"
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
        counted = _find_counted(sentence, verb)
        if counted is None and (apposed := _find_exceeding(sentence, verb) or _find_apposed(sentence, verb)):
            return apposed, False
        return [counted] if counted is not None else find_subjects(sentence, verb), False
    if objects and is_self(objects):
        return find_subjects(sentence, verb), False  # "accidentally shot himself"
    if not objects:
        objects = find_second_subject(sentence, verb) or _find_reduced(sentence, verb) or _find_hedged(sentence, verb)
    if objects:
        return [*objects, *find_strays(sentence, verb)], False
    if (
        verb.dep in {"acl", "relcl"}
        and head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}
        and verb.tag in {"VBN", "VBD"}
    ):
        head = _leave_places(sentence, _leave_subset(sentence, head))
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


def _leave_places(sentence: Sentence, head: Token) -> Token:
    """ "Six of the eight activists from Ilam, Ilam Province, arrested in May": no province was arrested."""
    at = head
    while (
        at.pos == "PROPN" and at.ent != "PERSON" and not is_people(sentence, at) and at.dep in {"appos", "pobj", "conj"}
    ):
        at = sentence.head(at)
        if at.pos == "ADP":
            at = sentence.head(at)
    return at if at.pos in {"NOUN", "NUM"} and is_people(sentence, at) else head


def _find_reduced(sentence: Sentence, verb: Token) -> list[Token]:
    """ "Police detained several protesters gathered in the hall": people right behind the act whom the parser made the subject
    of the participle that describes them."""
    if not sentence.children(verb, "nsubj"):
        return []
    return [
        s
        for clause in sentence.children(verb, "ccomp")
        if clause.tag in {"VBD", "VBN"} and not sentence.children(clause, "mark", "aux", "auxpass")
        for s in sentence.children(clause, "nsubj", "nsubjpass")
        if s.i < clause.i and find_phrase(sentence, s)[0].i == verb.i + 1 and is_people(sentence, s)
    ]


def find_second_subject(sentence: Sentence, verb: Token) -> list[Token]:
    """ "Police have detained seven refugees, including a girl of nine, near the city of Hunchun, a group said": people right behind
    an active verb whom the parser makes its second subject, or that of the words of saying."""
    subjects = sentence.children(verb, "nsubj")
    before = [s for s in subjects if s.i < verb.i]
    if verb.dep == "ccomp":
        subjects += sentence.children(sentence.head(verb), "nsubj")
    behind = [s for s in subjects if s.i > verb.i and find_phrase(sentence, s)[0].i == verb.i + 1]
    return [s for s in behind if is_people(sentence, s)] if before else []


def _find_hedged(sentence: Sentence, verb: Token) -> list[Token]:
    """ "Troops detained between 50 and 100 civilians", "around 200 of the villagers": people behind a word of about how many, which
    the parser takes for a preposition."""
    behind = sentence.tokens[verb.i + 1 : verb.i + 2]
    if not behind or behind[0].lower not in _ABOUT or not sentence.children(verb, "nsubj"):
        return []
    inside = sentence.children(behind[0], "pobj", "pcomp")
    return [t for t in inside if t.i > verb.i and is_people(sentence, t) and _is_counted(sentence, t)]


_ABOUT = frozenset({"between", "around", "about", "over", "under", "near"})


def _is_counted(sentence: Sentence, token: Token) -> bool:
    return token.tag == "CD" or any(c.tag == "CD" for c in sentence.children(token, "nummod"))


def _find_apposed(sentence: Sentence, verb: Token) -> list[Token]:
    """ "In Myaung Township, Sagaing Region, seven villagers, who …, were shot dead": counted people between the place and a passive
    verb without a subject, which the parser takes for one more place."""
    helpers = [k for k in sentence.children(verb, "aux", "auxpass") if k.tag in {"VBD", "VBP", "VBZ", "MD"}]
    if not helpers or sentence.children(verb, "nsubj", "nsubjpass"):
        return []
    found = [
        t
        for prep in sentence.children(verb, "prep")
        if prep.i < helpers[0].i
        for t in sentence.subtree(prep)
        if t.dep in {"appos", "conj"} and t.pos == "NOUN" and is_people(sentence, t) and _is_counted(sentence, t)
    ]
    return found[-1:]


def _find_exceeding(sentence: Sentence, verb: Token) -> list[Token]:
    """ "In excess of 500 refugees were sent back": the people behind a hedge that the parser takes for an adverbial."""
    if sentence.children(verb, "nsubj", "nsubjpass"):
        return []
    return [
        people
        for prep in sentence.children(verb, "prep")
        for noun in sentence.children(prep, "pobj")
        if (prep.lower, noun.lower) == ("in", "excess") and prep.i < verb.i
        for of in sentence.children(noun, "prep")
        for people in sentence.children(of, "pobj")
    ]


def _leave_subset(sentence: Sentence, head: Token) -> Token:
    """ "Four refugees, two of them teenagers, arrested": what is told behind the aside is told of the four."""
    part = any(t.tag == "PRP" and sentence.head(t).lower == "of" for t in sentence.subtree(head) if t.i < head.i)
    return sentence.head(head) if head.dep == "appos" and part and is_people(sentence, sentence.head(head)) else head


def may_suffer(sentence: Sentence, head: Token, trigger: Trigger) -> bool:
    """Can this phrase be the people? Weak verbs need plain people, strong verbs take any noun that is not plainly a thing."""
    if head.ent in NO_PEOPLE and head.tag == "CD" and head != _find_counted(sentence, sentence.tokens[trigger.i]):
        return False
    if is_countless(sentence, head):
        return False  # "the first homicide of 2017"
    if head.text.startswith("[") or (trigger.act == "killing" and head.lower in _SPEAKERS):
        return False  # "[words indistinct]" of a broadcast names nobody; who speaks has not been killed
    if is_people(sentence, head):
        return True
    if head.lemma == "life" and trigger.act == "killing" and sentence.children(head, "nummod"):
        return True  # "the shelling claimed 14 lives"
    if trigger.weak:
        return False
    if is_named_with_age(sentence, head):
        return True
    things = load_table("reading.english", "people.toml")["not_persons"]
    if head.lemma in things or head.lower in _THINGS or head.ent in _NAMES_OF_THINGS:
        return False
    return head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}


def _find_counted(sentence: Sentence, verb: Token) -> Token | None:
    """ "On 9 May 2019 three were arrested", "By Monday 17 had been killed": a number right before a passive verb that has no
    other subject counts people, though the parser takes it for a part of the date. A year and the day of "May 12" do not."""
    auxiliaries = sentence.children(verb, "aux", "auxpass")
    first = min((k.i for k in auxiliaries), default=0)
    before = sentence.tokens[first - 1] if first else None
    if before is None or before.tag != "CD" or before.ent not in {"DATE", "TIME"}:
        return None
    is_year = before.text.isdigit() and len(before.text) == 4
    is_day = before.text.isdigit() and any(
        t.lower in people_words("calendar") for t in sentence.tokens[before.i - 1 : before.i]
    )
    subjects = sentence.children(verb, "nsubjpass", "nsubj")
    has_subject = any(s.i != before.i and s.ent not in {"DATE", "TIME"} for s in subjects)
    return None if is_year or is_day or has_subject else before


_SPEAKERS = frozenset(["i", "me", "we", "us", "myself", "ourselves"])


_THINGS = frozenset(["it", "itself", "that", "this", "what", "which", "something", "nothing", "anything", "everything"])


_NAMES_OF_THINGS = frozenset(["GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "WORK_OF_ART", "LAW", "EVENT"])
