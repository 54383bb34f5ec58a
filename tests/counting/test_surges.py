"""Surges over the years before: by hand, against the published steps written out anew, and the laws."""

from datetime import date
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binom, nbinom, poisson  # type: ignore[import-untyped]

from bearwitness.counting.negative_binomial import find_chance, find_quantile
from bearwitness.counting.surge_model import weigh_down
from bearwitness.counting.surges import SETTINGS, Surge, find_surge, list_history
from bearwitness.counting.trend_periods import Kind, Period, list_periods

SIX_YEARS = {
    kind: [one for one in list_periods(kind, date(2011, 12, 26), date(2017, 12, 31)) if one.is_whole]
    for kind in SETTINGS
}
quick = settings(max_examples=40, deadline=None)
Matrix = NDArray[np.floating]


def find(kind: Kind, numbers: list[int | None], *, back: int = 0) -> Surge:
    periods = SIX_YEARS[kind][len(SIX_YEARS[kind]) - len(numbers) :]
    found = find_surge(periods, numbers, len(numbers) - 1 - back)
    assert isinstance(found, Surge), found
    return found


@pytest.mark.parametrize(("spread", "threshold"), [(2, 13), (4, 23)])
def test_equal_to_a_threshold_worked_by_hand(spread: int, threshold: int) -> None:
    """Quarters whose numbers lie symmetrically in time within each season, so that the trend is nothing and the mean of a season is
    its average: the last quarter's is 6. Half a year left out leaves 5 + 5 + 4 + 4 numbers and 18 - 5 degrees of freedom. The squares of
    the deviations over the means come to 64/6 + 30/3 + 144/11 + 64/5 = 46.56 for the wider numbers: dispersion 46.56 / 13 = 3.58.
    Above are the least n with a chance of 99.5 % or more to be n or less: of a Poisson count of mean 6 (12: .9912, 13: .9964), and of a
    negative binomial one of size 6 / 2.58 and probability 1 / 3.58 (22: .9935, 23: .9951).
    """
    narrow = {0: [4, 8, 6, 8, 4], 1: [2, 4, 3, 4, 2], 2: [10, 12, 12, 10], 3: [5, 5, 5, 5]}
    wide = {0: [2, 10, 6, 10, 2], 1: [1, 6, 1, 6, 1], 2: [5, 17, 17, 5], 3: [1, 9, 9, 1]}
    levels = narrow if spread == 2 else wide
    numbers = [levels[i % 4][i // 4] for i in range(18)]

    surge = find("quarter", [*numbers, 99, 99, threshold])

    assert surge.expected == pytest.approx(6, abs=1e-6)
    assert surge.dispersion == pytest.approx(1 if spread == 2 else (64 / 6 + 30 / 3 + 144 / 11 + 64 / 5) / 13)
    assert (surge.threshold, surge.is_alarm, surge.years) == (threshold, False, 5)
    assert find("quarter", [*numbers, 99, 99, threshold + 1]).is_alarm


@quick
@given(st.sampled_from(["month", "quarter", "week"]), st.integers(0, 10_000), st.sampled_from([2.0, 8.0, 30.0]))
def test_equal_to_the_published_steps_written_out_anew(kind: Kind, seed: int, mean: float) -> None:
    chance = np.random.default_rng(seed)
    size = len(SIX_YEARS[kind])
    season = 1 + 0.5 * np.sin(np.arange(size) * 2 * np.pi / {"week": 52, "month": 12, "quarter": 4}[kind])
    numbers = [int(n) for n in chance.negative_binomial(5, 5 / (5 + mean * season))]
    numbers[size // 3] += int(12 * mean)

    surge = find_surge(SIX_YEARS[kind], numbers, size - 1)

    assert isinstance(surge, Surge)
    expected, dispersion = fit_by_hand(SIX_YEARS[kind], numbers)
    assert surge.expected == pytest.approx(expected, rel=1e-4, abs=1e-6)
    assert surge.dispersion == pytest.approx(dispersion, rel=1e-4)
    law = poisson(expected) if dispersion <= 1 else nbinom(expected / (dispersion - 1), 1 / dispersion)
    assert abs(surge.threshold - law.ppf(0.995)) <= (0 if abs(law.cdf(surge.threshold) - 0.995) > 1e-5 else 1)


def fit_by_hand(periods: list[Period], numbers: list[int]) -> tuple[float, float]:
    """Noufaily and others 2013, section 3: fit, weigh past outbreaks down by Anscombe residuals above 2.58, fit again; without the
    trend where it leads above every number.
    """
    history = list_history(periods)
    assert not isinstance(history, str)
    at = sorted(history[1])
    y = np.array([numbers[i] for i in at], dtype=np.float64)
    now = len(numbers) - 1
    names = sorted(set(history[1].values()) - {0})
    season = np.array([[float(history[1][i] == name) for name in names] for i in at])
    for is_trend in (True, False):
        time = [np.array(at, dtype=float)[:, None] / 100] if is_trend else []
        x = np.hstack([np.ones((len(at), 1)), *time, season])
        fitted, leverages, _ = fit_poisson(x, y, np.ones(len(y)))
        spread = max(1.0, float(np.sum((y - fitted) ** 2 / fitted)) / (len(y) - x.shape[1]))
        residuals = 1.5 * (y ** (2 / 3) * fitted ** (-1 / 6) - fitted**0.5) / np.sqrt(spread * (1 - leverages))
        weights = np.where(residuals > 2.58, residuals**-2.0, 1.0)
        weights *= len(weights) / weights.sum()
        means, _, found = fit_poisson(x, y, weights)
        spread = max(1.0, float(np.sum(weights * (y - means) ** 2 / means)) / (len(y) - x.shape[1]))
        row = np.array([1.0, *([now / 100] if is_trend else []), *([0.0] * len(names))])
        expected = exp(float(row @ found))
        if not is_trend or expected <= y.max() * (1 + 1e-6):
            break
    return expected, spread


def fit_poisson(x: Matrix, y: Matrix, weights: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Means, leverages and coefficients, by weighted least squares over and over."""
    means: Matrix = np.maximum(y, 0.1)
    found: Matrix = np.zeros(x.shape[1])
    for _ in range(200):
        working = np.log(means) + (y - means) / means
        scaled = x * np.sqrt(weights * means)[:, None]
        found = np.linalg.lstsq(scaled, working * np.sqrt(weights * means), rcond=None)[0]
        means = np.exp(np.clip(x @ found, -30, 30))
    scaled = x * np.sqrt(weights * means)[:, None]
    leverages = np.sum(scaled * (np.linalg.pinv(scaled).T), axis=1)
    return means, leverages, found


@pytest.mark.parametrize("kind", SETTINGS)
@pytest.mark.parametrize("number", [1, 7, 400])
def test_a_constant_series_gives_no_alarm(kind: Kind, number: int) -> None:
    surge = find(kind, [number] * len(SIX_YEARS[kind]))

    assert surge.expected == pytest.approx(number)
    assert not surge.is_alarm


@quick
@given(st.integers(0, 1_000), st.sampled_from(["month", "quarter"]))
def test_a_clear_outbreak_alarms_and_the_numbers_after_it_change_nothing(seed: int, kind: Kind) -> None:
    chance = np.random.default_rng(seed)
    numbers: list[int | None] = [int(n) for n in chance.poisson(6, len(SIX_YEARS[kind]))]
    numbers[-2] = 60

    surge = find(kind, numbers, back=1)

    assert surge.is_alarm
    assert surge == find(kind, [*numbers[:-1], 10_000], back=1)


def test_a_past_outbreak_hides_no_new_one() -> None:
    numbers: list[int | None] = [5, 6, 4, 7, 5, 6, 5, 4, 6, 5, 7, 5] * 6
    calm = find("month", [*numbers])
    numbers[30] = 120

    weighed = find("month", numbers)

    assert weighed.threshold <= calm.threshold + 12
    assert find("month", [*numbers[:-1], 40]).is_alarm


def test_weights_fall_with_the_square_of_what_stands_out() -> None:
    assert weigh_down([0.0, 3.0, -9.0]) == pytest.approx((27 / 19, 3 / 19, 27 / 19))


def test_the_season_and_half_a_year_left_out() -> None:
    """The last month is December: November to January are its season, then three other seasons; from June on nothing is history."""
    whole = list(list_periods("month", date(2012, 1, 1), date(2017, 12, 31)))
    history = list_history(whole)
    assert not isinstance(history, str)
    years, levels = history
    assert years == 5
    assert min(levels) == 10, "November 2012 begins the first season, five years before"
    named = {whole[i].name: level for i, level in levels.items()}
    assert [named[f"2016-{month:02}"] for month in range(1, 13)] == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0]
    assert max(named) == "2017-05"


@pytest.mark.parametrize(
    ("kind", "first", "why"),
    [
        ("month", date(2015, 1, 1), "too short a history: 2 years"),
        ("week", date(2016, 1, 4), "too short a history: 1 year before"),
        ("quarter", date(2017, 1, 1), "too short a history: no whole year"),
    ],
)
def test_too_short_a_history_is_said_and_nothing_is_run(kind: Kind, first: date, why: str) -> None:
    periods = [one for one in SIX_YEARS[kind] if one.first >= first]
    found = find_surge(periods, [5] * len(periods), len(periods) - 1)
    assert isinstance(found, str)
    assert found.startswith(why)


def test_what_cannot_be_measured_is_said() -> None:
    months = SIX_YEARS["month"]
    size = len(months)
    years = list_periods("year", date(2001, 1, 1), date(2017, 12, 31))
    assert "by month" in str(find_surge(years, [5] * len(years), 10))
    assert "not known" in str(find_surge(months, [*[5] * (size - 1), None], size - 1))
    assert "nobody" in str(find_surge(months, [*[0] * (size - 1), 50], size - 1))
    december: list[int | None] = [None if one.first.month in {11, 12, 1} else 5 for one in months]
    assert "same season" in str(find_surge(months, [*december[:-1], 50], size - 1))


def test_a_season_in_which_nobody_was_taken_before() -> None:
    months = SIX_YEARS["month"]
    numbers = [0 if one.first.month in {11, 12, 1} else 5 for one in months]
    surge = find("month", [*numbers[:-1], 30])
    assert surge.expected == pytest.approx(0, abs=1e-6)
    assert surge.is_alarm
    assert not find("month", [*numbers[:-1], 4]).is_alarm, "fewer than five people"


@given(st.floats(0.1, 200), st.floats(1.01, 12), st.sampled_from([0.5, 0.9, 0.995]))
def test_quantiles_are_those_of_scipy(mean: float, dispersion: float, chance: float) -> None:
    law = nbinom(mean / (dispersion - 1), 1 / dispersion)
    found = find_quantile(mean, dispersion, chance)
    assert law.cdf(found) >= chance - 1e-9
    assert found == 0 or law.cdf(found - 1) <= chance + 1e-9
    assert abs(find_quantile(mean, 1, chance) - poisson(mean).ppf(chance)) <= 1
    assert find_quantile(0, dispersion, chance) == 0


@given(st.integers(0, 90), st.integers(0, 90), st.floats(0.01, 0.99))
def test_chances_are_those_of_scipy(number: int, more: int, share: float) -> None:
    of = number + more
    assert find_chance(number, of, share) == pytest.approx(binom.sf(number - 1, of, share), rel=1e-6, abs=1e-9)


def test_shares_of_nothing_and_all() -> None:
    assert find_chance(1, 3, 0.0) == 0
    assert find_chance(0, 3, 0.0) == find_chance(3, 3, 1.0) == 1
    assert log(find_chance(400, 400, 0.5)) == pytest.approx(400 * log(0.5))
