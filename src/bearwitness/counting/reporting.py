"""Whether reporting explains a difference between two periods: rules that only ever take a "rose" or "fell" away.

A difference is explained where some measure of reporting differs by as great a factor as the people do at the least: there are then no
more people per report, or per origin, than in the other period. It is explained as well where, at an equal number of people per report,
chance brings about so great a difference oftener than once in twenty times: the exact conditional test of two counts.

The measures count each incident once for each origin that tells it, so that copies weigh nothing. They err on the careful side: more
arrests make more reports of arrests, and a true rise that brings as many reports with it is not told from a rise of attention.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bearwitness.counting.negative_binomial import find_chance
from bearwitness.counting.series import Cell

RARE: Final = 0.05
_TELLINGS: Final = "tellings of such acts, copies left out"
_ORIGINS: Final = "independent origins of such reports"
_READ: Final = "reports of the register, copies left out"
_LANGUAGES: Final = "languages of such reports"
_ALL_LANGUAGES: Final = "languages of the register's reports"
_DAYS: Final = "days"
_RATES: Final = frozenset({_TELLINGS, _READ})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of how much was reported, in the period of `fewer` and in the period of `more` people."""

    name: str
    fewer: int
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A difference weighed against reporting: why it is explained (nothing where it is not), the least factor between the numbers
    of people (None where the smaller one is 0), the measures, and the chance of it at as many people per report.
    """

    reasons: tuple[str, ...]
    factor: float | None
    measures: tuple[Measure, ...]
    chance: float | None


def weigh_reporting(fewer: Cell, more: Cell) -> Weighed:
    """Weigh the difference between two periods whose bounds do not meet, `more` having the more people."""
    most, least = fewer.estimate.high or 0, more.estimate.low or 0
    measures = list_measures(fewer, more)
    explaining = [one for one in measures if one.more * most >= least * one.fewer]
    reasons = [_tell(one, fewer, more) for one in explaining]
    chances = [
        find_chance(least, least + most, one.more / (one.more + one.fewer))
        for one in measures
        if one.name in _RATES and one.more + one.fewer
    ]
    chance = max(chances, default=None)
    if chance is not None and chance > RARE and not reasons:
        reasons.append(
            f"so few people that chance does it {round(100 * chance)} times in 100, at as many people per report"
        )
    return Weighed(
        reasons=tuple(reasons), factor=least / most if most else None, measures=tuple(measures), chance=chance
    )


def list_measures(fewer: Cell, more: Cell) -> Sequence[Measure]:
    """What may explain a difference. Origins and languages that are known of neither period are left out."""
    few, many = fewer.volume, more.volume
    measures = [
        Measure(name=_TELLINGS, fewer=few.tellings, more=many.tellings),
        Measure(name=_ORIGINS, fewer=few.origins, more=many.origins),
        Measure(name=_READ, fewer=few.read, more=many.read),
        Measure(name=_LANGUAGES, fewer=few.languages, more=many.languages),
        Measure(name=_ALL_LANGUAGES, fewer=few.all_languages, more=many.all_languages),
        Measure(name=_DAYS, fewer=fewer.period.days, more=more.period.days),
    ]
    return [one for one in measures if one.fewer or one.more or one.name in _RATES]


def _tell(one: Measure, fewer: Cell, more: Cell) -> str:
    few, many = fewer.period.words, more.period.words
    if one.name == _DAYS:
        return f"{many} has {one.more} days and {few} {one.fewer}, which is as great a difference"
    if not one.fewer:
        return f"too little was reported in {few} to compare with: {one.name}, 0 against {one.more} in {many}"
    return f"the reporting volume differs by as much: {one.name}, {one.fewer} in {few} and {one.more} in {many}"
