"""Incidents put together from claims: what they agree on, what they disagree on, and how far they are established."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, People, Reading, Voice
from bearwitness.linking.fusing import fuse_whens, fuse_wheres
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from tests.linking.told import MAY_21, crowds, make_claim, make_reading, make_when, make_where, quoting, related, saying

MINISTRY = Voice(kind="official", name="Ministry of Public Order")
SOURCE = Voice(kind="anonymous", name=None, text="a source in the town")
WORDS = "Two people were taken away by officers at a motel near the station in the early morning"


def outlet(name: str) -> Voice:
    """An outlet's voice."""
    return Voice(kind="outlet", name=name)


def same(left: str, right: str) -> Link:
    """A person's judgement."""
    return Link(left=left, right=right, judgement="same", score=1.0, reasons=("read",), by="person:1")


def joined(*claims: Claim) -> Incident:
    """The incident of claims of different outlets judged the same."""
    readings = [make_reading(f"outlet {i}", claim) for i, claim in enumerate(claims)]
    (incident,) = build_incidents(readings, [same(claims[0].id, claim.id) for claim in claims[1:]])
    return incident


@settings(max_examples=100, deadline=None)
@given(crowds(), st.data())
def test_every_claim_is_in_one_incident_whatever_the_order(readings: tuple[Reading, ...], data: st.DataObject) -> None:
    links = link_claims(readings)

    incidents = build_incidents(readings, links)

    found = [ident for incident in incidents for ident in incident.claims]
    assert sorted(found) == sorted(claim.id for reading in readings for claim in reading.claims)
    assert build_incidents(data.draw(st.permutations(readings)), data.draw(st.permutations(links))) == incidents


@settings(max_examples=100, deadline=None)
@given(crowds())
def test_a_count_lies_between_the_lowest_and_the_highest_told(readings: tuple[Reading, ...]) -> None:
    claims = {claim.id: claim for reading in readings for claim in reading.claims}

    for incident in build_incidents(readings, link_claims(readings)):
        told = [claims[ident].count for ident in incident.claims]
        assert min(count.low for count in told) <= incident.count.low <= max(count.low for count in told)
        assert incident.count.high is None or incident.count.low <= incident.count.high


def test_claims_that_agree_give_what_all_of_them_allow() -> None:
    coarse = replace(make_claim("c_2", 2, None, place="China"), when=make_when(date(2019, 5, 1), date(2019, 5, 31), 4))

    incident = joined(make_claim("c_1", 2, 4), coarse)

    assert (incident.count.low, incident.count.high) == (2, 4)
    assert incident.when is not None
    assert (incident.when.earliest, incident.when.latest, incident.when.prec) == (MAY_21, MAY_21, 1)
    assert incident.where == make_where("Shenyang")
    assert (incident.conflicts, incident.origins, incident.grade) == ((), 2, "corroborated")
    assert incident.reports == ("r_outlet 0", "r_outlet 1")


def test_claims_that_conflict_give_the_widest_and_the_conflict_is_named() -> None:
    incident = joined(make_claim("c_1", 2), make_claim("c_2", 4, place="Dalian", day=date(2019, 5, 24)))

    assert (incident.count.low, incident.count.high) == (2, 4)
    assert incident.when is not None
    assert (incident.when.earliest, incident.when.latest) == (MAY_21, date(2019, 5, 24))
    assert incident.where is not None
    assert (incident.where.name, incident.where.prec, incident.where.lat) == ("Liaoning", 4, None)
    assert incident.conflicts == ("date: 2019-05-21 / 2019-05-24", "place: Dalian / Shenyang", "count: 2 / 4")


def test_people_are_told_only_where_the_claims_agree() -> None:
    one = replace(
        make_claim("c_1"), people=People(group="refugees", female=1, male=1, ages=(13,)), manner=("at night",)
    )
    two = replace(make_claim("c_2"), people=People(group="refugees", female=2, male=1, ages=(13, 18)))

    incident = joined(one, two)

    assert incident.people == People(group="refugees", female=None, male=1, ages=(13, 18))
    assert incident.manner == ("at night",)


@pytest.mark.parametrize(
    ("left", "right", "origins"),
    [
        (saying(make_claim("c_1"), outlet("A")), saying(make_claim("c_2"), outlet("B")), 2),
        (saying(make_claim("c_1"), outlet("A"), MINISTRY), saying(make_claim("c_2"), outlet("B"), MINISTRY), 1),
        (saying(make_claim("c_1"), outlet("A"), SOURCE), saying(make_claim("c_2"), outlet("B"), SOURCE), 2),
        (saying(make_claim("c_1"), outlet("A")), saying(make_claim("c_2"), outlet("B"), outlet("A")), 1),
        (quoting(make_claim("c_1"), WORDS), quoting(make_claim("c_2"), WORDS), 1),
    ],
)
def test_origins_are_voices_and_not_outlets(left: Claim, right: Claim, origins: int) -> None:
    incident = joined(left, right)

    assert incident.origins == origins
    assert incident.grade == ("corroborated" if origins > 1 else "single-source")


def test_a_denial_makes_an_incident_contested_with_nobody_at_least() -> None:
    incident = joined(make_claim("c_1"), replace(make_claim("c_2"), status="denied", voices=(MINISTRY,)))

    assert (incident.grade, incident.count.low, incident.count.high) == ("contested", 0, 2)
    assert incident.claims == ("c_1", "c_2")


def test_an_official_confirmation_makes_an_incident_acknowledged() -> None:
    confirmed = replace(make_claim("c_1"), status="confirmed", voices=(outlet("A"), MINISTRY))

    assert joined(confirmed).grade == "acknowledged"
    assert joined(replace(confirmed, status="reported")).grade == "single-source"


def test_a_total_is_no_incident_and_planned_acts_are_neither() -> None:
    total = replace(make_claim("c_1", 41, None), shape="aggregate")
    planned = replace(make_claim("c_2"), status="planned")

    (incident,) = build_incidents([make_reading("A", total, planned)], [])

    assert (incident.shape, incident.claims) == ("aggregate", ("c_1",))


def test_claims_judged_both_same_and_different_say_so() -> None:
    apart = related(make_claim("c_2"), "c_1", "different")
    readings = [make_reading("A", make_claim("c_1"), apart)]

    (incident,) = build_incidents(readings, [*link_claims(readings), same("c_1", "c_2")])

    assert incident.conflicts == ("judged both same and different: c_1, c_2",)


def test_a_stated_date_stands_over_an_inferred_one_and_clashing_inferred_ones_over_none() -> None:
    stated, inferred = (
        make_when(MAY_21),
        replace(make_when(date(2019, 6, 2)), inferred=True, known_until=date(2019, 6, 9)),
    )
    earlier = replace(make_when(date(2019, 5, 2)), inferred=True, known_until=date(2019, 5, 30))

    assert (fuse_whens([inferred, stated]).when, fuse_whens([inferred, stated]).conflict) == (stated, "")
    assert fuse_whens([inferred]).when == inferred
    clash = fuse_whens([inferred, earlier])
    assert clash.conflict == ""
    assert clash.when is not None
    assert (clash.when.earliest, clash.when.latest, clash.when.inferred) == (None, date(2019, 5, 30), False)


def test_a_stated_place_stands_over_an_inferred_one() -> None:
    fused = fuse_wheres([replace(make_where("Dalian"), basis="inferred"), make_where("Shenyang")])

    assert fused.where == make_where("Shenyang")
    assert fused.conflict == ""
