"""Incidents in time drawn on the server: each period an upright line from its low to its high end, and below it what spans periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.apps.room.map_drawing import say_tally
from bearwitness.apps.wording import say_when
from bearwitness.core.records import When
from bearwitness.workflow.incident_timeline import Stretch, Timeline, find_period

_WIDTH: Final = 960
_LEFT, _RIGHT, _TOP, _PLOT, _AXIS, _LANE = 52, 14, 14, 128, 24, 12
_LANES: Final = 8
_LABELS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """A period: its middle, its width for the pointer, the heights of its ends; an open one has an arrow, two equal ends are a dot."""

    x: float
    left: float
    width: float
    low: float
    high: float
    is_open: bool
    is_dot: bool
    said: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A span: from and to, how low it lies, and whether it goes on past the drawing."""

    x1: float
    x2: float
    y: float
    said: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDrawing:
    """All of a timeline. `labels` are days along it, `ticks` people; `unseen` are incidents of spans for which no line is left."""

    width: int
    height: int
    left: int
    right: int
    base: float
    uprights: tuple[Upright, ...]
    spans: tuple[Level, ...]
    labels: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    unseen: int


def draw_timeline(timeline: Timeline) -> TimelineDrawing:
    """The timeline on one scale of days and one of people."""
    days = (timeline.last - timeline.first).days + 1
    scale = (_WIDTH - _LEFT - _RIGHT) / days
    top = max((max(one.tally.stated, one.tally.low) for one in timeline.periods), default=1) or 1
    base = _TOP + _PLOT

    def at(day: date) -> float:
        return round(_LEFT + min(max((day - timeline.first).days, 0), days) * scale, 1)

    def up(people: int) -> float:
        return round(base - people / top * (_PLOT - 10), 1)

    uprights = tuple(
        _stand(
            one, (at(one.first), at(one.last) + scale), (up(one.tally.low), up(max(one.tally.stated, one.tally.low)))
        )
        for one in timeline.periods
    )
    lanes = _choose_lanes(timeline.spans)
    spans = tuple(
        Level(
            x1=at(one.first),
            x2=round(min(at(one.last) + scale, _WIDTH - _RIGHT), 1),
            y=base + _AXIS + 6 + lane * _LANE,
            said=f"{_say_days(one)}: {say_tally(one.tally)}",
            first=one.first,
            last=one.last,
        )
        for one, lane in lanes
    )
    used = max((lane + 1 for _, lane in lanes), default=0)
    return TimelineDrawing(
        width=_WIDTH,
        height=int(base + _AXIS + (used * _LANE + 8 if used else 0)),
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        base=base,
        uprights=uprights,
        spans=spans,
        labels=tuple((at(day), words) for day, words in _list_labels(timeline)),
        ticks=tuple((up(number), f"{number:,}") for number in dict.fromkeys((0, top // 2, top))),
        unseen=sum(one.tally.incidents for one in timeline.spans) - sum(one.tally.incidents for one, _ in lanes),
    )


def _stand(one: Stretch, across: tuple[float, float], ends: tuple[float, float]) -> Upright:
    tally = one.tally
    return Upright(
        x=round(sum(across) / 2, 1),
        left=across[0],
        width=round(across[1] - across[0], 1),
        low=ends[0],
        high=ends[1],
        is_open=tally.high is None,
        is_dot=tally.high == tally.low,
        said=f"{_say_days(one)}: {say_tally(tally)}",
        first=one.first,
        last=one.last,
    )


def _choose_lanes(spans: Sequence[Stretch]) -> list[tuple[Stretch, int]]:
    """The spans with the line each lies on; those with most incidents find a place first."""
    lanes: list[list[Stretch]] = [[] for _ in range(_LANES)]
    placed = []
    for one in sorted(spans, key=lambda one: (-one.tally.incidents, one.first)):
        for number, lane in enumerate(lanes):
            if all(one.first > other.last or one.last < other.first for other in lane):
                lane.append(one)
                placed.append((one, number))
                break
    return placed


def _list_labels(timeline: Timeline) -> list[tuple[date, str]]:
    """Some of the periods' first days."""
    begins, day = [], timeline.first
    while day <= timeline.last:
        begins.append(day)
        end = find_period(day, timeline.kind)[1]
        if end == date.max:
            break
        day = date.fromordinal(end.toordinal() + 1)
    step = max(1, -(-len(begins) // _LABELS))
    form = {"week": "{0.day} {0:%b} {0.year}", "month": "{0:%b} {0.year}", "year": "{0.year}"}[timeline.kind]
    return [(day, form.format(day)) for day in begins[::step]]


def _say_days(one: Stretch) -> str:
    return say_when(When(earliest=one.first, latest=one.last, prec=5, basis="stated", text=""))
