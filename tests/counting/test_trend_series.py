"""A series of periods, its laws, and surges and lasting changes at both of its ends."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Question
from bearwitness.counting.both_ends import read_shifts, read_surges
from bearwitness.counting.estimate import count_people
from bearwitness.counting.series import Cell, build_series, find_counted
from bearwitness.counting.trend_periods import Period, list_periods
from tests.counting.cases import DAYS, Case, counting_cases, make_claim, make_link, questions
from tests.counting.trend_cells import make_cell, make_published, make_series, make_volume

quick = settings(max_examples=40, deadline=None)
WEEKS = list_periods("week", date(2019, 4, 22), date(2019, 5, 12))

DAY_BY_DAY = tuple(Period(kind="week", first=day, last=day) for day in DAYS)
"""Days in the place of weeks, since the cases have no more than six."""


@quick
@given(counting_cases(), questions(), st.data())
def test_the_order_changes_nothing(case: Case, question: Question, data: st.DataObject) -> None:
    claims, links = case
    published = [make_published(claim.id, DAYS[-1], (claim.id, "a")) for claim in claims]

    other = build_series(
        question,
        WEEKS,
        data.draw(st.permutations(claims)),
        data.draw(st.permutations(links)),
        data.draw(st.permutations(published)),
    )

    for one, two in zip(build_series(question, WEEKS, claims, links, published), other, strict=True):
        assert (one.estimate, one.volume, one.unsure) == (two.estimate, two.volume, two.unsure)
        assert sorted(one.undated) == sorted(two.undated)


@quick
@given(counting_cases(), questions())
def test_one_more_period_at_the_start_changes_no_other(case: Case, question: Question) -> None:
    whole = build_series(question, WEEKS, *case, [])

    assert build_series(question, WEEKS[1:], *case, []) == whole[1:]


@settings(max_examples=300, deadline=None)
@given(counting_cases(most=6), questions())
def test_each_period_has_the_bounds_that_counting_gives_it(case: Case, question: Question) -> None:
    for cell in build_series(question, DAY_BY_DAY, *case, []):
        asked = replace(question, earliest=cell.period.first, latest=cell.period.last)
        whole = count_people(asked, *case)
        if whole.clash is None:
            found = replace(cell.estimate, reasons=())
            assert found == replace(whole, reasons=())
            assert sorted(cell.estimate.reasons) == sorted(whole.reasons)


def test_a_clash_leaves_periods_alone_that_it_cannot_touch() -> None:
    links = [make_link("c_1", "c_2", "same"), make_link("c_1", "c_2", "different")]
    far = (date(2018, 1, 1), date(2018, 1, 1))
    claims = [make_claim("c_1", (2, 2), days=far), make_claim("c_2", (2, 2), days=far), make_claim("c_3", (3, 3))]
    question = Question(act="arrest")
    assert count_people(replace(question, earliest=DAYS[0]), claims, links).clash is not None
    (cell,) = build_series(question, WEEKS[1:2], claims, links, [])
    assert (cell.estimate.low, cell.estimate.high) == (3, 3)
    (clashing,) = build_series(question, list_periods("week", *far), claims, links, [])
    assert clashing.estimate.low is None


def test_what_is_not_known_of_the_claims_near_a_period() -> None:
    claims = [
        make_claim("c_1", (2, 2)),
        make_claim("c_2", (1, 1), days=(None, DAYS[-1])),
        make_claim("c_3", (1, 1), path=("CN",)),
        make_claim("c_4", (9, 9), days=(date(2018, 1, 1), date(2018, 1, 1))),
        make_claim("c_5", (9, 9), path=("KR",)),
    ]
    links = [make_link("c_1", "c_2", "unsure"), make_link("c_4", "c_5", "unsure")]
    question = Question(act="arrest", place=("CN", "Liaoning"))

    (cell,) = build_series(question, WEEKS[1:2], claims, links, [])

    assert (cell.undated, cell.unplaced, cell.unsure) == (("c_2",), ("c_3",), 1)
    assert find_counted(question, claims) == {"c_1", "c_2", "c_3", "c_4"}


def open_above(cells: list[Cell], width: int) -> list[Cell]:
    """The same lows with a high so much above."""
    return [
        replace(
            cell, estimate=replace(cell.estimate, high=(low := cell.estimate.low or 0) + width, high_stated=low + width)
        )
        for cell in cells
    ]


def seed_months(outbreak: int) -> list[Cell]:
    chance = np.random.default_rng(7)
    return make_series("month", [*(int(n) for n in chance.poisson(6, 70)), outbreak], date(2012, 1, 1))


def test_a_clear_outbreak_is_a_surge_at_both_ends() -> None:
    (reading,) = read_surges(open_above(seed_months(60), 3), 1)
    assert reading.reading == "surge"


def test_an_outbreak_that_may_be_none_is_one_at_the_high_end_only() -> None:
    months = seed_months(6)
    wide = replace(months[-1], estimate=replace(months[-1].estimate, high=None, high_stated=60))
    (reading,) = read_surges([*months[:-1], wide], 1)
    assert reading.reading == "at the high end only"


def test_an_outbreak_of_reports_as_well_is_said() -> None:
    months = seed_months(60)
    (reading,) = read_surges([*months[:-1], replace(months[-1], volume=make_volume(90))], 1)
    assert reading.reading == "surge of reporting too"


def test_constant_months_have_no_surge_and_no_change() -> None:
    months = make_series("month", [8] * 72, date(2012, 1, 1))
    assert {one.reading for one in read_surges(months, 12)} == {"none"}
    assert read_shifts(months).both == ()


def test_months_in_which_nothing_was_published_are_no_history_of_nothing_happening() -> None:
    months = make_series("month", [8] * 72, date(2012, 1, 1))
    silent = [
        replace(cell, estimate=replace(cell.estimate, low=0, high=0, high_stated=0), volume=make_volume(0, 0, 0))
        if cell.period.first.year in {2013, 2014}
        else cell
        for cell in months
    ]
    (reading,) = read_surges(silent, 1)
    assert not isinstance(reading.low, str)
    assert round(reading.low.expected) == 8


def test_a_lasting_change_at_both_ends_and_not_in_the_reporting() -> None:
    chance = np.random.default_rng(3)
    numbers = [int(n) for n in (*chance.poisson(3, 14), *chance.poisson(16, 12))]
    months = open_above(make_series("month", numbers, date(2015, 1, 1)), 2)
    found = read_shifts(months)
    assert [one.name for one in found.both] == ["2016-03"]
    louder = [replace(cell, volume=make_volume(40 if i > 13 else 5)) for i, cell in enumerate(months)]
    assert read_shifts(louder).both == ()


def test_a_young_series_says_so() -> None:
    months = [make_cell(one, (3, 3)) for one in list_periods("month", date(2017, 1, 1), date(2017, 6, 30))]
    assert {one.reading for one in read_surges(months, 6)} == {"not known"}
    assert "too few periods: 6" in str(read_shifts(months).low)
    assert read_shifts([]).both == ()
