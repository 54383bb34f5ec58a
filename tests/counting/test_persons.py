"""People against person-acts: who was arrested and then sent back is one person in two acts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Question
from bearwitness.core.records import Claim
from bearwitness.counting.breakdown import Breakdown, break_down
from bearwitness.counting.dimensions import Kind
from bearwitness.counting.fate_cases import Bounds, Case, bound_persons
from bearwitness.counting.persons import Persons, bound_by_acts, break_down_persons, count_persons
from tests.counting.cases import make_claim
from tests.counting.enumerate_fates import count_surplus, list_worlds
from tests.counting.test_fates import Register, cases, follow, make_incident, registers, tie

ARRESTS = Question(act="arrest")
RETURNS = Question(act="refoulement")
EIGHT = make_incident("i", "arrest", 8)
FIVE = make_incident("j", "refoulement", 5, day=9)
WEEKS = ((date(2019, 4, 29), date(2019, 5, 5)), (date(2019, 5, 6), date(2019, 5, 12)))


def test_five_sent_back_of_eight_arrested_are_eight_people() -> None:
    found = count_persons([ARRESTS, RETURNS], [EIGHT, FIVE], [follow("i", "j")], [])
    assert found == Bounds(low=8, high=8)


def test_whom_no_report_ties_may_be_the_same_or_others() -> None:
    found = count_persons([ARRESTS, RETURNS], [EIGHT, FIVE], [follow("i", "j", sure=False)], [])
    assert found == Bounds(low=8, high=13)
    assert count_persons([ARRESTS, RETURNS], [EIGHT, FIVE], [], []) == Bounds(low=13, high=13)


def test_a_chain_through_an_act_not_asked_about_is_still_the_same_people() -> None:
    moved = make_incident("t", "transfer", 8, day=5)
    follows = [follow("i", "t"), follow("t", "j")]
    assert count_persons([ARRESTS, RETURNS], [EIGHT, FIVE, moved], follows, []) == Bounds(low=8, high=8)


def test_arrests_that_may_be_one_are_read_both_ways() -> None:
    other = make_incident("o", "arrest", 8)
    found = count_persons([ARRESTS, RETURNS], [EIGHT, other, FIVE], [follow("i", "j")], [tie("i", "o")])
    assert found == Bounds(low=8, high=16)


def test_people_of_a_total_come_on_top_at_the_high_end() -> None:
    total = replace(make_incident("w", "arrest", 41, None), shape="aggregate")
    assert count_persons([ARRESTS], [EIGHT, total], [], []) == Bounds(low=8, high=None)
    held = bound_by_acts(Bounds(low=8, high=None), [("arrest", Bounds(low=41, high=None)), ("refoulement", FIVE_ENDS)])
    assert held == Bounds(low=41, high=None)


FIVE_ENDS = Bounds(low=5, high=5)


def test_an_act_that_befalls_a_person_more_than_once_proves_no_number_of_people() -> None:
    acts = [("arrest", Bounds(low=3, high=3)), ("transfer", Bounds(low=9, high=9))]
    assert bound_by_acts(Bounds(low=3, high=20), acts) == Bounds(low=3, high=12)  # type: ignore[arg-type]


def test_days_asked_about_hold_for_every_act() -> None:
    questions = [replace(one, latest=date(2019, 5, 5)) for one in (ARRESTS, RETURNS)]
    assert count_persons(questions, [EIGHT, FIVE], [follow("i", "j")], []) == Bounds(low=8, high=8)
    later = [replace(one, earliest=date(2019, 5, 5)) for one in (ARRESTS, RETURNS)]
    assert count_persons(later, [EIGHT, FIVE], [follow("i", "j")], []) == Bounds(low=5, high=5)


@settings(max_examples=150, deadline=None)
@given(cases(), st.data())
def test_people_equal_exhaustive_enumeration(case: Case, data: st.DataObject) -> None:
    places = []
    for place in case.places:
        is_asked = data.draw(st.booleans())
        places.append(replace(place, is_asked=is_asked, is_certain=is_asked and data.draw(st.booleans())))
    asked = replace(case, places=tuple(places))
    worlds = list(list_worlds(asked))
    least = min(count_surplus(asked, world) for world in worlds)
    low, high = [], []
    for world in worlds:
        if count_surplus(asked, world) == least:
            pairs = list(zip(places, world, strict=True))
            low.append(len(frozenset().union(*(people for place, people in pairs if place.is_certain))))
            high.append(len(frozenset().union(*(people for place, people in pairs if place.is_asked))))
    assert bound_persons(asked) == Bounds(low=min(low), high=max(high))


@settings(max_examples=80, deadline=None)
@given(registers())
def test_people_are_no_more_than_person_acts_and_no_fewer_than_an_arrest(register: Register) -> None:
    incidents, follows, links = register
    acts = dict.fromkeys(one.act for one in incidents)
    found = count_persons([Question(act=act) for act in acts], incidents, follows, links)
    highs = [one.count.high for one in incidents]
    if None not in highs:
        assert found.high is not None
        assert found.low <= found.high <= sum(high for high in highs if high is not None)
    assert found.low >= max(one.count.low for one in incidents if one.act == "arrest") or links


def tell_claims(register: Register) -> list[Claim]:
    """A claim for each incident, of the same name, act, number and day."""
    claims = []
    for one in register[0]:
        assert one.when is not None
        days = (one.when.earliest, one.when.latest)
        made = make_claim(one.id, (one.count.low, one.count.high), days=days)
        claims.append(replace(made, act=one.act))
    return claims


def make_table(register: Register, kind: Kind) -> tuple[Breakdown, Persons, list[Question]]:
    """People and person-acts by act and another dimension."""
    incidents, follows, links = register
    questions = [Question(act=act) for act in dict.fromkeys(one.act for one in incidents)]
    claims = tell_claims(register)
    between = [replace(one, left=one.left[2:], right=one.right[2:]) for one in links]
    table = break_down(questions, ["act", kind], claims, between)
    acts = [
        (one.act, Bounds(low=cell.low or 0, high=cell.high)) for one, cell in zip(questions, table.totals, strict=False)
    ]
    whole = bound_by_acts(count_persons(questions, incidents, follows, links), acts)
    return table, break_down_persons(table, whole, incidents, follows, links), questions


@settings(max_examples=80, deadline=None)
@given(registers())
def test_the_people_of_each_week_are_those_asked_for_by_itself(register: Register) -> None:
    table, persons, questions = make_table(register, "week")
    incidents, follows, links = register
    for (row, found), (first, last) in zip(persons.rows, WEEKS, strict=False):
        asked = [replace(one, earliest=first, latest=last) for one in questions]
        alone = count_persons(asked, incidents, follows, links)
        assert row in {"2019-W18", "2019-W19"}
        assert found.low >= alone.low
        assert alone.high is None or (found.high is not None and found.high <= alone.high)
    assert len(persons.rows) == len(table.rows[1])


@pytest.mark.parametrize("kind", ["week", "sex"])
@settings(max_examples=60, deadline=None)
@given(register=registers())
def test_the_people_of_a_row_are_among_those_of_the_whole_and_no_more_than_its_person_acts(
    kind: Kind, register: Register
) -> None:
    table, persons, _ = make_table(register, kind)
    for row, found in persons.rows:
        cells = [cell for cell in table.cells if dict(cell.at)[kind] == row]
        highs = [cell.high for cell in cells]
        once = [cell.low or 0 for cell in cells if cell.at[0][1] != "transfer"]
        assert max(once, default=0) <= found.low <= persons.whole.low
        if found.high is not None:
            assert found.low <= found.high
        assert persons.whole.high is None or (found.high is not None and found.high <= persons.whole.high)
        assert None in highs or (found.high is not None and found.high <= sum(high or 0 for high in highs))
    known = [found.high for _, found in persons.rows]
    if None not in known:
        assert persons.whole.low <= sum(high or 0 for high in known)


def test_who_was_arrested_in_one_week_and_sent_back_in_the_next_is_one_person_in_each() -> None:
    _, persons, _ = make_table(([EIGHT, FIVE], [follow("i", "j")], []), "week")
    assert persons.rows == (("2019-W18", Bounds(low=8, high=8)), ("2019-W19", Bounds(low=5, high=5)))
    assert persons.whole == Bounds(low=8, high=8)
