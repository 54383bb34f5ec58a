"""Where incidents are drawn and when: never a point where only an area is told, and nobody lost between the pictures."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.records import Count, People, When, Where
from bearwitness.store.outlines import load_outlines
from bearwitness.workflow.incident_map import (
    build_map,
    choose_spotted,
    find_spot,
    find_spots,
    parse_part,
    write_box,
)
from bearwitness.workflow.incident_timeline import build_timeline, find_period
from bearwitness.workflow.tools import load_places

PLACES = load_places()
SHENYANG = next(place for place in PLACES.find("Shenyang") if place.kind == "town")
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


@given(incidents())
def test_every_incident_is_in_one_mark_or_without_a_place(told: tuple[Incident, ...]) -> None:
    spots = find_spots(told, PLACES)
    shown = build_map(told, spots)
    marks = (*shown.towns, *shown.areas)
    assert sum(mark.tally.incidents for mark in marks) + shown.without == len(told) == shown.found
    assert all(mark.spot.point is not None for mark in shown.towns)
    assert all(mark.spot.point is None for mark in shown.areas)
    persons = [one.count for one in told if one.count.unit == "person" and spots[one.id] is not None]
    assert sum(mark.tally.low for mark in marks) == sum(count.low for count in persons)
    # Choosing each mark, and what has none, finds every incident once.
    parts = [*(mark.spot.id for mark in marks), "none"]
    found = [one for part in parts for one in choose_spotted(told, spots, parse_part(part))]
    assert sorted(one.id for one in found) == sorted(one.id for one in told)


@given(incidents(), st.none() | st.integers(0, 900))
def test_every_incident_is_in_the_timeline_once(told: tuple[Incident, ...], start: int | None) -> None:
    timeline = build_timeline(told, None if start is None else FIRST + timedelta(start))
    if timeline is None:
        assert all(
            one.when is None or one.when.inferred or None in {one.when.earliest, one.when.latest} for one in told
        )
        return
    inside = sum(one.tally.incidents for one in timeline.periods)
    across = sum(one.tally.incidents for one in timeline.spans)
    assert inside + across + timeline.without == len(told)
    for one in timeline.periods:
        assert (one.first, one.last) == find_period(one.first, timeline.kind)
    for one in timeline.spans:
        assert find_period(one.first, timeline.kind) != find_period(one.last, timeline.kind)


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
    assert [(p.first, p.tally.incidents) for p in timeline.periods] == [(date(2019, 5, 20), 1)]


def test_a_box_of_the_map_finds_its_towns_and_no_area() -> None:
    town = find_spot(_where(prec=1), PLACES)
    area = find_spot(_where(prec=4), PLACES)
    assert town is not None and town.point is not None and area is not None  # noqa: PT018
    told = [make_incident(name, None, None, Count(low=1, high=1, unit="person", text="")) for name in ("a", "b")]
    part = parse_part(write_box((*town.point, *town.point)))
    assert [one.id for one in choose_spotted(told, {"a": town, "b": area}, part)] == ["a"]


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


def _where(*, prec: int) -> Where:
    return Where(
        name="Shenyang", geonameid=SHENYANG.geonameid, country="CN", admin1="Liaoning", admin2=None,
        lat=None, lon=None, prec=prec, text="",
    )  # fmt: skip
