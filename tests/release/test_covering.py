"""What any rows of any releases prove of a few incidents, and what of a row is published again though a few of its incidents changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.release.candidates import Candidate
from bearwitness.release.comparing import find_covered
from bearwitness.release.planning import Plan, build_plan
from bearwitness.release.policy import Policy, parse_step
from bearwitness.release.rows import Backing, Member, Row, count_changes
from tests.release.made_up import TODAY, Adding, make_register, policy, registers
from tests.release.test_laws import going

YEARS = policy(
    steps=(parse_step("province by month"),), figures=tuple(map(parse_step, ("country by year", "country by ever")))
)
QUARTERS = policy(
    steps=tuple(map(parse_step, ("province by month", "province by quarter"))), figures=(), largest_share=0.9
)


def case(number: int, day: date, people: int, path: tuple[str, ...] = ("CN",)) -> Candidate:
    return Candidate(
        id=f"i_{number:016x}", claims=(f"c_{number:016x}",), act="arrest", first=day, last=day, path=path, low=people,
        high=people, stated=people, told_on=day,
    )  # fmt: skip


def build(
    candidates: tuple[Candidate, ...], with_policy: Policy, *earlier: tuple[Backing, ...], day: date = TODAY
) -> Plan:
    return build_plan(candidates, with_policy, day, Adding(going(candidates, day)), earlier)


def find(plan: Plan, candidates: tuple[Candidate, ...], *earlier: tuple[Backing, ...]) -> int:
    known = going(candidates)
    past = [one for release in earlier for one in release]
    return len(find_covered(plan.backings, past, known, Adding(known), plan.policy))


def row_of(plan: Plan, kind: str, period: str) -> Row:
    return next(row for row in plan.rows if row.key.kind == kind and row.key.scope.period == period)


def test_all_years_less_each_year_prove_nobody_of_two() -> None:
    """Found by an exact search over made-up registers: no single year leaves few, both together do."""
    cases = tuple(case(n, date(2024, 2, 1), 1) for n in range(5)) + tuple(
        case(n, date(2025, 2, 1), 1) for n in range(5, 10)
    )
    cases += (case(10, date(2026, 1, 5), 30), case(11, date(2026, 1, 6), 30))
    plan = build(cases, YEARS)
    years = [row_of(plan, "figure", period).people.high or 0 for period in ("2024", "2025")]
    assert row_of(plan, "figure", "ever").people.low <= sum(years)
    assert find(plan, cases) == 0


def test_a_row_of_all_years_less_the_figure_of_a_quarter_proves_nobody_of_two() -> None:
    """A row less a smaller figure, which no search through figures less rows meets; exact search over made-up registers found it."""
    cases = tuple(case(n, date(2024, 5, 1), 2) for n in range(5))
    cases += (case(5, date(2025, 2, 1), 30), case(6, date(2025, 8, 1), 12))
    both = policy(
        steps=(parse_step("country by ever"),), figures=(parse_step("country by quarter"),), largest_share=0.9
    )
    plan = build(cases, both)
    quarter = row_of(plan, "figure", "2024-Q2").people.high
    assert quarter is not None
    assert row_of(plan, "cell", "ever").people.low <= quarter
    assert find(plan, cases) == 0


def test_the_attack_finds_what_the_plan_would_have_to_avoid() -> None:
    cases = tuple(case(n, date(2024, 2, 1), 1) for n in range(5)) + tuple(
        case(n, date(2025, 2, 1), 1) for n in range(5, 10)
    )
    cases += (case(10, date(2026, 1, 5), 30), case(11, date(2026, 1, 6), 30))
    plan = build(cases, YEARS)
    told = tuple(
        replace(one, row=replace(one.row, people=replace(one.row.people, low=39)))
        if one.row.key.scope.period == "ever"
        else one
        for one in plan.backings
    )
    assert find(replace(plan, backings=told), cases) == 1


def test_a_month_of_an_earlier_release_proves_nobody_of_those_taken_back_since() -> None:
    """The month has too few left and its incidents stand in the quarter now: another row, and the same people less two."""
    place = ("CN", "Jilin")
    cases = tuple(case(n, date(2025, 1, 3), 30 if n < 2 else 2, place) for n in range(5))
    first = build(cases, QUARTERS)
    assert row_of(first, "cell", "2025-01").people.low > 30
    left = (*cases[2:], case(9, date(2025, 2, 3), 2, place))
    second = build(left, QUARTERS, first.backings)
    row = row_of(second, "cell", "2025-Q1")
    assert row.people.high is not None
    assert row.people.high >= row_of(first, "cell", "2025-01").people.low
    assert find(second, left, first.backings) == 0


@settings(max_examples=25, deadline=None)
@given(
    registers, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10**6), st.integers(0, 8)), min_size=1, max_size=4)
)
def test_no_rows_of_any_releases_prove_people_of_a_few(
    candidates: tuple[Candidate, ...], steps: list[tuple[int, int, int]]
) -> None:
    earlier: list[tuple[Backing, ...]] = []
    today = TODAY
    for fewer, seed, more in steps:
        plan = build(candidates, policy(), *earlier, day=today)
        known = going(candidates, today)
        past = [one for release in earlier for one in release]
        assert find_covered(plan.backings, past, known, Adding(known), plan.policy) == ()
        earlier.append(plan.backings)
        changed = tuple(replace(one, low=1, high=1) for one in candidates[:2])
        candidates = (*changed, *candidates[2 + fewer :], *make_register(10**7 + seed, more))
        today += timedelta(days=30)


ROW = tuple(case(n, date(2025, 1, 3), 2, ("CN", "Jilin")) for n in range(9))


@pytest.mark.parametrize("went", [1, 2])
def test_a_row_of_which_a_few_went_is_published_as_it_was_where_that_is_true(went: int) -> None:
    """Rounded anew, 18 people less two or four would be another row, and tell that somebody took something back."""
    first = build(ROW, QUARTERS)
    second = build(ROW[went:], QUARTERS, first.backings)
    before, now = (row_of(plan, "cell", "2025-01") for plan in (first, second))
    assert now.people.high == before.people.high
    assert now.incidents <= len(ROW) - went - 1


def test_a_row_catches_up_once_enough_have_changed_since_it_was_published_as_it_is() -> None:
    """One goes each time: against the newest release it is always one, and the row would stand still for ever."""
    earlier: list[tuple[Backing, ...]] = []
    cases = tuple(case(n, date(2025, 1, 3), 2, ("CN", "Jilin")) for n in range(14))
    highs = []
    for _ in range(7):
        plan = build(cases, QUARTERS, *earlier)
        earlier.append(plan.backings)
        highs.append(row_of(plan, "cell", "2025-01").people.high)
        cases = cases[1:]
    assert highs == [30, 30, 30, 24, 24, 24, 18]


def test_a_newer_reading_of_all_reports_does_not_let_one_incident_show() -> None:
    """Other claims stand for the same incidents: taken for as many that went and came, they hid the one that is new."""
    first = build(ROW, QUARTERS)
    again = tuple(replace(one, claims=(f"c_ff{n}",)) for n, one in enumerate(ROW))
    second = build((*again, make_new()), QUARTERS, first.backings)
    assert row_of(second, "cell", "2025-01").incidents == row_of(first, "cell", "2025-01").incidents == 6


def make_new() -> Candidate:
    return case(20, date(2025, 1, 9), 2, ("CN", "Jilin"))


def test_changes_are_counted_by_what_a_row_can_show() -> None:
    members = [Member(claims=(f"c_{n}",), low=n, high=n) for n in (1, 2, 2, 3)]
    renamed = [replace(member, claims=("c_x",)) for member in members]
    assert count_changes(renamed, members) == 0
    assert count_changes(renamed[1:], members) == 1
    assert count_changes([*members[1:], Member(claims=("c_1",), low=9, high=None)], members) == 1
    assert count_changes([], members) == 4
