"""How much was reported in a period: a number of people means nothing without it.

A figure that follows the number of reports tells of the reporting. So every period stands beside what was published in it, all of it
and the part that tells of what is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bearwitness.counting.trend_periods import Period

Telling = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One report as far as volume goes. `tells` holds, for each counted claim, the incident and the origin it goes back to
    ("" where the origin is unknown).
    """

    id: str
    on: date | None
    outlet: str | None
    language: str | None
    tells: frozenset[Telling]


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What was published in a period: reports, outlets and languages, of the register (`all_…`) and of the reports that tell of what
    is asked; `origins` are those of the latter.

    `tellings` counts each incident once for each origin that tells it, so that a copy adds none: independence is computed, never
    assumed.
    """

    reports: int = 0
    outlets: int = 0
    origins: int = 0
    languages: int = 0
    all_reports: int = 0
    all_outlets: int = 0
    all_languages: int = 0
    tellings: int = 0

    @property
    def read(self) -> int:
        """The register's reports without those that only repeat: those that tell nothing of what is asked, and the tellings."""
        return self.all_reports - self.reports + self.tellings


def measure_volume(period: Period, published: Iterable[Published]) -> Volume:
    """The volume of the reports published in the period; those of unknown day are in none. The order changes nothing."""
    inside = [one for one in published if one.on is not None and period.first <= one.on <= period.last]
    telling = [one for one in inside if one.tells]
    return Volume(
        reports=len(telling),
        outlets=len({one.outlet for one in telling if one.outlet}),
        origins=len({origin for one in telling for _, origin in one.tells if origin}),
        languages=len({one.language for one in telling if one.language}),
        all_reports=len(inside),
        all_outlets=len({one.outlet for one in inside if one.outlet}),
        all_languages=len({one.language for one in inside if one.language}),
        tellings=len({telling for one in inside for telling in one.tells}),
    )
