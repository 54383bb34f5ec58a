"""The published shapes of a trend, each field said in words."""

from datetime import date

from pydantic import BaseModel, Field

from bearwitness.apps.room.api.figure_shapes import Ends, Question, Rests
from bearwitness.counting.trend_periods import Kind as PeriodKind


class Volume(BaseModel):
    """How much was reported in a period."""

    reports: int = Field(description="Reports that tell of any of it.")
    outlets: int = Field(description="Outlets of those.")
    origins: int = Field(description="Independent origins of those.")
    languages: int = Field(description="Languages of those.")
    all_reports: int = Field(description="All reports of the register.")
    all_outlets: int = Field(description="All their outlets.")
    all_languages: int = Field(description="All their languages.")
    tellings: int = Field(description="Claims told.")


class SurgeEnd(BaseModel):
    """One end against the years before (Farrington flexible)."""

    observed: int = Field(description="The number of the period.")
    expected: float = Field(description="The number expected.")
    threshold: int = Field(description="A number above this is a surge.")
    dispersion: float = Field(description="How much the numbers scatter.")
    trend: bool = Field(description="Whether the years before rise or fall.")
    years: int = Field(description="How many years before were used.")
    alarm: bool = Field(description="Whether it is a surge.")


class Surge(BaseModel):
    """Whether a period stands out. Words in the place of an end say why it was not looked for."""

    reading: str = Field(description="What it comes to.")
    low: SurgeEnd | str = Field(description="The low end.")
    high: SurgeEnd | str = Field(description="The high end.")
    reports: SurgeEnd | str = Field(description="The reports that tell of it.")
    all_reports: SurgeEnd | str = Field(description="All reports.")


class PeriodCell(Ends):
    """One period of a trend."""

    period: str = Field(description="Its name: 2017-07, 2017-W28, 2017-Q3, 2017.")
    first: date = Field(description="Its first day.")
    last: date = Field(description="Its last day.")
    whole: bool = Field(description="Whether all its days are known.")
    incidents: int = Field(description="How many incidents it holds.")
    volume: Volume = Field(description="How much was reported.")
    surge: Surge | None = Field(description="Whether it stands out; null where it is not whole.")


class Measure(BaseModel):
    """A measure of reporting in two periods."""

    measure: str = Field(description="What is measured.")
    earlier: float | None = Field(description="In the earlier period.")
    later: float | None = Field(description="In the later one.")


class Comparison(BaseModel):
    """Two periods, and what can be told of them."""

    basis: str = Field(description="Why just these two.")
    earlier: str = Field(description="The earlier one.")
    later: str = Field(description="The later one.")
    same_season: bool = Field(description="Whether both are of one season.")
    verdict: str = Field(description="rose, fell, or cannot be told.")
    because: list[str] = Field(description="Why it cannot be told.")
    bounds_apart: str | None = Field(description="rose or fell, by the bounds alone.")
    factor: float | None = Field(description="By how much at the least.")
    chance: float | None = Field(description="How probable so much is by chance.")
    reporting: list[Measure] = Field(description="What reporting did meanwhile.")


class Shifts(BaseModel):
    """Lasting changes of level: periods, or words that say why none was looked for."""

    low: list[str] | str = Field(description="At the low end.")
    high: list[str] | str = Field(description="At the high end.")
    reports: list[str] | str = Field(description="In the reporting.")
    both: list[str] | str = Field(description="At both ends and not in the reporting.")


class Saying(BaseModel):
    """What a report says of reasons, of a rise or of a fall."""

    kind: str = Field(description="Of what kind.")
    report: str = Field(description="The id of the report.")
    published_on: date | None = Field(description="When it was published.")
    voices: list[str] = Field(description="Who says it.")
    text: str = Field(description="The words.")
    start: int = Field(description="Where they begin in the text.")
    end: int = Field(description="Where they end.")
    about: list[str] = Field(description="The claims they are about.")


class Trend(BaseModel):
    """The answer of `trend --json`."""

    question: Question = Field(description="The question as it was understood.")
    by: PeriodKind = Field(description="The kind of period.")
    periods: list[PeriodCell] = Field(description="The periods, in order.")
    comparisons: list[Comparison] = Field(description="Periods compared.")
    shifts: Shifts = Field(description="Lasting changes.")
    statements: list[Saying] = Field(description="What reports say of it.")
    undated_reports: int = Field(description="Reports without a day of publication, which are in no volume.")
    rests_on: Rests = Field(description="What it rests on.")
    rules: str = Field(description="The version of the rules.")
