"""Weeks, months, quarters and years: they cover the days once, and each has its name and its season."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.counting.trend_periods import (
    KINDS,
    Kind,
    Period,
    find_before,
    find_period_named,
    find_years_before,
    list_periods,
)

kinds = st.sampled_from(KINDS)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31))


@given(kinds, days, st.integers(0, 900))
def test_periods_cover_the_days_once_and_only_the_outer_ones_are_cut(kind: Kind, first: date, more: int) -> None:
    last = first + timedelta(days=more)

    found = list_periods(kind, first, last)

    assert found[0].first == first
    assert found[-1].last == last
    assert all(one.last + timedelta(days=1) == two.first for one, two in itertools.pairwise(found))
    assert all(one.is_whole for one in found[1:-1])


@given(kinds, days)
def test_a_period_is_found_by_its_name_and_follows_the_one_before(kind: Kind, day: date) -> None:
    whole = find_period_named(list_periods(kind, day, day)[0].name)

    assert whole is not None
    assert whole.first <= day <= whole.last
    before = find_before(whole)
    assert before is not None
    assert before.last + timedelta(days=1) == whole.first


@given(kinds, days, st.integers(0, 6))
def test_the_same_season_lies_a_whole_number_of_years_back(kind: Kind, day: date, years: int) -> None:
    whole = find_period_named(list_periods(kind, day, day)[0].name)
    assert whole is not None

    then = find_years_before(whole, years)

    assert then is not None
    assert abs((whole.first - then.first).days - round(365.25 * years)) <= 6
    assert then == whole or years


@pytest.mark.parametrize(
    ("name", "first", "last", "words"),
    [
        ("2017-W28", date(2017, 7, 10), date(2017, 7, 16), "the week of 10 July 2017"),
        ("2017-07", date(2017, 7, 1), date(2017, 7, 31), "July 2017"),
        ("2017-Q3", date(2017, 7, 1), date(2017, 9, 30), "July to September 2017"),
        ("2016", date(2016, 1, 1), date(2016, 12, 31), "2016"),
    ],
)
def test_names(name: str, first: date, last: date, words: str) -> None:
    found = find_period_named(name)

    assert found is not None
    assert (found.first, found.last, found.words, found.is_whole) == (first, last, words, True)


@pytest.mark.parametrize("text", ["", "2017-13", "2017-W60", "2017-Q5", "July 2017", "2017-7", "20170", "0000"])
def test_what_names_no_period(text: str) -> None:
    assert find_period_named(text) is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_ends_of_the_calendar(kind: Kind) -> None:
    assert list_periods(kind, date.max, date.max)[-1].last == date.max
    first = Period(kind=kind, first=date.min, last=date.min)
    assert find_before(first) is None
    assert find_years_before(first, 1) is None
