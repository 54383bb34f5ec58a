"""Is the act told as having happened: negated, denied, planned, hypothetical, alleged, confirmed or plainly reported?

Status is read at the clause: what stands above the act in the tree can turn it ("denied that …", "fear being …", "if …").
"""

from dataclasses import dataclass

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Status
from bearwitness.reading.english.clauses import is_passive
from bearwitness.reading.english.parse import Sentence, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`status`, or None when the words say that it did not happen; `habitual` when they tell a practice and no event."""

    status: Status | None
    habitual: bool = False


def _words(part: str) -> frozenset[str]:
    return frozenset(load_table("reading.english", "status.toml")[part])


def read_status(sentence: Sentence, token: Token, party: Token | None) -> Standing:
    """How the act at `token` on `party` stands in its clause and in the clauses above it."""
    verb = _find_verb(sentence, token)
    if token.i != verb.i and token.pos in {"NOUN", "PROPN"} and _is_dwelt_on(sentence, token, verb):
        doubted = {k.lower for k in sentence.children(token, "amod")} & _words("doubted")
        return Standing(status="alleged" if doubted else "reported")
    if _is_negated(sentence, token) or (party is not None and _is_nobody(sentence, party)):
        return Standing(status=None)
    status: Status = "reported"
    kids = sentence.children(verb)
    if token.i == verb.i and any(k.lower in _words("narrow") and k.dep == "advmod" for k in kids):
        return Standing(status=None)  # "was almost killed"
    auxiliaries = {k.lower for k in kids if k.dep in {"aux", "auxpass"}}
    if any(k.lower == "until" and k.dep == "mark" for k in kids):
        return Standing(status=None)  # "wait until they die" tells of no death
    if auxiliaries & _words("future_modals"):
        status = "planned"
    elif (
        sentence.text.rstrip("\"”’' ").endswith("?")
        or any(_is_condition(sentence, k) for k in kids if k.dep == "advcl")
        or (
            (auxiliaries & _words("hypothetical_modals") and not _is_perfect(auxiliaries))
            or any(k.lower in _words("conditional") and k.dep == "mark" for k in kids)
        )
    ):
        status = "hypothetical"
    elif auxiliaries & {"may", "might", "could"}:
        status = "alleged"
    elif verb.tag == "VB" and "to" in auxiliaries and "have" not in auxiliaries:
        status = _read_infinitive(sentence, verb)
    elif verb.tag == "VB" and verb.dep == "ROOT" and verb.i <= 1 and not any(k.dep in {"nsubj", "aux"} for k in kids):
        status = "hypothetical"  # "- release three journalists": what is asked for
    if any(k.lower == "be" and k.dep in {"aux", "auxpass"} for k in kids) and not (auxiliaries - {"be", "been"}):
        status = "planned"  # "ordered that they be arrested"
    if token.pos in {"NOUN", "PROPN"} and token.i != verb.i:
        epithets = {k.lower for k in sentence.children(token, "amod", "compound")}
        if epithets & _words("failed"):
            return Standing(status=None)
        if epithets & _words("coming"):
            status = "planned"
        if epithets & _words("doubted") and status == "reported":
            status = "alleged"
    if is_remembered(sentence, token):
        return Standing(status="reported")
    if _is_report_refuted(sentence, verb) or _is_correction(sentence, token):
        return Standing(status="denied")
    above = _read_above(sentence, token if _is_object(sentence, token) else verb)
    if above is None:
        return Standing(status=None)
    if above != "reported" and (status == "reported" or above == "denied"):
        status = above
    if status == "reported" and any(k.lower in _words("alleging_adverbs") for k in kids):
        status = "alleged"
    # "He is responsible for the killing of six": the present tense is the clause's and not the killing's.
    own = token.i == verb.i or sentence.head(token).i == verb.i
    return Standing(status=status, habitual=own and _is_habitual(sentence, verb, auxiliaries))


def _is_dwelt_on(sentence: Sentence, act: Token, verb: Token) -> bool:
    """ "will investigate the murder", "may be involved in the kidnapping", "an inquiry into the deaths": what is looked into
    or judged has happened, whatever becomes of the looking."""
    at = act
    while at.dep == "conj":
        at = sentence.head(at)
    up = sentence.head(at)
    if at.dep == "pobj":
        return up.lower in {"into", "about", "over", "despite"} or (
            up.lower in {"in", "with", "to", "for"} and sentence.head(up).lemma in _words("dwelling")
        )
    return at.dep in {"dobj", "nsubjpass"} and up.i == verb.i and verb.lemma in _words("dwelling")


def _find_verb(sentence: Sentence, token: Token) -> Token:
    """The verb whose clause the act stands in: itself, or the verb above a noun."""
    if token.pos in {"VERB", "AUX"} or token.tag in {"VBN", "VBD", "VBG"}:
        return token
    for up in sentence.ancestors(token):
        if up.pos in {"VERB", "AUX"}:
            return up
    return token


def _is_object(sentence: Sentence, token: Token) -> bool:
    """ "demanded the arrest of", "called for the release of": the noun itself is what is demanded."""
    if token.pos not in {"NOUN", "PROPN"}:
        return False
    at = token
    while at.dep == "conj":
        at = sentence.head(at)
    up = sentence.head(at)
    if at.dep == "pobj" and up.lower == "for":
        return sentence.head(up).lemma in _words("calling")
    return at.dep in {"dobj", "nsubjpass"} and up.pos == "VERB"


def is_remembered(sentence: Sentence, token: Token) -> bool:
    """ "the anniversary of the killing of": an act that is remembered is no news of the day."""
    verb = _find_verb(sentence, token)
    around = [a.lemma for a in sentence.ancestors(token) if a.i != verb.i or a.lemma in _words("remembering")]
    return token.pos in {"NOUN", "PROPN"} and bool(set(around) & _words("remembering"))


def _is_report_refuted(sentence: Sentence, verb: Token) -> bool:
    """ "An earlier report that a child had been killed was wrong": the act under a report that is called false."""
    noun = sentence.head(verb)
    if verb.dep not in {"acl", "relcl", "ccomp"} or noun.lemma not in _words("reports") or noun.pos != "NOUN":
        return False
    above = sentence.head(noun)
    told = {k.lemma for k in sentence.children(above, "acomp", "attr", "oprd")} | {above.lemma}
    return noun.dep in {"nsubj", "nsubjpass"} and bool(told & _words("refuted"))


def _is_correction(sentence: Sentence, token: Token) -> bool:
    """ "correcting an earlier report of his death", "false rumours of arrests"."""
    noun = sentence.head(sentence.head(token)) if token.dep == "pobj" and sentence.head(token).lower == "of" else token
    if noun.i == token.i or noun.lemma not in _words("reports"):
        return False
    told = {k.lemma for k in sentence.children(noun, "amod")} | {sentence.head(noun).lemma}
    return bool(told & _words("refuted"))


def _is_perfect(auxiliaries: set[str]) -> bool:
    return bool(auxiliaries & {"have", "had", "has"})


def _is_negated(sentence: Sentence, token: Token) -> bool:
    verb = _find_verb(sentence, token)
    for at in {token.i: token, verb.i: verb}.values():
        for kid in sentence.children(at):
            if (
                kid.dep == "neg"
                or (kid.lower in {"never", "neither", "nor"} and kid.i < at.i)
                or (kid.dep == "det" and kid.lower == "no")
            ):
                return not any(n.lower == "only" for n in sentence.tokens[kid.i + 1 : kid.i + 2])
            if kid.dep in {"nsubj", "nsubjpass", "dobj", "attr"} and any(
                d.dep == "det" and d.lower == "no" for d in sentence.children(kid)
            ):
                return True
    head = sentence.head(token)
    return (head.dep in {"prep", "mark"} and head.lower == "without") or (
        token.dep == "pcomp" and head.lower == "without"
    )


def _is_nobody(sentence: Sentence, party: Token) -> bool:
    if party.lower in {"nobody", "none", "nothing", "neither", "anyone", "anybody"}:
        return True
    return any(
        c.lower in {"no", "neither", "zero", "not"} and c.dep in {"det", "neg", "nummod", "predet", "advmod", "preconj"}
        for c in sentence.children(party)
    ) and not any(c.lower in {"fewer", "less"} for c in sentence.tokens[max(0, party.i - 4) : party.i])


def _read_infinitive(sentence: Sentence, verb: Token) -> Status:
    """ "is believed to be held" is told; "ordered to arrest", "plans to deport", "attempts to kill" are not."""
    head = sentence.head(verb)
    if verb.dep in {"xcomp", "ccomp", "advcl", "acl", "relcl", "conj"} and head.i != verb.i:
        if head.lemma in {
            "report",
            "say",
            "know",
            "continue",
            "begin",
            "start",
            "find",
            "confirm",
            "come",
            "manage",
            "happen",
            "remain",
            "go",
            "be",
        }:
            if head.lemma == "go" and head.tag == "VBG":
                return "planned"  # "is going to be deported"
            bent = head.lemma == "come" and not is_passive(sentence, verb)  # "they came to kill him"
            return "hypothetical" if head.lemma == "be" or bent else "reported"
        if head.lemma in _words("alleging"):
            return "alleged"
        if head.lemma in _words("unready"):
            return "hypothetical"
        if head.lemma in {"first", "last", "second", "third", "latest", "only", "many", "among"} or head.pos in {
            "ADJ",
            "NUM",
        }:
            return "reported"
    # "Authorities there plan to deport": whatever the parser hangs the infinitive on, the word before it tells
    to = next((k for k in sentence.children(verb, "aux") if k.lower == "to"), verb)
    before = sentence.tokens[to.i - 1].lemma if to.i else ""
    return "planned" if {head.lemma, before} & _words("prospective") else "hypothetical"


def _read_above(sentence: Sentence, verb: Token) -> Status | None:
    """What the clauses above say of this one; None when they say it did not happen."""
    status: Status = "reported"
    if verb.dep in {"acl", "relcl"} and verb.tag in {"VBN", "VBD"}:
        return status  # "feared that the seven detained on 2 May would be killed": the arrest is taken as known
    below = verb
    for up in sentence.ancestors(verb):
        if below.dep == "conj" and up.pos in {"VERB", "AUX"}:
            auxiliaries = {k.lower for k in sentence.children(up, "aux")}
            own = {k.lower for k in sentence.children(below, "aux", "auxpass", "nsubj", "nsubjpass")}
            if status == "reported" and any(k.lower in _words("alleging_adverbs") for k in sentence.children(up)):
                status = "alleged"
            if any(_is_condition(sentence, k) for k in sentence.children(up, "advcl")):
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
            if below.dep == "ccomp" and any(k.dep == "mark" and k.lower == "whether" for k in sentence.children(below)):
                return None
            if up.pos in {"VERB", "AUX"} and below.dep != "nsubj":
                kids = sentence.children(up)
                if any(k.lower in _words("conditional") and k.dep == "mark" for k in kids):
                    return "hypothetical"
                if (
                    below.dep in {"ccomp", "xcomp", "pcomp"}
                    and any(
                        k.lower in _words("hypothetical_modals") | _words("future_modals") and k.dep == "aux"
                        for k in kids
                    )
                    and verb.tag in {"VB", "VBG"}
                ):
                    return "hypothetical"
        if below.dep == "advcl" and any(
            k.dep == "mark" and k.lower in _words("conditional") for k in sentence.children(below)
        ):
            return "hypothetical"
        below = up
    return status


def _is_called_for(below: Token, lemma: str) -> bool:
    return below.dep == "prep" and below.lower == "for" and lemma in _words("calling")


def _is_condition(sentence: Sentence, clause: Token) -> bool:
    """ "If they are caught, …": what follows is as conditional as the clause."""
    return any(k.dep == "mark" and k.lower in _words("conditional") for k in sentence.children(clause))


def _is_habitual(sentence: Sentence, verb: Token, auxiliaries: set[str]) -> bool:
    """A practice: a bare present or present progressive ("are arresting people there"), or an adverb such as "routinely"."""
    if any(k.lower in _words("habitual_adverbs") for k in sentence.children(verb)):
        return True
    if (
        verb.tag == "VBG"
        and auxiliaries & {"are", "is", "'re", "’re", "'s", "’s"}
        and "been" not in auxiliaries
        and "being" not in auxiliaries
    ):
        return True
    if verb.dep == "conj" and verb.tag in {"VBZ", "VBP", "VB", "VBG"} and not auxiliaries:
        head = sentence.head(verb)
        return head.pos == "VERB" and _is_habitual(
            sentence, head, {k.lower for k in sentence.children(head) if k.dep in {"aux", "auxpass"}}
        )
    if is_headline(sentence):
        return False
    return verb.tag in {"VBP", "VBZ"} and not auxiliaries


def is_headline(sentence: Sentence) -> bool:
    """A line without a full stop: there the present tense tells an event ("Police arrest four in Yanji")."""
    return not sentence.text.rstrip("\"”’' )").endswith((".", "!", "?", "…", ":", ";", ","))
