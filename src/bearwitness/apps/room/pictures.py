"""The map and the timeline of the incidents of one address: computed once for each state of the register, drawn from the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlencode

from bearwitness.apps.room.map_drawing import LEVELS, MapDrawing, draw_map, say_mark, say_tally
from bearwitness.apps.room.settings import Room
from bearwitness.apps.room.timeline_drawing import TimelineDrawing, draw_timeline
from bearwitness.core.incidents import Incident
from bearwitness.workflow.browsing import Filter
from bearwitness.workflow.incident_map import (
    IncidentMap,
    MapPart,
    Mark,
    build_map,
    choose_spotted,
    find_spots,
)
from bearwitness.workflow.incident_timeline import Timeline, build_timeline
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.tools import load_places

_ROWS: Final = 30
SHADES: Final = (
    *(f"{low:,}–{high - 1:,}" if high - low > 1 else f"{low:,}" for low, high in pairwise(LEVELS)),
    f"{LEVELS[-1]:,} or more",
)
"""What each shade of an area says: its people, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The incidents that table, map and timeline are of, and both drawn; no timeline where no day is known."""

    incidents: tuple[Incident, ...]
    shown: IncidentMap
    timeline: Timeline | None
    map: MapDrawing
    time: TimelineDrawing | None
    part: MapPart | None


def ask_pictures(
    room: Room, snapshot: Snapshot, found: Sequence[Incident], asked: tuple[Filter, MapPart | None]
) -> Pictures:
    """The pictures of the incidents `found` for this filter, in this part of the map."""
    spots = room.keep(snapshot, "spots", lambda one: find_spots(one.view.incidents, load_places()))
    wanted, part = asked

    def compute(_: Snapshot) -> Pictures:
        incidents = choose_spotted(found, spots, part)
        shown = build_map(incidents, spots)
        timeline = build_timeline(incidents, wanted.earliest, wanted.latest)
        return Pictures(
            incidents=incidents,
            shown=shown,
            timeline=timeline,
            map=draw_map(shown, part),
            time=None if timeline is None else draw_timeline(timeline),
            part=part,
        )

    return room.keep(snapshot, ("pictures", wanted, part), compute)


def lay_out(pictures: Pictures, kept: Mapping[str, str]) -> dict[str, Any]:
    """What templates need to show the pictures; `kept` is what the address asks for."""

    def address(**changed: object) -> str:
        asked = {key: value for key, value in {**kept, **changed}.items() if value}
        return f"/incidents?{urlencode(asked)}" if asked else "/incidents"

    marks = sorted((*pictures.shown.towns, *pictures.shown.areas), key=lambda mark: -mark.tally.incidents)
    return {
        "pictures": pictures,
        "map": pictures.map,
        "time": pictures.time,
        "marks": marks[:_ROWS],
        "more_marks": max(0, len(marks) - _ROWS),
        "shades": SHADES,
        "say_tally": say_tally,
        "lead": 0,
        "tail": 0,
        "part_of": lambda part: address(on=part),
        "days_of": lambda first, last: address(**{"from": _write(first), "to": _write(last)}),
        "everywhere": address(on=""),
        "always": address(**{"from": "", "to": ""}),
        "picture_query": urlencode(dict(kept)),
        "data_address": f"/map/data?{urlencode(dict(kept))}",
        "part_said": say_part(pictures),
    }


def say_part(pictures: Pictures) -> str:
    """The chosen part of the map in words, "" where none is chosen."""
    part = pictures.part
    if part is None:
        return ""
    if part.box is not None:
        return f"{len(pictures.shown.towns):,} towns of one part of the map"
    marks: tuple[Mark, ...] = (*pictures.shown.towns, *pictures.shown.areas)
    if not part.mark:
        return "incidents without a place on the map"
    return say_mark(marks[0]) if marks else "a place of which nothing is told"


def _write(day: date) -> str:
    return day.isoformat()
