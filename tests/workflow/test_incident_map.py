"""Where incidents are drawn and when: never a point where only an area is told, and nobody lost between the pictures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.records import Count, People, When, Where
from bearwitness.counting.membership import Path, find_region
from bearwitness.store.outlines import load_outlines
from bearwitness.workflow.browsing import Filter, Fitting, Listing, find_fitting
from bearwitness.workflow.incident_map import (
    build_map,
    choose_spotted,
    find_spot,
    find_spots,
    find_within,
    parse_part,
    write_box,
)
from bearwitness.workflow.incident_timeline import build_timeline, find_period
from bearwitness.workflow.tools import load_places

PLACES = load_places()
SHENYANG = next(place for place in PLACES.find("Shenyang") if place.kind == "town")
DANDONG = next(place for place in PLACES.find("Dandong") if place.kind == "town")
LIAONING = next(place for place in PLACES.find("Liaoning") if place.kind == "admin1")
FIRST = date(2019, 1, 1)
IDS = (SHENYANG.geonameid, LIAONING.geonameid, 1814991, 7, None)


@st.composite
def wheres(draw: st.DrawFn) -> Where:
    return Where(
        name=draw(st.sampled_from(["Shenyang", "Liaoning", "China", "a village"])),
        geonameid=draw(st.sampled_from(IDS)),
        country=draw(st.sampled_from(["CN", "KP", None])),
        admin1=draw(st.sampled_from(["Liaoning", "Nowhere", None])),
        admin2=None,
        lat=draw(st.sampled_from([41.8, None])),
        lon=draw(st.sampled_from([123.4, None])),
        prec=draw(st.integers(1, 7)),
        text="",
        basis=draw(st.sampled_from(["stated", "inferred"])),
    )


@st.composite
def whens(draw: st.DrawFn) -> When:
    begin = FIRST + timedelta(draw(st.integers(0, 900)))
    end = begin + timedelta(draw(st.sampled_from([0, 1, 6, 27, 364])))
    return When(
        earliest=draw(st.sampled_from([begin, begin, None])),
        latest=draw(st.sampled_from([end, end, None])),
        prec=1,
        basis="stated",
        text="",
        inferred=draw(st.booleans()),
        known_until=draw(st.sampled_from([end, None])),
    )


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low = draw(st.integers(0, 50))
    high = draw(st.sampled_from([low, low + 3, None]))
    return Count(low=low, high=high, unit=draw(st.sampled_from(["person", "person", "family"])), text="")


def make_incident(ident: str, where: Where | None, when: When | None, count: Count) -> Incident:
    return Incident(
        id=ident,
        act="arrest",
        when=when,
        where=where,
        count=count,
        people=People(),
        manner=(),
        claims=(ident,),
        reports=(ident,),
        origins=1,
        grade="single-source",
        conflicts=(),
    )


@st.composite
def incidents(draw: st.DrawFn) -> tuple[Incident, ...]:
    told = draw(st.lists(st.tuples(st.none() | wheres(), st.none() | whens(), counts()), max_size=25))
    return tuple(make_incident(f"i_{n}", *one) for n, one in enumerate(told))


@given(wheres())
def test_only_a_stated_town_of_the_gazetteer_is_a_point(where: Where) -> None:
    spot = find_spot(where, PLACES)
    is_town = where.prec == 1 and where.basis == "stated" and where.geonameid in {SHENYANG.geonameid, 1814991}
    place = PLACES.place(where.geonameid) if is_town and where.geonameid else None
    if place is not None and place.kind == "town":
        assert spot is not None
        assert spot.point == (place.lon, place.lat)
    else:
        assert spot is None or spot.point is None
        assert spot is None or spot.kind != "town"


@given(wheres())
def test_an_inferred_place_is_no_more_than_its_country(where: Where) -> None:
    spot = find_spot(replace(where, basis="inferred"), PLACES)
    assert spot is None or (spot.kind, len(spot.path)) == ("country", 1)


@given(incidents(), st.sampled_from([(), ("CN",), ("CN", "Liaoning"), ("CN", "Liaoning", "Shenyang")]))
def test_every_incident_is_in_one_mark_or_named_beside_the_map(told: tuple[Incident, ...], within: Path) -> None:
    spots = find_spots(told, PLACES)
    shown = build_map(told, spots, within)
    marks = shown.marks
    assert sum(mark.incidents for mark in marks) + shown.wider + shown.without == len(told) == shown.found
    assert all(mark.spot.point is not None for mark in shown.towns)
    assert all(mark.spot.point is None for mark in shown.areas)
    assert all(mark.incidents <= mark.inside for mark in marks)
    if not within:
        assert shown.wider == 0


@given(incidents())
def test_a_chosen_mark_has_surely_what_the_map_says_is_in_it(told: tuple[Incident, ...]) -> None:
    spots = find_spots(told, PLACES)
    shown, all_of = build_map(told, spots), Fitting(surely=told, perhaps=())
    for mark in shown.marks:
        part = parse_part(mark.spot.id)
        chosen = choose_spotted(all_of, spots, part, find_within(part, spots))
        assert len(chosen.surely) == mark.inside
        assert {one.id for one in chosen.surely}.isdisjoint(one.id for one in chosen.perhaps)
    nowhere = choose_spotted(all_of, spots, parse_part("none"), None)
    assert len(nowhere.incidents) == shown.without


@given(incidents(), st.none() | st.integers(0, 900), st.integers(0, 400))
def test_every_incident_is_in_the_timeline_once(told: tuple[Incident, ...], start: int | None, days: int) -> None:
    asked = (None, None) if start is None else (FIRST + timedelta(start), FIRST + timedelta(start + days))
    wanted = Filter(earliest=asked[0], latest=asked[1])
    fitting = find_fitting(_list(told), wanted)
    timeline = build_timeline(fitting.incidents, asked)
    if timeline is None:
        assert all(
            one.when is None or one.when.inferred or None in {one.when.earliest, one.when.latest}
            for one in fitting.incidents
        )
        return
    inside = sum(one.incidents for one in timeline.periods)
    across = sum(one.incidents for one in timeline.spans)
    assert inside + across + timeline.without == len(fitting.incidents)
    for one in timeline.periods:
        assert (one.first, one.last) == find_period(one.first, timeline.kind)
        # Whoever chooses a period finds what it says in the table: what lies in it surely, and what may.
        narrowed = Filter(earliest=max(one.first, asked[0] or one.first), latest=min(one.last, asked[1] or one.last))
        chosen = find_fitting(_list(fitting.incidents), narrowed)
        assert len(chosen.incidents) == one.incidents + one.more
    for one in timeline.spans:
        assert find_period(one.first, timeline.kind) != find_period(one.last, timeline.kind)
    pairs = pairwise(timeline.periods)
    assert all(left.last + timedelta(1) == right.first for left, right in pairs)


@given(st.dates(), st.sampled_from(["week", "month", "year"]))
def test_a_period_holds_its_day(day: date, kind: str) -> None:
    first, last = find_period(day, kind)  # type: ignore[arg-type]
    assert first <= day <= last
    assert find_period(last, kind) == (first, last)  # type: ignore[arg-type]


def test_a_month_among_weeks_is_a_span_and_no_day() -> None:
    one = Count(low=3, high=3, unit="person", text="")
    may = When(earliest=date(2019, 5, 1), latest=date(2019, 5, 31), prec=4, basis="stated", text="")
    day = When(earliest=date(2019, 5, 21), latest=date(2019, 5, 21), prec=1, basis="stated", text="")
    timeline = build_timeline([make_incident("i_1", None, may, one), make_incident("i_2", None, day, one)])
    assert timeline is not None
    assert [(s.first, s.last) for s in timeline.spans] == [(date(2019, 5, 1), date(2019, 5, 31))]
    weeks = {p.first: (p.incidents, p.more) for p in timeline.periods}
    assert weeks[date(2019, 5, 20)] == (1, 1)
    assert weeks[date(2019, 5, 6)] == (0, 1)
    assert list(weeks) == sorted(weeks)


def test_a_day_of_the_year_1_makes_no_thousand_years() -> None:
    one = Count(low=1, high=1, unit="person", text="")
    days = [date(1, 1, 2), date(1999, 5, 1), date(2019, 5, 1)]
    told = [
        make_incident(f"i_{n}", None, When(earliest=day, latest=day, prec=1, basis="stated", text=""), one)
        for n, day in enumerate(days)
    ]
    timeline = build_timeline(told)
    assert timeline is not None
    assert len(timeline.periods) == 600
    assert sum(p.incidents for p in timeline.periods) + sum(s.incidents for s in timeline.spans) == 3


@given(incidents(), incidents())
def test_every_total_is_drawn_or_said_to_be_undrawn(told: tuple[Incident, ...], totals: tuple[Incident, ...]) -> None:
    totals = tuple(replace(one, id=f"t{one.id}", shape="aggregate") for one in totals)
    spots = find_spots((*told, *totals), PLACES)
    bare, shown = build_map(told, spots), build_map(told, spots, (), totals)
    assert sum(mark.totals for mark in shown.marks) + shown.undrawn == len(totals)
    assert sum(mark.incidents for mark in shown.marks) == sum(mark.incidents for mark in bare.marks)
    timeline = build_timeline(told, totals=totals)
    if timeline is not None:
        assert sum(one.totals for one in timeline.spans) + timeline.undrawn == len(totals)
        assert sum(one.incidents for one in (*timeline.periods, *timeline.spans)) + timeline.without == len(told)


def test_a_box_of_the_map_finds_its_towns_and_no_area() -> None:
    town = find_spot(_where(prec=1), PLACES)
    area = find_spot(_where(prec=4), PLACES)
    assert town is not None and town.point is not None and area is not None  # noqa: PT018
    told = [make_incident(name, None, None, Count(low=1, high=1, unit="person", text="")) for name in ("a", "b")]
    part = parse_part(write_box((*town.point, *town.point)))
    chosen = choose_spotted(Fitting(surely=tuple(told), perhaps=()), {"a": town, "b": area}, part, None)
    assert [one.id for one in chosen.incidents] == ["a"]


def test_in_a_town_lies_perhaps_what_is_known_to_its_province() -> None:
    """Three incidents "in Liaoning" may be in Shenyang: its upper end counts them, and whoever chooses it sees them."""
    count = Count(low=1, high=1, unit="person", text="")
    told = (
        make_incident("town", _where(prec=1), None, count),
        make_incident("province", _where(prec=4), None, count),
        make_incident("nowhere", None, None, count),
        make_incident("elsewhere", replace(_where(prec=4), country="KP", admin1=None), None, count),
    )
    spots = find_spots(told, PLACES)
    part = parse_part(f"town:{SHENYANG.geonameid}")
    within = find_within(part, spots)
    assert within == ("CN", "Liaoning", "Shenyang")
    chosen = choose_spotted(Fitting(surely=told, perhaps=()), spots, part, within)
    assert [one.id for one in chosen.surely] == ["town"]
    assert [one.id for one in chosen.perhaps] == ["province", "nowhere"]
    shown = build_map(chosen.incidents, spots, within)
    assert (len(shown.towns), shown.areas, shown.wider, shown.without) == (1, (), 1, 1)


def test_two_towns_that_counting_cannot_tell_apart_are_no_question() -> None:
    count = Count(low=1, high=1, unit="person", text="")
    told = (
        make_incident("one", _where(prec=1), None, count),
        make_incident("other", replace(_where(prec=1), geonameid=DANDONG.geonameid), None, count),
    )
    marks = build_map(told, find_spots(told, PLACES)).towns
    assert [(mark.is_countable, mark.spot.path) for mark in marks] == [(False, ("CN", "Liaoning"))] * 2


def test_who_names_no_group_fits_perhaps() -> None:
    count = Count(low=1, high=1, unit="person", text="")
    names = {"a": "North Korean refugees", "b": None, "c": "farmers"}
    told = [replace(make_incident(n, None, None, count), people=People(group=group)) for n, group in names.items()]
    found = find_fitting(_list(told), Filter(group="refugees"))
    assert ([one.id for one in found.surely], [one.id for one in found.perhaps]) == (["a"], ["b"])


@pytest.mark.parametrize("text", ["x", "box:1,2,3", "box:a,b,c,d", "box:9,9,1,1", "box:nan,0,1,1", "area:" + "x" * 300])
def test_no_part_of_the_map_is_called_that(text: str) -> None:
    with pytest.raises(UsageError):
        parse_part(text)


def test_outlines_are_shipped_for_what_the_gazetteer_knows() -> None:
    outlines = load_outlines()
    assert ("CN", "Liaoning") in outlines.divisions
    assert len(outlines.countries) > 240
    west, south, east, north = outlines.countries["CN"].box
    assert west < 80 and east > 130 and south < 20 and north > 50  # noqa: PT018
    # Nobody's conquest is drawn as another's land: places and outlines go by ISO 3166 both.
    assert any(name for code, name in outlines.divisions if code == "UA" and "rim" in name)


def _list(told: Sequence[Incident]) -> Listing:
    return Listing(
        incidents=tuple(told),
        places=("",) * len(told),
        regions=tuple(find_region(one.when, one.where) for one in told),
    )


def _where(*, prec: int) -> Where:
    return Where(
        name="Shenyang", geonameid=SHENYANG.geonameid, country="CN", admin1="Liaoning", admin2=None,
        lat=None, lon=None, prec=prec, text="",
    )  # fmt: skip
