"""Quantiles of the negative binomial distribution, and the chance of a share: plain sums, no library."""

from math import comb, exp, lgamma, log
from typing import Final

_SAME: Final = 1e-9
"""Below this excess over 1 a dispersion is that of chance alone (Poisson)."""


def find_quantile(mean: float, dispersion: float, chance: float) -> int:
    """The least number that a count of this mean, with variance `dispersion` times the mean, exceeds no oftener than 1 - `chance`.

    Negative binomial of size mean / (dispersion - 1) and probability 1 / dispersion (Noufaily and others 2013); Poisson where the
    dispersion is 1.
    """
    if mean <= 0:
        return 0
    below, number = 0.0, 0
    # Terms so small that they round to nothing far out end the sum as well.
    while (
        below := below + exp(_log_weight(number, mean, dispersion))
    ) < chance and number < 50 * mean * dispersion + 1000:
        number += 1
    return number


def _log_weight(number: int, mean: float, dispersion: float) -> float:
    if dispersion - 1 < _SAME:
        return number * log(mean) - mean - lgamma(number + 1)
    size = mean / (dispersion - 1)
    turn = lgamma(number + size) - lgamma(size) - lgamma(number + 1)
    return turn - size * log(dispersion) + number * log((dispersion - 1) / dispersion)


def find_chance(number: int, of: int, share: float) -> float:
    """The chance that at least `number` of `of` fall on a part with this share, where each falls by itself (exact binomial).

    Of two counts known together, this is the test of equal rates: J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313–323.
    """
    if not 0 < share < 1:
        return float(share >= 1 or number <= 0)
    return min(
        1.0, sum(exp(_log_comb(of, k) + k * log(share) + (of - k) * log(1 - share)) for k in range(number, of + 1))
    )


def _log_comb(of: int, number: int) -> float:
    if of < 60:
        return log(comb(of, number))
    return lgamma(of + 1) - lgamma(number + 1) - lgamma(of - number + 1)
