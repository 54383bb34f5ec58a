"""The people an act befell, read from the sentence's tree.

A *party* is one group of people told to have suffered the act together. "Four in Nanning and two in Shenyang" are two
parties; "two men and two women" with one place are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.actor_kinds import find_actor_kind
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.ellipsis import NO_PEOPLE, find_elliptic, is_no_addition, is_of_another
from bearwitness.reading.english.people.joined import drop_parts, drop_titles, find_conjuncts
from bearwitness.reading.english.people.patients import find_patients, may_suffer
from bearwitness.reading.english.people.people import is_people
from bearwitness.reading.english.people.people_counts import find_wider
from bearwitness.reading.english.people.quantifiers import is_quantifier
from bearwitness.reading.english.people.shares import find_shares
from bearwitness.reading.english.people.sizes import read_acts, read_toll
from bearwitness.reading.english.people.unpeopled import find_subjected, is_told_unpeopled
from bearwitness.reading.english.people.wounds import find_wounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Heads of the noun phrases that name the people (or places, for raids), as token indices."""

    heads: tuple[int, ...]
    attributive: bool = False
    """The act only describes people spoken of otherwise ("the detained journalist")."""
    part: bool = False
    """Some of the people told before, with a day of their own ("including 27 soldiers in an attack on 4 March")."""
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
    heads, attributive = find_patients(sentence, trigger)
    if not heads:
        return ()
    chain = [h for head in heads for h in [head, *find_conjuncts(sentence, head)]]
    chain = [h for h in chain if h.i == chain[0].i or not is_of_another(sentence, h, trigger.i, trigger.last)]
    chain = [h for h in chain if trigger.patient == "place" or may_suffer(sentence, h, trigger)]
    if not chain:
        return ()
    chain = [h for h in chain if h.i == chain[0].i or not is_no_addition(sentence, h)]
    chain = drop_parts(sentence, drop_titles(sentence, verb, chain))
    wider = {t.i for h in chain if (t := find_wider(sentence, h)) is not None}
    chain = [h for h in chain if h.i not in wider]
    extra = [] if trigger.patient == "place" else find_elliptic(sentence, verb, chain)
    extra = [h for h in extra if h.i not in wider and not is_of_another(sentence, h, trigger.i, trigger.last)]
    shares = find_shares(sentence, chain[0])
    if shares.are_told_apart:
        extra = [*extra, *shares.tokens]  # each with its town or day; the number before them is their sum
    else:
        chain, extra = ([h for h in heads if h not in shares.tokens] for heads in (chain, extra))
    parties = [
        Party(heads=(h.i,), attributive=attributive)
        for h in sorted({t.i: t for t in [*chain, *extra]}.values(), key=lambda t: t.i)
    ]
    parts = [] if trigger.patient == "place" else _find_dated_parts(sentence, chain[0])
    return (*parties, *(Party(heads=(h.i,), part=True) for h in parts if all(h.i not in p.heads for p in parties)))


def _find_dated_parts(sentence: Sentence, first: Token) -> list[Token]:
    """The soldiers of "hundreds of people, including 27 soldiers in an attack on 4 March": counted people behind "including"
    to whom alone a day belongs."""
    at = next((t for t in sentence.tokens[first.i :] if t.lower == "including"), None)
    if at is None or any(t.ent == "DATE" for t in sentence.tokens[: at.i]):
        return []
    named = [h for h in sentence.children(at, "pobj") if h.tag in {"NNS", "NN"} and is_people(sentence, h)]
    counted = [h for h in named if any(c.tag == "CD" for c in sentence.children(h, "nummod"))]
    if len(named) != 1 or not counted:
        return []
    # "including two children, in Loikaw on Monday": a comma closes the aside, and the day behind it belongs to the whole
    closed = next((t.i for t in sentence.tokens[counted[0].i :] if t.text == ","), len(sentence.tokens))
    return counted if any(t.ent == "DATE" and t.tag == "NNP" for t in sentence.tokens[at.i : closed]) else []


def merge_parties(parties: Sequence[Party]) -> Party:
    """One party of all the heads."""
    return replace(parties[0], heads=tuple(sorted(h for p in parties for h in p.heads)))


def _find_noun_parties(sentence: Sentence, trigger: Trigger) -> tuple[Party, ...]:
    """The people of a nominal act: "the arrest of two defectors", "their arrest", "12 arrests"."""
    noun = sentence.tokens[trigger.i]
    heads: list[Token] = []
    first = sentence.children(noun, "prep")
    for prep in [*first, *(c for p in first for c in sentence.children(p, "conj"))]:
        if prep.lower == "against" or (prep.lower == "of" and noun.lemma != "threat"):
            for inner in sentence.children(prep, "pobj"):
                heads += [
                    h for h in [inner, *find_conjuncts(sentence, inner)] if is_people(sentence, h) or h.ent == "PERSON"
                ]
    if heads:
        people = drop_parts(sentence, heads)
        counted = len(people) == 1 and read_acts(sentence, trigger, people[0]) is not None
        return tuple(Party(heads=(h.i,), acts_counted=counted) for h in people)
    made = sentence.head(noun).lemma in {"make", "carry"} and noun.dep == "dobj"  # "police made their first arrests"
    for owner in sentence.children(noun, "poss") if noun.lemma != "threat" and not made else []:
        suffered = trigger.act in {"abduction", "disappearance"} and owner.tag in {"NN", "NNP"}
        if is_people(sentence, owner) and (suffered or find_actor_kind(owner.lower, owner.lemma) == "unknown"):
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
        shares = find_shares(sentence, noun)
        apart = shares.tokens if shares.are_told_apart else ()
        return (Party(heads=(noun.i,), acts_counted=True), *(Party(heads=(h.i,)) for h in apart))
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
