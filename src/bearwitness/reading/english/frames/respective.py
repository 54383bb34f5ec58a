""" "Four and three refugees were arrested in Yanji and Tumen respectively": as many occurrences as numbers, each with its own
place or day, the first with the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bearwitness.core.records import Count, When
from bearwitness.core.vocabulary import DAY
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.parsing.parse import Sentence, Token
from bearwitness.reading.english.parsing.scene import Scene
from bearwitness.reading.english.people.numbers import find_amount
from bearwitness.reading.mentions import PlaceMention, Timex

_JOINTS = frozenset({",", "and", "&"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """The numbers in order and what is told of each: places, days, or both; each list is empty or as long as the numbers."""

    numbers: tuple[Token, ...]
    places: tuple[PlaceMention, ...]
    days: tuple[tuple[Timex, When], ...]


def share_out(scene: Scene, frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """The sentence's frames with each list of numbers before "respectively" shared out; others as they are."""
    if not any(t.lower == "respectively" for t in scene.sentence):
        return tuple(frames)
    shares = _find_shares(scene)
    if shares is None:
        return tuple(frames)
    out: list[Frame] = []
    done: set[int] = set()
    for frame in frames:
        if not _counts(scene.sentence, frame, shares.numbers):
            out.append(frame)
        elif frame.trigger.i not in done:
            done.add(frame.trigger.i)
            out += [_build_share(frame, shares, n) for n in range(len(shares.numbers))]
    return tuple(out)


def _find_shares(scene: Scene) -> _Shares | None:
    dates = [(t.start, t.end) for t in scene.times]
    free = [t for t in scene.sentence if not any(a <= t.start < b for a, b in dates)]
    numbers = next((run for run in _find_runs(free) if len(run) > 1), ())
    size = len(numbers)
    places = next((run for run in _find_listed(scene) if len(run) == size), ())
    days = _find_days(scene, size)
    if size < 2 or not (places or days):
        return None
    return _Shares(numbers=tuple(numbers), places=tuple(places), days=days)


def _find_runs(tokens: Sequence[Token]) -> list[list[Token]]:
    """Numbers that only commas and "and" part."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.tag == "CD" and find_amount([token.lower]) is not None:
            runs[-1].append(token)
        elif token.lower not in _JOINTS:
            runs.append([])
    return runs


def _find_listed(scene: Scene) -> list[list[PlaceMention]]:
    runs: list[list[PlaceMention]] = []
    for place in scene.places:
        between = [t.lower for t in scene.sentence if runs and runs[-1][-1].end <= t.start < place.start]
        if runs and all(w in _JOINTS for w in between):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _find_days(scene: Scene, size: int) -> tuple[tuple[Timex, When], ...]:
    """As many days as numbers: told one by one, or two as one range ("9 and 10 August")."""
    single = [(t, t.when) for t in scene.times if t.when is not None and t.when.prec == DAY]
    if len(single) == size:
        return tuple(single)
    for timex in scene.times:
        when = timex.when
        pair = [
            t
            for t in scene.times
            if t.when is not None
            and when is not None
            and t.when.prec == when.prec
            and (t.when.earliest, t.when.latest) == (when.earliest, when.latest)
        ]
        if size == 2 and len(pair) == 2 and when is not None and when.earliest and when.latest:
            first, last = replace(when, latest=when.earliest, prec=DAY), replace(when, earliest=when.latest, prec=DAY)
            return ((pair[0], first), (pair[1], last))
        if size == 2 and when is not None and when.earliest and when.latest and " and " in timex.text:
            first = replace(when, latest=when.earliest, prec=DAY)
            return ((timex, first), (timex, replace(when, earliest=when.latest, prec=DAY)))
    return ()


def _counts(sentence: Sentence, frame: Frame, numbers: Sequence[Token]) -> bool:
    """Are the numbers those of this frame's people?"""
    mine = {t.i for head in frame.heads for t in sentence.subtree(sentence.tokens[head])} | set(frame.heads)
    return any(n.i in mine for n in numbers)


def _build_share(frame: Frame, shares: _Shares, number: int) -> Frame:
    token = shares.numbers[number]
    amount = find_amount([token.lower])
    count = frame.count
    if amount is not None:
        count = Count(low=amount.low, high=amount.high, unit=frame.count.unit, text=token.text)
    timex, when = shares.days[number] if shares.days else (frame.timex, frame.when)
    where = shares.places[number].where if shares.places else frame.where
    return replace(
        frame, count=count, timex=timex, when=when, where=where, heads=(token.i,), singular=count.high == 1, bare=False,
        dated=timex is not None, placed=where is not None,
    )  # fmt: skip
