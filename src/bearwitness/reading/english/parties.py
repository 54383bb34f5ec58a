"""The people an act befell, read from the sentence's tree.

A *party* is one group of people told to have suffered the act together. "Four in Nanning and two in Shenyang" are two
parties; "two men and two women" with one place are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.tables import load_table
from bearwitness.reading.english.actor_kinds import find_actor_kind
from bearwitness.reading.english.acts import Trigger
from bearwitness.reading.english.clauses import find_dead, find_subjects, is_passive, is_self
from bearwitness.reading.english.ellipsis import (
    NO_PEOPLE,
    find_elliptic,
    find_gapped,
    is_no_addition,
    is_of_another,
    is_quantifier,
)
from bearwitness.reading.english.habits import is_headline
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.people import find_phrase, is_people
from bearwitness.reading.english.sizes import read_toll
from bearwitness.reading.english.unpeopled import find_subjected, is_told_unpeopled
from bearwitness.reading.english.wounds import find_wounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Heads of the noun phrases that name the people (or places, for raids), as token indices."""

    heads: tuple[int, ...]
    attributive: bool = False
    """The act only describes people spoken of otherwise ("the detained journalist")."""
    acts_counted: bool = False
    """The number counts the acts themselves ("12 arrests")."""
    unpeopled: bool = False
    """The act is told without its people ("reports of torture")."""


def find_parties(sentence: Sentence, trigger: Trigger) -> tuple[Party, ...]:
    """The people of the act, apart where the sentence sets them apart; empty when none are told."""
    verb = sentence.tokens[trigger.i]
    if trigger.patient == "toll":
        return (Party(heads=(verb.i,)),) if read_toll(sentence, verb) is not None else ()
    if trigger.patient == "noun":
        return _find_noun_parties(sentence, trigger)
    heads, attributive = _find_patients(sentence, trigger)
    if not heads:
        return ()
    chain = [h for head in heads for h in [head, *find_conjuncts(sentence, head)]]
    chain = [h for h in chain if h.i == chain[0].i or not is_of_another(sentence, h, trigger.i, trigger.last)]
    chain = [h for h in chain if trigger.patient == "place" or _may_suffer(sentence, h, trigger)]
    if not chain:
        return ()
    chain = [h for h in chain if h.i == chain[0].i or not is_no_addition(sentence, h)]
    chain = _drop_titles(sentence, verb, chain)
    extra = [] if trigger.patient == "place" else find_elliptic(sentence, verb, chain)
    extra = [h for h in extra if not is_of_another(sentence, h, trigger.i, trigger.last)]
    parties = [
        Party(heads=(h.i,), attributive=attributive)
        for h in sorted({t.i: t for t in [*chain, *extra]}.values(), key=lambda t: t.i)
    ]
    return tuple(parties)


def _drop_titles(sentence: Sentence, verb: Token, chain: list[Token]) -> list[Token]:
    """ "The mayor and speaker Lee Min was injured": a title and its name are one person, as "was" says."""
    auxiliaries = {k.lower for k in sentence.children(verb, "aux", "auxpass")}
    chain = [h for h, after in zip(chain, [*chain[1:], None], strict=True) if not _is_title_of(sentence, h, after)]
    one = is_passive(sentence, verb) and auxiliaries & {"was", "has", "is"}
    if one and len(chain) == 2 and chain[0].tag == "NN" and chain[1].ent == "PERSON":
        return chain[1:]
    return chain


def _is_title_of(sentence: Sentence, head: Token, after: Token | None) -> bool:
    """ "peasants Juan Soto and Luis Paz", "the publisher Luiz Salles": what the named people are, right before the name."""
    if after is None or after.ent != "PERSON" or head.pos != "NOUN" or not is_people(sentence, head):
        return False
    return find_phrase(sentence, after)[0].i == head.i + 1


def merge_parties(parties: Sequence[Party]) -> Party:
    """One party of all the heads."""
    return replace(parties[0], heads=tuple(sorted(h for p in parties for h in p.heads)))


def find_conjuncts(sentence: Sentence, token: Token) -> list[Token]:
    """Nouns joined to this one by "and", "as well as", in text order."""
    out = []
    for child in sentence.children(token, "conj", "appos"):
        if child.dep == "appos" and not _goes_on(sentence, token, child):
            continue
        if child.pos not in {"VERB", "AUX", "ADV"}:
            out += [child, *find_conjuncts(sentence, child)]
    return out


def _goes_on(sentence: Sentence, token: Token, child: Token) -> bool:
    """ "three pastors, two teachers and a student": the parser takes the middle of a list for an apposition."""
    counted = [any(c.dep in {"nummod", "det", "poss"} for c in sentence.children(t)) for t in (token, child)]
    follows = any(c.dep == "conj" for c in sentence.children(child))
    # "six nuns, a cook, and her daughter": one cook describes no six nuns
    joined = [*sentence.children(token, "conj"), *_find_strays(sentence, sentence.head(token))]
    others = token.tag == "NNS" and child.tag == "NN" and any(c.i > child.i for c in joined)
    follows = follows or others
    # "Juan Soto, his wife, and their two children": his wife is not Juan Soto
    kin = token.pos == "PROPN" and any(c.dep == "poss" and c.tag == "PRP$" for c in sentence.children(child))
    if kin and (follows or any(c.i > child.i for c in joined)):
        return is_people(sentence, child)
    return (
        all(counted)
        and follows
        and token.tag in {"NNS", "NN"}
        and child.tag in {"NNS", "NN"}
        and is_people(sentence, child)
    )


def _find_strays(sentence: Sentence, verb: Token) -> list[Token]:
    """People the parser joined to the verb itself: "killed six nuns, a cook, and her daughter"."""
    return [
        c
        for c in sentence.children(verb, "conj")
        if c.pos == "NOUN"
        and is_people(sentence, c)
        and any(k.dep in {"det", "poss", "nummod"} for k in sentence.children(c))
    ]


def _find_patients(sentence: Sentence, trigger: Trigger) -> tuple[list[Token], bool]:
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
        return [*objects, *_find_strays(sentence, verb)], False
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


def _may_suffer(sentence: Sentence, head: Token, trigger: Trigger) -> bool:
    """Can this phrase be the people? Weak verbs need plain people, strong verbs take any noun that is not plainly a thing."""
    if head.ent in NO_PEOPLE and head.tag == "CD":
        return False
    if is_people(sentence, head):
        return True
    if trigger.weak:
        return False
    things = load_table("reading.english", "people.toml")["not_persons"]
    if head.lemma in things or head.lower in _THINGS or head.ent in _NAMES_OF_THINGS:
        return False
    return head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}


_THINGS = frozenset(["it", "itself", "that", "this", "what", "which", "something", "nothing", "anything", "everything"])
_NAMES_OF_THINGS = frozenset(["GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "WORK_OF_ART", "LAW", "EVENT"])


def _find_noun_parties(sentence: Sentence, trigger: Trigger) -> tuple[Party, ...]:
    """The people of a nominal act: "the arrest of two defectors", "their arrest", "12 arrests"."""
    noun = sentence.tokens[trigger.i]
    heads: list[Token] = []
    for prep in sentence.children(noun, "prep"):
        if prep.lower in {"of", "against"}:
            for inner in sentence.children(prep, "pobj"):
                heads += [
                    h for h in [inner, *find_conjuncts(sentence, inner)] if is_people(sentence, h) or h.ent == "PERSON"
                ]
    if heads:
        return tuple(Party(heads=(h.i,)) for h in heads)
    for owner in sentence.children(noun, "poss"):
        if is_people(sentence, owner) and find_actor_kind(owner.lower, owner.lemma) == "unknown":
            return (Party(heads=(owner.i,), attributive=True),)
    listed = _find_listed(sentence, noun)
    if listed:
        return tuple(Party(heads=(h.i,)) for h in listed)
    wounded = find_wounded(sentence, noun)
    if wounded:
        return tuple(Party(heads=(h.i,)) for h in wounded)
    if noun.lemma in load_table("reading.english", "acts.toml")["peopled"]["nouns"]:
        return ()
    if _is_made(sentence, noun):
        return (Party(heads=(noun.i,), acts_counted=True),)
    subjected = find_subjected(sentence, noun)
    if subjected:
        return tuple(Party(heads=(h.i,)) for h in subjected)
    if any(c.dep in {"nummod", "poss"} for c in sentence.children(noun)) or not is_told_unpeopled(
        sentence, noun, trigger.act
    ):
        return ()
    return (Party(heads=(noun.i,), acts_counted=True, unpeopled=True),)


def _find_listed(sentence: Sentence, noun: Token) -> list[Token]:
    """The items behind the colon of "three arrests this month: two refugees in Yanji, four in Kunming and one in Tumen"."""
    colon = next((t.i for t in sentence.tokens[noun.i :] if t.text == ":"), None)
    if colon is None:
        return []
    after = sentence.tokens[colon + 1 :]
    return [
        t
        for t in after
        if (t.tag == "CD" and (t.ent not in NO_PEOPLE or t.text.isalpha()) and not is_quantifier(sentence, t))
        or (t.tag in {"NNS", "NN"} and is_people(sentence, t) and any(c.tag == "CD" for c in sentence.children(t)))
    ]


def _is_made(sentence: Sentence, noun: Token) -> bool:
    """ "police made 12 arrests", "12 arrests were made": each arrest is of a person. "the six arrests" go back to those told,
    and "so many arrests" count nobody."""
    if noun.tag != "NNS":
        return False
    if not any(c.tag == "CD" for c in sentence.children(noun, "nummod")):
        done = sentence.head(noun).lemma in {"make", "effect", "carry", "conduct"} and noun.dep in {"dobj", "nsubjpass"}
        return done and noun.lemma in {"arrest", "detention", "kidnapping", "abduction", "killing", "murder"}
    if any(c.lower in {"the", "these", "those", "all"} for c in sentence.children(noun, "det", "predet")):
        return False
    verb = sentence.head(noun)
    return verb.lemma in load_table("reading.english", "acts.toml")["making"]["verbs"]
