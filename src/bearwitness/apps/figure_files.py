"""A figure and its table to where they are asked for: the screen, JSON, CSV or a chart."""

from pathlib import Path
from typing import Final

from bearwitness.apps.breakdown_chart import build_table_chart
from bearwitness.apps.breakdown_output import show_table, write_table_csv, write_table_json
from bearwitness.apps.charts import save_chart
from bearwitness.apps.figure_chart import build_figure_chart
from bearwitness.apps.ids import build_shorten
from bearwitness.apps.interval_chart import Interval
from bearwitness.apps.screen import show_aside
from bearwitness.apps.wording import say_when, say_where
from bearwitness.core.errors import UsageError
from bearwitness.core.records import Claim
from bearwitness.workflow.breakdowns import Table
from bearwitness.workflow.figures import Figure

_SHOWN: Final = 40
"""Claims drawn beside a figure; the rest is counted."""


def write_breakdown(table: Table, *, as_json: bool, as_csv: bool, plot: Path | None) -> None:
    """The table in one form, and as a chart where a file is named for it."""
    if as_json and as_csv:
        raise UsageError("--json and --csv are both given; give one of them")
    if plot is not None:
        save_chart(build_table_chart(table), plot)
    if as_json:
        write_table_json(table)
    elif as_csv:
        write_table_csv(table)
    else:
        show_table(table)
    if plot is not None:
        show_aside(f"The chart is in {plot}.", "dim")


def save_figure_chart(figure: Figure, path: Path) -> None:
    """The bounds of a figure over the claims that hold its ends; raises UsageError where there are none."""
    estimate = figure.estimate
    if estimate.low is None:
        raise UsageError("--plot has nothing to draw: these claims cannot all be true, so there are no bounds")
    shorten = build_shorten(figure.view)
    chosen = sorted(figure.held, key=_by_time)
    claims = [
        Interval(
            row=f"{say_when(claim.when, briefly=True)}, {say_where(claim.where, briefly=True)} ({shorten(claim.id)})",
            low=claim.count.low,
            high=claim.count.high,
            stated=claim.count.low,
        )
        for claim in chosen[:_SHOWN]
    ]
    save_chart(build_figure_chart(estimate, claims, "claims", len(chosen) - _SHOWN), path)
    show_aside(f"The chart is in {path}.", "dim")


def _by_time(claim: Claim) -> tuple[str, str]:
    when = claim.when
    day = None if when is None else when.earliest or when.latest
    return ("9999" if day is None else day.isoformat(), claim.id)
