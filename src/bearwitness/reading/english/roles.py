"""Who did what to whom: the people an act befell and who did it, read from the sentence's tree.

A *party* is one group of people told to have suffered the act together. "Four in Nanning and two in Shenyang" are two
parties; "two men and two women" with one place are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.records import Actor, Count
from bearwitness.core.tables import load_table
from bearwitness.reading.english.acts import Trigger
from bearwitness.reading.english.numbers import find_amount
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.people import find_phrase, is_people, read_count

_MORE = {"more", "others", "other"}
_NO_PEOPLE = {"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"}
_RAISING = {"believe", "report", "say", "think", "understand", "know", "allege", "feel", "fear", "seem", "appear", "expect", "continue", "begin", "start", "confirm", "claim", "suspect"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Heads of the noun phrases that name the people (or places, for raids), as token indices."""

    heads: tuple[int, ...]
    attributive: bool = False
    """The act only describes people spoken of otherwise ("the detained journalist")."""
    acts_counted: bool = False
    """The number counts the acts themselves ("12 arrests")."""


def find_parties(sentence: Sentence, trigger: Trigger) -> tuple[Party, ...]:
    """The people of the act, apart where the sentence sets them apart; empty when none are told."""
    verb = sentence.tokens[trigger.i]
    if trigger.patient == "toll":
        return (Party(heads=(verb.i,)),) if read_toll(sentence, verb) is not None else ()
    if trigger.patient == "noun":
        return _find_noun_parties(sentence, verb)
    heads, attributive = _find_patients(sentence, trigger)
    if not heads:
        return ()
    chain = [h for head in heads for h in [head, *find_conjuncts(sentence, head)]]
    chain = [h for h in chain if trigger.patient == "place" or _may_suffer(sentence, h, trigger)]
    if not chain:
        return ()
    extra = [] if trigger.patient == "place" else _find_elliptic(sentence, verb, chain)
    parties = [Party(heads=(h.i,), attributive=attributive) for h in sorted({t.i: t for t in [*chain, *extra]}.values(), key=lambda t: t.i)]
    return tuple(parties)


def merge_parties(parties: Sequence[Party]) -> Party:
    """One party of all the heads."""
    return replace(parties[0], heads=tuple(sorted(h for p in parties for h in p.heads)))


def find_conjuncts(sentence: Sentence, token: Token) -> list[Token]:
    """Nouns joined to this one by "and", "as well as", in text order."""
    out = []
    for child in sentence.children(token, "conj"):
        if child.pos not in {"VERB", "AUX", "ADV"}:
            out += [child, *find_conjuncts(sentence, child)]
    return out


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Is the verb passive: with a passive auxiliary or subject, or a participle joined to a passive verb?"""
    kids = sentence.children(verb)
    if any(k.dep in {"auxpass", "nsubjpass", "csubjpass", "agent"} for k in kids):
        return True
    if verb.tag not in {"VBN", "VBD", "JJ"}:
        return False
    head = sentence.head(verb)
    if verb.dep == "conj" and head.pos in {"VERB", "AUX"} and not any(k.dep in {"nsubj", "dobj"} for k in kids):
        return is_passive(sentence, head) and verb.tag == "VBN" or is_passive(sentence, head) and verb.tag == "VBD" and not any(k.dep == "dobj" for k in kids)
    return False


def _find_patients(sentence: Sentence, trigger: Trigger) -> tuple[list[Token], bool]:
    """The phrases in the place of those who suffer; whether the verb merely describes them."""
    verb = sentence.tokens[trigger.i]
    head = sentence.head(verb)
    objects = [o for o in sentence.children(verb, "dobj", "dative", "oprd") if o.lower not in {"who", "whom", "that", "which"}]
    if trigger.patient == "subject":
        return _find_subjects(sentence, verb), False
    if verb.dep == "amod" and verb.tag in {"VBN", "JJ", "VBD"} and head.pos in {"NOUN", "PROPN"} and not objects:
        return [head], True
    if is_passive(sentence, verb):
        return _find_subjects(sentence, verb), False
    if objects:
        return objects, False
    if verb.dep in {"acl", "relcl"} and head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} and verb.tag in {"VBN", "VBD"}:
        if verb.dep == "relcl" and any(c.dep == "nsubj" and c.lower not in {"who", "that", "which"} for c in sentence.children(verb)):
            return [head], False  # "the four people police arrested"
        if verb.dep == "relcl" and not any(c.lower in {"whom"} for c in sentence.children(verb)) and verb.tag == "VBD":
            return [], False
        return [head], False
    subjects = _find_subjects(sentence, verb)
    auxiliaries = sentence.children(verb, "aux")
    if verb.tag in {"VBN", "VBD"} and not auxiliaries and subjects and find_actor_kind(subjects[0].lower, subjects[0].lemma) != "state":
        # A headline leaves out "were": "Four arrested in Kunming".
        return [s for s in subjects if is_people(sentence, s)], False
    if verb.dep in {"conj"} and not subjects:
        return _find_subjects(sentence, head), False
    return [], False


def _find_subjects(sentence: Sentence, verb: Token) -> list[Token]:
    """The subject, looked for up the tree where the verb shares it: "were held and later sent back", "is believed to have been shot"."""
    seen: set[int] = set()
    at = verb
    while at.i not in seen:
        seen.add(at.i)
        subjects = sentence.children(at, "nsubjpass", "nsubj")
        if subjects:
            return [_follow_relative(sentence, at, s) for s in subjects[-1:]]
        head = sentence.head(at)
        if at.dep in {"acl", "relcl"} and head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
            return [head]
        if at.dep in {"conj", "xcomp", "advcl", "dep", "pcomp"} and head.i != at.i:
            if at.dep == "pcomp":
                head = sentence.head(head)
            if at.dep == "advcl" and any(c.lower in {"after", "before", "while", "when", "if"} and c.dep != "mark" for c in sentence.children(at)):
                pass
            at = head
            continue
        break
    return []


def _follow_relative(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """ "who" stands for the noun its clause describes."""
    if subject.lower in {"who", "that", "which", "whom"}:
        at = verb
        while at.dep == "conj":
            at = sentence.head(at)
        if at.dep in {"relcl", "acl"}:
            return sentence.head(at)
    return subject


def _may_suffer(sentence: Sentence, head: Token, trigger: Trigger) -> bool:
    """Can this phrase be the people? Weak verbs need plain people, strong verbs take any noun that is not plainly a thing."""
    if head.ent in _NO_PEOPLE and head.tag == "CD":
        return False
    if is_people(sentence, head):
        return True
    if trigger.weak:
        return False
    things = load_table("reading.english", "people.toml")["not_persons"]
    if head.lemma in things or head.lower in {"it", "itself", "that", "this", "what", "which", "something", "nothing", "anything", "everything"}:
        return False
    return head.ent not in {"GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "PERCENT", "WORK_OF_ART", "LAW", "EVENT"} and head.pos in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} and _is_like_people(head)


def _is_like_people(head: Token) -> bool:
    return head.pos in {"PROPN", "NUM", "PRON"} or head.lower.endswith(("ers", "er", "ors", "or", "ists", "ist", "ans", "ians", "ese", "ites", "is", "men", "ees", "ants", "ents"))


def _find_elliptic(sentence: Sentence, verb: Token, chain: Sequence[Token]) -> list[Token]:
    """Bare numbers that go on counting people of the same act: "along with two more in Tonghua", "and three in Hunchun"."""
    used = {t.i for head in chain for t in find_phrase(sentence, head)}
    first = min(t.i for t in chain)
    out = []
    for token in sentence:
        if token.i in used or token.i <= first or token.ent in _NO_PEOPLE:
            continue
        number = token.tag == "CD" and not _quantifies(sentence, token)
        more = token.lower in _MORE and any(c.tag == "CD" or c.lower in {"several", "dozens", "many", "few"} for c in sentence.children(token))
        people = token.pos in {"NOUN", "PROPN"} and any(c.tag == "CD" or c.lower in {"another"} for c in sentence.children(token)) and is_people(sentence, token)
        if (number or more or people) and _continues(sentence, token, verb, people and not more):
            out.append(token)
    return out


def _quantifies(sentence: Sentence, token: Token) -> bool:
    """Does the number belong to a noun, an age, a date or a sum of money?"""
    head = sentence.head(token)
    if token.dep in {"nummod", "quantmod", "compound", "npadvmod", "amod"} and head.i != token.i and head.pos not in {"VERB", "AUX"}:
        return True
    after = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None
    before = sentence.tokens[token.i - 1] if token.i else None
    if after is not None and (after.text in {"-", "–", "%"} or after.lower in {"percent", "per", "years", "year", "days", "hours", "of", "p.m.", "a.m.", "months", "weeks", "miles", "km"}):
        return after.lower != "of" or not _of_people(sentence, token)
    if before is not None and (before.lower in {"aged", "age", "number", "no.", "section", "article", "top", "room", "route", "highway", "$"} or before.text in {"$", "€", "£", "#"}):
        return True
    if token.text.isdigit() and (len(token.text) >= 4 and 1900 <= int(token.text) <= 2100):
        return True
    # "Lee, 43, was": a number between commas behind a name is an age.
    return before is not None and before.text in {",", "("} and after is not None and after.text in {",", ")"} and token.text.isdigit()


def _of_people(sentence: Sentence, token: Token) -> bool:
    return is_people(sentence, token)


def _continues(sentence: Sentence, token: Token, verb: Token, full: bool) -> bool:
    """Does nothing but the act's own clause govern the number? A number that does something else ("two others escaped") does not."""
    if token.dep in {"nsubj", "nsubjpass"} and sentence.head(token).pos in {"VERB", "AUX"} and sentence.head(token).i != verb.i:
        return False
    if any(a.lower in {"including", "include", "among"} for a in [token, *sentence.ancestors(token)[:4]]):
        return False
    if any(o.tag in {"PRP", "WP"} for p in sentence.children(token, "prep") if p.lower == "of" for o in sentence.children(p, "pobj")):
        return False  # "two of them", "one of whom": a subset
    if sentence.tokens[token.i + 1 : token.i + 2] and sentence.tokens[token.i + 1].lower == "in" and sentence.tokens[token.i + 2 : token.i + 3] and sentence.tokens[token.i + 2].lower in {"all", "total"}:
        return False  # "five in all" sums up
    at = token
    linked = token.dep in {"conj", "appos", "dep", "npadvmod", "dobj"}
    while at.head != at.i:
        at = sentence.head(at)
        if at.i == verb.i:
            return linked if not full else _has_joiner(sentence, token, verb)
        if at.lower in {"with", "plus", "and", "well", "along", "besides", "alongside"}:
            linked = True
        if at.pos in {"VERB", "AUX"} and at.i != verb.i:
            return False
        if at.dep in {"conj", "appos"}:
            linked = True
    return False


def _has_joiner(sentence: Sentence, token: Token, verb: Token) -> bool:
    """A full phrase ("two women") goes on counting only when words such as "along with", "as well as" join it."""
    if token.dep == "conj" and sentence.head(token).ent in {"DATE", "TIME", "GPE", "LOC", "FAC", "PERSON"} and sentence.head(token).i > verb.i:
        return True  # "two editors in Ankara on Monday and three reporters in Izmir": joined to the date by the parser
    between = " ".join(t.lower for t in sentence.tokens[verb.i + 1 : token.i])
    return any(j in between for j in ("along with", "as well as", "together with", "plus", "followed by", "and another", "and an additional"))


def _find_noun_parties(sentence: Sentence, noun: Token) -> tuple[Party, ...]:
    """The people of a nominal act: "the arrest of two defectors", "their arrest", "12 arrests"."""
    heads: list[Token] = []
    for prep in sentence.children(noun, "prep"):
        if prep.lower in {"of", "against"}:
            for inner in sentence.children(prep, "pobj"):
                heads += [h for h in [inner, *find_conjuncts(sentence, inner)] if is_people(sentence, h) or h.ent == "PERSON"]
    if heads:
        return tuple(Party(heads=(h.i,)) for h in heads)
    for owner in sentence.children(noun, "poss"):
        if is_people(sentence, owner) and find_actor_kind(owner.lower, owner.lemma) == "unknown":
            return (Party(heads=(owner.i,), attributive=True),)
    listed = _find_listed(sentence, noun)
    if listed:
        return tuple(Party(heads=(h.i,)) for h in listed)
    return (Party(heads=(noun.i,), acts_counted=True),) if _is_made(sentence, noun) else ()


def _find_listed(sentence: Sentence, noun: Token) -> list[Token]:
    """The items behind the colon of "three arrests this month: two refugees in Yanji, four in Kunming and one in Tumen"."""
    colon = next((t.i for t in sentence.tokens[noun.i :] if t.text == ":"), None)
    if colon is None:
        return []
    after = sentence.tokens[colon + 1 :]
    return [t for t in after if (t.tag == "CD" and t.ent not in _NO_PEOPLE and not _quantifies(sentence, t)) or (t.tag in {"NNS", "NN"} and is_people(sentence, t) and any(c.tag == "CD" for c in sentence.children(t)))]


def _is_made(sentence: Sentence, noun: Token) -> bool:
    """ "police made 12 arrests", "12 arrests were made": each arrest is of a person. "the six arrests" go back to those told,
    and "so many arrests" count nobody."""
    if noun.tag != "NNS" or not any(c.tag == "CD" for c in sentence.children(noun, "nummod")):
        return False
    if any(c.lower in {"the", "these", "those", "all"} for c in sentence.children(noun, "det", "predet")):
        return False
    verb = sentence.head(noun)
    return verb.lemma in {"make", "effect", "carry", "conduct", "report", "result", "lead", "record", "see", "follow", "in", "to", "cause", "confirm", "be"}


def read_toll(sentence: Sentence, noun: Token) -> Count | None:
    """How many a running toll has come to: "the death toll rose to 82", "the number of people killed has risen from 10 to 82"."""
    table = load_table("reading.english", "roles.toml")
    at = noun
    for _ in range(3):
        verb = sentence.head(at)
        if at.dep in {"nsubj", "nsubjpass", "dobj"} and verb.pos in {"VERB", "AUX"}:
            break
        at = verb
    else:
        return None
    if verb.lemma not in table["toll_verbs"]:
        return None
    words = [t.lower for t in sentence.tokens]
    start = max(verb.i, noun.i) + 1
    for number in range(start, min(start + 14, len(words))):
        if words[number] in {"to", "at"} or (number == start and words[number] != "from"):
            amount = find_amount(words[number + (words[number] in {"to", "at"}) : number + 7])
            if amount is not None and amount.first <= 1 and words[max(0, number - 2)] != "from":
                first = number + (words[number] in {"to", "at"})
                text = " ".join(t.text for t in sentence.tokens[first + amount.first : first + amount.last + 1])
                return Count(low=amount.low, high=amount.high, unit="person", text=text)
    return None


def find_toll_noun(sentence: Sentence, head: Token) -> Token | None:
    """The "number", "toll" or "total" that these people are counted under, if any ("the number of people killed")."""
    up = sentence.head(head)
    if head.dep == "pobj" and up.lower == "of" and sentence.head(up).lemma in {"number", "toll", "total", "tally", "count"}:
        return sentence.head(up)
    return None


def find_agent(sentence: Sentence, trigger: Trigger) -> Token | None:
    """The head of who did it: the subject of an active verb, "by …" of a passive or a noun, "police" in "police arrests"."""
    token = sentence.tokens[trigger.i]
    for by in sentence.children(token, "agent", "prep"):
        if by.lower == "by":
            for inner in sentence.children(by, "pobj"):
                if inner.ent not in {"DATE", "TIME", "CARDINAL"} and inner.lower not in {"force", "mistake", "law", "way"}:
                    return inner
    if trigger.patient == "noun":
        for owner in sentence.children(token, "poss", "compound", "amod"):
            if find_actor_kind(owner.lower, owner.lemma) != "unknown":
                return owner
        return None
    if trigger.patient == "subject" or is_passive(sentence, token):
        return None
    if token.dep == "pcomp" and sentence.head(sentence.head(token)).lemma in {"accuse", "suspect", "prevent", "stop", "blame", "charge"}:
        accused = sentence.children(sentence.head(sentence.head(token)), "dobj", "nsubjpass")
        return accused[0] if accused else None
    if token.dep == "acl" and token.tag == "VBN":
        return sentence.head(token) if sentence.children(token, "dobj") else None
    subjects = _find_subjects(sentence, token)
    return subjects[0] if subjects else None


def find_actor_kind(*words: str) -> str:
    """`state`, `non-state` or `unknown` by the head's words."""
    table = load_table("reading.english", "roles.toml")
    if any(w in table["state"] for w in words):
        return "state"
    return "non-state" if any(w in table["non_state"] for w in words) else "unknown"


def build_actor(sentence: Sentence, head: Token) -> Actor | None:
    """The actor in the report's words, with state or not; None for a pronoun, which names nobody."""
    if head.pos == "PRON" or head.tag in {"WP", "WDT"}:
        return None
    phrase = find_phrase(sentence, head)
    words = [t.lower for t in phrase]
    kind = find_actor_kind(head.lower, head.lemma)
    if kind == "unknown":
        kind = find_actor_kind(*words)
    if head.ent == "GPE" and kind == "unknown":
        kind = "state"
    text = " ".join(t.text for t in phrase if t.tag != "DT" or t.i != phrase[0].i)
    return Actor(text=text, kind=kind)  # type: ignore[arg-type]
