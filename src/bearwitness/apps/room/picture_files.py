"""The map and the timeline as files: what was asked, when, by which rules, and whose outlines and places they are, in each of them.

Every file holds the numbers of the page's table: the bounds counted for each place and period, and the incidents.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from bearwitness.apps.comma_separated import Value, render_csv
from bearwitness.apps.room.chart_files import PLACES, say_made
from bearwitness.apps.room.picture_figures import Figures, list_figures
from bearwitness.apps.room.pictures import SHADES, Pictures, say_part
from bearwitness.apps.wording import say_number
from bearwitness.counting.parts import Amount
from bearwitness.workflow.browsing import Filter

CREDIT: Final = f"Outlines: Natural Earth, public domain. {PLACES}"
_BOUNDS: Final = "People are counted for each place and period by itself, at least and at most; they need not add up."
_INCIDENTS: Final = "No people are counted here."
_LISTED, _COLUMNS, _NAME = 30, 3, 20
INK: Final = """
svg{font-family:"DejaVu Sans","Liberation Sans",Arial,sans-serif}.paper{fill:#fff}.title{font-size:15px;font-weight:bold;fill:#1d2125}
.line{font-size:11px;fill:#59636b}.sea{fill:#f4f6f6}.land{fill:#e9e7e0;stroke:#b9b6ab;stroke-width:.6}
.area path{stroke:#1f5a6b;stroke-width:1}.unshaded{fill:#1f5a6b;fill-opacity:.08}
.shade-0{fill:#e6eef0}.shade-1{fill:#c5dde3}.shade-2{fill:#93c0cc}.shade-3{fill:#5897a8}
.shade-4{fill:#1f5a6b}.dot circle{fill:#8a3b12;stroke:#fff;stroke-width:1.5}.dot text{fill:#fff;font-size:11px;text-anchor:middle}
"""
"""The colours of a file; a page has its own, by the system's wish."""


def say_question(wanted: Filter, pictures: Pictures) -> str:
    """What the pictures are of: "arrest, in Liaoning, from 2019-01-01"."""
    parts = [
        wanted.act or "all acts",
        f"graded {wanted.grade}" if wanted.grade else "",
        "totals over a period" if wanted.is_total else "",
        f"in {'/'.join(wanted.path)}" if wanted.path else f"place “{wanted.place}”" if wanted.place else "",
        f"from {wanted.earliest}" if wanted.earliest else "",
        f"to {wanted.latest}" if wanted.latest else "",
        f"of the group “{wanted.group}”" if wanted.group else "",
        "only disagreeing" if wanted.has_conflict else "",
        say_part(pictures),
    ]
    return ", ".join(part for part in parts if part)


def say_credits(figures: Figures, day: date) -> list[str]:
    """The lines that go with every file."""
    people = _BOUNDS if figures.state == "counted" else figures.say_state() or _INCIDENTS
    made = say_made(day, CREDIT)
    return [people.replace("People", figures.noun.capitalize(), 1) if figures.state == "counted" else people, made]


def say_heading(name: str, wanted: Filter, pictures: Pictures) -> list[str]:
    """A title and what stands under it: every incident is in the picture or named here."""
    shown, timeline, figures = pictures.shown, pictures.timeline, pictures.figures
    found = say_number(shown.found, "incident")
    lines = [f"{'Map' if name == 'map' else 'Timeline'} of {found}: {say_question(wanted, pictures)}"]
    whole = f"All: {figures.say_whole()}. " if figures.say_whole() else ""
    if name == "map":
        shades = (
            f"by the people that are certainly there: {'; '.join(SHADES)}" if figures.state == "counted" else "alike"
        )
        lines.append(
            f"{whole}{say_count_of(shown.without, 'without a place on the map')}{_say_wider(pictures)}{_say_unseen(pictures)}"
        )
        lines.append(f"A dot is a town, with its incidents; where no town is known the area is shaded, {shades}.")
    elif timeline is not None:
        drawn = "incidents" if pictures.time is None else pictures.time.drawn
        by_tens = " Each line is ten times the one below." if pictures.time and pictures.time.is_by_tens else ""
        lines.append(
            f"{whole}{say_count_of(timeline.without, 'without a known first and last day')} By {timeline.kind}: {drawn}, at least and at most; "
            f"an arrow has no upper end; below, what is known only to a longer time, and totals (hollow).{by_tens}"
        )
    return lines


def say_count_of(number: int, words: str) -> str:
    """ "12 incidents without a place."."""
    return f"{say_number(number, 'incident')} {words}."


def _say_wider(pictures: Pictures) -> str:
    wider = pictures.shown.wider
    return f" {say_count_of(wider, 'known to no place on the map that is as small')}" if wider else ""


def _say_unseen(pictures: Pictures) -> str:
    unseen = pictures.map.unseen
    return f" {say_count_of(unseen, 'in areas of which no outline is shipped')}" if unseen else ""


def list_places_below(pictures: Pictures) -> list[tuple[int, int, str]]:
    """The numbers of the page's table of places as lines below a map, in columns: x, y and words."""
    marks, figures = pictures.shown.marks, pictures.figures
    lines = []
    for mark in marks[:_LISTED]:
        people = figures.say(figures.find_mark(mark))
        told = ", ".join(
            part for part in (people, say_number(mark.inside, "incident") if mark.inside else "a total") if part
        )
        name = mark.spot.name if len(mark.spot.name) <= _NAME else f"{mark.spot.name[:_NAME]}…"
        lines.append(f"{name}: {told}")
    if len(marks) > _LISTED:
        lines[-1] = f"and {len(marks) - _LISTED + 1:,} more places, in the CSV"
    rows = -(-len(lines) // _COLUMNS)
    return [(12 + n // rows * 316, 22 + n % rows * 16, line) for n, line in enumerate(lines)]


def write_csv(name: str, wanted: Filter, pictures: Pictures, day: date) -> str:
    """The numbers of a picture as a table; lines that begin with # say what they are."""
    rows = _list_places(pictures) if name == "map" else _list_days(pictures)
    return render_csv(rows, (*say_heading(name, wanted, pictures)[:1], *say_credits(pictures.figures, day)))


_FIGURES: Final = ("people_low", "people_high", "people_high_stated")


def _list_places(pictures: Pictures) -> Iterable[Sequence[Value]]:
    """`incidents` are those known no closer than this place: they add up to all. `incidents_inside` are all that are known to lie in it."""
    yield (
        "kind",
        "place",
        "country",
        "division",
        "east",
        "north",
        "incidents",
        "incidents_inside",
        "totals",
        *_FIGURES,
    )
    shown, figures = pictures.shown, pictures.figures
    for mark in shown.marks:
        spot = mark.spot
        division = spot.path[1] if len(spot.path) > 1 else ""
        place = (spot.kind, spot.name, spot.path[0], division, *(spot.point or ("", "")))
        yield (*place, mark.incidents, mark.inside, mark.totals, *_list_figures(figures.find_mark(mark)))
    yield ("known to no place as small", "", "", "", "", "", shown.wider, "", "", "", "", "")
    yield ("without a place", "", "", "", "", "", shown.without, "", shown.undrawn, "", "", "")
    yield ("all", "", "", "", "", "", "", shown.found, "", *_list_whole(figures))


def _list_days(pictures: Pictures) -> Iterable[Sequence[Value]]:
    """`incidents` are those of just these days: they add up to all. `incidents_more` may also lie in a period."""
    yield ("kind", "first_day", "last_day", "incidents", "incidents_more", "totals", *_FIGURES)
    timeline, figures = pictures.timeline, pictures.figures
    if timeline is not None:
        for one in timeline.periods:
            found = figures.find_period(one) if figures.is_place else None
            yield (
                timeline.kind,
                one.first.isoformat(),
                one.last.isoformat(),
                one.incidents,
                one.more,
                one.totals,
                *_list_figures(found),
            )
        for one in timeline.spans:
            yield ("span", one.first.isoformat(), one.last.isoformat(), one.incidents, "", one.totals, "", "", "")
    yield (
        "without a known day",
        "",
        "",
        pictures.shown.found if timeline is None else timeline.without,
        "",
        "",
        "",
        "",
    )
    yield ("all", "", "", "", pictures.shown.found, "", *_list_whole(figures))


def _list_whole(figures: Figures) -> Sequence[Value]:
    is_counted = figures.is_place and figures.state == "counted"
    return _list_figures(figures.counts.whole if figures.counts is not None and is_counted else None)


def _list_figures(found: Amount | None) -> Sequence[Value]:
    numbers = list_figures(found)
    return (numbers["low"], numbers["high"], numbers["stated"])
