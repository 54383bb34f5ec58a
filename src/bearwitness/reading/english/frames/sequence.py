"""Two acts of one sentence, one told as before or after the other: "two days after three others were arrested".

The word between them turns the count round: what stands behind "after" lies before. Whichever act has a date of its own
gives it to the other; neither takes the distance for a date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.records import When
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Sentence
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.times.times import resolve_shift
from bearwitness.reading.mentions import Shift, Timex

_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Distance:
    """ "two days after" between the clause around it and the clause or noun behind it, headed by token `inner`."""

    timex: Timex
    inner: int
    shift: Shift


def order_acts(scene: Scene, frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The sentence's frames with the dates that "two days after …" gives them; the others as they are."""
    out = list(frames)
    for timex in scene.times:
        distance = _read_distance(scene.sentence, timex)
        if distance is not None:
            out = _apply(scene.sentence, distance, out)
    return tuple(out)


def _read_distance(sentence: Sentence, timex: Timex) -> _Distance | None:
    inside = [t for t in sentence if timex.start <= t.start < timex.end]
    if not inside:
        return None
    words = [inside[-1], *sentence.tokens[inside[-1].i + 1 : inside[-1].i + 2]]
    link = next((t for t in words if t.lower in {"after", "before"}), None)
    if link is None:
        return None
    below = sentence.children(link, "pobj", "pcomp")
    inner = sentence.head(link) if link.dep == "mark" else below[0] if below else None
    amount = _read_amount(timex)
    if inner is None or inner.i <= link.i or amount is None:
        return None
    sign = 1 if link.lower == "after" else -1
    return _Distance(timex=timex, inner=inner.i, shift=replace(amount, amount=sign * abs(amount.amount)))


def _read_amount(timex: Timex) -> Shift | None:
    if timex.shift is not None:
        return timex.shift if timex.shift.amount else None
    read = re.fullmatch(r"P(\d+)([DWMY])", timex.value)
    return Shift(amount=int(read[1]), unit=_UNITS[read[2]]) if read else None  # type: ignore[arg-type]


def _apply(sentence: Sentence, distance: _Distance, frames: list[Frame]) -> list[Frame]:
    below = {t.i for t in sentence.subtree(sentence.tokens[distance.inner])}
    inner = [f for f in frames if f.trigger.i in below]
    outer = [f for f in frames if f.trigger.i not in below and _governs(sentence, f, distance.inner)]
    if not inner:
        return frames
    if not outer:
        # "The third arrest came a week after police had held two": the distance is none of the act behind it.
        return [_date(f, None, distance) if f in inner else f for f in frames]
    within = frozenset(sentence.tokens[i].start for i in below)
    mine = _find_own([f for f in outer if f.timex is None or f.timex.start not in within], distance)
    # "were freed on Saturday, six days after they were seized": Saturday is the day of the freeing alone
    theirs = _find_own([f for f in inner if f.timex is None or f.timex.start in within], distance)
    later = resolve_shift(replace(distance.timex, shift=distance.shift), theirs) if theirs is not None else None
    back = replace(distance.shift, amount=-distance.shift.amount)
    earlier = resolve_shift(replace(distance.timex, shift=back), mine) if mine is not None else None
    out = []
    for frame in frames:
        if frame in inner and theirs is None:
            out.append(_date(frame, earlier, distance))
        elif frame in outer and mine is None:
            out.append(_date(frame, later, distance))
        else:
            out.append(frame)
    return out


def _governs(sentence: Sentence, frame: Frame, inner: int) -> bool:
    return any(a.i == frame.trigger.i for a in sentence.ancestors(sentence.tokens[inner]))


def _find_own(frames: Sequence[Frame], distance: _Distance) -> When | None:
    """The date that one of these acts has besides the distance."""
    return next((f.when for f in frames if f.when is not None and _is_own(f, distance)), None)


def _is_own(frame: Frame, distance: _Distance) -> bool:
    return frame.timex is not None and frame.timex.start != distance.timex.start and frame.timex.shift is None


def _date(frame: Frame, when: When | None, distance: _Distance) -> Frame:
    """The frame with the date the distance gives; without the distance as a date of its own where it gives none."""
    if when is not None:
        return replace(frame, timex=replace(distance.timex, when=when, shift=None), when=when, dated=True, aside=True)
    if frame.timex is not None and frame.timex.start == distance.timex.start:
        return replace(frame, timex=None, when=None, dated=False)
    return frame
