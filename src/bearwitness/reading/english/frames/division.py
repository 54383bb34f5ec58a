"""Several parties of one act apart: "four in Nanning and two in Shenyang", "two more in Tonghua", each with its own date and place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.records import When, Where
from bearwitness.core.vocabulary import DAYS, NEAR, REGION
from bearwitness.reading.english.acts.acts import Trigger
from bearwitness.reading.english.frames.attach import BESIDE, LOOSE, Hold
from bearwitness.reading.english.parsing.parse import Sentence
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.parties import Party, merge_parties
from bearwitness.reading.english.people.people import find_phrase
from bearwitness.reading.english.people.people_counts import read_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A party with the token range whose dates and places are its own; `shared` ranges serve all parties."""

    party: Party
    first: int
    last: int
    shared: tuple[tuple[int, int], ...]

    def holds(self, hold: Hold) -> bool:
        return self.first <= hold.i < self.last or any(a <= hold.i < b for a, b in self.shared)


def divide(
    sentence: Sentence, trigger: Trigger, parties: Sequence[Party], times: Sequence[Hold], places: Sequence[Hold]
) -> list[Piece]:
    """One piece for all parties together, or one each where later ones have a date or place of their own."""
    size = len(sentence.tokens)
    whole = Piece(party=merge_parties(parties), first=0, last=size, shared=())
    if len(parties) == 1:
        return [whole]
    edges = [find_phrase(sentence, sentence.tokens[p.heads[0]])[0].i for p in parties]
    edges = [edge if not number else _take_front(sentence, edge, places) for number, edge in enumerate(edges)]
    listed = trigger.patient == "noun" and edges[0] > trigger.i + 3
    before = [] if listed else [e for e in edges if e < trigger.i]
    segments = []
    for number, edge in enumerate(edges):
        following = edges[number + 1] if number + 1 < len(edges) else size
        if edge < trigger.i < following and len(before) > 1:
            following = (
                trigger.i
            )  # "Four in Nanning and two in Shenyang were arrested": what follows the verb is shared
        segments.append((edge, max(following, edge + 1)))
    own = [any(a <= h.i < b for h in [*times, *places]) for a, b in segments]
    if parties[-1].part and not own[-1]:
        return divide(sentence, trigger, parties[:-1], times, places)
    final = sentence.tokens[parties[-1].heads[0]]
    everyones = not any(own[1:]) or (not any(own[:-1]) and final.pos in {"NOUN", "PROPN"})
    if everyones and not parties[-1].part:
        # Only the last of "three engineers and a driver near Sabha on Thursday" is followed by the place: it is everyone's.
        return [whole]
    shared = [(0, edges[0])]
    if len(before) > 1:
        after = edges[len(before)] if len(before) < len(edges) else size
        shared.append((trigger.i, after))
    lead = segments[0]
    if not any(lead[0] <= h.i < lead[1] for h in places) or any(
        t.text == ":" for t in sentence.tokens[lead[0] : lead[1]]
    ):
        # The day told with the total ("seven on 5 May: four in Yanji and three in Tumen") is everyone's.
        parties, segments = _drop_total(sentence, parties, segments)
        if segments[0] != lead:
            shared.append(lead)
    pieces: list[Piece] = []
    for number, (party, (first, last)) in enumerate(zip(parties, segments, strict=True)):
        mine = any(first <= h.i < last for h in [*times, *places])
        if pieces and not mine:
            pieces[-1] = Piece(
                party=merge_parties([pieces[-1].party, party]),
                first=pieces[-1].first,
                last=last,
                shared=pieces[-1].shared,
            )
        else:
            pieces.append(
                Piece(
                    party=party, first=first, last=last, shared=tuple(shared) if number == 0 or len(before) > 1 else ()
                )
            )
    return pieces


def _take_front(sentence: Sentence, edge: int, places: Sequence[Hold]) -> int:
    """ "In Moscow, 1,398 were held; in Petersburg, 526": a place between a semicolon and the number is the number's."""
    stop = next((t.i for t in reversed(sentence.tokens[:edge]) if t.text == ";"), None)
    if stop is None or sentence.tokens[edge - 1].text != "," or sentence.tokens[stop + 1].tag != "IN":
        return edge
    between = sentence.tokens[stop + 1 : edge - 1]
    placed = any(stop < h.i < edge for h in places)
    return stop + 1 if placed and all(t.tag in {"IN", "NNP", "NNPS", "DT"} for t in between) else edge


def _drop_total(
    sentence: Sentence, parties: Sequence[Party], segments: list[tuple[int, int]]
) -> tuple[Sequence[Party], list[tuple[int, int]]]:
    """ "Seven people, four in Hunchun and three in Tumen, were arrested": the parts carry the places, the total is their sum."""
    counts = [read_count(sentence, sentence.tokens[p.heads[0]]) for p in parties]
    if len(parties) < 3 or any(c is None or c.high is None for c in counts):
        return parties, segments
    lows = [c.low for c in counts if c is not None]
    if lows[0] == sum(lows[1:]):
        return parties[1:], segments[1:]
    return parties, segments


def choose_time(scene: Scene, holds: Sequence[Hold]) -> Hold | None:
    """The closest; among equals the most exact, then the nearest."""
    if not holds:
        return None
    begins = [h for h in holds if _is_beginning(scene, h)]
    others = (
        [
            h
            for h in holds
            if h not in begins and h.rank <= begins[0].rank and _prec(scene.times[h.mention].when) <= DAYS
        ]
        if begins
        else []
    )
    if begins and not any(not _is_end(scene, h) for h in others):
        return begins[0]
    best = min(h.rank for h in holds)
    near = [h for h in holds if h.rank == best]
    return min(near, key=lambda h: (_prec(scene.times[h.mention].when), near.index(h)))


def _is_beginning(scene: Scene, hold: Hold) -> bool:
    """ "since the coup of 1 February": the start of a running total outranks the day it was drawn ("as of 17 March")."""
    start = scene.times[hold.mention].start
    before = [t.lower for t in scene.sentence.tokens if t.end <= start][-5:]
    return "since" in before


def _is_end(scene: Scene, hold: Hold) -> bool:
    """ "As of 17 March": the day a running total was drawn."""
    before = " ".join(t.lower for t in scene.sentence.tokens if t.end <= scene.times[hold.mention].start)
    return before.endswith(("as of", "by", "until", "up to", "as at"))


def _prec(when: When | None) -> int:
    return when.prec if when is not None else 9


def read_where(scene: Scene, hold: Hold | None) -> Where | None:
    """The place of the mention; only near it, and inferred, where it is but the hospital's town or the victims' home."""
    if hold is None:
        return None
    where = scene.places[hold.mention].where
    return replace(where, prec=max(where.prec, NEAR), basis="inferred") if hold.rank == BESIDE else where


def choose_place(scene: Scene, holds: Sequence[Hold]) -> Hold | None:
    """The closest; among equals the most exact ("Tonghua, Jilin Province" is Tonghua)."""
    if not holds:
        return None
    best = min(h.rank for h in holds)
    near = [h for h in holds if h.rank <= best + (1 if best < LOOSE else 0)]
    chosen = min(near, key=lambda h: (scene.places[h.mention].where.prec, h.rank, near.index(h)))
    return _find_within(scene, chosen, holds) or chosen


def _find_within(scene: Scene, wide: Hold, holds: Sequence[Hold]) -> Hold | None:
    """ "Police in southern China arrested four who were waiting at a guest house in Nanning": where they were then, inside the region."""
    area = scene.places[wide.mention].where
    if area.prec < REGION:
        return None
    for hold in holds:
        where = scene.places[hold.mention].where
        verb = next((t for t in scene.sentence.ancestors(scene.sentence.tokens[hold.i]) if t.pos == "VERB"), None)
        waiting = verb is not None and verb.tag == "VBG" and verb.dep == "relcl"
        if waiting and where.country == area.country and where.prec < REGION:
            return hold
    return None
