"""What became of people: equal to exhaustive search on small cases, and what may never change."""

import re
from dataclasses import replace
from itertools import pairwise
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Follow, Incident, Link, Question
from bearwitness.core.records import Count, People
from bearwitness.core.vocabulary import Act
from bearwitness.counting import fates
from bearwitness.counting.fate_cases import Bounds, Case, Place, bound_case
from bearwitness.counting.fate_parts import bound_roughly
from bearwitness.counting.fates import FateEstimate, bound_fates, select_asked
from tests.counting.cases import make_link
from tests.counting.enumerate_fates import enumerate_fates
from tests.linking.told import MAY_21, make_when, make_where

ARRESTS = Question(act="arrest")
LATER: tuple[Act, ...] = ("transfer", "sentencing", "release", "refoulement", "killing")


def make_incident(ident: str, act: Act, low: int, high: int | None = -1, *, day: int = 1) -> Incident:
    """Some people of May 2019 in Shenyang; exactly `low` unless `high` says otherwise."""
    return Incident(
        id=ident,
        act=act,
        when=make_when(MAY_21.replace(day=day)),
        where=make_where(),
        count=Count(low=low, high=low if high == -1 else high, unit="person", text=""),
        people=People(),
        manner=(),
        claims=(f"c_{ident}",),
        reports=(f"r_{ident}",),
        origins=1,
        grade="single-source",
        conflicts=(),
    )


def follow(earlier: str, later: str, *, sure: bool = True) -> Follow:
    return Follow(earlier=earlier, later=later, is_sure=sure, reasons=("so",))


def tie(left: str, right: str) -> Link:
    return Link(left=f"c_{left}", right=f"c_{right}", judgement="unsure", score=0.5, reasons=("so",), by="rule:3")


def fates_of(found: FateEstimate, act: Act) -> tuple[tuple[int, int | None], tuple[int, int | None]]:
    """The bounds of the last fate and of that reported at any time."""
    (one,) = [fate for fate in found.fates if fate.act == act]
    return (one.last.low, one.last.high), (one.reported.low, one.reported.high)


EIGHT = make_incident("i", "arrest", 8)


def test_of_eight_arrested_five_are_released_and_three_unknown() -> None:
    found = bound_fates(ARRESTS, [EIGHT, make_incident("j", "release", 5, day=9)], [follow("i", "j")], [])
    assert (found.taken, found.unknown) == (Bounds(low=8, high=8), Bounds(low=3, high=3))
    assert fates_of(found, "release") == ((5, 5), (5, 5))


def test_only_what_is_possible_opens_the_high_end() -> None:
    incidents = [EIGHT, make_incident("j", "release", 5, day=9), make_incident("k", "release", 20, day=12)]
    found = bound_fates(ARRESTS, incidents, [follow("i", "j"), follow("i", "k", sure=False)], [])
    assert fates_of(found, "release") == ((5, 8), (5, 8))
    assert found.unknown == Bounds(low=0, high=3)


def test_of_a_chain_the_last_fate_counts_and_the_earlier_are_shown() -> None:
    incidents = [EIGHT, make_incident("t", "transfer", 8, day=9), make_incident("r", "refoulement", 6, day=12)]
    found = bound_fates(ARRESTS, incidents, [follow("i", "t"), follow("t", "r")], [])
    assert fates_of(found, "transfer") == ((2, 2), (8, 8))
    assert fates_of(found, "refoulement") == ((6, 6), (6, 6))
    assert found.unknown == Bounds(low=0, high=0)


def test_two_releases_of_one_arrest_are_of_different_people_and_may_be_one_where_links_say_so() -> None:
    incidents = [EIGHT, make_incident("j", "release", 3, day=9), make_incident("k", "release", 3, day=12)]
    follows = [follow("i", "j"), follow("i", "k")]
    assert fates_of(bound_fates(ARRESTS, incidents, follows, []), "release")[1] == (6, 6)
    assert fates_of(bound_fates(ARRESTS, incidents, follows, [tie("j", "k")]), "release")[1] == (3, 6)


def test_who_was_surely_released_is_not_possibly_sent_back_as_well() -> None:
    incidents = [EIGHT, make_incident("j", "release", 6, day=9), make_incident("k", "refoulement", 5, day=12)]
    found = bound_fates(ARRESTS, incidents, [follow("i", "j"), follow("i", "k", sure=False)], [])
    assert fates_of(found, "release") == ((6, 6), (6, 6))
    assert fates_of(found, "refoulement") == ((0, 2), (0, 2))
    said = bound_fates(ARRESTS, incidents, [follow("i", "j"), follow("i", "k")], [])
    assert fates_of(said, "refoulement") == ((5, 5), (5, 5))
    assert fates_of(said, "release") == ((1, 3), (6, 6))


def test_more_released_than_arrested_is_named_and_never_exceeds_the_arrested() -> None:
    found = bound_fates(ARRESTS, [EIGHT, make_incident("j", "release", 11, day=9)], [follow("i", "j")], [])
    assert fates_of(found, "release")[1] == (8, 8)
    assert found.reasons == ("more people are reported with a fate than were taken, 3 more: i, j",)


def test_people_of_an_arrest_outside_the_question_are_not_those_asked_about() -> None:
    incidents = [EIGHT, make_incident("o", "arrest", 4, day=20), make_incident("j", "release", 5, day=25)]
    asked = Question(act="arrest", latest=MAY_21.replace(day=10))
    found = bound_fates(asked, incidents, [follow("i", "j"), follow("o", "j")], [])
    assert found.taken == Bounds(low=8, high=8)
    assert fates_of(found, "release")[1] == (1, 5)


def test_arrests_that_may_be_one_are_counted_both_ways() -> None:
    incidents = [EIGHT, make_incident("o", "arrest", 8), make_incident("j", "release", 5, day=9)]
    found = bound_fates(ARRESTS, incidents, [follow("i", "j")], [tie("i", "o")])
    assert (found.taken, found.unknown) == (Bounds(low=8, high=16), Bounds(low=3, high=11))


def test_an_open_number_leaves_open_only_what_it_reaches() -> None:
    incidents = [make_incident("i", "arrest", 8, None), make_incident("j", "release", 5, day=9)]
    found = bound_fates(ARRESTS, incidents, [follow("i", "j")], [])
    assert (found.taken, found.unknown) == (Bounds(low=8, high=None), Bounds(low=3, high=None))
    assert fates_of(found, "release")[1] == (5, 5)


def test_totals_are_left_out_and_said_to_be() -> None:
    total = replace(make_incident("t", "arrest", 41, None), shape="aggregate")
    found = bound_fates(ARRESTS, [EIGHT, total], [], [])
    assert (found.taken, found.fates) == (Bounds(low=8, high=8), ())
    assert found.reasons == ("1 total is left out, for it lists no one; `count` holds it too",)


def test_a_group_asked_for_makes_those_without_a_group_possible() -> None:
    named = replace(make_incident("n", "arrest", 2), people=People(group="North Korean refugees"))
    other = replace(make_incident("x", "arrest", 3), people=People(group="journalists"))
    asked = select_asked(Question(act="arrest", group="refugees"), [EIGHT, named, other])
    assert (asked.certain, asked.possible) == (frozenset({"n"}), frozenset({"i"}))


def test_what_hangs_together_in_too_many_ways_keeps_what_is_sure() -> None:
    arrests = [make_incident(f"i{n:02}", "arrest", 4) for n in range(30)]
    releases = [make_incident(f"j{n:02}", "release", 4, day=9) for n in range(30)]
    returns = [make_incident(f"k{n:02}", "refoulement", 4, day=12) for n in range(30)]
    possible = [follow(one.id, other.id, sure=False) for one in arrests[1:] for other in (*releases[1:], *returns)]
    follows = [follow("i00", "j00"), follow("i00", "k00", sure=False), *possible]
    found = bound_fates(ARRESTS, [*arrests, *releases, *returns], follows, [])
    assert fates_of(found, "release") == ((0, 120), (4, 120))
    assert (found.taken, found.unknown) == (Bounds(low=120, high=120), Bounds(low=0, high=116))
    assert "may be too wide" in found.reasons[0]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to four incidents of up to three people, the later following the earlier."""
    number = draw(st.integers(min_value=1, max_value=4))
    taken = draw(st.integers(min_value=1, max_value=min(2, number)))
    edges = {
        (one, other)
        for other in range(taken, number)
        for one in draw(st.sets(st.integers(min_value=0, max_value=other - 1), min_size=1, max_size=2))
    }
    places = []
    for n in range(number):
        low = draw(st.integers(min_value=0, max_value=2))
        is_asked = n < taken and draw(st.integers(0, 3)) > 0
        act = "arrest" if n < taken else draw(st.sampled_from(LATER[:4]))
        places.append(
            Place(
                low=low,
                high=low + draw(st.integers(min_value=0, max_value=1)),
                act=act,
                is_asked=is_asked,
                is_certain=is_asked and draw(st.booleans()),
                is_once=act not in {"arrest", "transfer"},
                is_end=act in {"release", "refoulement"},
                is_settled=n >= taken and draw(st.booleans()),
            )
        )
    order = tuple(pair for pair in pairwise(range(taken, number)) if draw(st.booleans()))
    return Case(places=tuple(places), edges=tuple(sorted(edges)), order=order)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_bounds_equal_exhaustive_enumeration(case: Case) -> None:
    found = bound_case(case)
    assert found is not None
    wanted = enumerate_fates(case)
    assert (found.taken, found.unknown) == (wanted["taken", ""], wanted["unknown", ""])
    for act, bounds in found.last.items():
        assert (act, bounds) == (act, wanted["last", act])
        assert (act, found.reported[act]) == (act, wanted["reported", act])


Register = tuple[list[Incident], list[Follow], list[Link]]


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """A few arrests and later fates, some surely of the same people, and unsure links between incidents of one act."""
    arrests = [
        make_incident(
            f"i{n}", "arrest", *draw(st.sampled_from([(3, 3), (2, 4), (2, None)])), day=draw(st.integers(1, 5))
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    later = [
        make_incident(
            f"j{n}",
            draw(st.sampled_from(LATER)),
            *draw(st.sampled_from([(2, 2), (1, 3), (2, None)])),
            day=draw(st.integers(6, 9)),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    follows = []
    for n, one in enumerate(later):
        before = [*arrests, *(other for other in later[:n] if other.act != one.act)]
        drawn = draw(st.lists(st.sampled_from(before), max_size=2, unique_by=lambda found: found.id))
        follows += [follow(other.id, one.id, sure=draw(st.booleans())) for other in drawn]
    links = [
        tie(one.id, other.id)
        for one, other in pairwise((*arrests, *later))
        if one.act == other.act and draw(st.integers(0, 3)) == 0
    ]
    return [*arrests, *later], follows, links


@settings(max_examples=80, deadline=None)
@given(registers(), st.integers(0, 1000))
def test_the_order_of_everything_changes_nothing(register: Register, seed: int) -> None:
    incidents, follows, links = register
    order = Random(seed)
    turned = [order.sample(one, len(one)) for one in (incidents, follows, links)]
    assert bound_fates(ARRESTS, turned[0], turned[1], turned[2]) == bound_fates(ARRESTS, incidents, follows, links)  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(registers())
def test_low_never_exceeds_high_nor_a_fate_the_people_taken(register: Register) -> None:
    found = bound_fates(ARRESTS, *register)
    every = [found.taken, found.unknown, *(b for fate in found.fates for b in (fate.last, fate.reported))]
    assert all(one.high is None or one.low <= one.high for one in every)
    for one in every:
        assert found.taken.high is None or (one.high is not None and one.high <= found.taken.high)
    for fate in found.fates:
        assert fate.last.low <= fate.reported.low
        assert fate.reported.high is None or (fate.last.high is not None and fate.last.high <= fate.reported.high)


def count_from_elsewhere(found: FateEstimate) -> int:
    """How many people of sure fates were not among those taken, as the reasons say."""
    numbers = (re.search(r"than were taken, (\d+) more", reason) for reason in found.reasons)
    return sum(int(one.group(1)) for one in numbers if one)


def test_of_three_arrested_two_sent_back_after_a_transfer_and_two_others_are_one_too_many() -> None:
    taken, moved = make_incident("i0", "arrest", 3, day=1), make_incident("j0", "transfer", 2, day=6)
    first, other = make_incident("j2", "refoulement", 2, day=6), make_incident("z", "refoulement", 2, day=6)
    found = bound_fates(
        ARRESTS, [taken, moved, first, other], [follow("i0", "j0"), follow("j0", "j2"), follow("i0", "z")], []
    )
    assert count_from_elsewhere(found) == 1
    (transfer,) = [one for one in found.fates if one.act == "transfer"]
    assert transfer.reported == Bounds(low=1, high=2)


def test_a_reading_whose_people_cannot_be_counts_for_nothing_beside_one_that_fits() -> None:
    """Two sentenced are moved; another transfer, perhaps the same, is followed by a sentence. Were the two one, somebody would be
    sentenced twice, so they are not: two moved are reported at least.
    """
    incidents = [
        make_incident("i0", "arrest", 3, day=1),
        make_incident("j1", "sentencing", 2, day=6),
        make_incident("j2", "transfer", 2, day=7),
        make_incident("j3", "transfer", 1, 3, day=7),
        make_incident("z", "sentencing", 1, day=8),
    ]
    follows = [follow("i0", "j1"), follow("j1", "j2"), follow("j3", "z")]
    found = bound_fates(ARRESTS, incidents, follows, [tie("j2", "j3")])
    assert count_from_elsewhere(found) == 0
    (transfer,) = [one for one in found.fates if one.act == "transfer"]
    assert transfer.reported.low == 2


@settings(max_examples=120, deadline=None)
@given(registers(), st.data())
def test_one_more_fate_never_lowers_what_is_reported(register: Register, data: st.DataObject) -> None:
    incidents, follows, links = register
    before = bound_fates(ARRESTS, incidents, follows, links)
    act = data.draw(st.sampled_from(LATER))
    more = make_incident("z", act, data.draw(st.integers(1, 3)), day=data.draw(st.integers(6, 10)))
    sources = [one for one in incidents if one.act != act]
    drawn = data.draw(st.lists(st.sampled_from(sources), min_size=1, max_size=2, unique_by=lambda one: one.id))
    added = [follow(one.id, "z", sure=data.draw(st.booleans())) for one in drawn]
    after = bound_fates(ARRESTS, [*incidents, more], [*follows, *added], links)
    # Two sent back after a transfer and two others sent back, of three arrested: one of the four was never among the three,
    # and it may be one of those transferred. So a fate may lose as many people as come from elsewhere, and no more.
    elsewhere = count_from_elsewhere(after)
    for fate in before.fates:
        (later,) = [one for one in after.fates if one.act == fate.act]
        assert later.reported.low >= fate.reported.low - elsewhere
    if before.unknown.high is not None:
        assert after.unknown.high is not None
        assert after.unknown.high <= before.unknown.high + elsewhere


@settings(max_examples=120, deadline=None)
@given(registers())
def test_rough_bounds_hold_the_exact_ones(register: Register) -> None:
    exact = bound_fates(ARRESTS, *register)
    with patch.object(fates, "bound_part", bound_roughly):
        rough = bound_fates(ARRESTS, *register)
    pairs = [(exact.taken, rough.taken), (exact.unknown, rough.unknown)]
    for one, other in zip(exact.fates, rough.fates, strict=True):
        pairs += [(one.last, other.last), (one.reported, other.reported)]
    for inner, outer in pairs:
        assert outer.low <= inner.low
        assert outer.high is None or (inner.high is not None and inner.high <= outer.high)


@pytest.mark.parametrize("number", [1, 40])
def test_arrests_of_whom_nothing_is_told_are_all_unknown(number: int) -> None:
    arrests = [make_incident(f"i{n}", "arrest", 2, 3) for n in range(number)]
    found = bound_fates(ARRESTS, arrests, [], [])
    assert found.taken == found.unknown == Bounds(low=2 * number, high=3 * number)


def test_roughly_people_sentenced_may_be_those_whose_transfer_is_told_of_a_sentence_that_may_be_the_same() -> None:
    arrested = make_incident("i0", "arrest", 3, 3)
    sentenced = [make_incident(f"j{n}", "sentencing", 2, 2, day=6) for n in (0, 1)]
    moved = [make_incident(f"j{n}", "transfer", 2, 2, day=6) for n in (2, 3)]
    follows = [follow("i0", "j0", sure=True), follow("j1", "j3", sure=False)]
    links = [make_link("c_j0", "c_j1", "unsure"), make_link("c_j2", "c_j3", "unsure")]
    with patch.object(fates, "bound_part", bound_roughly):
        rough = bound_fates(ARRESTS, [arrested, *sentenced, *moved], follows, links)
    (last,) = [one.last for one in rough.fates if one.act == "sentencing"]
    assert last.low == 0
