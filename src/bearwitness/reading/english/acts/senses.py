"""Is a word of act used in the sense of an act: "held by police" and not "held talks", a wounding and not the shot that killed?"""

from collections.abc import Sequence

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.actor_kinds import find_phrase_kind
from bearwitness.reading.english.acts.actors import find_agent
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.acts.dying import is_no_death, is_of_itself
from bearwitness.reading.english.parsing.clauses import is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.ellipsis import find_gapped
from bearwitness.reading.english.people.people import is_people


def is_shadowed(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """ "shot and killed three": the wounding that killed is no second act; "the arrest … was made" tells one arrest."""
    if trigger.act not in {"injury", "other"}:
        return False  # "tortured and killed": two acts, of which neither is told by the other
    token = sentence.tokens[trigger.i]
    for other in triggers:
        if other.act != "killing" or other.i == trigger.i:
            continue
        killer = sentence.tokens[other.i]
        joined = killer.head == token.i or token.head == killer.i or abs(other.i - trigger.i) <= 3
        if other.patient in {"object", "subject"} and joined and not _has_own_people(sentence, token, killer):
            return True
    return False


def _has_own_people(sentence: Sentence, token: Token, other: Token) -> bool:
    """Do both verbs name people of their own ("killed two and wounded 20")?"""
    if find_gapped(sentence, token) is not None:
        return True  # "left seven dead and 30 injured"
    own = sentence.children(token, "dobj", "nsubjpass")
    return bool(own) and bool(sentence.children(other, "dobj", "nsubjpass", "nsubj"))


def _is_counted(sentence: Sentence, verb: Token) -> bool:
    """Is the subject a number of people?"""
    subjects = sentence.children(verb, "nsubjpass")
    return any(is_people(sentence, s) and any(c.tag == "CD" for c in sentence.children(s, "nummod")) for s in subjects)


def may_be_taken(sentence: Sentence, trigger: Trigger) -> bool:
    """ "They were seized on the road to Orlu": no word of custody, but of people told as abducted or freed it tells the taking."""
    verb = sentence.tokens[trigger.i]
    return verb.lemma in {"seize", "capture"} and trigger.act == "arrest" and is_passive(sentence, verb)


def has_sense(sentence: Sentence, trigger: Trigger) -> bool:
    """Is a weak verb used in the sense of an act: "held by police" and not "held talks", "caught by border guards"?"""
    token = sentence.tokens[trigger.i]
    table = load_table("reading.english", "senses.toml")
    if token.lemma in table["beliefs"] and {c.lower for c in sentence.children(token, "amod")} & set(
        table["of_belief"]
    ):
        return False  # "told people about their religious convictions"
    lemma = token.lemma
    if trigger.act in {"killing", "injury"} and (is_of_itself(sentence, trigger) or is_no_death(sentence, trigger)):
        return False
    if trigger.act == "refoulement" and not _is_return(sentence, trigger):
        return False
    if trigger.weak and sentence.tokens[trigger.last].lower == "away":
        agent = find_agent(sentence, trigger)
        return is_passive(sentence, token) or (agent is not None and find_phrase_kind(sentence, agent) != "unknown")
    if trigger.moves and not is_passive(sentence, token):
        agent = find_agent(sentence, trigger)  # a mob that drags a man to the jail arrests nobody
        return agent is not None and find_phrase_kind(sentence, agent) == "state"
    if lemma == "let" and {t.lower for t in sentence} & set(table["dismissal"]):
        return False  # "the company let 300 workers go"
    if (
        lemma in table["after_custody"]
        and trigger.act == "refoulement"
        and sentence.tokens[trigger.last].lower == "home"
    ):
        # "arrested in Laos and flown home": a return; without the arrest it is a journey
        return token.dep == "conj" and sentence.head(token).lemma in table["custody_verbs"]
    if not trigger.weak or trigger.last > trigger.i:
        return True
    words = {t.lower for t in sentence.subtree(token)}
    if words & set(table["never_with"].get(lemma, ())):
        return False
    if lemma == "capture" and _is_filmed(sentence, token):
        return False  # "the man was captured on camera"
    if lemma == "escape" and (
        sentence.children(token, "dobj") or any(p.lower == "with" for p in sentence.children(token, "prep"))
    ):
        return False  # "escaped arrest", "escaped with injuries"
    if (
        lemma == "hold"
        and is_passive(sentence, token)
        and {t.lower for t in sentence} & {"arrested", "detained", "arrests", "detentions"}
    ):
        return True  # "30 were detained, police said, and relatives said that 60 were held"
    if lemma == "hold" and is_passive(sentence, token) and _is_counted(sentence, token):
        return True  # "six people were held in Nong Khai"
    if lemma in table["needs_custody"]:
        agent = find_agent(sentence, trigger)
        state = agent is not None and find_phrase_kind(sentence, agent) == "state"
        return state or bool(words & set(table["custody_words"])) or {"against", "will"} <= words
    if lemma in table["needs_force"]:
        if token.pos == "NOUN":
            return True  # "56 dead and nearly 600 hurt"
        return is_passive(sentence, token) or bool(words & set(table["force_words"])) or _is_of_captive(sentence, token)
    return True


def _is_filmed(sentence: Sentence, verb: Token) -> bool:
    cameras = set(load_table("reading.english", "senses.toml")["cameras"])
    preps = [p for p in sentence.children(verb, "prep", "agent") if p.lower in {"on", "by", "in"}]
    named = [*sentence.children(verb, "nsubj"), *(o for p in preps for o in sentence.children(p, "pobj"))]
    return any(t.lower in cameras for n in named for t in [n, *sentence.children(n, "compound")])


def _is_of_captive(sentence: Sentence, verb: Token) -> bool:
    """ "They detained him for five days and beat him": whoever is held or hit otherwise is beaten, not defeated."""
    harsh = {k.lower for k in sentence.children(verb, "advmod")} & _HARSHLY
    taken = {t.lemma for t in sentence if t.i != verb.i and t.pos == "VERB"} & _CAPTIVITY
    return bool(harsh or taken) and any(is_people(sentence, o) for o in sentence.children(verb, "dobj"))


_HARSHLY = frozenset({"severely", "badly", "brutally", "savagely", "repeatedly", "viciously", "unconscious"})
_CAPTIVITY = frozenset(
    {"arrest", "detain", "handcuff", "abduct", "kidnap", "torture", "interrogate", "blindfold", "kick"}
)


def _is_return(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Handed over to China" and "pushed back at the border" are returns; "handed over to the Director of State Services" and
    "the army pushed them back" are none."""
    verb = sentence.tokens[trigger.i]
    table = load_table("reading.english", "senses.toml")
    joint = sentence.tokens[trigger.last].lower
    if verb.lemma == "hand" and joint == "to":
        named = sentence.tokens[trigger.last + 1 : trigger.last + 1 + _NAMED]
        return any(t.ent in {"GPE", "NORP"} or t.lower in _HOMELAND for t in named)
    if verb.lemma in {"push", "force"} and joint == "back":
        lemmas = {t.lemma for t in sentence if t.pos != "VERB"}
        return bool(lemmas & (set(table["fleeing"]) | _FRONTIER)) or not lemmas & _FIGHTING
    return True


_NAMED = 6
"""Words behind "handed over to" in which the country stands."""
_HOMELAND = frozenset({"homeland", "country", "north", "home"})
_FRONTIER = frozenset({"border", "frontier", "sea", "boat", "river", "crossing"})
_FIGHTING = frozenset(
    {"army", "troop", "soldier", "rebel", "militant", "fighter", "force", "offensive", "attack", "insurgent"}
)
