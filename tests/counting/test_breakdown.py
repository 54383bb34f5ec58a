"""Breakdowns: worked cases, and sexes and ages equal to exhaustive enumeration on small cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Link, Question
from bearwitness.core.periods import PERIODS, Period, find_days, find_period, name_period
from bearwitness.core.records import Claim, People
from bearwitness.counting.breakdown import At, Breakdown, break_down, explain_parts, narrow_to
from bearwitness.counting.dimensions import Kind
from bearwitness.counting.traits import AGES, SEXES
from tests.counting.cases import make_claim, make_link
from tests.counting.enumerate_parts import enumerate_parts, find_told

ARRESTS = Question(act="arrest")
SHENYANG = ("CN", "Liaoning", "Shenyang")


def of_people(ident: str, number: int, people: People) -> Claim:
    return replace(make_claim(ident, (number, number)), people=people)


def on(ident: str, number: int, first: str, last: str = "", path: tuple[str, ...] = SHENYANG) -> Claim:
    days = (date.fromisoformat(first), date.fromisoformat(last or first))
    return make_claim(ident, (number, number), days=days, path=path)


def cells(table: Breakdown) -> dict[str | None, tuple[int | None, int | None]]:
    """The bounds by row, of one dimension."""
    return {cell.at[0][1]: (cell.low, cell.high) for cell in table.cells}


def by(
    kind: Kind, claims: Sequence[Claim], links: Sequence[Link] = ()
) -> dict[str | None, tuple[int | None, int | None]]:
    return cells(break_down([ARRESTS], [kind], claims, links))


def test_two_women_among_four_are_two() -> None:
    found = by("sex", [of_people("c_1", 4, People(female=2))])
    assert found == {"female": (2, 2), "male": (0, 2), None: (2, 2)}


def test_of_four_with_nothing_told_none_to_four_are_women() -> None:
    assert by("sex", [make_claim("c_1", (4, 4))]) == {"female": (0, 4), "male": (0, 4), None: (4, 4)}


def test_claims_of_one_incident_tell_together() -> None:
    claims = [of_people("c_1", 4, People(female=2)), of_people("c_2", 4, People(male=2)), make_claim("c_3", (4, 4))]
    links = [make_link("c_1", "c_2", "same"), make_link("c_2", "c_3", "same")]
    assert by("sex", claims, links) == {"female": (2, 2), "male": (2, 2)}


def test_children_may_be_girls() -> None:
    found = by("sex", [of_people("c_1", 5, People(female=2, children=3))])
    assert found == {"female": (2, 5), "male": (0, 3), None: (3, 3)}


def test_told_ages_prove_their_bands_and_a_number_of_children_is_theirs() -> None:
    found = by("age", [of_people("c_1", 6, People(children=2, ages=(9, 40, 71)))])
    assert found == {"under 18": (2, 2), "18 to 59": (1, 3), "60 and over": (1, 3), None: (2, 2)}


def test_more_women_than_people_is_a_conflict_and_proves_only_the_people() -> None:
    assert by("sex", [of_people("c_1", 3, People(female=5))]) == {"female": (3, 3), "male": (0, 3)}


def test_an_arrest_at_the_turn_of_a_month_is_possible_in_both_and_certain_in_neither() -> None:
    table = break_down([ARRESTS], ["month"], [on("c_1", 3, "2019-05-30", "2019-06-02"), on("c_2", 4, "2019-05-03")], [])
    assert cells(table) == {"2019-05": (4, 7), "2019-06": (0, 3), None: (3, 3)}
    assert explain_parts(table) == (
        "The rows need not add up: 3 people may lie in more than one month or in none that is told."
    )


def test_a_month_without_reports_is_no_hole() -> None:
    found = by("month", [on("c_1", 4, "2019-05-03"), on("c_2", 2, "2019-08-03")])
    assert found == {"2019-05": (4, 4), "2019-06": (0, 0), "2019-07": (0, 0), "2019-08": (2, 2)}


def test_a_place_known_only_as_the_country_may_be_in_any_of_its_provinces() -> None:
    claims = [
        on("c_1", 4, "2019-05-03"),
        on("c_2", 3, "2019-05-09", path=("CN",)),
        on("c_3", 2, "2019-05-09", path=("KR",)),
    ]
    assert by("province", claims) == {"CN/Liaoning": (4, 7), None: (5, 5)}
    assert by("country", claims) == {"CN": (7, 7), "KR": (2, 2)}


def test_days_that_the_question_settles_are_settled() -> None:
    table = break_down(
        [replace(ARRESTS, latest=date(2019, 5, 31))], ["month"], [on("c_1", 3, "2019-05-30", "2019-06-02")], []
    )
    assert cells(table) == {"2019-05": (0, 3)}


def test_a_total_of_two_months_proves_people_of_the_whole_only() -> None:
    """The summer of 2017 in small: incidents inside a total that spans them."""
    total = make_claim("c_9", (41, None), shape="aggregate", days=(date(2017, 7, 1), date(2017, 8, 31)), path=("CN",))
    table = break_down([ARRESTS], ["month"], [on("c_1", 10, "2017-07-04"), on("c_2", 8, "2017-08-20"), total], [])
    assert cells(table) == {"2017-07": (10, None), "2017-08": (8, None), None: (0, None)}
    assert (table.whole.low, table.whole.high, table.whole.high_stated) == (41, None, 59)


def test_a_total_that_nothing_touches_proves_what_it_tells_of_its_people() -> None:
    total = make_claim("c_1", (41, 41), shape="aggregate", days=(date(2017, 7, 1), date(2017, 8, 31)), path=("CN",))
    told = replace(total, people=People(female=20, group="farmers"))
    assert by("sex", [told])["female"] == (20, 20)
    assert by("group", [told]) == {"farmers": (41, 41)}
    touched = [told, on("c_2", 30, "2017-07-04")]
    assert by("sex", touched)["female"] == (0, 50)


def test_groups_are_told_apart_by_their_words_and_the_untold_may_be_of_any() -> None:
    claims = [
        of_people("c_1", 4, People(group="farmers")),
        of_people("c_2", 2, People(group="Farmers")),
        of_people("c_3", 3, People(group="traders")),
        make_claim("c_4", (1, 1)),
    ]
    assert by("group", claims) == {"Farmers": (6, 7), "traders": (3, 4), None: (1, 1)}


def test_an_act_with_two_manners_stands_in_both_rows() -> None:
    claims = [
        replace(make_claim("c_1", (4, 4)), manner=("raid", "hotel")),
        replace(make_claim("c_2", (2, 2)), manner=("raid",)),
    ]
    assert by("manner", claims) == {"hotel": (4, 6), "raid": (6, 6)}


def test_incidents_of_two_grades_that_may_be_one_are_certain_of_neither() -> None:
    claims = [make_claim("c_1", (4, 4)), make_claim("c_2", (4, 4))]
    grades = {"c_1": "single-source", "c_2": "contested"}
    apart = break_down([ARRESTS], ["grade"], claims, [], grades)
    assert cells(apart) == {"contested": (4, 4), "single-source": (4, 4)}
    tied = break_down([ARRESTS], ["grade"], claims, [make_link("c_1", "c_2", "unsure")], grades)
    assert {row: low for row, (low, _) in cells(tied).items()} == {"contested": 0, "single-source": 0}


def test_acts_add_up_to_person_acts() -> None:
    claims = [make_claim("c_1", (8, 8)), replace(make_claim("c_2", (5, 5)), act="refoulement")]
    table = break_down([ARRESTS, Question(act="refoulement")], ["act"], claims, [])
    assert cells(table) == {"arrest": (8, 8), "refoulement": (5, 5)}
    assert (table.whole.low, table.whole.high) == (13, 13)


def test_claims_that_cannot_all_be_true_give_no_cells() -> None:
    claims = [make_claim("c_1", (4, 4)), make_claim("c_2", (4, 4))]
    links = [make_link("c_1", "c_2", "same"), make_link("c_1", "c_2", "different")]
    table = break_down([ARRESTS], ["month"], claims, links)
    assert (table.cells, table.whole.clash) == ((), ("c_1", "c_2"))


def test_too_many_rows_are_refused_with_a_way_out() -> None:
    claims = [on("c_1", 4, "1950-05-03"), on("c_2", 4, "2019-05-03")]
    with pytest.raises(UsageError, match="ask for longer periods, or for fewer days"):
        by("month", claims)


@st.composite
def few_incidents(draw: st.DrawFn) -> tuple[tuple[Claim, ...], tuple[Link, ...]]:
    """Up to three incidents that unsure links may join, with parts told that agree and fit."""
    claims = []
    for number in range(draw(st.integers(1, 3))):
        low = draw(st.integers(0, 4))
        part = st.sampled_from([None, None, 0, 1, 2])
        people = People(
            female=draw(part),
            male=draw(part),
            children=draw(part),
            ages=tuple(draw(st.lists(st.sampled_from([9, 40, 71]), max_size=2))),
        )
        claim = make_claim(f"c_{number}", (low, low + draw(st.integers(0, 1))))
        claims.append(replace(claim, people=people))
    links = [
        make_link(left.id, right.id, "unsure")
        for i, left in enumerate(claims)
        for right in claims[:i]
        if draw(st.booleans())
    ]
    return tuple(claims), tuple(links)


@settings(max_examples=200, deadline=None)
@given(few_incidents(), st.sampled_from(["sex", "age"]))
def test_sexes_and_ages_are_those_of_exhaustive_enumeration(
    case: tuple[tuple[Claim, ...], tuple[Link, ...]], kind: Kind
) -> None:
    claims, links = case
    if kind == "sex":
        # Whether children are girls is another question, with its own case.
        claims = tuple(replace(claim, people=replace(claim.people, children=None, ages=())) for claim in claims)
    else:
        claims = tuple(replace(claim, people=replace(claim.people, female=None, male=None)) for claim in claims)
    parts = SEXES if kind == "sex" else AGES
    assume(all(_fits(group, parts) for group in _subsets(claims)))
    expected = enumerate_parts(claims, links, parts)
    table = break_down([ARRESTS], [kind], claims, links)
    found = {row or "not told": bounds for row, bounds in cells(table).items()}
    assert found == {part: bounds for part, bounds in expected.items() if bounds[1]}


def _subsets(claims: Sequence[Claim]) -> list[list[Claim]]:
    chosen = [[claim for i, claim in enumerate(claims) if number >> i & 1] for number in range(1, 2 ** len(claims))]
    return [group for group in chosen if group]


def _fits(claims: Sequence[Claim], parts: Sequence[str]) -> bool:
    """Whether those told of fit into the people, and no two claims tell other numbers: conflicts have cases of their own."""
    agree = all(
        len({getattr(claim.people, name) for claim in claims} - {None}) < 2 for name in ("female", "male", "children")
    )
    low = max(claim.count.low for claim in claims)
    return (
        agree
        and low <= min(claim.count.high or 0 for claim in claims)
        and (sum(find_told(claims, part) for part in parts) <= low)
    )


@given(st.sampled_from(PERIODS), st.integers(date(1900, 1, 1).toordinal(), date(2100, 1, 1).toordinal()))
def test_periods_hold_their_days_and_follow_each_other(kind: Period, day: int) -> None:
    number = find_period(kind, day)
    first, last = find_days(kind, number)
    assert first <= day <= last
    assert find_days(kind, number + 1)[0] == last + 1
    assert find_period(kind, first) == find_period(kind, last) == number


@pytest.mark.parametrize(
    ("kind", "day", "name"),
    [
        ("week", date(2018, 12, 31), "2019-W01"),
        ("month", date(2019, 5, 31), "2019-05"),
        ("quarter", date(2019, 5, 31), "2019-Q2"),
        ("year", date(2019, 5, 31), "2019"),
    ],
)
def test_names_of_periods(kind: Period, day: date, name: str) -> None:
    assert name_period(kind, find_period(kind, day.toordinal())) == name


def test_a_part_of_several_acts_is_asked_for_by_its_rows_in_the_same_table() -> None:
    """What is known to be in December only by two claims together has a row where another act's claims make one, and else has none."""
    claims = [
        on("c_1", 3, "2019-01-01", "2019-12-31"),
        on("c_2", 3, "2019-12-01", "2020-12-31"),
        replace(on("c_3", 5, "2019-12-03"), act="killing"),
    ]
    links = [make_link("c_1", "c_2", "same")]
    acts = [ARRESTS, Question(act="killing")]
    table = break_down(acts, ["act", "month"], claims, links)
    found = {cell.at: narrow_to(acts, cell.at, claims, links) for cell in table.cells}
    assert found == {cell.at: cell.question for cell in table.cells}
    unknown = narrow_to(acts, (("act", "arrest"), ("month", None)), claims, links)
    assert unknown.traits[0].rows == ("2019-12",)
    assert narrow_to([ARRESTS], (("month", None),), claims, links).traits[0].rows == ()


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ((("sex", "other"),), "by sex there is no row 'other'"),
        ((("month", "2019-13"),), "by month there is no row '2019-13'"),
        ((("sex", "female"),), "several acts"),
    ],
)
def test_a_part_that_is_in_no_table_is_refused(at: At, words: str) -> None:
    claims = [on("c_1", 3, "2019-05-01"), replace(on("c_2", 5, "2019-05-03"), act="killing")]
    with pytest.raises(UsageError, match=words):
        narrow_to([ARRESTS, Question(act="killing")], at, claims, [])
