"""The clause of a verb: which verb it is, is it passive, and who is its subject, looked for up the tree where verbs share one."""

from collections.abc import Sequence

from bearwitness.reading.english.parsing.parse import Sentence, Token


def find_verb(sentence: Sentence, token: Token) -> Token:
    """The verb whose clause the act stands in: itself, or the verb above a noun."""
    if token.pos in {"VERB", "AUX"} or token.tag in {"VBN", "VBD", "VBG"}:
        return token
    for up in sentence.ancestors(token):
        if up.pos in {"VERB", "AUX"}:
            return up
    return token


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Is the verb passive: with a passive auxiliary or subject, or a participle joined to a passive verb?"""
    kids = sentence.children(verb)
    if any(k.dep in {"auxpass", "nsubjpass", "csubjpass", "agent"} for k in kids):
        return True
    if verb.tag not in {"VBN", "VBD", "JJ"}:
        return False
    head = sentence.head(verb)
    if verb.dep == "acomp" and verb.tag == "VBN" and head.lemma == "be" and head.tag != "VB":
        return True  # "a woman was gang-raped and murdered", which the parser takes for an adjective
    # "was questioned and released the same evening", "arrested and sent back that April": the time is no object
    named = any(k.dep == "nsubj" or (k.dep == "dobj" and not _is_time(k)) for k in kids)
    if verb.dep == "conj" and head.pos in {"VERB", "AUX"} and not named:
        return verb.tag != "JJ" and is_passive(sentence, head)
    return False


def _is_time(noun: Token) -> bool:
    return noun.ent in {"DATE", "TIME"} or noun.lemma in _TIMES or (noun.lower == "that" and noun.tag == "IN")


_TIMES = frozenset({"evening", "morning", "night", "afternoon", "day", "week", "month", "year"})


_OBJECT_CONTROL = frozenset(
    {"prevent", "stop", "save", "protect", "keep", "spare", "rescue", "accuse", "suspect", "bar", "shield"}
)


def find_subjects(sentence: Sentence, verb: Token) -> list[Token]:
    """The subject, looked for up the tree where the verb shares it: "were held and later sent back", "is believed to have been shot"."""
    seen: set[int] = set()
    at = verb
    while at.i not in seen:
        seen.add(at.i)
        subjects = [s for s in sentence.children(at, "nsubjpass", "nsubj") if not _is_subset(sentence, s)]
        if not subjects:
            # "were on Wednesday taken into custody": the subject hangs on the auxiliary
            helpers = sentence.children(at, "aux", "auxpass")
            subjects = [s for k in helpers for s in sentence.children(k, "nsubj", "nsubjpass")]
        if subjects:
            return [_follow_relative(sentence, at, s) for s in _choose_subjects(sentence, subjects)]
        head = sentence.head(at)
        if at.dep == "ccomp" and _is_reduced(sentence, head, at):
            return sentence.children(head, "nsubj")
        if at.dep in {"acl", "relcl"} and head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
            return [head]
        if (
            at.dep in {"conj", "xcomp", "advcl", "dep", "pcomp"} | ({"acomp"} if at.tag == "VBN" else set())
            and head.i != at.i
        ):
            if at.dep == "pcomp":
                head = sentence.head(head)
                objects = sentence.children(head, "dobj", "nsubjpass")
                if objects and head.lemma in _OBJECT_CONTROL:
                    return objects  # "prevent the defectors from being sent back"
            at = head
            continue
        break
    return []


def _is_reduced(sentence: Sentence, participle: Token, verb: Token) -> bool:
    """ "Three others tried in the same case were given prison terms": the participle that describes the subject of a passive verb,
    which the parser takes for a verb of its own above it."""
    helpers = sentence.children(verb, "auxpass")
    bare = not sentence.children(participle, "aux", "auxpass", "dobj") and participle.tag in {"VBD", "VBN"}
    subjects = sentence.children(participle, "nsubj")
    near = len(subjects) == 1 and subjects[0].i == participle.i - 1 and bool(helpers) and participle.i < helpers[0].i
    between = sentence.tokens[participle.i + 1 : helpers[0].i] if helpers else ()
    marked = any(t.text in {",", ";", ":", '"', "”"} or t.lower == "that" for t in between)
    return bool(helpers) and bare and near and not marked and not sentence.children(verb, "mark")


def _choose_subjects(sentence: Sentence, subjects: list[Token]) -> list[Token]:
    """The last of several subjects, which is the clause's own; all where "and" joins them ("A man of 50 and his nephew").

    "Six refugees, among them a boy of five, were arrested": the boy is one of the six.
    """
    whole = [s for n, s in enumerate(subjects) if n == 0 or not _is_among(sentence, s)]
    last = whole[-1]
    first = whole[-2] if len(whole) > 1 else last
    left = min((t.i for t in sentence.subtree(last)), default=last.i)
    between = [t.lower for t in sentence.tokens[first.i + 1 : left]]
    joined = between[-1:] == ["and"] and not {",", ";"} & set(between) and last.i - first.i < 9
    return [first, last] if first.i != last.i and joined else [last]


def _is_among(sentence: Sentence, subject: Token) -> bool:
    """ "…, among them a boy", "…, including a girl": somebody of those told before."""
    left = min((t.i for t in sentence.subtree(subject)), default=subject.i)
    words = [t.lower for t in sentence.tokens[max(0, left - 2) : left + 3]]
    return bool({"among", "including"} & set(words))


def _is_subset(sentence: Sentence, subject: Token) -> bool:
    """ "Four refugees, two of them teenagers, arrested": the two are among the four."""
    if (
        subject.tag != "CD"
        or sentence.head(subject).tag not in {"VBN", "VBD"}
        or sentence.children(sentence.head(subject), "aux", "auxpass")
    ):
        return False
    of = [o for p in sentence.children(subject, "prep") if p.lower == "of" for o in sentence.children(p, "pobj")]
    return any(o.tag == "PRP" for o in of)


def _follow_relative(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """ "who" stands for the noun its clause describes."""
    if subject.lower in {"who", "that", "which", "whom"}:
        at = verb
        while at.dep == "conj":
            at = sentence.head(at)
        if at.dep in {"relcl", "acl"}:
            return sentence.head(at)
    return subject


def find_dead(sentence: Sentence, verb: int, last: int) -> list[Token]:
    """ "They found one man dead": the parser may hang the man on "dead", the `last` word of the verb's set phrase."""
    end = sentence.tokens[last]
    return sentence.children(end, "nsubj") if last > verb and end.pos == "ADJ" else []


def is_self(objects: Sequence[Token]) -> bool:
    """ "accidentally shot himself", "shoots self": what is done is done to the subject."""
    return bool(objects) and all(o.lower in _SELF for o in objects)


_SELF = frozenset({"himself", "herself", "themselves", "themself", "self"})
