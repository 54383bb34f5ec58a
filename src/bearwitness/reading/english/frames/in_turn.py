""" "Has been detained three times: in Pskov on 6 March, in Moscow on 24 September and again in Pskov on Saturday": one act told as
often as the words behind the colon give it a place and a day.
"""

from collections.abc import Sequence
from dataclasses import replace

from bearwitness.core.vocabulary import MONTH
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.mentions import PlaceMention, Timex

_TIMES = frozenset({"times", "twice", "thrice", "occasions"})
Turn = tuple[PlaceMention | None, Timex]


def tell_in_turn(scene: Scene, frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames of the sentence with such an act told once for each day; others as they are."""
    words = scene.sentence.tokens
    colon = next((t for t in words if t.text == ":"), None)
    if colon is None or not any(t.lower in _TIMES for t in words[: colon.i]):
        return tuple(frames)
    turns = _find_turns(scene, colon.end)
    told = [f for f in frames if f.trigger.i < colon.i]
    if len(turns) < 2 or len(told) != 1:
        return tuple(frames)
    frame = replace(told[0], since=None, lasting=False, perfect=False, past=True, adds_up=False)
    out = [f for f in frames if f.trigger.i > colon.i]
    return tuple(
        [_tell(frame, turn, first=number == 0) for number, turn in enumerate(turns)]
        + [f for f in out if f.trigger.i != frame.trigger.i]
    )


def _tell(frame: Frame, turn: Turn, *, first: bool) -> Frame:
    place, day = turn
    where = place.where if place is not None else frame.where
    return replace(
        frame, timex=day, when=day.when, where=where, dated=True, placed=where is not None, additional=not first,
        end=max(frame.end, day.end),
    )  # fmt: skip


def _find_turns(scene: Scene, start: int) -> list[Turn]:
    """Each day behind `start` with the place told since the day before."""
    turns: list[Turn] = []
    at = start
    for day in sorted(scene.times, key=lambda t: t.start):
        if day.start < start or day.when is None or day.when.prec > MONTH:
            continue
        places = [p for p in scene.places if at <= p.start < day.start]
        turns.append((places[-1] if places else None, day))
        at = day.end
    return turns
