"""What the clauses above an act make of it: "denied that …", "fear being …", "plan to …", "if …"."""

from functools import partial
from typing import Final

from bearwitness.core.tables import load_words
from bearwitness.core.vocabulary import Status
from bearwitness.reading.english.parsing.parse import Sentence, Token

_words: Final = partial(load_words, "reading.english", "status.toml")


_TURNED = frozenset({"had", "were", "should"})
"""Helping verbs that make a condition when they stand before their subject."""


def read_above(sentence: Sentence, verb: Token) -> Status | None:
    """What the clauses above say of this one; None when they say it did not happen."""
    status: Status = "reported"
    if verb.dep in {"acl", "relcl"} and verb.tag in {"VBN", "VBD"}:
        return status  # "feared that the seven detained on 2 May would be killed": the arrest is taken as known
    if _is_halted(sentence, verb):
        return "planned"
    below = verb
    for up in sentence.ancestors(verb):
        if _is_known_before(sentence, below):
            return status
        if below.dep == "conj" and up.pos in {"VERB", "AUX"}:
            auxiliaries = {k.lower for k in sentence.children(up, "aux")}
            own = {k.lower for k in sentence.children(below, "aux", "auxpass", "nsubj", "nsubjpass")}
            if status == "reported" and any(k.lower in _words("alleging_adverbs") for k in sentence.children(up)):
                status = "alleged"
            if any(is_condition(sentence, k) for k in sentence.children(up, "advcl")):
                return "hypothetical"
            if not own and auxiliaries & (_words("future_modals") | _words("hypothetical_modals")):
                status = "planned" if auxiliaries & _words("future_modals") else "hypothetical"
        elif below.dep in {"ccomp", "xcomp", "pcomp", "pobj", "dobj", "acl", "prep", "advcl", "relcl", "nsubj", "attr"}:
            lemma = up.lemma
            if (
                lemma in _words("denying")
                and below.dep in {"ccomp", "xcomp", "dobj", "pcomp", "prep"}
                and up.pos == "VERB"
            ):
                return "denied" if not any(k.dep == "neg" for k in sentence.children(up)) else "reported"
            if lemma in _words("confirming") and below.dep in {"ccomp", "dobj"} and up.pos == "VERB":
                negated = any(k.dep == "neg" for k in sentence.children(up))
                status = "alleged" if negated else "confirmed" if status == "reported" else status
            elif lemma == "fear" and _is_feared(sentence, up, verb) and below.i == verb.i:
                status = "alleged" if status == "reported" else status  # "Missing activist feared abducted"
            elif (
                lemma in _words("fearful")
                and below.dep in {"ccomp", "xcomp", "pcomp", "pobj", "dobj", "prep", "acl"}
                and (below.dep != "prep" or below.lower in {"from", "of"})
            ):
                return "hypothetical"
            elif (
                lemma in _words("prospective")
                and (below.dep in {"xcomp", "acl", "dobj", "ccomp"} or _is_called_for(below, lemma))
                and verb.tag in {"VB", "VBG", "NN", "NNS"}
            ):
                return "planned"
            elif lemma in _words("alleging") and below.dep in {"ccomp", "xcomp", "pcomp", "prep", "acl"}:
                status = "alleged" if status == "reported" else status
            if lemma in _words("averting") and below.dep in {"pcomp", "prep", "xcomp", "dobj"} and up.pos == "VERB":
                return None
            if below.dep == "ccomp" and any(k.dep == "mark" and k.lower == "whether" for k in sentence.children(below)):
                return None
            if up.pos in {"VERB", "AUX"} and below.dep != "nsubj":
                if is_condition(sentence, up):
                    return "hypothetical"
                if (
                    below.dep in {"ccomp", "xcomp", "pcomp"}
                    and any(
                        k.lower in _words("hypothetical_modals") | _words("future_modals") and k.dep == "aux"
                        for k in sentence.children(up)
                    )
                    and verb.tag in {"VB", "VBG"}
                ):
                    return "hypothetical"
        if below.dep == "advcl" and is_condition(sentence, below):
            return "hypothetical"
        below = up
    return status


def _is_feared(sentence: Sentence, fear: Token, verb: Token) -> bool:
    """ "Missing activist feared abducted" says what is thought to have happened; "he feared that she had been caught" what may have."""
    bare = not sentence.children(verb, "aux", "mark")
    return fear.tag in {"VBN", "VBD"} and verb.tag == "VBN" and bare


def _is_known_before(sentence: Sentence, clause: Token) -> bool:
    """ "They could be killed after they were caught": what is feared, planned or denied is what follows; the clause of time in
    the past tense behind "after" or "since" has happened."""
    if clause.dep != "advcl":
        return False
    kids = sentence.children(clause)
    marked = any(k.dep in {"mark", "prep"} and k.lower in {"after", "since", "because"} for k in kids)
    past = clause.tag == "VBD" or any(k.lower in {"was", "were", "had"} for k in kids if k.dep in {"aux", "auxpass"})
    return marked and past


def _is_halted(sentence: Sentence, noun: Token) -> bool:
    """ "The deportation of 11 was halted by a court", "a judge blocked the extradition": what was to come did not."""
    halted = sentence.head(noun).lemma in _words("halting") and noun.dep in {"dobj", "nsubjpass"}
    return halted and noun.lemma in _words("haltable")


def _is_called_for(below: Token, lemma: str) -> bool:
    return below.dep == "prep" and below.lower == "for" and lemma in _words("calling")


def is_condition(sentence: Sentence, clause: Token) -> bool:
    """ "If they are caught, …": is the clause of this verb a condition?"""
    kids = sentence.children(clause)
    if any(k.dep == "mark" for k in kids):
        return any(k.dep == "mark" and k.lower in _words("conditional") for k in kids)
    subject = next((k.i for k in kids if k.dep in {"nsubj", "nsubjpass"}), None)
    # "Had the boat left an hour later, all would have been arrested": the helping verb before its subject
    turned = any(
        k.lower in _TURNED and k.dep in {"aux", "auxpass"} and subject is not None and k.i < subject for k in kids
    )
    return clause.dep == "advcl" and turned
