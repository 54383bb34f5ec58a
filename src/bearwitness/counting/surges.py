"""Surges as field epidemiology finds them: whether a period's number lies above what the years before let expect.

The method is "Farrington flexible": A. Noufaily, D. G. Enki, P. Farrington, P. Garthwaite, N. Andrews and A. Charlett, "An improved
algorithm for statistical outbreak detection in multiple surveillance systems", Statistics in Medicine 32 (2013) 1206–1222; after
C. P. Farrington, N. J. Andrews, A. D. Beale and M. A. Catchpole, J. R. Statist. Soc. A 159 (1996) 547–563. It is what R's
surveillance::farringtonFlexible does with noPeriods = 10, weightsThreshold = 2.58, pastWeeksNotIncluded = 26, pThresholdTrend = 1 and
thresholdMethod = "nbPlugin". A quasi-Poisson model with a trend and a factor for the season is fitted to the years before, half a year
left out, past outbreaks weigh less, and the threshold is a quantile of the negative binomial distribution.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bearwitness.counting.negative_binomial import find_quantile
from bearwitness.counting.surge_model import Point, fit_expected
from bearwitness.counting.trend_periods import Kind, Period, find_years_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`window` periods on either side of the same season count as that season, the rest of the year is cut into `levels` - 1 others;
    the last `left_out` periods are no history; of the last `recent` periods fewer than five people sound no alarm.
    """

    window: int
    levels: int
    left_out: int
    recent: int


SETTINGS: Final[dict[Kind, Settings]] = {
    "week": Settings(window=3, levels=10, left_out=26, recent=4),
    "month": Settings(window=1, levels=4, left_out=6, recent=1),
    "quarter": Settings(window=0, levels=4, left_out=2, recent=1),
}
"""Weeks as published; months and quarters are cut the same way: the season, three others, half a year left out."""
MOST_YEARS: Final = 5
FEWEST_YEARS: Final = 3
"""Years of history used, and needed: a trend over fewer than three years is not to be told from the season (Farrington 1996)."""
FEWEST_PEOPLE: Final = 5
ALPHA: Final = 0.005
"""A number above the 99.5 % quantile is an alarm, as in both papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """What the years before let expect of a period, and the number above which it is a surge.

    `dispersion` is how much more the numbers vary than chance alone would have them (1: no more). `has_trend` is False where a trend
    would lead above every number seen. `is_alarm` needs five people as well.
    """

    observed: int
    expected: float
    threshold: int
    dispersion: float
    has_trend: bool
    years: int
    is_alarm: bool


def find_surge(periods: Sequence[Period], numbers: Sequence[int | None], index: int) -> Surge | str:
    """Whether the period at `index` is a surge over those before it, or in words why that cannot be told.

    `periods` are whole and follow each other. A number that is not known (None) is no history. Periods after `index` change nothing.
    """
    settings = SETTINGS.get(periods[index].kind)
    observed = numbers[index]
    if settings is None:
        return "no season to compare with in whole years; ask by month"
    if observed is None:
        return "the number is not known: the claims cannot all be true, or no report was published"
    history = list_history(periods[: index + 1])
    if isinstance(history, str):
        return history
    years, levels = history
    points = [
        Point(time=i, level=level, number=number)
        for i, level in sorted(levels.items())
        if (number := numbers[i]) is not None
    ]
    if not any(point.number for point in points):
        return "nobody in all the years before, so there is nothing to measure against"
    if not any(point.level == 0 for point in points):
        return "the same season of the years before is not known"
    fitted = fit_expected(points, index)
    if fitted is None:
        return "no model fits the years before"
    threshold = find_quantile(fitted.expected, fitted.dispersion, 1 - ALPHA)
    recent = sum(number or 0 for number in numbers[max(0, index - settings.recent + 1) : index + 1])
    return Surge(
        observed=observed,
        expected=fitted.expected,
        threshold=threshold,
        dispersion=fitted.dispersion,
        has_trend=fitted.has_trend,
        years=years,
        is_alarm=observed > threshold and recent >= FEWEST_PEOPLE,
    )


def list_history(periods: Sequence[Period]) -> tuple[int, dict[int, int]] | str:
    """For the last of `periods`: how many years of history there are, and the level of the season of each period that is history
    (0 is the season of the last one itself), or in words that there is too little.
    """
    settings, now = SETTINGS[periods[-1].kind], len(periods) - 1
    index_of = {period.first: i for i, period in enumerate(periods)}
    same_season = [now]
    for years in range(1, MOST_YEARS + 1):
        then = find_years_before(periods[-1], years)
        at = None if then is None else index_of.get(then.first)
        if at is None or at < settings.window:
            break
        same_season.append(at)
    years = len(same_season) - 1
    if years < FEWEST_YEARS:
        had = "no whole year" if not years else "1 year" if years == 1 else f"{years} years"
        return f"too short a history: {had} before it, and it takes {FEWEST_YEARS}"
    levels: dict[int, int] = {}
    for later, at in pairwise(same_season):
        levels |= dict.fromkeys(range(at - settings.window, at + settings.window + 1), 0)
        between = range(at + settings.window + 1, later - settings.window)
        levels |= _cut_evenly(between, settings.levels - 1)
    levels |= dict.fromkeys(range(now - settings.window, now), 0)
    return years, {i: level for i, level in levels.items() if i < now - settings.left_out}


def _cut_evenly(between: range, parts: int) -> dict[int, int]:
    """Levels 1, 2, … of the periods between two same seasons, the first ones a period longer where it does not come out even."""
    size, rest = divmod(len(between), parts)
    levels: dict[int, int] = {}
    start = 0
    for part in range(parts):
        end = start + size + (part < rest)
        levels |= dict.fromkeys(between[start:end], part + 1)
        start = end
    return levels
