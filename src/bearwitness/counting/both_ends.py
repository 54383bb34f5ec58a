"""Surges and lasting changes looked for at both ends of the bounds, and in the reporting itself.

What holds at one end only hangs on what is not known; what the reporting does as well may be the reporting's doing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bearwitness.counting.series import Cell, list_numbers
from bearwitness.counting.shifts import find_shifts
from bearwitness.counting.surges import Surge, find_surge
from bearwitness.counting.trend_periods import Period

Reading = Literal["surge", "surge of reporting too", "at the low end only", "at the high end only", "none", "not known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeReading:
    """A period's two ends, and the reports that tell of them and all reports of the register, against the years before; in words
    where that was not run.
    """

    period: Period
    low: Surge | str
    high: Surge | str
    reports: Surge | str
    all_reports: Surge | str

    @property
    def reading(self) -> Reading:
        """ "surge" only where both ends are one and the reporting is none."""
        if isinstance(self.low, str) or isinstance(self.high, str):
            return "not known"
        if self.low.is_alarm and self.high.is_alarm:
            told = (self.reports, self.all_reports)
            return (
                "surge of reporting too" if any(not isinstance(one, str) and one.is_alarm for one in told) else "surge"
            )
        if self.low.is_alarm:
            return "at the low end only"
        return "at the high end only" if self.high.is_alarm else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftReading:
    """The periods with which a new level begins, at each end of the bounds and in the reports that tell of them; in words where that
    was not run. `both` are those found at both ends within a period of each other and not in the reports.
    """

    low: tuple[Period, ...] | str
    high: tuple[Period, ...] | str
    reports: tuple[Period, ...] | str
    both: tuple[Period, ...]


def read_surges(cells: Sequence[Cell], shown: int) -> tuple[SurgeReading, ...]:
    """The last `shown` of the cells, each against those before it. Cells follow each other; what is not whole is not read.

    A period in which the register holds no report at all is no history of nothing happening: its number is not known.
    """
    whole = [cell for cell in cells if cell.period.is_whole]
    periods = [cell.period for cell in whole]
    is_told = [bool(cell.volume.all_reports) for cell in whole]
    low, high = (
        [number if told else None for number, told in zip(list_numbers(whole, end), is_told, strict=True)]
        for end in ("low", "high")
    )
    reports = [cell.volume.reports for cell in whole]
    all_reports = [cell.volume.all_reports for cell in whole]
    wanted = {cell.period for cell in cells[len(cells) - shown :]}
    return tuple(
        SurgeReading(
            period=period,
            low=find_surge(periods, low, i),
            high=find_surge(periods, high, i),
            reports=find_surge(periods, reports, i),
            all_reports=find_surge(periods, all_reports, i),
        )
        for i, period in enumerate(periods)
        if period in wanted
    )


def read_shifts(cells: Sequence[Cell]) -> ShiftReading:
    """Lasting changes of level over the whole cells, from the first to the last in which anything was published."""
    whole = [cell for cell in cells if cell.period.is_whole]
    told = [i for i, cell in enumerate(whole) if cell.volume.all_reports]
    kept = whole[told[0] : told[-1] + 1] if told else []

    def name(found: tuple[int, ...] | str) -> tuple[Period, ...] | str:
        return found if isinstance(found, str) else tuple(kept[i].period for i in found)

    low, high = (find_shifts(list_numbers(kept, end)) for end in ("low", "high"))
    reports = find_shifts([cell.volume.reports for cell in kept])
    both = () if isinstance(low, str) or isinstance(high, str) else tuple(i for i in low if _is_near(i, high))
    free = [i for i in both if isinstance(reports, str) or not _is_near(i, reports)]
    return ShiftReading(low=name(low), high=name(high), reports=name(reports), both=tuple(kept[i].period for i in free))


def _is_near(index: int, others: Sequence[int]) -> bool:
    return any(abs(index - other) <= 1 for other in others)
