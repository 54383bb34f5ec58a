"""Which date and which place of a sentence belong to an act.

A mention belongs to the nearest verb or act above it in the tree; a date that says when someone *said* so is no date of the
act, and a place people come *from* or are sent *to* is not where it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import REGION, WEEK, Act
from bearwitness.reading.english.frames.belonging import (
    find_relative_owner,
    is_before_saying,
    is_before_tag,
    is_of_ground,
    is_origin,
    is_own_day,
)
from bearwitness.reading.english.frames.crossing import crosses
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.people.patients import find_second_subject
from bearwitness.reading.english.people.subsets import is_subset
from bearwitness.reading.english.places.seats import is_beside, is_of_people, is_of_speaker, is_seat
from bearwitness.reading.english.times.dates_named import find_role, is_of_aftermath
from bearwitness.reading.mentions import PlaceMention, Timex

HARMS = frozenset({"killing", "injury"})
"""Acts after which people are brought somewhere else, and whose victims are told with where they lived."""
OWN, NEAR, CLAUSE, LOOSE, ACTOR, BESIDE, FAR = 0, 1, 2, 3, 4, 5, 9
"""How closely a mention hangs on an act: on its own words, on its people or means, on a clause beside it, somewhere in the
sentence, only as the home of the actor ("Yanji police"), only as the hospital's town or the home of the victims, not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A mention and how closely it hangs on the act (`rank`, smaller is closer), at token `i`."""

    i: int
    rank: int
    mention: int


def rank_times(sentence: Sentence, trigger: int, acts: frozenset[int], times: Sequence[Timex]) -> list[Hold]:
    """Each expression of time of the sentence that could date the act, closest first."""
    holds = []
    for number, timex in enumerate(times):
        if timex.when is None and not timex.value.startswith("XXXX"):
            continue  # a duration or "recently"; but a weekday of an unknown week is this act's own day
        open_clock = timex.when is None or (timex.kind == "TIME" and timex.shift is not None)
        if open_clock and any(0 < t.start - timex.end <= len(" on ") and t.when is not None for t in times):
            continue  # "at 6pm on the 8th": the day says what the clock leaves open
        head = _find_head(sentence, timex.start, timex.end)
        role = find_role(sentence, timex, trigger)
        if role == "names":
            holds.append(Hold(i=head.i if head else trigger, rank=OWN, mention=number))
        if head is None or role or _is_background_time(sentence, head, acts):
            continue
        owner = find_relative_owner(sentence, head)
        if is_of_ground(sentence, trigger, timex, acts) or (owner is not None and head.head == trigger):
            continue
        exact = timex.when is not None and timex.when.prec <= WEEK
        rank = FAR if exact and is_of_aftermath(sentence, head, trigger) else _rank(sentence, head, trigger, acts)
        if owner == trigger:
            rank = NEAR
        if rank >= CLAUSE and exact and is_own_day(sentence, trigger, timex, times, acts):
            rank = NEAR
        if (
            rank == CLAUSE
            and (exact or _is_attributive(sentence, trigger))
            and _is_spoken_of(sentence, sentence.tokens[trigger], head)
        ):
            continue
        if rank >= FAR and _is_as_of(sentence, timex):
            rank = CLAUSE  # "As of 11 May, 781 are confirmed killed": no day of saying
        if rank < FAR:
            holds.append(Hold(i=head.i, rank=rank, mention=number))
    return sorted(holds, key=lambda h: (h.rank, abs(h.i - trigger)))


def _is_spoken_of(sentence: Sentence, act: Token, mention: Token) -> bool:
    """ "On Friday they marched against the killing of two students", "the men held last week were tried today": the clause
    of the date only speaks of the act, so its day is not the act's. "The killing took place on Friday" tells it."""
    verb = next((t for t in sentence.ancestors(act) if t.pos in {"VERB", "AUX"}), None)
    behind = mention.i > act.i and not any(t.pos in {"VERB", "AUX"} for t in sentence.tokens[act.i + 1 : mention.i])
    if verb is None or (behind and act.dep != "amod"):
        return False  # "rally for arrested colleagues on Friday" tells the rally's day
    if act.pos in {"NOUN", "PROPN"}:
        return verb.lemma not in load_table("reading.english", "attach.toml")["happening"]
    return act.dep in {"amod", "acl"} and act.tag in {"VBN", "VBD", "JJ"}


def _is_attributive(sentence: Sentence, trigger: int) -> bool:
    """ "The arrested doctor went home in 2020": an act that only describes somebody."""
    return sentence.tokens[trigger].dep == "amod"


def _is_as_of(sentence: Sentence, timex: Timex) -> bool:
    before = [t.lower for t in sentence.tokens if t.end <= timex.start]
    return before in (["as", "of"], ["as", "at"], ["as", "on"])


def rank_places(
    sentence: Sentence, trigger: int, acts: frozenset[int], act: Act, places: Sequence[PlaceMention]
) -> list[Hold]:
    """Each place of the sentence where the act could have happened, closest first."""
    table = load_table("reading.english", "attach.toml")
    refused = set(table["not_where"]) | set(table["not_where_of"].get(act, ()))
    refused -= set(table["where_of"].get(act, ()))
    holds = []
    for number, place in enumerate(places):
        head = _find_head(sentence, place.start, place.end)
        if head is None or is_seat(sentence, place) or _is_one_of(sentence, head) or is_before_saying(sentence, place):
            continue
        if _is_scene_of(sentence, head, trigger):
            holds.append(Hold(i=head.i, rank=OWN, mention=number))
            continue
        word, carrier = _find_preposition(sentence, head)
        rank = _rank(sentence, carrier, trigger, acts)
        if rank >= FAR or _is_doer(head, trigger, place) or _is_road(sentence, carrier):
            continue
        if word == "":
            if _is_modifier(sentence, head) and sentence.head(head).lemma not in table["local_bodies"]:
                continue  # "the Vietnam border", "a Seoul newspaper": near it or far from it
            rank = max(rank, ACTOR) if _is_modifier(sentence, head) else max(rank, LOOSE)
        elif word == "from" and (rank > NEAR or is_origin(sentence, carrier, place)):
            continue  # "lured from Oslo to Riga, where he was seized"
        elif word in refused or (word in {"near", "outside", "beyond"} and place.where.prec >= REGION):
            continue
        if act in HARMS and (
            is_beside(sentence, place, (head, carrier), trigger) or is_of_people(sentence, head, place)
        ):
            rank = BESIDE
        holds.append(Hold(i=head.i, rank=rank, mention=number))
    return sorted(holds, key=lambda h: (h.rank, abs(h.i - trigger)))


def _is_one_of(sentence: Sentence, head: Token) -> bool:
    """ "in several towns, including Shenyang in Liaoning and Yanji": where some of it was."""
    for up in sentence.ancestors(head):
        if up.pos in {"VERB", "AUX"} and up.lower != "including":
            return False
        if up.lower == "including":
            return True
        if up.pos == "NOUN" and up.ent not in {"GPE", "LOC", "FAC"}:
            return False  # "including teenagers, in the city of Nanning"
    return False


def _is_scene_of(sentence: Sentence, head: Token, trigger: int) -> bool:
    """ "the mayor of Hakha, where soldiers killed three villagers"."""
    verb = sentence.tokens[trigger]
    return verb.dep == "relcl" and verb.head == head.i and any(k.lower == "where" for k in sentence.children(verb))


def _is_doer(head: Token, trigger: int, place: PlaceMention) -> bool:
    """ "Beijing deported three missionaries": a town that acts is its government, and no scene."""
    return head.dep == "nsubj" and head.head == trigger and place.where.prec < REGION


def _is_road(sentence: Sentence, carrier: Token) -> bool:
    """ "a bus from Shenyang": where a road or a vehicle comes from is not where it was stopped."""
    roads = frozenset(load_table("reading.english", "attach.toml")["roads"])
    near = {t.lemma for t in sentence.tokens[max(0, carrier.i - 2) : carrier.i]}  # "bus 27 from Changchun"
    return carrier.lower == "from" and bool(roads & {*near, sentence.head(carrier).lemma})


def _find_head(sentence: Sentence, start: int, end: int) -> Token | None:
    """The token of the mention that hangs on something outside it."""
    inside = [t for t in sentence if t.start < end and t.end > start]
    if not inside:
        return None
    numbers = {t.i for t in inside}
    for token in inside:
        if token.head not in numbers or token.head == token.i:
            return token
    return inside[-1]


def _find_preposition(sentence: Sentence, head: Token) -> tuple[str, Token]:
    """The preposition that governs a place ("in", "from"; "" when none does) and the token that carries it.

    "the outskirts of Yanji", "the city of Nanning" pass through "of" to the preposition of the outer noun; "X, Y Province"
    passes through the apposition.
    """
    table = load_table("reading.english", "attach.toml")
    at = head
    for _ in range(8):
        up = sentence.head(at)
        if up.i == at.i:
            return "", at
        if at.dep in {"pobj", "pcomp"} or up.tag in {"IN", "TO"}:
            if up.lower == "of":
                outer = sentence.head(up)
                if outer.lower in table["area_nouns"] or outer.lemma in table["area_nouns"]:
                    at = outer
                    continue
                if outer.lemma in table["sites"] and outer.dep == "pobj" and outer.text.islower():
                    site = sentence.head(outer)  # "at a motel by the railway station of Shenyang"
                    return ("near" if site.lower == "by" else site.lower), site
                if outer.lower in table["compound_prepositions"]:
                    return "near", outer
                return "of", up
            return up.lower, up
        if at.dep in {"poss", "compound", "nmod"} and up.dep == "pobj" and up.lemma in table["sites"]:
            at = up
            continue
        if (
            at.dep in {"appos", "conj", "compound", "nmod"}
            and up.pos in {"PROPN", "NOUN"}
            and (up.ent in {"GPE", "LOC", "FAC"} or up.lemma in table["area_nouns"])
        ):
            at = up
            continue
        return "", at
    return "", at


def _is_modifier(sentence: Sentence, head: Token) -> bool:
    return head.dep in {"compound", "poss", "amod", "nmod"} and sentence.head(head).pos in {"NOUN", "PROPN"}


def _is_background_time(sentence: Sentence, head: Token, acts: frozenset[int]) -> bool:
    """A date inside "born in 1978", "a law of 2017", "since 2016 has lived" dates something else."""
    at = head
    for _ in range(6):
        up = sentence.head(at)
        if up.i == at.i or at.i in acts:
            return False  # "an attack that left four children injured on 6 March"
        if up.dep in {"relcl", "acl"} and up.pos in {"VERB", "AUX"}:
            # "three women who had left Musan on 3 May were arrested": the day of an earlier step
            earlier = any(k.lower == "had" for k in sentence.children(up, "aux")) and up.i not in acts
            return earlier or up.lemma in load_table("reading.english", "attach.toml")["background_verbs"]
        at = up
    return False


def _rank(sentence: Sentence, token: Token, trigger: int, acts: frozenset[int]) -> int:
    """How closely the token hangs on the act at `trigger`; other acts and verbs of saying keep what hangs on them."""
    table = load_table("reading.english", "attach.toml")
    path = [token, *sentence.ancestors(token)]
    numbers = [t.i for t in path]
    below = path[: numbers.index(trigger)] if trigger in numbers else path
    people = {t.i for t in find_second_subject(sentence, sentence.tokens[trigger])}
    if any(n in people for n in numbers):
        return NEAR  # what hangs on the people of the act, whomever the parser lets speak
    if is_of_speaker(sentence, below, trigger):
        return FAR
    if any(is_subset(sentence, t) for t in path):
        return FAR  # "more than 100, 23 of them in Yangon": where some of them were
    if trigger in numbers:
        between = path[1 : numbers.index(trigger)]
        blockers = [t.i for t in between if t.i in acts]
        if any(t.dep in {"nsubj", "nsubjpass"} and t.head in blockers for t in path):
            return FAR  # "their colleagues in Nanning arrested five more": where the others are
        if blockers:
            return LOOSE if not any(crosses(sentence, b, trigger) for b in blockers) else FAR
        verbs = [t for t in between if t.pos in {"VERB", "AUX"}]
        if not verbs:
            nouns = [t for t in between if t.pos in {"NOUN", "PROPN", "PRON", "NUM"}]
            return OWN if len(nouns) <= 0 else NEAR
        if any(v.lemma in table["saying"] for v in verbs):
            return FAR
        return CLAUSE if all(v.dep not in {"relcl", "acl"} for v in verbs) else LOOSE
    # The mention hangs on a verb above or beside the act: "On May 3 police went to the house and arrested two".
    above = {a.i for a in sentence.ancestors(sentence.tokens[trigger])}
    owner = next((t for t in path if t.pos in {"VERB", "AUX"} or t.i in acts), path[-1])
    if owner.i in acts:
        return FAR if crosses(sentence, owner.i, trigger) else LOOSE
    if owner.i in above:
        if is_before_tag(sentence, token, owner, trigger):
            return CLAUSE
        if owner.lemma in table["saying"]:
            return FAR  # "On Friday, police said they had arrested …": the day of the saying
        return CLAUSE
    return LOOSE if _shares_clause(sentence, owner, trigger) else ACTOR


def _shares_clause(sentence: Sentence, owner: Token, trigger: int) -> bool:
    ups = {a.i for a in sentence.ancestors(owner)}
    return bool(ups & {trigger, *(a.i for a in sentence.ancestors(sentence.tokens[trigger]))})
