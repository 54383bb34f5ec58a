"""One sentence to its frames: each act on one party of people, with the date, place, actor and manner the sentence gives it.

A frame is what a single sentence says. What it means beside the rest of the report (another incident, the same one again,
a summary) is judged in `discourse.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.records import Actor, Count, People, When, Where
from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act, Status
from bearwitness.reading.english.acts import Trigger, find_triggers
from bearwitness.reading.english.attach import ACTOR, LOOSE, Hold, rank_places, rank_times
from bearwitness.reading.english.manner import find_manner
from bearwitness.reading.english.parse import Sentence, Token
from bearwitness.reading.english.people import find_phrase, read_count, read_people
from bearwitness.reading.english.roles import Party, build_actor, find_actor_kind, find_agent, find_parties, find_toll_noun, is_passive, merge_parties, read_toll
from bearwitness.reading.english.status import read_status
from bearwitness.reading.mentions import PlaceMention, Timex


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence with the expressions of time and place that stand in it."""

    sentence: Sentence
    times: tuple[Timex, ...]
    places: tuple[PlaceMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One act on one party as a single sentence tells it; flags say how it speaks of the people."""

    sentence: int
    paragraph: int
    trigger: Trigger
    act: Act
    count: Count
    people: People
    actor: Actor | None
    timex: Timex | None
    when: When | None
    where: Where | None
    there: bool
    status: Status
    habitual: bool
    manner: tuple[str, ...]
    start: int
    end: int
    additional: bool
    definite: bool
    pronoun: bool
    singular: bool
    heads: tuple[int, ...]
    attributive: bool
    acts_counted: bool
    bare: bool
    """The people are told by a plural alone, without a number ("defectors have been arrested")."""
    since: str | None
    """A word that stretches the date ("since", "over the past") or tells a running total ("so far"); None when there is none."""
    until: When | None
    """The day a running total was drawn ("As of 17 March"), where the sentence gives it."""
    spread: bool
    """The words spread the act over several places ("across Belarus", "in several towns")."""
    alone: bool
    """The words set a part of a total apart ("in Brest alone")."""


def build_frames(scene: Scene, *, names: bool = False) -> tuple[Frame, ...]:
    """Every act that the sentence tells on people (or, for raids, on places), in text order; victims' names only if asked for."""
    triggers = find_triggers(scene.sentence)
    acts = frozenset(t.i for t in triggers)
    frames: list[Frame] = []
    for trigger in triggers:
        if _is_shadowed(scene.sentence, trigger, triggers):
            continue
        frames += _build_for_trigger(scene, trigger, acts)
    frames = _merge_told_twice(frames)
    if names:
        return tuple(frames)
    return tuple(replace(f, people=replace(f.people, names=())) for f in frames)


def _merge_told_twice(frames: Sequence[Frame]) -> list[Frame]:
    """ "arrested and detained", "held … after their arrest on 7 March": one act on the same people told by two words."""
    out: list[Frame] = []
    for frame in frames:
        for number, earlier in enumerate(out):
            if earlier.act == frame.act and earlier.status == frame.status and (earlier.heads == frame.heads or (frame.pronoun and frame.attributive and not frame.singular)):
                better = frame if frame.when is not None and earlier.when is None else earlier
                out[number] = replace(
                    earlier,
                    timex=better.timex,
                    when=better.when,
                    where=earlier.where or frame.where,
                    actor=earlier.actor or frame.actor,
                    manner=(*earlier.manner, *(m for m in frame.manner if m not in earlier.manner)),
                    start=min(earlier.start, frame.start),
                    end=max(earlier.end, frame.end),
                )
                break
        else:
            out.append(frame)
    return out


def _is_shadowed(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
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
    own = sentence.children(token, "dobj", "nsubjpass")
    return bool(own) and bool(sentence.children(other, "dobj", "nsubjpass", "nsubj"))


def _build_for_trigger(scene: Scene, trigger: Trigger, acts: frozenset[int]) -> list[Frame]:
    sentence = scene.sentence
    parties = find_parties(sentence, trigger)
    if not parties or not _has_sense(sentence, trigger, parties):
        return []
    times = rank_times(sentence, trigger.i, acts, scene.times)
    places = rank_places(sentence, trigger.i, acts, trigger.act, scene.places)
    times = [h for h in times if h.rank <= LOOSE]
    if trigger.patient == "toll":
        # "The death toll rose to 15 on Monday": the day the toll was told; the dead may have died before it.
        times = [h for h in times if h.i < trigger.i]
    close = [h for h in places if h.rank <= LOOSE]
    pieces = _divide(sentence, trigger, parties, times, close)
    frames = []
    dated = [_choose_time(scene, [h for h in times if p.holds(h)], None) for p in pieces]
    # "five in Yangon, three in Bago and two in Mandalay on 28 February": a single date at the end is everyone's.
    last = dated[-1] if sum(d is not None for d in dated) == 1 else None
    before: tuple[Hold | None, Hold | None] = (last, None)
    for number, piece in enumerate(pieces):
        time = dated[number] or before[0]
        place = _choose_place(scene, [h for h in close if piece.holds(h)]) or (before[1] if number else None) or _choose_place(scene, [h for h in places if h.rank == ACTOR] if not number else [])
        before = (time, place)
        frame = _build_frame(scene, trigger, piece, time, place, alone=len(pieces) == 1 or number == 0)
        if frame is not None:
            frames.append(frame)
    return frames


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A party with the token range whose dates and places are its own; `shared` ranges serve all parties."""

    party: Party
    first: int
    last: int
    shared: tuple[tuple[int, int], ...]

    def holds(self, hold: Hold) -> bool:
        return self.first <= hold.i < self.last or any(a <= hold.i < b for a, b in self.shared)


def _divide(sentence: Sentence, trigger: Trigger, parties: Sequence[Party], times: Sequence[Hold], places: Sequence[Hold]) -> list[_Piece]:
    """One piece for all parties together, or one each where later ones have a date or place of their own."""
    size = len(sentence.tokens)
    whole = _Piece(party=merge_parties(parties), first=0, last=size, shared=())
    if len(parties) == 1:
        return [whole]
    edges = [find_phrase(sentence, sentence.tokens[p.heads[0]])[0].i for p in parties]
    listed = trigger.patient == "noun" and edges[0] > trigger.i + 3
    before = [] if listed else [e for e in edges if e < trigger.i]
    segments = []
    for number, edge in enumerate(edges):
        following = edges[number + 1] if number + 1 < len(edges) else size
        if edge < trigger.i < following and len(before) > 1:
            following = trigger.i  # "Four in Nanning and two in Shenyang were arrested": what follows the verb is shared
        segments.append((edge, max(following, edge + 1)))
    own = [any(a <= h.i < b for h in [*times, *places]) for a, b in segments]
    if not any(own[1:]) or (not any(own[:-1]) and sentence.tokens[parties[-1].heads[0]].pos == "NOUN"):
        # Only the last of "three engineers and a driver near Sabha on Thursday" is followed by the place: it is everyone's.
        return [whole]
    shared = [(0, edges[0])]
    if len(before) > 1:
        after = edges[len(before)] if len(before) < len(edges) else size
        shared.append((trigger.i, after))
    if not own[0]:
        parties, segments = _drop_total(sentence, parties, segments)
    pieces: list[_Piece] = []
    for number, (party, (first, last)) in enumerate(zip(parties, segments, strict=True)):
        mine = any(first <= h.i < last for h in [*times, *places])
        if pieces and not mine:
            pieces[-1] = _Piece(party=merge_parties([pieces[-1].party, party]), first=pieces[-1].first, last=last, shared=pieces[-1].shared)
        else:
            pieces.append(_Piece(party=party, first=first, last=last, shared=tuple(shared) if number == 0 or len(before) > 1 else ()))
    return pieces


def _drop_total(sentence: Sentence, parties: Sequence[Party], segments: list[tuple[int, int]]) -> tuple[Sequence[Party], list[tuple[int, int]]]:
    """ "Seven people, four in Hunchun and three in Tumen, were arrested": the parts carry the places, the total is their sum."""
    counts = [read_count(sentence, sentence.tokens[p.heads[0]]) for p in parties]
    if len(parties) < 3 or any(c is None or c.high is None for c in counts):
        return parties, segments
    lows = [c.low for c in counts if c is not None]
    if lows[0] == sum(lows[1:]):
        return parties[1:], segments[1:]
    return parties, segments


def _choose_time(scene: Scene, holds: Sequence[Hold], inherited: Hold | None) -> Hold | None:
    """The closest; among equals the most exact, then the nearest."""
    if not holds:
        return inherited
    begins = [h for h in holds if _is_beginning(scene, h)]
    if begins:
        return begins[0]
    best = min(h.rank for h in holds)
    near = [h for h in holds if h.rank == best]
    return min(near, key=lambda h: (_prec(scene.times[h.mention].when), near.index(h)))


def _is_beginning(scene: Scene, hold: Hold) -> bool:
    """ "since the coup of 1 February": the start of a running total outranks the day it was drawn ("as of 17 March")."""
    start = scene.times[hold.mention].start
    before = [t.lower for t in scene.sentence.tokens if t.end <= start][-5:]
    return "since" in before


def _prec(when: When | None) -> int:
    return when.prec if when is not None else 9


def _choose_place(scene: Scene, holds: Sequence[Hold]) -> Hold | None:
    """The closest; among equals the most exact ("Tonghua, Jilin Province" is Tonghua)."""
    if not holds:
        return None
    best = min(h.rank for h in holds)
    near = [h for h in holds if h.rank <= best + (1 if best < LOOSE else 0)]
    return min(near, key=lambda h: (scene.places[h.mention].where.prec, h.rank, near.index(h)))


def _has_sense(sentence: Sentence, trigger: Trigger, parties: Sequence[Party]) -> bool:
    """Is a weak verb used in the sense of an act: "held by police" and not "held talks", "caught by border guards"?"""
    token = sentence.tokens[trigger.i]
    table = load_table("reading.english", "senses.toml")
    lemma = token.lemma
    if trigger.weak and sentence.tokens[trigger.last].lower == "away":
        agent = find_agent(sentence, trigger)
        return is_passive(sentence, token) or (agent is not None and build_actor_kind(sentence, agent) != "unknown")
    if not trigger.weak or trigger.last > trigger.i:
        return True
    words = {t.lower for t in sentence.subtree(token)}
    if words & set(table["never_with"].get(lemma, ())):
        return False
    if lemma == "escape" and (sentence.children(token, "dobj") or any(p.lower == "with" for p in sentence.children(token, "prep"))):
        return False  # "escaped arrest", "escaped with injuries"
    if lemma in table["needs_custody"]:
        agent = find_agent(sentence, trigger)
        state = agent is not None and build_actor_kind(sentence, agent) == "state"
        return state or bool(words & set(table["custody_words"]))
    if lemma in table["needs_force"]:
        return is_passive(sentence, token) or bool(words & set(table["force_words"]))
    return True


def build_actor_kind(sentence: Sentence, head: Token) -> str:
    """Kind of actor the phrase names, by its head and then by any of its words."""
    kind = find_actor_kind(head.lower, head.lemma)
    return kind if kind != "unknown" else find_actor_kind(*(t.lower for t in find_phrase(sentence, head)))


def _build_frame(scene: Scene, trigger: Trigger, piece: _Piece, time: Hold | None, place: Hold | None, *, alone: bool) -> Frame | None:
    sentence = scene.sentence
    heads = [sentence.tokens[i] for i in piece.party.heads]
    token = sentence.tokens[trigger.i]
    standing = read_status(sentence, token, heads[0])
    if standing.status is None:
        return None
    count = _read_size(sentence, trigger, heads)
    if count is None or count.low == 0 and count.high == 0:
        return None
    agent = find_agent(sentence, trigger)
    phrase = [t for h in heads for t in find_phrase(sentence, h)]
    timex = scene.times[time.mention] if time else None
    where = scene.places[place.mention] if place else None
    start, end = _find_quote(sentence, trigger, phrase, [m for m in (timex, where) if m is not None], agent if alone else None)
    clause = " ".join(t.text for t in sentence.tokens if start <= t.start and (t.start < end or _hangs_on(sentence, t, trigger.i)))
    people = read_people(sentence, heads, piece.last if not alone else len(sentence.tokens))
    head = heads[0]
    words = [t.lower for t in phrase]
    return Frame(
        sentence=sentence.index,
        paragraph=sentence.paragraph,
        trigger=trigger,
        act=trigger.act,
        count=count,
        people=people,
        actor=build_actor(sentence, agent) if agent is not None and agent.i not in piece.party.heads else None,
        timex=timex,
        when=timex.when if timex else None,
        where=where.where if where else None,
        there=any(t.lower == "there" and t.dep == "advmod" and t.head == token.i for t in sentence),
        status=standing.status,
        habitual=standing.habitual,
        manner=find_manner(clause),
        start=start,
        end=end,
        additional=_is_additional(words),
        definite=_is_definite(words, head),
        pronoun=head.pos == "PRON" and head.lower not in {"someone", "somebody", "one", "others", "more"},
        singular=count.high == 1,
        heads=piece.party.heads,
        attributive=piece.party.attributive,
        acts_counted=piece.party.acts_counted,
        bare=count.high is None and count.low == 2 and head.tag in {"NNS", "NNPS", "NN", "NNP"} and not any(t.tag == "CD" for t in phrase),
        since=_find_since(sentence, timex),
        until=_find_until(scene, timex),
        spread=_is_spread(sentence, where),
        alone=bool(re.search(r"\balone\b", sentence.text)) and where is not None,
    )


def _find_until(scene: Scene, timex: Timex | None) -> When | None:
    """ "As of 17 March", "by the end of May", or the day of a saying ("the UN said on 15 March"): where a running total ends."""
    table = load_table("reading.english", "senses.toml")
    for other in scene.times:
        if other is timex or other.when is None or other.when.latest is None:
            continue
        if timex is None or timex.when is None or timex.when.latest is None or other.when.latest > timex.when.latest:
            before = " ".join(t.lower for t in scene.sentence.tokens if t.end <= other.start)
            if before.endswith(tuple(table["until"])) or re.search(r"\b(?:said|reported|announced) (?:\w+ ){0,2}(?:on|in)$", before):
                return other.when
    return None


def _is_spread(sentence: Sentence, where: PlaceMention | None) -> bool:
    text = sentence.text.lower()
    if re.search(r"\bin (?:several|many|various|different|multiple|at least \w+|more than \w+|\d+|two|three|four|five|six|seven|eight|nine|ten|dozens of) (?:other )?(?:cities|towns|villages|provinces|regions|districts|places|locations|states)\b", text):
        return True
    if re.search(r"\b(?:nationwide|countrywide|across the country|throughout the country|around the country|all over the country)\b", text):
        return True
    if where is None or where.where.prec < 4:
        return False
    before = text[: max(0, where.start - sentence.start)].rstrip()
    return before.endswith(("across", "throughout", "all over", "around"))

def _read_size(sentence: Sentence, trigger: Trigger, heads: Sequence[Token]) -> Count | None:
    if trigger.patient == "toll":
        return read_toll(sentence, heads[0])
    noun = find_toll_noun(sentence, heads[0]) if len(heads) == 1 else None
    risen = read_toll(sentence, noun) if noun is not None else None
    return risen or _sum_counts(sentence, trigger, heads)


def _hangs_on(sentence: Sentence, token: Token, trigger: int) -> bool:
    return any(a.i == trigger for a in sentence.ancestors(token))


def _sum_counts(sentence: Sentence, trigger: Trigger, heads: Sequence[Token]) -> Count | None:
    """The parties of one piece together: parts add ("two male and two female defectors" are four)."""
    counts = []
    for number, head in enumerate(heads):
        if number and _is_same_person(sentence, head):
            continue
        count = _read_places(sentence, head) if trigger.patient == "place" else read_count(sentence, head)
        if count is not None:
            counts.append(count)
    if not counts:
        return None
    units = {c.unit for c in counts}
    if len(units) > 1:
        counts = [c for c in counts if c.unit == "person"] or counts[:1]
    high = None if any(c.high is None for c in counts) else sum(c.high for c in counts if c.high is not None)
    return Count(low=sum(c.low for c in counts), high=high, unit=counts[0].unit, text=" + ".join(c.text for c in counts))


def _is_same_person(sentence: Sentence, head: Token) -> bool:
    """ "a lawyer and activist" is one person: a bare singular joined to another."""
    return head.dep == "conj" and head.tag == "NN" and not any(c.dep in {"det", "nummod", "poss"} for c in sentence.children(head)) and head.ent == ""


def _read_places(sentence: Sentence, head: Token) -> Count | None:
    count = read_count(sentence, head)
    return None if count is None else Count(low=count.low, high=count.high, unit="place", text=count.text)


def _is_additional(words: Sequence[str]) -> bool:
    """Do the words set these people apart from those told before: "another four", "two more", "three others"?"""
    if any(w in {"another", "additional", "further", "others", "separate"} for w in words):
        return True
    return any(w in {"more", "other"} and words[at + 1 : at + 2] != ["than"] for at, w in enumerate(words) if at > 0)


def _is_definite(words: Sequence[str], head: Token) -> bool:
    return words[:1] != [] and words[0] in {"the", "these", "those", "both", "all", "they", "them", "their", "his", "her"} or head.pos == "PRON"


def _find_since(sentence: Sentence, timex: Timex | None) -> str | None:
    table = load_table("reading.english", "senses.toml")
    text = " ".join(t.lower for t in sentence.tokens)
    for phrase in table["running_total"]:
        if f" {phrase} " in f" {text} ":
            return str(phrase)
    if timex is None:
        return None
    before = " ".join(t.lower for t in sentence.tokens if t.end <= timex.start).split(" ")
    if "since" in before[-5:]:
        return "since"
    for phrase in table["stretching"]:
        if " ".join(before[-len(phrase.split()) :]) == phrase:
            return str(phrase)
    return None


def _find_quote(
    sentence: Sentence, trigger: Trigger, phrase: Sequence[Token], mentions: Sequence[Timex | PlaceMention], agent: Token | None
) -> tuple[int, int]:
    """From the first to the last word the frame rests on."""
    marks = [(t.start, t.end) for t in phrase]
    marks += [(sentence.tokens[trigger.i].start, sentence.tokens[trigger.last].end)]
    marks += [(m.start, m.end) for m in mentions if sentence.start <= m.start and m.end <= sentence.end]
    if agent is not None:
        marks += [(t.start, t.end) for t in find_phrase(sentence, agent)]
    return min(a for a, _ in marks), max(b for _, b in marks)
