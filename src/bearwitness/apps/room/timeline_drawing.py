"""Incidents in time drawn on the server: each period an upright line from its low to its high end, and below it what spans periods.

The lines are people as they are counted for each period, or incidents (those that lie in it, and those that may) where people are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p
from typing import Final

from bearwitness.apps.room.picture_figures import Figures, say_incidents
from bearwitness.apps.wording import say_number, say_when
from bearwitness.core.records import When
from bearwitness.workflow.incident_timeline import Stretch, Timeline, find_period

_WIDTH: Final = 960
_LEFT, _RIGHT, _TOP, _PLOT, _AXIS, _LANE = 52, 14, 14, 128, 24, 12
_LANES: Final = 8
_LABELS: Final = 9
_FAR: Final = 20


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
    """A span: from and to, and how low it lies; `is_total` where it is of totals alone."""

    x1: float
    x2: float
    y: float
    is_total: bool
    said: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDrawing:
    """All of a timeline. `labels` are days along it, `ticks` what is `drawn`: people, person-acts or incidents; `unseen` are incidents and
    totals of spans for which no line is left.
    """

    drawn: str

    width: int
    height: int
    left: int
    right: int
    base: float
    uprights: tuple[Upright, ...]
    spans: tuple[Level, ...]
    labels: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    is_by_tens: bool
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What is drawn of a period: from `low` to `high`; `is_open` where `high` is only the number stated. None of it is sure to be there where
    `low` is 0. `said` says it.
    """

    stretch: Stretch
    low: int
    high: int
    is_open: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpScale:
    """How high numbers stand: `is_by_tens` where each line is ten times the one below, so that beside a month of thousands those of a few
    can still be read.
    """

    top: int
    is_by_tens: bool
    ticks: tuple[int, ...]


def choose_scale(bars: Sequence[Bar]) -> UpScale:
    """By tens where the highest bar is far above most of the others."""
    highs = sorted(bar.high for bar in bars) or [1]
    top = max(1, highs[-1])
    is_by_tens = top > _FAR * max(1, highs[len(highs) // 2])
    tens = [10**power for power in range(len(str(top)))]
    ticks = (0, *tens) if is_by_tens else tuple(dict.fromkeys((0, top // 2, top)))
    return UpScale(top=top, is_by_tens=is_by_tens, ticks=ticks)


def list_bars(timeline: Timeline, figures: Figures) -> tuple[str, tuple[Bar, ...]]:
    """What is drawn (people, person-acts, incidents), and the bar of each period of which there is anything."""
    are_people = figures.state == "counted" and figures.is_place
    bars = []
    for one in timeline.periods:
        found = figures.find_period(one) if are_people else None
        incidents = say_incidents(one.incidents, one.more)
        said = f"{say_days(one)}: {'; '.join(part for part in (figures.say(found), incidents) if part)}"
        if found is not None:
            high = max(found.stated, found.low) if found.high is None else found.high
            bars.append(Bar(stretch=one, low=found.low, high=high, is_open=found.high is None, said=said))
        elif not are_people:
            bars.append(Bar(stretch=one, low=one.incidents, high=one.incidents + one.more, is_open=False, said=said))
    return figures.noun if are_people else "incidents", tuple(bar for bar in bars if bar.high or bar.is_open)


def draw_timeline(timeline: Timeline, figures: Figures) -> TimelineDrawing:
    """The timeline on one scale of days and one of people."""
    days = (timeline.last - timeline.first).days + 1
    scale = (_WIDTH - _LEFT - _RIGHT) / days
    drawn, bars = list_bars(timeline, figures)
    scale_of = choose_scale(bars)
    base = _TOP + _PLOT

    def at(day: date) -> float:
        return round(_LEFT + min(max((day - timeline.first).days, 0), days) * scale, 1)

    def up(people: int) -> float:
        share = people / scale_of.top if not scale_of.is_by_tens else log1p(people) / log1p(scale_of.top)
        return round(base - share * (_PLOT - 10), 1)

    uprights = tuple(
        _stand(bar, (at(bar.stretch.first), at(bar.stretch.last) + scale), (up(bar.low), up(bar.high))) for bar in bars
    )
    lanes = choose_lanes(timeline.spans)
    spans = tuple(
        Level(
            x1=at(one.first),
            x2=round(min(at(one.last) + scale, _WIDTH - _RIGHT), 1),
            y=base + _AXIS + 6 + lane * _LANE,
            said=say_span(one),
            is_total=not one.incidents,
            first=one.first,
            last=one.last,
        )
        for one, lane in lanes
    )
    used = max((lane + 1 for _, lane in lanes), default=0)
    return TimelineDrawing(
        drawn=drawn,
        width=_WIDTH,
        height=int(base + _AXIS + (used * _LANE + 8 if used else 0)),
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        base=base,
        uprights=uprights,
        spans=spans,
        labels=tuple((at(day), words) for day, words in _list_labels(timeline)),
        ticks=tuple((up(number), f"{number:,}") for number in scale_of.ticks),
        is_by_tens=scale_of.is_by_tens,
        unseen=sum(one.incidents + one.totals for one in timeline.spans)
        - sum(one.incidents + one.totals for one, _ in lanes),
    )


def _stand(bar: Bar, across: tuple[float, float], ends: tuple[float, float]) -> Upright:
    return Upright(
        x=round(sum(across) / 2, 1),
        left=across[0],
        width=round(across[1] - across[0], 1),
        low=ends[0],
        high=ends[1],
        is_open=bar.is_open,
        is_dot=bar.high == bar.low and not bar.is_open,
        said=bar.said,
        first=bar.stretch.first,
        last=bar.stretch.last,
    )


def say_span(one: Stretch) -> str:
    """ "April 2019: 2 incidents, known no closer; 1 total"."""
    incidents = f"{say_number(one.incidents, 'incident')}, known no closer" if one.incidents else ""
    totals = say_number(one.totals, "total") if one.totals else ""
    return f"{say_days(one)}: {'; '.join(part for part in (incidents, totals) if part)}"


def choose_lanes(spans: Sequence[Stretch]) -> list[tuple[Stretch, int]]:
    """The spans with the line each lies on; those with most incidents find a place first."""
    lanes: list[list[Stretch]] = [[] for _ in range(_LANES)]
    placed = []
    for one in sorted(spans, key=lambda one: (-one.incidents, -one.totals, one.first, one.last)):
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


def say_days(one: Stretch) -> str:
    """ "May 2019", "20–26 May 2019"."""
    return say_when(When(earliest=one.first, latest=one.last, prec=5, basis="stated", text=""))
