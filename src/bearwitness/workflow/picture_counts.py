"""How many people the areas of a map and the periods of a timeline have: the bounds that are counted for each, as for any question.

A sum of the incidents' own numbers is no such figure: two incidents may be one, a total may hold the people of incidents, and who is known
only to a country or a year may lie in each of its towns or months.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from bearwitness.core.incidents import Question, Trait
from bearwitness.core.records import Claim
from bearwitness.counting.breakdown import list_acts
from bearwitness.counting.membership import Path, Region, find_overlap
from bearwitness.counting.parts import Amount
from bearwitness.counting.regions import count_regions
from bearwitness.workflow.browsing import Filter
from bearwitness.workflow.catching_up import pause_collecting
from bearwitness.workflow.figures import list_counted, list_counted_links
from bearwitness.workflow.incident_map import IncidentMap
from bearwitness.workflow.incident_timeline import Stretch, Timeline
from bearwitness.workflow.view import View

PATIENCE: Final = 60.0
"""So many seconds are counted. In a large register with many totals a single area can take a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureQuestion:
    """What the pictures of an address are asked: its filter, the place `within` it, and the regions drawn, in the order they are counted."""

    wanted: Filter
    whole: Region
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCounts:
    """The bounds of the whole, and of each region that was counted; none where the claims of the whole cannot all be true.

    `asked` is how many regions there are. `is_of_acts`: of several acts, so that a person stands once for each act.
    """

    whole: Amount
    parts: Mapping[Region, Amount]
    asked: int
    is_of_acts: bool


def explain_uncounted(wanted: Filter) -> str:
    """Why no people can be counted for what is looked at; "" where they can."""
    if wanted.is_total:
        return "totals are not counted apart from the incidents they hold"
    if wanted.has_conflict:
        return "incidents that disagree are not counted apart from the others"
    if wanted.place.strip() and not wanted.path:
        return f"“{wanted.place.strip()}” is not one place that is known, and only its letters are looked for"
    return ""


def ask_of_pictures(
    wanted: Filter, within: Path | None, shown: IncidentMap, timeline: Timeline | None
) -> PictureQuestion:
    """The question of what is drawn. Areas and periods take turns, those with most incidents and the earliest days first, so that where time
    does not allow for all, both have some. Where what is looked at is no one place (`within` None) its periods are not counted.
    """
    asked = wanted.region
    whole = find_overlap(asked, replace(asked, place=within or ())) or asked
    places = [build_region(mark.spot.path, whole) for mark in shown.marks if mark.is_countable]
    periods = [build_period(one, whole) for one in timeline.periods] if timeline and within is not None else []
    turns = [one for pair in zip_longest(places, periods) for one in pair if one is not None]
    return PictureQuestion(wanted=wanted, whole=whole, regions=tuple(dict.fromkeys(turns)))


def build_region(place: Path, whole: Region) -> Region:
    """A place, in the days asked for."""
    return Region(first=whole.first, last=whole.last, place=place)


def build_period(stretch: Stretch, whole: Region) -> Region:
    """A period, in the place asked for and cut to the days asked for."""
    first, last = stretch.first.toordinal(), stretch.last.toordinal()
    return Region(first=max(first, whole.first), last=min(last, whole.last), place=whole.place)


def count_pictures(asked: PictureQuestion, view: View, *, patience: float = PATIENCE) -> PictureCounts:
    """The bounds of the whole, and of as many regions as `patience` seconds allow."""
    claims = list_counted(view, accepted_only=False)
    links = list_counted_links(view, claims)
    grades = {ident: one.grade for one in view.incidents for ident in one.claims}
    questions = build_questions(asked.wanted, claims, grades)
    parts: dict[Region, Amount] = {}
    with pause_collecting():
        found = count_regions(questions, asked.whole, asked.regions, claims, links)
        whole = next(found)
        until = time.monotonic() + patience
        if whole.clash is None:
            for region in asked.regions:
                if time.monotonic() >= until:
                    break
                parts[region] = next(found)
    return PictureCounts(whole=whole, parts=parts, asked=len(asked.regions), is_of_acts=asked.wanted.act is None)


def build_questions(wanted: Filter, claims: Sequence[Claim], grades: Mapping[str, str]) -> tuple[Question, ...]:
    """The filter as questions, one for each act told of; their days and place are left to the regions."""
    rows = tuple(sorted(set(grades.values())))
    traits = (Trait(kind="grade", value=wanted.grade, rows=rows, grades=grades),) if wanted.grade else ()
    acts = list_acts(claims) if wanted.act is None else (wanted.act,)
    return tuple(Question(act=act, group=wanted.group.strip() or None, traits=traits) for act in acts)
