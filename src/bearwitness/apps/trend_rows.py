"""A trend as data: one JSON value, or a table of comma-separated values with a line for each period."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from bearwitness.apps.comma_separated import Value, render_csv
from bearwitness.core.contract import render_question
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.counting.both_ends import SurgeReading
from bearwitness.counting.series import Cell
from bearwitness.counting.surges import Surge
from bearwitness.counting.trend_periods import Period
from bearwitness.workflow.sayings import Saying
from bearwitness.workflow.trend import Comparison, Trend

COLUMNS: Final = (
    "period", "first", "last", "whole", "low", "high", "high_stated", "incidents", "reports", "outlets", "origins",
    "languages", "all_reports", "all_outlets", "all_languages", "tellings", "surge", "low_expected", "low_threshold",
    "high_expected", "high_threshold",
)  # fmt: skip


def render_trend(trend: Trend) -> dict[str, Any]:
    """The trend as JSON; where a surge or a change of level was not looked for, the words that say why stand in its place."""
    surges = {one.period: one for one in trend.surges}
    shifts, footing = trend.shifts, trend.footing
    return {
        "question": render_question(trend.question),
        "by": trend.kind,
        "periods": [_render_cell(cell, surges.get(cell.period), is_file=trend.view is None) for cell in trend.cells],
        "comparisons": [_render_comparison(one) for one in trend.comparisons],
        "shifts": {
            "low": _name_periods(shifts.low),
            "high": _name_periods(shifts.high),
            "reports": _name_periods(shifts.reports),
            "both": _name_periods(shifts.both),
        },
        "statements": [_render_saying(one) for one in trend.sayings],
        "undated_reports": trend.undated,
        "rests_on": {"proposed": footing.proposed, "accepted": footing.accepted, "rejected": footing.rejected},
        "rules": RULES_VERSION,
    }


def render_trend_csv(trend: Trend, notes: Iterable[str] = ()) -> str:
    """One line a period, with a head. An open high is empty, as is what is not known."""
    surges = {one.period: one for one in trend.surges}
    rows: list[Sequence[Value]] = [COLUMNS]
    for cell in trend.cells:
        row = _render_cell(cell, surges.get(cell.period), is_file=trend.view is None)
        volume, surge = row.pop("volume") or {}, row.pop("surge")
        flat = row | volume | {"surge": surge["reading"] if surge else ""}
        for end in ("low", "high"):
            read = surge[end] if surge else ""
            for part in ("expected", "threshold"):
                flat[f"{end}_{part}"] = "" if isinstance(read, str) else read[part]
        rows.append([flat.get(name) for name in COLUMNS])
    return render_csv(rows, notes)


def _render_cell(cell: Cell, surge: SurgeReading | None, *, is_file: bool) -> dict[str, Any]:
    """One period; of a file of claims no volume is known."""
    one, volume = cell.estimate, cell.volume
    return _render_period(cell.period) | {
        "low": one.low,
        "high": one.high,
        "high_stated": one.high_stated,
        "incidents": one.incidents,
        "volume": None
        if is_file
        else {
            "reports": volume.reports,
            "outlets": volume.outlets,
            "origins": volume.origins,
            "languages": volume.languages,
            "all_reports": volume.all_reports,
            "all_outlets": volume.all_outlets,
            "all_languages": volume.all_languages,
            "tellings": volume.tellings,
        },
        "surge": None if surge is None else _render_surge(surge),
    }


def _render_period(period: Period) -> dict[str, Any]:
    return {
        "period": period.name,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "whole": period.is_whole,
    }


def _render_surge(surge: SurgeReading) -> dict[str, Any]:
    return {
        "reading": surge.reading,
        "low": _render_end(surge.low),
        "high": _render_end(surge.high),
        "reports": _render_end(surge.reports),
        "all_reports": _render_end(surge.all_reports),
    }


def _render_end(end: Surge | str) -> dict[str, Any] | str:
    if isinstance(end, str):
        return end
    return {
        "observed": end.observed,
        "expected": round(end.expected, 2),
        "threshold": end.threshold,
        "dispersion": round(end.dispersion, 2),
        "trend": end.has_trend,
        "years": end.years,
        "alarm": end.is_alarm,
    }


def _render_comparison(one: Comparison) -> dict[str, Any]:
    verdict = one.verdict
    weighed = verdict.weighed
    found: dict[str, Any] = {
        "basis": one.basis,
        "earlier": one.earlier.period.name,
        "later": one.later.period.name,
        "same_season": one.is_same_season,
        "verdict": verdict.word,
        "because": list(verdict.because),
        "bounds_apart": verdict.apart,
        "factor": None,
        "chance": None,
        "reporting": [],
    }
    if weighed is not None:
        is_rise = verdict.apart == "rose"
        found["factor"] = None if weighed.factor is None else round(weighed.factor, 3)
        found["chance"] = weighed.chance
        found["reporting"] = [
            {
                "measure": measure.name,
                "earlier": measure.fewer if is_rise else measure.more,
                "later": measure.more if is_rise else measure.fewer,
            }
            for measure in weighed.measures
        ]
    return found


def _render_saying(one: Saying) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "report": one.report,
        "published_on": one.on.isoformat() if one.on else None,
        "voices": list(one.voices),
        "text": one.words,
        "start": one.start,
        "end": one.end,
        "about": list(one.claims),
    }


def _name_periods(periods: tuple[Period, ...] | str) -> list[str] | str:
    return periods if isinstance(periods, str) else [period.name for period in periods]
