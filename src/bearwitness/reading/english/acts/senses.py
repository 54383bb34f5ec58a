"""Is a word of act used in the sense of an act: "held by police" and not "held talks", a wounding and not the shot that killed?"""

from collections.abc import Sequence

from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.actor_kinds import find_phrase_kind
from bearwitness.reading.english.acts.actors import find_agent
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.clauses import is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.ellipsis import find_gapped
from bearwitness.reading.english.people.people import is_people


def is_shadowed(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """ "shot and killed three": the wounding that killed is no second act; "the arrest … was made" tells one arrest."""
    if trigger.act not in {"injury", "other", "torture"}:
        return False
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


def has_sense(sentence: Sentence, trigger: Trigger) -> bool:
    """Is a weak verb used in the sense of an act: "held by police" and not "held talks", "caught by border guards"?"""
    token = sentence.tokens[trigger.i]
    table = load_table("reading.english", "senses.toml")
    if token.lemma in table["beliefs"] and {c.lower for c in sentence.children(token, "amod")} & set(
        table["of_belief"]
    ):
        return False  # "told people about their religious convictions"
    lemma = token.lemma
    if trigger.act == "killing" and (trigger.patient == "toll" or lemma in table["dying"]):
        around = {t.lower for t in (sentence.tokens if trigger.patient == "toll" else sentence.subtree(token))}
        if around & set(table["diseases"]) and not around & set(table["places_of_custody"]):
            return False  # "died of cancer"; but a death of illness in custody is recorded
        words_told = " ".join(t.lower for t in sentence.subtree(token))
        if any(p in words_told for p in table["natural_deaths"]) and not around & set(table["places_of_custody"]):
            return False
    if trigger.act in {"killing", "injury"}:
        told = {t.lower for t in sentence.tokens}
        if told & set(table["accidents"]) and not told & set(table["violence"]):
            return False  # "killed in an earthquake", "hurt in a crash"
    if trigger.weak and sentence.tokens[trigger.last].lower == "away":
        agent = find_agent(sentence, trigger)
        return is_passive(sentence, token) or (agent is not None and find_phrase_kind(sentence, agent) != "unknown")
    if lemma == "let" and {t.lower for t in sentence} & set(table["dismissal"]):
        return False  # "the company let 300 workers go"
    if lemma in table["after_custody"] and trigger.act == "refoulement":
        # "arrested in Laos and flown home": a return; without the arrest it is a journey
        return token.dep == "conj" and sentence.head(token).lemma in table["custody_verbs"]
    if not trigger.weak or trigger.last > trigger.i:
        return True
    words = {t.lower for t in sentence.subtree(token)}
    if words & set(table["never_with"].get(lemma, ())):
        return False
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
        return state or bool(words & set(table["custody_words"]))
    if lemma in table["needs_force"]:
        return is_passive(sentence, token) or bool(words & set(table["force_words"]))
    return True
