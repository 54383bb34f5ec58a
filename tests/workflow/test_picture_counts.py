"""What map and timeline say of people is what is counted for that place and those days, never a sum of the incidents' numbers."""

from dataclasses import replace
from pathlib import Path

import pytest

from bearwitness.counting.breakdown import break_down
from bearwitness.counting.membership import FAR_FUTURE, FAR_PAST, Region
from bearwitness.counting.regions import narrow_to
from bearwitness.workflow.breakdowns import Wanted, build_table_of_view
from bearwitness.workflow.browsing import Filter, find_fitting, list_incidents
from bearwitness.workflow.figures import Asked, build_figure_of_view, list_counted, list_counted_links
from bearwitness.workflow.incident_map import build_map, find_spots
from bearwitness.workflow.incident_timeline import build_timeline
from bearwitness.workflow.live_view import LiveView, Snapshot
from bearwitness.workflow.picture_counts import (
    PictureCounts,
    PictureQuestion,
    ask_of_pictures,
    build_period,
    build_questions,
    build_region,
    count_pictures,
    explain_uncounted,
)
from bearwitness.workflow.tools import load_places

ALWAYS = Region(first=FAR_PAST, last=FAR_FUTURE, place=())


@pytest.fixture(scope="module")
def snapshot(sample_folder: Path) -> Snapshot:
    return LiveView(sample_folder / "team.db").get().snapshot


def ask(snapshot: Snapshot, wanted: Filter) -> PictureQuestion:
    found = find_fitting(list_incidents(snapshot), wanted).incidents
    shown = build_map(found, find_spots(found, load_places()), wanted.path)
    return ask_of_pictures(wanted, wanted.path, shown, build_timeline(found, (wanted.earliest, wanted.latest)))


def count(snapshot: Snapshot, wanted: Filter) -> PictureCounts:
    return count_pictures(ask(snapshot, wanted), snapshot.view)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(act="arrest"),
        Filter(act="refoulement"),
        Filter(act="arrest", path=("CN",)),
        Filter(act="arrest", group="Koreans"),
    ],
)
def test_each_area_and_period_has_the_figure_of_its_own_question(snapshot: Snapshot, wanted: Filter) -> None:
    counts = count(snapshot, wanted)
    assert counts.asked == len(counts.parts) > 3
    for region, found in {wanted.region: counts.whole, **counts.parts}.items():
        (question,) = build_questions(wanted, snapshot.view.claims, {})
        asked = narrow_to(question, region)
        figure = build_figure_of_view(
            Asked(
                act=asked.act,
                earliest=asked.earliest,
                latest=asked.latest,
                place="/".join(asked.place) or None,
                group=asked.group,
            ),
            snapshot.view,
            accepted_only=False,
        ).estimate
        assert (found.low, found.high, found.stated) == (figure.low, figure.high, figure.high_stated), region


def test_months_and_countries_are_those_of_a_breakdown(snapshot: Snapshot) -> None:
    counts = count(snapshot, Filter(act="arrest"))
    for kind in ("country", "province", "town"):
        asked = Asked(act="arrest", earliest=None, latest=None, place=None, group=None)
        table = build_table_of_view(Wanted(asked=asked, kinds=(kind,), is_every_act=False), snapshot.view).breakdown
        cells = {cell.question.place: cell for cell in table.cells if cell.question and cell.at[0][1] is not None}
        shown = {region.place: found for region, found in counts.parts.items() if len(region.place) > 0}
        both = cells.keys() & shown.keys()
        assert both
        for place in both:
            assert (shown[place].low, shown[place].high) == (cells[place].low, cells[place].high)


def test_every_act_together_are_person_acts(snapshot: Snapshot) -> None:
    counts = count(snapshot, Filter())
    asked = Asked(act="arrest", earliest=None, latest=None, place=None, group=None)
    whole = build_table_of_view(Wanted(asked=asked, kinds=("act",), is_every_act=True), snapshot.view).breakdown.whole
    assert counts.is_of_acts
    assert (counts.whole.low, counts.whole.high) == (whole.low, whole.high)


def test_a_grade_is_counted_as_its_row(snapshot: Snapshot) -> None:
    counts = count(snapshot, Filter(act="arrest", grade="corroborated"))
    view = snapshot.view
    claims = list_counted(view, accepted_only=False)
    grades = {ident: one.grade for one in view.incidents for ident in one.claims}
    (question,) = build_questions(Filter(act="arrest"), claims, grades)
    table = break_down([question], ["grade"], claims, list_counted_links(view, claims), grades)
    row = next(cell for cell in table.cells if cell.at[0][1] == "corroborated")
    assert (counts.whole.low, counts.whole.high) == (row.low, row.high)


def test_what_time_does_not_allow_is_missing_and_said(snapshot: Snapshot) -> None:
    asked = ask(snapshot, Filter(act="arrest"))
    counts = count_pictures(asked, snapshot.view, patience=0)
    assert counts.parts == {}
    assert counts.asked == len(asked.regions)
    assert counts.whole.high is None or counts.whole.high > 0


def test_regions_are_cut_to_what_is_asked(snapshot: Snapshot) -> None:
    wanted = Filter(act="arrest", path=("CN",))
    asked = ask(snapshot, wanted)
    assert all(region.place[:1] == ("CN",) for region in asked.regions)
    found = find_fitting(list_incidents(snapshot), wanted).incidents
    timeline = build_timeline(found)
    assert timeline is not None
    assert {build_period(one, asked.whole) for one in timeline.periods} <= set(asked.regions)
    assert build_region(("CN", "Liaoning"), ALWAYS) == replace(ALWAYS, place=("CN", "Liaoning"))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Filter(is_total=True), "totals"),
        (Filter(has_conflict=True), "disagree"),
        (Filter(place="riverbank"), "riverbank"),
        (Filter(place="CN", path=("CN",)), ""),
    ],
)
def test_why_no_people_are_counted_is_said(wanted: Filter, said: str) -> None:
    assert said in explain_uncounted(wanted)
    assert bool(said) == bool(explain_uncounted(wanted))
