"""The map and the timeline as files: what was asked, when, by which rules, and whose outlines and places they are, in each of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from bearwitness.apps.room.pictures import SHADES, Pictures, say_part
from bearwitness.apps.wording import say_number
from bearwitness.core.cells import disarm
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.workflow.browsing import Filter
from bearwitness.workflow.incident_map import Tally

CREDIT: Final = "Outlines: Natural Earth, public domain. Places: GeoNames, CC BY 4.0."
_ADDED: Final = (
    "People are the incidents' numbers added up; two incidents may tell of the same people, so this is no bound."
)
INK: Final = """
svg{font-family:"DejaVu Sans","Liberation Sans",Arial,sans-serif}.paper{fill:#fff}.title{font-size:15px;font-weight:bold;fill:#1d2125}
.line{font-size:11px;fill:#59636b}.sea{fill:#f4f6f6}.land{fill:#e9e7e0;stroke:#b9b6ab;stroke-width:.6}
.area path{stroke:#1f5a6b;stroke-width:1}.shade-0{fill:#e6eef0}.shade-1{fill:#c5dde3}.shade-2{fill:#93c0cc}.shade-3{fill:#5897a8}
.shade-4{fill:#1f5a6b}.dot circle{fill:#8a3b12;stroke:#fff;stroke-width:1.5}.dot text{fill:#fff;font-size:11px;text-anchor:middle}
.grid{stroke:#d9d8d2}.tick{fill:#59636b;font-size:11px;text-anchor:middle}.end-of{text-anchor:end}.bar{stroke:#1f5a6b;stroke-width:2.5}
.end{fill:#1f5a6b}.reach{fill:none}.span{fill:#1f5a6b;fill-opacity:.45}
"""
"""The colours of a file; a page has its own, by the system's wish."""


def say_question(wanted: Filter, pictures: Pictures) -> str:
    """What the pictures are of: "arrest, in Liaoning, from 2019-01-01"."""
    parts = [
        wanted.act or "all acts",
        f"graded {wanted.grade}" if wanted.grade else "",
        "totals over a period" if wanted.is_total else "",
        f"place “{wanted.place}”" if wanted.place else "",
        f"from {wanted.earliest}" if wanted.earliest else "",
        f"to {wanted.latest}" if wanted.latest else "",
        "only disagreeing" if wanted.has_conflict else "",
        say_part(pictures),
    ]
    return ", ".join(part for part in parts if part)


def say_credits(day: date) -> list[str]:
    """The lines that go with every file."""
    return [_ADDED, f"Register as of {day}; rules {RULES_VERSION}; made with Bearwitness. {CREDIT}"]


def say_heading(name: str, wanted: Filter, pictures: Pictures) -> list[str]:
    """A title and what stands under it: every incident is in the picture or named here."""
    shown, timeline = pictures.shown, pictures.timeline
    lines = [
        f"{'Map' if name == 'map' else 'Timeline'} of {say_number(shown.found, 'incident')}: {say_question(wanted, pictures)}"
    ]
    if name == "map":
        lines.append(
            f"{say_count_of(shown.without, 'without a place on the map')}{_say_unseen(pictures)} "
            f"A dot is a town; an area is shaded where no town is known, by the people at least: {'; '.join(SHADES)}."
        )
    elif timeline is not None:
        lines.append(
            f"{say_count_of(timeline.without, 'without a known day')} By {timeline.kind}, people at least and at most; an arrow has no "
            f"upper end; below, what is only known to lie in a longer time."
        )
    return lines


def say_count_of(number: int, words: str) -> str:
    """ "12 incidents without a place."."""
    return f"{say_number(number, 'incident')} {words}."


def _say_unseen(pictures: Pictures) -> str:
    unseen = pictures.map.unseen
    return f" {say_count_of(unseen, 'in areas of which no outline is shipped')}" if unseen else ""


def write_csv(name: str, wanted: Filter, pictures: Pictures, day: date) -> str:
    """The numbers of a picture as a table; lines that begin with # say what they are."""
    out = io.StringIO()
    for line in (*say_heading(name, wanted, pictures)[:1], *say_credits(day)):
        out.write(f"# {' '.join(line.split())}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(_list_places(pictures) if name == "map" else _list_days(pictures))
    return out.getvalue()


_FIGURES: Final = ("incidents", "people_low", "people_high", "people_stated", "incidents_of_families_or_places")


def _list_places(pictures: Pictures) -> Iterable[Sequence[Any]]:
    yield ("kind", "place", "country", "division", "east", "north", *_FIGURES)
    shown = pictures.shown
    for mark in (*shown.towns, *shown.areas):
        spot = mark.spot
        division = spot.path[1] if len(spot.path) > 1 else ""
        point = spot.point or ("", "")
        yield (spot.kind, disarm(spot.name), spot.path[0], disarm(division), *point, *_list_figures(mark.tally))
    yield ("without a place", "", "", "", "", "", shown.without, "", "", "", "")


def _list_days(pictures: Pictures) -> Iterable[Sequence[Any]]:
    yield ("kind", "first_day", "last_day", *_FIGURES)
    timeline = pictures.timeline
    if timeline is None:
        yield ("without a known day", "", "", pictures.shown.found, "", "", "", "")
        return
    for kind, stretches in ((timeline.kind, timeline.periods), ("span", timeline.spans)):
        for one in stretches:
            yield (kind, one.first, one.last, *_list_figures(one.tally))
    yield ("without a known day", "", "", timeline.without, "", "", "", "")


def _list_figures(tally: Tally) -> Sequence[Any]:
    return (tally.incidents, tally.low, "" if tally.high is None else tally.high, tally.stated, tally.others)
