"""Bounds drawn as SVG on the server: every interval a line from its low to its high end, an open end an arrow, two equal ends a dot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.apps.breakdown_words import say_ends
from bearwitness.apps.interval_chart import Interval

_STEPS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line: what it is, and where it begins and ends, in hundredths of the way across."""

    label: str
    said: str
    x1: float
    x2: float
    is_open: bool
    is_dot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The lines and the ticks of the scale (place, words)."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


def draw_intervals(intervals: Sequence[Interval]) -> Drawing:
    """The intervals on one scale of people that begins at nobody."""
    top = max((max(one.high or 0, one.stated, one.low) for one in intervals), default=1) or 1

    def at(number: int) -> float:
        return round(number * 100 / top, 2)

    bars = tuple(
        Bar(
            label=one.row,
            said=say_ends(one.low, one.high),
            x1=at(one.low),
            x2=at(max(one.stated, one.low) if one.high is None else one.high),
            is_open=one.high is None,
            is_dot=one.low == one.high,
        )
        for one in intervals
    )
    return Drawing(bars=bars, ticks=tuple((at(number), f"{number:,}") for number in _list_ticks(top)))


def _list_ticks(top: int) -> list[int]:
    """Round numbers from nobody to the highest, five steps at most."""
    step = 1
    while top / step > _STEPS:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return list(range(0, top + 1, step))
