"""Is the act told as having happened: negated, denied, planned, hypothetical, alleged, confirmed or plainly reported?

Status is read at the clause: what stands above the act in the tree can turn it ("denied that …", "fear being …", "if …").
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from bearwitness.core.tables import load_words
from bearwitness.core.vocabulary import Status
from bearwitness.reading.english.acts.governing import is_condition, read_above
from bearwitness.reading.english.acts.habits import is_habitual
from bearwitness.reading.english.acts.negation import is_negated, is_nobody
from bearwitness.reading.english.parsing.clauses import find_verb, is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token

_words: Final = partial(load_words, "reading.english", "status.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`status`, or None when the words say that it did not happen; `habitual` when they tell a practice and no event."""

    status: Status | None
    habitual: bool = False


def read_status(sentence: Sentence, token: Token, party: Token | None) -> Standing:
    """How the act at `token` on `party` stands in its clause and in the clauses above it."""
    verb = find_verb(sentence, token)
    if token.i != verb.i and token.pos in {"NOUN", "PROPN"} and _is_dwelt_on(sentence, token, verb):
        doubted = {k.lower for k in sentence.children(token, "amod")} & _words("doubted")
        return Standing(status="alleged" if doubted else "reported")
    if is_negated(sentence, token) or (party is not None and is_nobody(sentence, party)):
        return Standing(status=None)
    if party is not None and _ranks(sentence, verb, party):
        return Standing(status=None)
    kids = sentence.children(verb)
    if token.i == verb.i and any(k.lower in _words("narrow") and k.dep == "advmod" for k in kids):
        return Standing(status=None)  # "was almost killed"
    if any(k.lower == "until" and k.dep == "mark" for k in kids):
        return Standing(status=None)  # "wait until they die" tells of no death
    auxiliaries = {k.lower for k in kids if k.dep in {"aux", "auxpass"}}
    status = _read_own(sentence, verb, auxiliaries)
    if token.i != verb.i and verb.tag == "VBN" and status in {"planned", "hypothetical"} and "to" in auxiliaries:
        status = "reported"  # "were expected to be taken to hospital with wounds": they have them
    first = _find_first_infinitive(sentence, verb)
    if first.i != verb.i and status == "reported":
        status = _read_own(sentence, first, {k.lower for k in sentence.children(first, "aux", "auxpass")})
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
    above = read_above(sentence, token if _is_object(sentence, token) else verb)
    if above is None:
        return Standing(status=None)
    if above != "reported" and (status == "reported" or above == "denied"):
        status = above
    if status == "reported" and any(k.lower in _words("alleging_adverbs") for k in kids):
        status = "alleged"
    # "He is responsible for the killing of six": the present tense is the clause's and not the killing's.
    own = token.i == verb.i or sentence.head(token).i == verb.i
    return Standing(status=status, habitual=own and is_habitual(sentence, verb, auxiliaries))


def _read_own(sentence: Sentence, verb: Token, auxiliaries: set[str]) -> Status:
    """What the verb's own clause says: its auxiliaries, its question mark, its conditions."""
    kids = sentence.children(verb)
    if any(k.lower == "be" and k.dep in {"aux", "auxpass"} for k in kids) and not auxiliaries - {"be", "been"}:
        return "planned"  # "ordered that they be arrested"
    if auxiliaries & _words("future_modals"):
        return "planned"
    if (
        sentence.text.rstrip("\"”’' ").endswith("?")
        or any(is_condition(sentence, k) for k in kids if k.dep == "advcl")
        or (auxiliaries & _words("hypothetical_modals") and not _is_perfect(auxiliaries))
        or is_condition(sentence, verb)
    ):
        return "hypothetical"
    if auxiliaries & {"may", "might", "could"}:
        return "alleged"
    # "2,000 people were waiting to be sent back" as well as "waiting to leave"
    infinitive = verb.tag == "VB" or (verb.tag == "VBN" and "be" in auxiliaries)
    if infinitive and "to" in auxiliaries and "have" not in auxiliaries:
        return _read_infinitive(sentence, verb)
    if verb.tag == "VB" and verb.dep == "ROOT" and verb.i <= 1 and not any(k.dep in {"nsubj", "aux"} for k in kids):
        return "hypothetical"  # "- release three journalists": what is asked for
    return "reported"


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
    verb = find_verb(sentence, token)
    around = [a.lemma for a in sentence.ancestors(token) if a.i != verb.i or a.lemma in _words("remembering")]
    return token.pos in {"NOUN", "PROPN"} and bool(set(around) & _words("remembering"))


def _is_report_refuted(sentence: Sentence, verb: Token) -> bool:
    """ "An earlier report that a child had been killed was wrong": the act under a report that is called false."""
    noun = sentence.head(verb)
    if verb.dep not in {"acl", "relcl", "ccomp"} or noun.lemma not in _words("reports") or noun.pos != "NOUN":
        return False
    above = sentence.head(noun)
    told = {k.lemma for k in sentence.children(above, "acomp", "attr", "oprd")} | {above.lemma}
    if noun.dep == "dobj" and above.lemma in _words("denying") | _words("withdrawing") and above.pos == "VERB":
        return True  # "rejected reports that civilians had been killed", "we withdraw our report that …"
    return noun.dep in {"nsubj", "nsubjpass"} and bool(told & _words("refuted"))


def _is_correction(sentence: Sentence, token: Token) -> bool:
    """ "correcting an earlier report of his death", "false rumours of arrests"."""
    behind = token.dep == "pobj" and sentence.head(token).lower in {"of", "on", "about"}
    noun = sentence.head(sentence.head(token)) if behind else token
    if noun.i == token.i or noun.lemma not in _words("reports"):
        return False
    told = {k.lemma for k in sentence.children(noun, "amod")} | {sentence.head(noun).lemma}
    return bool(told & _words("refuted"))


def _is_perfect(auxiliaries: set[str]) -> bool:
    return bool(auxiliaries & {"have", "had", "has"})


def _read_infinitive(sentence: Sentence, verb: Token) -> Status:
    """ "is believed to be held" is told; "ordered to arrest", "plans to deport", "attempts to kill" are not."""
    head = sentence.head(verb)
    if verb.dep in {"xcomp", "ccomp", "advcl", "acl", "relcl", "conj"} and head.i != verb.i:
        if head.lemma in _TOLD_TO:
            if head.lemma == "go" and head.tag == "VBG":
                return "planned"  # "is going to be deported"
            bent = head.lemma == "come" and not is_passive(sentence, verb)  # "they came to kill him"
            return "hypothetical" if head.lemma == "be" or bent else "reported"
        if head.lemma in _words("alleging"):
            return "alleged"
        if head.lemma in _words("unready"):
            return "hypothetical"
        if verb.dep in {"relcl", "acl"} and any(_is_ranking(k) for k in sentence.children(head)):
            return "reported"  # "the third child to be shot this week"
        if head.lemma in {"first", "last", "second", "third", "latest", "only", "many", "among"} or head.pos in {
            "ADJ",
            "NUM",
        }:
            return "reported"
    # "Authorities there plan to deport": whatever the parser hangs the infinitive on, the word before it tells
    to = next((k for k in sentence.children(verb, "aux") if k.lower == "to"), verb)
    before = sentence.tokens[to.i - 1].lemma if to.i else ""
    return "planned" if {head.lemma, before} & _words("prospective") else "hypothetical"


def _ranks(sentence: Sentence, verb: Token, party: Token) -> bool:
    """ "He was the third journalist killed this year": how somebody told before ranks among others, and no further act."""
    described = verb.dep in {"acl", "relcl"} and verb.head == party.i and party.dep == "attr"
    return described and party.tag in {"NN", "NNP"} and any(k.ent == "ORDINAL" for k in sentence.children(party))


def _is_ranking(word: Token) -> bool:
    return word.ent == "ORDINAL" or word.lower in {"first", "second", "third", "last", "latest", "only", "next"}


def _find_first_infinitive(sentence: Sentence, verb: Token) -> Token:
    """ "efforts to find and repatriate them": the infinitive whose "to" serves the verbs joined to it."""
    at = verb
    while at.dep == "conj" and at.tag == "VB" and not sentence.children(at, "aux", "auxpass", "nsubj", "nsubjpass"):
        at = sentence.head(at)
    return at if at.tag == "VB" else verb


_TOLD_TO = frozenset(
    {"report", "say", "know", "continue", "begin", "start", "find", "confirm", "come", "manage", "happen"}
    | {"remain", "go", "be"}
)
"""Verbs whose infinitive has happened ("is reported to have been shot")."""
