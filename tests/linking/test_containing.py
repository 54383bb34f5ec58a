"""What a total surely holds and what it may hold: by days, place, group, who could know of it, and what is told apart."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, People, Reading
from bearwitness.counting.membership import decide_membership, find_region
from bearwitness.linking.containing import Held, find_words_on, list_held
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from tests.linking.told import MAY_21, crowds, make_claim, make_reading, make_when, make_where, related

MAY = make_when(date(2019, 5, 1), date(2019, 5, 31), prec=4)
JUNE_3 = date(2019, 6, 3)
"""When the reports of `make_reading` are published."""


def make_total(place: str = "Liaoning", **changes: object) -> Claim:
    """At least 41 people in May 2019."""
    claim = replace(make_claim("c_t", 41, None, place=place), shape="aggregate", when=MAY)
    return replace(claim, **changes)  # type: ignore[arg-type]


def hold(*readings: Reading, links: tuple[Link, ...] = ()) -> list[tuple[bool, tuple[str, ...]]]:
    """Whether the total holds each incident, and why."""
    drawn = link_claims(readings, links)
    incidents = build_incidents(readings, drawn)
    held = list_held(incidents, incidents, find_words_on(readings, drawn))
    return [(one.is_sure, one.reasons) for one in held]


def hold_one(claim: Claim, total: Claim, published_on: date | None = JUNE_3) -> list[tuple[bool, tuple[str, ...]]]:
    said = make_reading("b", total)
    return hold(make_reading("a", claim), replace(said, report=replace(said.report, published_on=published_on)))


def test_what_lies_wholly_inside_is_sure() -> None:
    ((is_sure, reasons),) = hold_one(make_claim("c_a"), make_total())
    assert is_sure
    assert reasons == ("its days, place and act lie inside what the total covers",)


@pytest.mark.parametrize(
    ("claim", "total"),
    [
        (make_claim("c_a", place="Tonghua"), make_total()),
        (make_claim("c_a", day=date(2019, 4, 30)), make_total()),
        (make_claim("c_a"), make_total(act="killing")),
        (make_claim("c_a"), make_total(count=replace(make_total().count, unit="family"))),
    ],
)
def test_what_lies_elsewhere_is_not_inside(claim: Claim, total: Claim) -> None:
    assert hold_one(claim, total) == []


@pytest.mark.parametrize(
    ("claim", "total", "words"),
    [
        (make_claim("c_a", place="China"), make_total(), "its place is known only as a larger one"),
        (replace(make_claim("c_a"), where=None), make_total(), "place is not known"),
        (replace(make_claim("c_a"), when=None), make_total(), "day is not known"),
        (replace(make_claim("c_a"), when=make_when(date(2019, 4, 20), MAY_21, 4)), make_total(), "reach beyond"),
        (make_claim("c_a"), make_total(where=None), "does not say over which place"),
        (make_claim("c_a"), make_total(when=None), "does not say over which days"),
        (make_claim("c_a"), make_total(people=People(group="refugees")), "the incident names no group"),
        (
            replace(make_claim("c_a"), people=People(group="defectors")),
            make_total(people=People(group="refugees")),
            "the total is of refugees, the incident of defectors",
        ),
    ],
)
def test_what_may_lie_inside_is_not_sure_and_says_why(claim: Claim, total: Claim, words: str) -> None:
    ((is_sure, reasons),) = hold_one(claim, total)
    assert not is_sure
    assert words.replace("its place", "the incident's place") in "; ".join(reasons)


@pytest.mark.parametrize("group", ["refugees", "people", None])
def test_a_group_that_is_named_the_same_or_limits_nobody_is_inside(group: str | None) -> None:
    claim = replace(make_claim("c_a"), people=People(group="North Korean refugees"))
    ((is_sure, _),) = hold_one(claim, make_total(people=People(group=group)))
    assert is_sure


def test_nobody_counts_what_happens_after_they_speak() -> None:
    assert hold_one(make_claim("c_a"), make_total(), published_on=date(2019, 5, 20)) == []
    spread = replace(make_claim("c_a"), when=make_when(date(2019, 5, 18), date(2019, 5, 23), prec=2))
    ((is_sure, reasons),) = hold_one(spread, make_total(), published_on=date(2019, 5, 20))
    assert not is_sure
    assert reasons == ("the total was told on 2019-05-20, and the incident may be later",)
    assert [is_sure for is_sure, _ in hold_one(make_claim("c_a"), make_total(), published_on=None)] == [True]


def test_what_is_told_in_addition_is_never_inside() -> None:
    total = make_total()
    assert hold(make_reading("a", total, related(make_claim("c_a"), "c_t", "different"))) == []
    wall = Link(left="c_a", right="c_t", judgement="different", score=1.0, reasons=("so",), by="person:eva")
    assert hold(make_reading("a", make_claim("c_a")), make_reading("b", total), links=(wall,)) == []


def test_what_a_report_calls_a_part_is_inside_whatever_its_place() -> None:
    part = related(make_claim("c_a", place="Tonghua"), "c_t", "part-of")
    assert hold(make_reading("a", make_total(), part)) == [(True, ("judged to be a part of it",))]


def list_all(readings: tuple[Reading, ...]) -> tuple[tuple[Incident, ...], tuple[Held, ...]]:
    """The incidents of a crowd in which every third claim is a total of the week around it."""
    week = timedelta(days=3)
    turned = []
    for number, one in enumerate(readings):
        claims = tuple(
            replace(
                c, shape="aggregate", when=make_when(MAY_21 - week, MAY_21 + week, prec=3), where=make_where("Liaoning")
            )
            if (n + number) % 3 == 0
            else c
            for n, c in enumerate(one.claims)
        )
        turned.append(replace(one, claims=claims))
    links = link_claims(turned)
    incidents = build_incidents(turned, links)
    return incidents, list_held(incidents, incidents, find_words_on(turned, links))


@settings(max_examples=60, deadline=None)
@given(crowds())
def test_whatever_is_surely_held_lies_in_the_scope_that_counting_knows(readings: tuple[Reading, ...]) -> None:
    incidents, held = list_all(readings)
    known = {one.id: one for one in incidents}
    for one in held:
        inner, outer = (find_region(known[i].when, known[i].where) for i in (one.incident, one.total))
        if one.is_sure and one.reasons != ("judged to be a part of it",):
            assert decide_membership(inner, outer) == "certain"
        assert one.reasons
