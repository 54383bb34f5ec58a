"""One sentence to its frames: each act on one party of people, with the date, place, actor and manner the sentence gives it.

A frame is what a single sentence says. What it means beside the rest of the report (another incident, the same one again,
a summary) is judged in `told.py`, `shapes.py` and `relations.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.vocabulary import DAY, DAYS
from bearwitness.reading.english.acts.actors import build_actor, find_agent
from bearwitness.reading.english.acts.acts import Trigger, find_triggers
from bearwitness.reading.english.acts.habits import is_headline
from bearwitness.reading.english.acts.manner import find_manner
from bearwitness.reading.english.acts.senses import has_sense, is_shadowed, may_be_taken
from bearwitness.reading.english.acts.status import is_remembered, read_status
from bearwitness.reading.english.acts.taking import is_mere_moving
from bearwitness.reading.english.frames.abroad import is_foreign
from bearwitness.reading.english.frames.attach import ACTOR, BESIDE, CLAUSE, LOOSE, Hold, rank_places, rank_times
from bearwitness.reading.english.frames.division import Piece, choose_place, choose_time, divide, read_where
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.frames.opening import mark_opening
from bearwitness.reading.english.frames.periods import (
    find_since,
    find_until,
    find_year_of,
    is_lasting,
    is_same_period,
    is_since_event,
    is_spread,
    is_state,
    is_still_so,
)
from bearwitness.reading.english.frames.wording import (
    find_act,
    find_after,
    find_among,
    find_quote,
    find_there,
    hangs_on,
    is_additional,
    is_also,
    is_aside,
    is_definite,
    is_past,
    is_perfect,
)
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.describing import read_people
from bearwitness.reading.english.people.hiding import hide_victims
from bearwitness.reading.english.people.names import find_name
from bearwitness.reading.english.people.parties import find_parties
from bearwitness.reading.english.people.people import find_phrase
from bearwitness.reading.english.people.people_counts import is_share
from bearwitness.reading.english.people.sizes import read_cases, read_size
from bearwitness.reading.english.people.unpeopled import count_unpeopled, read_unpeopled_status


def build_frames(scene: Scene, *, names: bool = False) -> tuple[Frame, ...]:
    """Every act that the sentence tells on people (or, for raids, on places), in text order; victims' names only if asked for."""
    triggers = tuple(t for t in find_triggers(scene.sentence) if not is_mere_moving(scene.sentence, t))
    acts = frozenset(t.i for t in triggers)
    frames: list[Frame] = []
    for trigger in triggers:
        if is_shadowed(scene.sentence, trigger, triggers):
            continue
        frames += _build_for_trigger(scene, trigger, acts)
    frames = mark_opening(scene.sentence, _merge_told_twice(frames))
    if names:
        return tuple(frames)
    return tuple(_hide_names(f) for f in frames)


def _hide_names(frame: Frame) -> Frame:
    """Without the victims' names outside the quote: nobody asked for them."""
    return replace(frame, people=replace(frame.people, names=()), count=replace(frame.count, text=frame.hidden))


def _merge_told_twice(frames: Sequence[Frame]) -> list[Frame]:
    """ "arrested and detained", "held … after their arrest on 7 March": one act on the same people told by two words."""
    out: list[Frame] = []
    for frame in frames:
        for number, earlier in enumerate(out):
            if (
                earlier.act == frame.act
                and earlier.status == frame.status
                and (earlier.heads == frame.heads or (frame.pronoun and frame.attributive and not frame.singular))
            ):
                better = frame if frame.when is not None and earlier.when is None else earlier
                out[number] = replace(
                    earlier,
                    trigger=frame.trigger if earlier.trigger.told_before else earlier.trigger,
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


def _build_for_trigger(scene: Scene, trigger: Trigger, acts: frozenset[int]) -> list[Frame]:
    sentence = scene.sentence
    parties = find_parties(sentence, trigger)
    if not parties:
        return []
    if not has_sense(sentence, trigger):
        if not may_be_taken(sentence, trigger):
            return []
        trigger = replace(trigger, told_before=True)
    times = rank_times(sentence, trigger.i, acts, scene.times)
    places = rank_places(sentence, trigger.i, acts, trigger.act, scene.places)
    times = [h for h in times if h.rank <= LOOSE]
    if trigger.patient == "toll":
        # "The death toll rose to 15 on Monday": the day the toll was told; the dead may have died before it.
        times = [h for h in times if h.i < trigger.i]
    close = [h for h in places if h.rank <= LOOSE]
    pieces = divide(sentence, trigger, parties, times, close)
    frames: list[Frame] = []
    dated = [choose_time(scene, [h for h in times if p.holds(h)]) for p in pieces]
    # "five in Yangon, three in Bago and two in Mandalay on 28 February": a single date at the end is everyone's.
    last = dated[-1] if sum(d is not None for d in dated) == 1 and not pieces[-1].party.part else None
    before: tuple[Hold | None, Hold | None] = (last, None)
    for number, piece in enumerate(pieces):
        time = dated[number] or before[0]
        place = (
            choose_place(scene, [h for h in close if piece.holds(h)])
            or (before[1] if number else None)
            or choose_place(scene, [h for h in places if h.rank == ACTOR] if not number else [])
            or choose_place(scene, [h for h in places if h.rank == BESIDE] if not number else [])
            or (_find_there(scene, trigger.i) if not number else None)
        )
        before = (time, place)
        frame = _build_frame(scene, _Found(trigger=trigger, piece=piece, time=time, place=place, first=number == 0))
        if frame is not None:
            if place is not None and place.rank >= LOOSE and frame.where is not None and is_foreign(frame, frame.where):
                # "two labourers who worked in Sinuiju were arrested by Chinese police"
                frame = replace(frame, where=None, placed=False)
            frames.append(_inherit_group(frame, frames))
    if len(frames) > 1 and pieces[-1].party.part:
        frames[0] = replace(frames[0], adds_up=True)
    return frames


def _find_there(scene: Scene, trigger: int) -> Hold | None:
    """ "Police in Nanning denied that four were arrested there": the place named last before, whatever it hangs on."""
    there = find_there(scene.sentence, trigger)
    if there is None:
        return None
    before = [n for n, place in enumerate(scene.places) if place.end <= there.start]
    return Hold(i=there.i, rank=CLAUSE, mention=before[-1]) if before else None


def _inherit_group(frame: Frame, before: Sequence[Frame]) -> Frame:
    """ "two defectors in Shenyang along with two more in Tonghua": the two more are defectors as well."""
    if not before or frame.people.group is not None:
        return frame
    return replace(frame, people=replace(frame.people, group=before[-1].people.group))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one party of an act was found to have: its piece of the sentence, its date and its place."""

    trigger: Trigger
    piece: Piece
    time: Hold | None
    place: Hold | None
    first: bool


def _build_frame(scene: Scene, found: _Found) -> Frame | None:
    trigger, piece, time, place, alone = found.trigger, found.piece, found.time, found.place, found.first
    sentence = scene.sentence
    heads = [sentence.tokens[i] for i in piece.party.heads]
    token = sentence.tokens[trigger.i]
    standing = read_status(sentence, token, heads[0])
    if standing.status is None:
        return None
    bare_act = piece.party.unpeopled
    count = count_unpeopled(heads[0]) if bare_act else read_size(sentence, trigger, heads)
    if count is None or (count.low == 0 and count.high == 0):
        return None
    agent = find_agent(sentence, trigger)
    phrase = [t for h in heads for t in find_phrase(sentence, h)]
    if is_since_event(sentence, trigger.i):
        # "50 were killed in Mandalay on Saturday, and 500 have died since the coup": day and town are those of the 50
        time, place = (hold if hold is not None and hold.rank < LOOSE else None for hold in (time, place))
    timex = find_year_of(scene, scene.times[time.mention]) if time else None
    since = find_since(sentence, timex, trigger.i)
    lasting = is_lasting(sentence, trigger)
    still = is_still_so(sentence, token) and timex is not None and timex.when is not None and timex.when.prec == DAY
    if lasting and (trigger.patient == "subject" or still) and since != "since":
        timex = None  # "On Monday she was in jail": not the day she was put there
    where = scene.places[place.mention] if place else None
    named = None if place is not None and sentence.tokens[place.i].lower == "there" else where
    start, end = find_quote(
        sentence, trigger, phrase, [m for m in (timex, named) if m is not None], agent if alone else None
    )
    clause = " ".join(
        t.text for t in sentence.tokens if start <= t.start and (t.start < end or hangs_on(sentence, t, trigger.i))
    )
    people = read_people(
        sentence, [*heads, *find_among(sentence, heads[0])], piece.last if not alone else len(sentence.tokens)
    )
    if trigger.patient == "place":
        people = replace(people, names=())  # what a raid hits bears a name of its own
    head = heads[0]
    words = [t.lower for t in phrase]
    actor = build_actor(sentence, agent) if agent is not None and agent.i not in piece.party.heads else None
    return Frame(
        sentence=sentence.index,
        paragraph=sentence.paragraph,
        trigger=trigger,
        act=find_act(trigger, actor, token.lemma),
        count=count,
        people=people,
        actor=actor,
        timex=timex,
        when=timex.when if timex else None,
        where=read_where(scene, place),
        there=find_there(sentence, token.i) is not None,
        status=read_unpeopled_status(sentence, token, standing.status) if bare_act else standing.status,
        # A caption tells its event in the present tense, with its day: "Police detain a man in Minsk on Sunday."
        habitual=(standing.habitual or is_remembered(sentence, token))
        and not (timex is not None and timex.when is not None and timex.when.prec <= DAYS),
        manner=find_manner(clause),
        start=start,
        end=end,
        additional=is_additional([*words, *find_after(sentence, head)]) or is_also(sentence, trigger, head),
        definite=is_definite(words, head),
        pronoun=head.pos == "PRON" and head.lower not in {"someone", "somebody", "one", "others", "more"},
        singular=count.high == 1,
        heads=piece.party.heads,
        attributive=piece.party.attributive,
        share=is_share(sentence, head),
        acts_counted=piece.party.acts_counted,
        unpeopled=bare_act,
        bare=count.high is None
        and count.low == 2
        and head.tag in {"NNS", "NNPS", "NN", "NNP"}
        and not any(t.tag == "CD" for t in phrase),
        since=since,
        lasting=lasting,
        state=lasting and is_state(sentence, trigger),
        until=find_until(scene, timex),
        spread=is_spread(sentence, where),
        dated=timex is not None,
        placed=place is not None and place.rank < BESIDE,
        hidden=hide_victims(count.text, sentence, heads, place=trigger.patient == "place"),
        name=find_name(sentence, heads),
        toll=trigger.patient == "toll",
        aside=is_aside(sentence, token),
        headline=is_headline(sentence),
        past=is_past(sentence, token),
        same_period=timex is not None and is_same_period(sentence, timex),
        perfect=is_perfect(sentence, token),
        adds_up=read_cases(sentence, trigger) is not None,
        alone=piece.party.part or (bool(re.search(r"\balone\b", sentence.text)) and where is not None),
    )
