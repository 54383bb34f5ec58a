"""Acts told without their people: "reports of torture and enforced disappearances", "was charged with kidnapping".

A coder enters such an act only where the words say that it was reported, recorded, suffered or charged as having happened;
"the committee against torture" and "a crackdown on kidnapping" speak of the thing alone.
"""

from bearwitness.core.records import Count
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act, Status
from bearwitness.reading.english.acts.actor_kinds import find_phrase_kind
from bearwitness.reading.english.parsing.clauses import find_subjects, is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import is_people


def is_told_unpeopled(sentence: Sentence, noun: Token, act: Act) -> bool:
    """Is the act of this noun, whose people nobody names, told as something that befell people?"""
    table = load_table("reading.english", "acts.toml")["unpeopled"]
    if act not in table["acts"] or noun.pos == "VERB" or _is_of_others(sentence, noun):
        return False
    pointing = {c.lower for c in sentence.children(noun, "det")}
    if pointing & _POINTING:
        return False  # "these murders": acts told before
    done_by = act != "threat" and "the" not in pointing and _is_done_by(sentence, noun)
    return done_by or _find_governor(sentence, noun) is not None


_POINTING = frozenset({"this", "these", "that", "those", "such"})


def _find_governor(sentence: Sentence, noun: Token) -> Token | None:
    """The verb or preposition that says of the bare act that it happened; None where nothing does.

    Of a list every noun stands under the word before the list, though the parser often loses the later ones: "accounts of
    arbitrary arrests, torture, corruption and summary executions".
    """
    up = sentence.head(_find_first(sentence, noun))
    left = noun.i
    while left > 0 and _is_in_list(sentence.tokens[left - 1]):
        left -= 1
    before = sentence.tokens[left - 1] if left else None
    return next((g for g in (up, before) if g is not None and g.i != noun.i and _governs(sentence, noun, g)), None)


def _is_in_list(token: Token) -> bool:
    return token.pos in {"NOUN", "ADJ", "CCONJ", "DET"} or token.text == "," or token.lower in _FORCED


_FORCED = frozenset({"enforced", "forced", "alleged", "reported", "widespread", "’s", "'s"})


def _governs(sentence: Sentence, noun: Token, up: Token) -> bool:
    table = load_table("reading.english", "acts.toml")["unpeopled"]
    if up.pos in {"VERB", "AUX"} and up.lower != "including":
        by_tree = (
            _find_first(sentence, noun).dep in {"dobj", "nsubjpass"}
            and sentence.head(_find_first(sentence, noun)) == up
        )
        told = up.lemma in table["object"] and (up.lemma != "include" or _is_kind(sentence, up))
        return told and (by_tree or up.i < noun.i)
    above = sentence.head(up)
    before = sentence.tokens[: up.i]
    if up.lower in {"including", "as", "like"}:
        near = [t for t in before[-_NEAR:] if t.lemma in table["kinds"]]
        return bool(near)  # "abuses, including torture"
    if up.lower == "of" and above.lower == "form":
        return [t.lower for t in before[-3:-1]] == ["in", "the"]  # "violations in the form of abductions"
    if up.lower == "of" and above.pos == "NOUN" and {above.lemma, above.lower} & set(table["of"]):
        return not any(t.lower == "no" for t in sentence.tokens[max(0, above.i - 3) : above.i])
    if above.lower in table["answering"]:
        return up.lower in {"for", "in"}  # "responsible for torture"
    return above.pos == "VERB" and up.lower in {"of", "with", "for", "in"} and above.lemma in table["charged"]


_NEAR = 4
"""Words before "including" among which the abuses stand."""


def _is_done_by(sentence: Sentence, noun: Token) -> bool:
    """ "Killings by soldiers", "torture committed by the guards": the act has doers, so it befell people."""
    last = noun
    while joined := sentence.children(last, "conj"):
        last = joined[-1]
    table = load_table("reading.english", "acts.toml")["unpeopled"]
    ends = {noun.i: noun, last.i: last}.values()
    doing = [c for n in ends for c in sentence.children(n, "acl") if c.lemma in table["object"]]
    by = [p for n in [*ends, *doing] for p in sentence.children(n, "prep", "agent") if p.lower == "by"]
    doers = [o for p in by for o in sentence.children(p, "pobj")]
    return any(find_phrase_kind(sentence, o) != "unknown" or is_people(sentence, o) for o in doers)


def _is_kind(sentence: Sentence, verb: Token) -> bool:
    """ "The abuses include torture": kinds of what was done."""
    kinds = load_table("reading.english", "acts.toml")["unpeopled"]["kinds"]
    return any(s.lemma in kinds for s in find_subjects(sentence, verb))


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
    above = _find_governor(sentence, noun) or sentence.head(_find_first(sentence, noun))
    if above.pos == "ADP":
        above = sentence.head(above)
    top = sentence.head(above)
    denying = load_table("reading.english", "status.toml")["denying"]
    if above.dep in {"dobj", "nsubjpass"} and top.lemma in denying:
        return "denied"
    alleged = above.lemma in table["alleging"] or (above.lemma == "charge" and above.pos == "VERB")
    alleged |= (
        above.lemma in table["kinds"] and sentence.head(top).lemma in table["alleging"]
    )  # "tried for crimes such as"
    return "alleged" if alleged and status == "reported" else status


def _find_first(sentence: Sentence, noun: Token) -> Token:
    """The first noun of the list that this one stands in ("reports of rape, torture and killings")."""
    while noun.dep == "conj" and sentence.head(noun).pos in {"NOUN", "PROPN"}:
        noun = sentence.head(noun)
    return noun


def _is_of_others(sentence: Sentence, noun: Token) -> bool:
    """ "the torture and slaughter of dogs", "bull killings": told of something, which is no people."""
    joined = sentence.children(noun, "conj")
    last = joined[-1] if len(joined) == 1 and not sentence.children(joined[0], "conj") else noun
    named = [t for p in sentence.children(last, "prep") if p.lower == "of" for t in sentence.children(p, "pobj")]
    return bool(sentence.children(noun, "compound")) or not all(is_people(sentence, t) for t in named)


def count_unpeopled(noun: Token) -> Count:
    """How many people the bare act befell at least: "disappearances" two, "torture" one."""
    low = 2 if noun.tag in {"NNS", "NNPS"} else 1
    return Count(low=low, high=None, unit="person", text=noun.text)
