"""Calendar arithmetic: periods, moves and parts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.reading import calendar

days = st.dates(date(1600, 1, 1), date(2400, 12, 31))
UNITS: tuple[calendar.Unit, ...] = ("day", "week", "month", "quarter", "half", "year", "decade", "century")


@given(days, st.sampled_from(UNITS))
def test_the_period_of_a_day_holds_it(day: date, unit: calendar.Unit) -> None:
    period = calendar.period_of(day, unit)
    assert period.first <= day <= period.last


@given(days, st.sampled_from(UNITS))
def test_periods_of_a_unit_do_not_overlap(day: date, unit: calendar.Unit) -> None:
    period = calendar.period_of(day, unit)
    assert calendar.period_of(period.first, unit) == calendar.period_of(period.last, unit) == period
    assert calendar.period_of(period.last + timedelta(days=1), unit).first == period.last + timedelta(days=1)


@given(days, st.integers(-500, 500))
def test_months_keep_the_day_where_they_can(day: date, months: int) -> None:
    moved = calendar.add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or moved == calendar.month_end(moved.year, moved.month)


@given(days, st.integers(0, 6))
def test_weekdays_on_either_side(day: date, weekday: int) -> None:
    before, after = calendar.weekday_on_or_before(day, weekday), calendar.weekday_on_or_after(day, weekday)
    assert before.weekday() == after.weekday() == weekday
    assert 0 <= (day - before).days <= 6
    assert 0 <= (after - day).days <= 6


@given(days, st.sampled_from(UNITS), st.sampled_from(["early", "mid", "late", "start", "end"]))
def test_a_part_lies_within_its_period(day: date, unit: calendar.Unit, part: calendar.Part) -> None:
    period = calendar.period_of(day, unit)
    first, last = calendar.part_of(period, part)
    assert period.first <= first <= last <= period.last


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, date(1961, 4, 2)), (2000, date(2000, 4, 23)), (2019, date(2019, 4, 21)), (2024, date(2024, 3, 31))],
)
def test_easter(year: int, day: date) -> None:
    assert calendar.easter(year) == day


def test_nth_weekdays() -> None:
    assert calendar.nth_weekday(2019, 11, 3, 4) == date(2019, 11, 28)
    assert calendar.nth_weekday(2019, 5, 0, -1) == date(2019, 5, 27)


@pytest.mark.parametrize(("days_long", "prec"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5)])
def test_precision_follows_ucdp(days_long: int, prec: int) -> None:
    first = date(2019, 1, 1)
    assert calendar.prec_of(first, first + timedelta(days=days_long - 1)) == prec
