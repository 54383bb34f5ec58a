"""Frames that stand or fall by what the report tells elsewhere: words that tell an act only of people told as taken ("the two
were sent to North Korea", "the other five were found in a flat"), and words of the state that a taking told before left
people in ("he was still being held in Jinja on Friday"), which tell no second taking.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bearwitness.core.vocabulary import TOLD
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.story.told import Told, settle

_TAKINGS = frozenset({"arrest", "abduction", "refoulement", "deportation", "transfer", "disappearance"})
_NEAR = 3
"""Sentences back in which the people of "the other five" were told."""


def keep_grounded(frames: Sequence[Frame], published_on: date | None) -> tuple[Frame, ...]:
    """The frames without those that need a taking told before and have none, and without states that tell nobody anew."""
    doubtful = [f for f in frames if f.trigger.told_before or f.trigger.moves or f.state]
    if not doubtful:
        return tuple(frames)
    told = settle(frames, published_on)
    return tuple(
        _name_act(number, told)
        for number, item in enumerate(told)
        if not (item.frame.trigger.told_before and not _is_grounded(number, told))
        and not _is_state(number, told)
        and not (item.frame.trigger.moves and _goes_back(number, told, also="sentencing"))
    )


def _name_act(number: int, told: Sequence[Told]) -> Frame:
    """The frame; "they were seized on the road" of those told as abducted, or as freed by kidnappers, is their abduction."""
    frame = told[number].frame
    if not frame.trigger.told_before or frame.act != "arrest":
        return frame
    at = told[number].like
    while at is not None:
        earlier = told[at].frame
        captors = earlier.act == "release" and earlier.actor is not None and earlier.actor.kind == "non-state"
        if earlier.act == "abduction" or captors:
            return replace(frame, act="abduction")
        at = told[at].like
    return frame


def _is_grounded(number: int, told: Sequence[Told]) -> bool:
    """Are its people told before as taken: by a word that goes back, by their number, or as some of a greater number?"""
    item = told[number]
    if _goes_back(number, told):
        return True
    if item.frame.act == "arrest" and item.like is not None and told[item.like].frame.act == "release":
        return True  # "The sisters were freed …, six days after they were seized on the road"
    near = [
        t
        for t in told[:number]
        if _is_taking(t) and t.frame.sentence < item.frame.sentence and item.frame.sentence - t.frame.sentence <= _NEAR
    ]
    if item.count.high is None or item.count.high != item.count.low or item.count.low < 2:
        return False
    # "Twelve were taken in for questioning. Ten were sent home the next morning"
    known = item.frame.definite or item.frame.share or item.frame.act == "release"
    return any(
        (t.count.low, t.count.high) == (item.count.low, item.count.high) or (known and t.count.low > item.count.low)
        for t in near
    )


def _is_state(number: int, told: Sequence[Told]) -> bool:
    """ "He was still being held on Thursday", "the reporters remain in custody", "about half of them are still in custody"."""
    item = told[number]
    frame = item.frame
    if not frame.state or frame.since is not None or frame.status not in TOLD:
        return False
    if _goes_back(number, told):
        return True
    if item.count.high is None and frame.when is None and any(_is_taking(t) for t in told[:number]):
        return True  # "confirmed that several persons were in custody", "hundreds are still in jail"
    words = item.count.text.lower().split()
    known = frame.definite or frame.share or words[-1:] in (["them"], ["these"], ["whom"])
    return known and not frame.singular and any(_is_taking(t) for t in told[:number])


def _goes_back(number: int, told: Sequence[Told], also: str = "") -> bool:
    at = told[number].like
    while at is not None:
        if (_is_taking(told[at]) and not told[at].frame.lasting) or told[at].frame.act == also:
            return True
        at = told[at].like
    return False


def _is_taking(item: Told) -> bool:
    return item.frame.act in _TAKINGS and item.frame.status in TOLD
