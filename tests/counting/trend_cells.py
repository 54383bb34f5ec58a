"""Cells of a trend made by hand: a month with its bounds and its reporting, and made-up series of reports."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from bearwitness.core.incidents import Estimate, Question
from bearwitness.counting.series import Cell
from bearwitness.counting.trend_periods import Kind, Period, list_periods
from bearwitness.counting.verdicts import Reach
from bearwitness.counting.volume import Published, Volume, measure_volume

REACH = Reach(last=date(2030, 1, 1), delay=0)
JUNE, JULY = list_periods("month", date(2017, 6, 1), date(2017, 7, 31))
Ends = tuple[int, int | None]


def make_estimate(ends: Ends | None, stated: int | None = None) -> Estimate:
    """Bounds; None for claims that clash."""
    low, high = (None, None) if ends is None else ends
    said = stated if high is None else high
    return Estimate(
        question=Question(act="arrest"),
        low=low,
        high=high,
        high_stated=None if ends is None else said if said is not None else low,
        incidents=0,
        holds_low=(),
        holds_high=(),
        reasons=(),
        clash=("c_1",) if ends is None else None,
    )


def make_cell(period: Period, ends: Ends | None, volume: Volume | None = None, stated: int | None = None) -> Cell:
    """A period with these bounds."""
    return Cell(period=period, estimate=make_estimate(ends, stated), volume=volume or make_volume(10))


def make_volume(tellings: int, origins: int = 3, others: int = 20) -> Volume:
    """So many reports that tell, each once."""
    return Volume(
        reports=tellings,
        outlets=origins,
        origins=origins,
        languages=1 if tellings else 0,
        all_reports=tellings + others,
        all_outlets=origins,
        all_languages=1,
        tellings=tellings,
    )


def make_published(ident: str, on: date | None, *tells: tuple[str, str], language: str = "en") -> Published:
    """A report of an outlet of its own."""
    return Published(id=ident, on=on, outlet=f"outlet {ident}", language=language, tells=frozenset(tells))


def make_series(kind: Kind, numbers: list[int], first: date = date(2012, 1, 2)) -> list[Cell]:
    """Whole periods with exact numbers, each with ten reports."""
    whole = [one for one in list_periods(kind, first, date(2030, 1, 1)) if one.is_whole]
    return [make_cell(period, (number, number)) for period, number in zip(whole, numbers, strict=False)]


@st.composite
def cells(draw: st.DrawFn, period: Period) -> Cell:
    """Any bounds, with the reporting of any few reports."""
    low = draw(st.integers(0, 12))
    more = draw(st.sampled_from([0, 0, 1, 5, None]))
    ends = (low, None if more is None else low + more)
    return make_cell(period, ends, measure_volume(period, draw(reports(period))), stated=low + 2)


@st.composite
def reports(draw: st.DrawFn, period: Period) -> list[Published]:
    """Some reports of a period: what each tells, of whom, in which language."""
    pairs = st.tuples(st.sampled_from(["i_1", "i_2", "i_3"]), st.sampled_from(["", "a", "b", "c"]))
    told = draw(st.lists(st.tuples(st.frozensets(pairs, max_size=2), st.sampled_from(["en", "ko"])), max_size=8))
    return [
        replace(make_published(f"{period.name} {number}", period.first, language=language), tells=tells)
        for number, (tells, language) in enumerate(told)
    ]
