"""Which incidents follow which: what reports and persons say is sure, what only may be is not, and what cannot be is not said."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.fates import load_fates
from bearwitness.core.incidents import Follow, Link
from bearwitness.core.records import Claim, People, Reading
from bearwitness.core.vocabulary import ACTS, Act, Judgement
from bearwitness.linking.fates import find_follows
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from bearwitness.reading.english.read import EnglishTools
from tests.linking.stories import load_stories, read_story
from tests.linking.told import crowds, make_claim, make_reading, make_when, quoting, related

JUNE_9 = date(2019, 6, 9)


def make_fate(ident: str, act: Act = "release", low: int = 5, *, place: str = "Shenyang", day: date = JUNE_9) -> Claim:
    return replace(make_claim(ident, low, place=place, day=day), act=act)


def find(*readings: Reading, links: tuple[Link, ...] = ()) -> tuple[Follow, ...]:
    """What follows the arrests of these reports."""
    drawn = (*link_claims(readings, links),)
    incidents = build_incidents(readings, drawn)
    claims = [claim for reading in readings for claim in reading.claims]
    return find_follows(incidents, claims, drawn, [one.id for one in incidents if one.act == "arrest"])


def judge(left: str, right: str, judgement: Judgement) -> Link:
    return Link(left=left, right=right, judgement=judgement, score=1.0, reasons=("he told me",), by="person:eva")


ARREST = make_reading("a", make_claim("c_a", 8))


def test_what_a_report_says_of_the_same_people_is_sure() -> None:
    (one,) = find(make_reading("a", make_claim("c_a", 8), related(make_fate("c_r"), "c_a", "follows")))
    assert (one.is_sure, one.reasons, one.claims) == (True, ("said so",), (("c_r", "c_a"),))


def test_a_later_report_that_tells_the_arrest_again_reaches_the_incident_that_others_told() -> None:
    again = make_reading("b", make_claim("c_b", 8), related(make_fate("c_r"), "c_b", "follows"))
    (one,) = find(ARREST, again)
    assert (one.is_sure, one.claims) == (True, (("c_r", "c_b"),))
    (arrest,) = [i for i in build_incidents((ARREST, again), link_claims((ARREST, again))) if i.act == "arrest"]
    assert (arrest.id, arrest.claims) == (one.earlier, ("c_a", "c_b"))


def test_a_release_of_another_report_is_only_possible_and_says_why() -> None:
    (one,) = find(ARREST, make_reading("b", make_fate("c_r", low=8)))
    assert not one.is_sure
    assert one.reasons == ("both in Shenyang", "both 8 people", "no report says whether they are the same people")


@pytest.mark.parametrize(
    "claim",
    [
        make_fate("c_r", day=date(2019, 5, 20)),
        make_fate("c_r", day=date(2023, 5, 20)),
        make_fate("c_r", place="Dalian"),
        make_fate("c_r", "killing"),
        replace(make_fate("c_r"), when=None, where=None),
        replace(make_fate("c_r"), status="denied"),
        replace(make_fate("c_r"), shape="background"),
        replace(make_fate("c_r"), count=replace(make_fate("c_r").count, unit="family")),
    ],
)
def test_what_days_places_and_words_rule_out_is_not_possible(claim: Claim) -> None:
    assert find(ARREST, make_reading("b", claim)) == ()


@pytest.mark.parametrize(
    "claim",
    [
        make_fate("c_r", "refoulement", place="Dalian"),
        quoting(make_fate("c_r", "killing"), "five detainees died in custody in Shenyang"),
        replace(make_fate("c_r"), when=make_when(date(2019, 5, 1), date(2019, 5, 31), prec=4)),
        make_fate("c_r", place="China"),
    ],
)
def test_what_may_be_of_the_same_people_is_possible(claim: Claim) -> None:
    (one,) = find(ARREST, make_reading("b", claim))
    assert not one.is_sure


def test_a_shared_group_ties_what_no_place_does() -> None:
    people = People(group="North Korean refugees")
    arrest = replace(make_claim("c_a", 8), people=people)
    release = replace(make_fate("c_r"), where=None, people=People(group="refugees"))
    (one,) = find(make_reading("a", arrest), make_reading("b", release))
    assert one.reasons[0] == "the same group"


def test_where_the_same_people_are_named_it_is_nobody_elses_fate() -> None:
    other = make_reading("b", replace(make_claim("c_b", 3), when=make_when(date(2019, 5, 2))))
    told = make_reading("a", make_claim("c_a", 8), related(make_fate("c_r"), "c_a", "follows"))
    (one,) = find(told, other)
    assert one.is_sure


def test_a_total_names_none_of_the_incidents_it_may_hold() -> None:
    total = replace(make_claim("c_t", 41, None), shape="aggregate")
    told = make_reading("b", total, related(make_fate("c_r"), "c_t", "follows"))
    found = find(ARREST, told)
    assert [one.is_sure for one in found] == [False, False]
    assert "a total names none of the incidents that it may hold" in {reason for one in found for reason in one.reasons}


def test_what_is_said_of_some_of_them_is_not_said_of_all() -> None:
    """Twenty were sent back, among them the eight: who the others were is open, and so is how many of a larger arrest they are."""
    whole = make_fate("c_w", "refoulement", 20)
    part = related(related(make_fate("c_p", "refoulement", 8), "c_w", "part-of"), "c_a", "follows")
    (one,) = find(make_reading("a", make_claim("c_a", 25), whole, part))
    assert not one.is_sure
    assert one.reasons == ("said so", "it is said of some of the later act's people only")


def test_a_chain_is_followed_to_its_end() -> None:
    moved = related(make_fate("c_m", "transfer", 8, day=date(2019, 5, 30)), "c_a", "follows")
    back = related(make_fate("c_r", "refoulement", 6), "c_m", "follows")
    found = find(make_reading("a", make_claim("c_a", 8), moved, back))
    assert sorted(one.claims[0] for one in found) == [("c_m", "c_a"), ("c_r", "c_m")]


def test_a_person_says_that_they_are_the_same_people_or_not() -> None:
    release = make_reading("b", make_fate("c_r"))
    (one,) = find(ARREST, release, links=(judge("c_r", "c_a", "part-of"),))
    assert (one.is_sure, one.reasons) == (True, ("he told me (person:eva)",))
    assert find(ARREST, release, links=(judge("c_a", "c_r", "different"),)) == ()


def test_two_reports_that_tell_two_acts_the_other_way_round_make_no_circle() -> None:
    one = make_reading(
        "a",
        make_claim("c_a", 8),
        related(make_fate("c_t", "transfer"), "c_a", "follows"),
        related(make_fate("c_r"), "c_t", "follows"),
    )
    two = make_reading("b", related(make_fate("d_t", "transfer"), "d_r", "follows"), make_fate("d_r"))
    found = find(one, two)
    pairs = {(follow.earlier, follow.later) for follow in found}
    assert not {(later, earlier) for earlier, later in pairs} & pairs


def test_the_table_of_fates_knows_only_acts() -> None:
    assert set(load_fates()) < set(ACTS)
    assert all(kind.after <= set(ACTS) and kind.act not in kind.after for kind in load_fates().values())


@settings(max_examples=60, deadline=None)
@given(crowds(), st.integers(0, 1000))
def test_the_order_of_reports_claims_and_links_changes_nothing(readings: tuple[Reading, ...], seed: int) -> None:
    turned = [
        replace(one, claims=tuple(replace(c, act="release") if n % 2 else c for n, c in enumerate(one.claims)))
        for one in readings
    ]
    order = Random(seed)
    assert find(*order.sample(turned, len(turned))) == find(*turned)


@pytest.mark.parametrize(
    ("story", "sure"),
    [("arrest-then-return", True), ("arrest-and-return-apart", False), ("abduction-then-release", True)],
)
def test_stories_of_arrests_and_what_came_after(story: str, sure: bool, english: EnglishTools) -> None:
    readings = read_story(next(one for one in load_stories() if one.id == story), english)
    links = link_claims(readings)
    incidents = build_incidents(readings, links)
    asked = [one.id for one in incidents if one.act in {"arrest", "abduction"}]
    (found,) = find_follows(incidents, [c for r in readings for c in r.claims], links, asked)
    assert found.is_sure is sure
