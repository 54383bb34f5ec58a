"""The map and the timeline of the incidents of one address: found once for each state of the register, drawn from the same numbers.

What people there are is counted beside the page (`picture_counts`); until then both show incidents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlencode

from bearwitness.apps.room.map_drawing import LEVELS, MapDrawing, draw_map, say_mark
from bearwitness.apps.room.picture_figures import Figures, say_cell
from bearwitness.apps.room.settings import Room
from bearwitness.apps.room.timeline_drawing import TimelineDrawing, draw_timeline, say_days
from bearwitness.apps.wording import say_when
from bearwitness.core.records import When
from bearwitness.counting.membership import Path
from bearwitness.workflow.browsing import Filter, Fitting, find_fitting, list_incidents
from bearwitness.workflow.incident_map import (
    IncidentMap,
    MapPart,
    build_map,
    choose_spotted,
    find_spots,
    find_within,
)
from bearwitness.workflow.incident_timeline import Timeline, build_timeline
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.picture_counts import PictureQuestion, ask_of_pictures, count_pictures, explain_uncounted
from bearwitness.workflow.tools import load_places

_ROWS: Final = 30
_PERIODS: Final = 120
SHADES: Final = (
    *(f"{low:,}–{high - 1:,}" if high - low > 1 else f"{low:,}" for low, high in pairwise(LEVELS)),
    f"{LEVELS[-1]:,} or more",
)
"""What each shade of an area says: its people, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The incidents that table, map and timeline are of, and both drawn; no timeline where no day is known."""

    fitting: Fitting
    shown: IncidentMap
    timeline: Timeline | None
    figures: Figures
    map: MapDrawing
    time: TimelineDrawing | None
    part: MapPart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """What is found at once."""

    fitting: Fitting
    within: Path | None
    shown: IncidentMap
    timeline: Timeline | None
    question: PictureQuestion


def ask_pictures(
    room: Room, snapshot: Snapshot, asked: tuple[Filter, MapPart | None], patience: float | None = None
) -> Pictures:
    """The pictures of what fits this filter, in this part of the map; their people are awaited for `patience` seconds."""
    wanted, part = asked
    found = room.keep(snapshot, ("gathered", wanted, part), partial(_gather, room, asked))
    reason = explain_uncounted(wanted)
    if not reason and wanted.act is None and room.workers.is_large:
        # Every act of a large register takes many minutes, in which nobody else's figure would be counted.
        reason = "choose an act, and its people are counted"
    counts = None
    if not reason and (found.shown.marks or found.fitting.incidents):
        compute = partial(count_pictures, found.question)
        counts = room.ask(snapshot, ("picture counts", wanted, part), compute, patience)
    figures = Figures(question=found.question, counts=counts, reason=reason, is_place=found.within is not None)

    def draw(_: Snapshot) -> Pictures:
        return Pictures(
            fitting=found.fitting,
            shown=found.shown,
            timeline=found.timeline,
            figures=figures,
            map=draw_map(found.shown, figures, part),
            time=None if found.timeline is None else draw_timeline(found.timeline, figures),
            part=part,
        )

    return room.keep(snapshot, ("pictures", wanted, part, counts is None), draw)


def _gather(room: Room, asked: tuple[Filter, MapPart | None], snapshot: Snapshot) -> _Gathered:
    wanted, part = asked
    spots = room.keep(snapshot, "spots", lambda one: find_spots(one.view.incidents, load_places()))
    listing = room.keep(snapshot, "listing", list_incidents)
    chosen = find_within(part, spots)
    fitting = choose_spotted(find_fitting(listing, wanted), spots, part, chosen)
    # Totals are counted with the incidents: without them the map would say nothing where only totals are told.
    with_totals = not explain_uncounted(wanted)
    totals = find_fitting(listing, replace(wanted, is_total=True)) if with_totals else Fitting(surely=(), perhaps=())
    told = choose_spotted(totals, spots, part, chosen).incidents
    within = chosen if chosen is None or len(chosen) > len(wanted.path) else wanted.path
    shown = build_map(fitting.incidents, spots, within or (), told)
    timeline = build_timeline(fitting.incidents, (wanted.earliest, wanted.latest), told)
    question = ask_of_pictures(wanted, within, shown, timeline)
    return _Gathered(fitting=fitting, within=within, shown=shown, timeline=timeline, question=question)


def lay_out(pictures: Pictures, kept: Mapping[str, str]) -> dict[str, Any]:
    """What templates need to show the pictures; `kept` is what the address asks for."""

    def address(**changed: object) -> str:
        asked = {key: value for key, value in {**kept, **changed}.items() if value}
        return f"/incidents?{urlencode(asked)}" if asked else "/incidents"

    figures, timeline = pictures.figures, pictures.timeline
    marks = pictures.shown.marks
    rows = (
        []
        if timeline is None
        else [
            (one, say_days(one), figures.find_period(one) if figures.is_place else None, figures.address_period(one))
            for one in timeline.periods
        ]
    )
    return {
        "pictures": pictures,
        "figures": figures,
        "map": pictures.map,
        "time": pictures.time,
        "marks": [(mark, figures.find_mark(mark), figures.address_mark(mark)) for mark in marks[:_ROWS]],
        "more_marks": max(0, len(marks) - _ROWS),
        "periods": rows[-_PERIODS:],
        "more_periods": max(0, len(rows) - _PERIODS),
        "shades": SHADES,
        "say_cell": say_cell,
        "lead": 0,
        "tail": 0,
        "part_of": lambda part: address(on=part),
        "days_of": lambda first, last: address(**{"from": _write(first), "to": _write(last)}),
        "everywhere": address(on=""),
        "chips": [(words, address(**dict.fromkeys(keys, ""))) for words, keys in _list_chips(pictures, kept)],
        "picture_query": urlencode(dict(kept)),
        "data_address": f"/map/data?{urlencode(dict(kept))}",
        "part_said": say_part(pictures),
    }


def _list_chips(pictures: Pictures, kept: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """What narrows the table, in words, each with the parts of the address that say it."""
    wanted, part = pictures.figures.question.wanted, pictures.part
    days = When(earliest=wanted.earliest, latest=wanted.latest, prec=5, basis="stated", text="")
    narrowed = {
        ("act",): wanted.act or "",
        ("grade",): wanted.grade or "",
        ("place",): "/".join(wanted.path) or (f"“{wanted.place}” in the name" if wanted.place else ""),
        ("on",): "" if part is None else say_part(pictures).partition(": ")[0],
        ("from", "to"): say_when(days) if wanted.earliest or wanted.latest else "",
        ("group",): f"group “{wanted.group}”" if wanted.group else "",
        ("shape",): "totals over a period" if wanted.is_total else "",
        ("conflict",): "only disagreeing" if wanted.has_conflict else "",
    }
    return [(words, keys) for keys, words in narrowed.items() if words and any(kept.get(key) for key in keys)]


def say_part(pictures: Pictures) -> str:
    """The chosen part of the map in words, "" where none is chosen."""
    part = pictures.part
    if part is None:
        return ""
    if part.box is not None:
        return f"{len(pictures.shown.towns):,} towns of one part of the map"
    if not part.mark:
        return "incidents without a place on the map"
    chosen = next((mark for mark in pictures.shown.marks if mark.spot.id == part.mark), None)
    return "a place of which nothing is told" if chosen is None else say_mark(chosen, pictures.figures)


def _write(day: date) -> str:
    return day.isoformat()
