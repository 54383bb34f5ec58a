"""The model of what is to be expected, the one home of statsmodels, imported when the first series is long enough."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, sqrt
from typing import Final

OUTLYING: Final = 2.58
"""Past numbers whose residual lies above this weigh less (Noufaily and others 2013, who found 1 to take too much away)."""
_SAME: Final = 1 + 1e-6
"""What a fit may miss by: a trend of nothing leads above no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period of history: when, which season (0 is the season asked about), how many."""

    time: int
    level: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The mean that the model gives for the period asked about, and the dispersion (1 at least) about it."""

    expected: float
    dispersion: float
    has_trend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """A fitted model: its coefficients, the mean and the leverage of each period, and the dispersion about the means."""

    coefficients: tuple[float, ...]
    means: tuple[float, ...]
    leverages: tuple[float, ...]
    dispersion: float


def fit_expected(points: Sequence[Point], now: int) -> Expected | None:
    """Fit a quasi-Poisson model: log mean = a + b·time + season, twice, the second time with past outbreaks weighed down.

    The trend is dropped where it would lead above every number seen. None where nothing can be fitted.
    """
    for has_trend in (True, False):
        fit = _fit_twice(points, has_trend=has_trend)
        if fit is None:
            continue
        row = _row(Point(time=now, level=0, number=0), points, has_trend=has_trend)
        slope = sum(x * c for x, c in zip(row, fit.coefficients, strict=True))
        if slope > 700:
            continue
        mean = exp(slope)
        if has_trend and mean > _SAME * max(point.number for point in points):
            continue
        return Expected(expected=mean, dispersion=fit.dispersion, has_trend=has_trend)
    return None


def _fit_twice(points: Sequence[Point], *, has_trend: bool) -> _Fit | None:
    rows = [_row(point, points, has_trend=has_trend) for point in points]
    if len(rows) <= len(rows[0]):
        return None
    numbers = [point.number for point in points]
    first = _fit(rows, numbers, (1.0,) * len(rows))
    if first is None:
        return None
    weights = weigh_down(find_residuals(numbers, first))
    return first if len(set(weights)) == 1 else _fit(rows, numbers, weights)


def _row(point: Point, points: Sequence[Point], *, has_trend: bool) -> list[float]:
    """The terms of the model for one period. Time is counted in tens back from the newest one, which keeps the sums small."""
    levels = sorted({one.level for one in points} - {0})
    newest = max(one.time for one in points)
    trend = [(point.time - newest) / 10] if has_trend else []
    return [1.0, *trend, *(float(point.level == level) for level in levels)]


def _fit(rows: list[list[float]], numbers: list[int], weights: tuple[float, ...]) -> _Fit | None:
    from statsmodels.genmod.families import Poisson  # type: ignore[import-untyped]
    from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        # A season in which nobody was counted has a mean of nothing, which the library remarks upon each time.
        warnings.simplefilter("ignore")
        try:
            # The dispersion is found below: asked for it, the library fails on numbers that are all alike.
            result = GLM(numbers, rows, family=Poisson(), var_weights=list(weights)).fit(maxiter=100)
        except (ValueError, ArithmeticError):
            return None
        coefficients = tuple(float(one) for one in result.params)
        if not result.converged or not all(isfinite(one) for one in coefficients):
            return None
        means = tuple(max(float(mean), 1e-12) for mean in result.fittedvalues)
        leverages = tuple(float(one) for one in result.get_hat_matrix_diag(observed=False))
    spread = sum(w * (y - mean) ** 2 / mean for w, y, mean in zip(weights, numbers, means, strict=True))
    dispersion = max(1.0, spread / (len(numbers) - len(rows[0])))
    return _Fit(coefficients=coefficients, means=means, leverages=leverages, dispersion=dispersion)


def find_residuals(numbers: Sequence[int], fit: _Fit) -> list[float]:
    """The standardised Anscombe residuals of a Poisson model: 3/2·(y^(2/3)·m^(-1/6) - m^(1/2)) / sqrt(dispersion·(1 - leverage))."""
    return [
        1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - sqrt(mean)) / sqrt(fit.dispersion * max(1 - leverage, 1e-9))
        for y, mean, leverage in zip(numbers, fit.means, fit.leverages, strict=True)
    ]


def weigh_down(residuals: Sequence[float]) -> tuple[float, ...]:
    """Weights that fall with the square of a residual above `OUTLYING`, and sum up to the number of residuals."""
    raw = [residual**-2 if residual > OUTLYING else 1.0 for residual in residuals]
    whole = len(raw) / sum(raw)
    return tuple(whole * one for one in raw)
