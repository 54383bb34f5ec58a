"""Who did it: the subject of an active verb, the "by" of a passive, the owner of a noun; named in the report's words."""

from bearwitness.core.records import Actor
from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts.actor_kinds import find_actor_kind, find_phrase_kind
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.parsing.clauses import find_subjects, is_passive
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.people import find_phrase, is_people


def find_agent(sentence: Sentence, trigger: Trigger) -> Token | None:
    """The head of who did it: the subject of an active verb, "by …" of a passive or a noun, "police" in "police arrests"."""
    token = sentence.tokens[trigger.i]
    for by in sentence.children(token, "agent", "prep"):
        if by.lower == "by":
            for inner in sentence.children(by, "pobj"):
                if (
                    inner.ent not in {"DATE", "TIME", "CARDINAL"}
                    and inner.lemma
                    not in {
                        "evening",
                        "morning",
                        "afternoon",
                        "night",
                        "noon",
                        "midnight",
                        "dawn",
                        "dusk",
                        "day",
                        "time",
                    }
                    and inner.lower
                    not in {
                        "force",
                        "mistake",
                        "law",
                        "way",
                    }
                ):
                    return inner
    if trigger.patient == "noun":
        for owner in sentence.children(token, "poss", "compound", "amod"):
            if owner.dep == "poss" and trigger.act in _SUFFERED and is_people(sentence, owner):
                continue  # "the driver's death", "the officer's kidnapping": they suffered it
            if owner.pos in {"NOUN", "PROPN"} and find_actor_kind(owner.lower, owner.lemma) != "unknown":
                return owner
        return _find_held(sentence, token)
    if trigger.patient == "subject":
        # "fell into the hands of police"
        hands = [t for t in sentence.tokens[trigger.i : trigger.last + 2] if t.lower == "hands"]
        return next(
            (o for h in hands for p in sentence.children(h, "prep") for o in sentence.children(p, "pobj")), None
        )
    if is_passive(sentence, token):
        return None
    if token.dep == "pcomp" and sentence.head(sentence.head(token)).lemma in {
        "accuse",
        "suspect",
        "prevent",
        "stop",
        "blame",
        "charge",
    }:
        accused = sentence.children(sentence.head(sentence.head(token)), "dobj", "nsubjpass")
        return accused[0] if accused else None
    held = _find_held(sentence, token)
    if held is not None:
        return held
    if token.dep == "acl" and token.tag == "VBN":
        return sentence.head(token) if sentence.children(token, "dobj") else None
    subjects = find_subjects(sentence, token)
    return _find_told(sentence, token, subjects[0]) if subjects else None


_SUFFERED = frozenset({"killing", "abduction", "disappearance", "injury"})
"""Acts whose noun has in front of it, with "'s", the one who suffered them."""


def _find_told(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """ "Police said they had arrested two", "the fighters said they killed eight": they are who says so, where such people
    arrest or fight; "witnesses said they shot him" leaves it open."""
    above = sentence.head(verb)
    if subject.lower not in {"they", "it", "we"} or verb.dep != "ccomp" or above.pos != "VERB":
        return subject
    speaker = next((s for s in sentence.children(above, "nsubj") if s.i < verb.i), None)
    if speaker is None:
        return subject
    words = {t.lower for t in find_phrase(sentence, speaker)}
    table = load_table("reading.english", "actors.toml")
    acting = find_phrase_kind(sentence, speaker) == "state" or bool(words & set(table["armed"]))
    return speaker if acting else subject


def _find_held(sentence: Sentence, token: Token) -> Token | None:
    """ "arrested a man for kidnapping two girls", "charged two men with the murder of": the held did it, not the police."""
    table = load_table("reading.english", "actors.toml")
    at = token
    while at.dep == "conj" and at.head != at.i:
        at = sentence.head(at)
    reason = sentence.head(at)
    for _ in range(2):
        # "in connection with the murder of", "on charges of kidnapping"
        if reason.dep == "prep" and sentence.head(reason).lower in table["grounds"]:
            reason = sentence.head(sentence.head(reason))
    holder = sentence.head(reason)
    if (
        at.dep not in {"pcomp", "pobj"}
        or reason.lower not in table["for_deeds"]
        or holder.lemma not in table["holding"]
    ):
        return None
    taken = [t for t in sentence.children(holder, "dobj", "nsubjpass") if t.tag != "WP"]  # "a man who was convicted of"
    if not taken and (is_passive(sentence, holder) or holder.dep in {"acl", "relcl", "amod"}):
        taken = find_subjects(sentence, holder)
    return taken[0] if taken else None


def build_actor(sentence: Sentence, head: Token) -> Actor | None:
    """The actor in the report's words, with state or not; None for a pronoun, which names nobody, and for a thing."""
    if head.pos == "PRON" or head.tag in {"WP", "WDT"}:
        return None
    phrase = find_phrase(sentence, head)
    kind = find_phrase_kind(sentence, head)
    body = _find_body(sentence, head)
    if body is not None:
        phrase = (
            list(sentence.tokens[phrase[0].i : body.i + 1])
            if is_people(sentence, head)
            else find_phrase(sentence, body)
        )
        kind = find_phrase_kind(sentence, body) if kind == "unknown" or not is_people(sentence, head) else kind
    if kind == "unknown" and head.ent == "GPE":
        kind = "state"  # a country stands for its government
    if (
        kind == "unknown"
        and head.pos != "PROPN"
        and head.ent not in {"ORG", "PERSON", "NORP"}
        and not is_people(sentence, head)
    ):
        return None  # "killed by an explosive device", "the blast injured": a thing is not who did it
    text = sentence.words(phrase[1:] if phrase[0].tag == "DT" and len(phrase) > 1 else phrase)
    return Actor(text=text, kind=kind)  # type: ignore[arg-type]


def _find_body(sentence: Sentence, head: Token) -> Token | None:
    """ "officers of the Border Guard", "a drone of the Northern Front": the named body behind "of" that the actor belongs to."""
    table = load_table("reading.english", "actors.toml")
    of = next((p for p in sentence.children(head, "prep") if p.i == head.i + 1 and p.lower == "of"), None)
    if of is None or (head.lemma not in table["of_bodies"] and head.lower not in table["weapons"]):
        return None
    named = next((o for o in sentence.children(of, "pobj") if o.pos == "PROPN"), None)
    return named if named is not None and named.ent != "PERSON" else None
