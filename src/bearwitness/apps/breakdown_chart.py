"""A broken-down figure as a chart: every cell an interval."""

from typing import Any

from bearwitness.apps.breakdown_words import name_row, name_whole, say_cell, say_ends, say_table
from bearwitness.apps.interval_chart import Heading, Interval, build_interval_chart
from bearwitness.apps.wording import say_number
from bearwitness.core.periods import is_period
from bearwitness.workflow.breakdowns import Table


def build_table_chart(table: Table) -> dict[str, Any]:
    """The cells as intervals: periods along the bottom, other rows one below the other, a second dimension as small charts."""
    breakdown = table.breakdown
    kinds = breakdown.kinds
    turned = len(kinds) > 1 and is_period(kinds[1]) and not is_period(kinds[0])
    first, second = (kinds[1], kinds[0]) if turned else (kinds[0], kinds[1] if len(kinds) > 1 else None)
    intervals = [
        Interval(
            row=name_row(first, dict(cell.at)[first]),
            low=cell.low,
            high=cell.high,
            stated=cell.high_stated or 0,
            panel="" if second is None else f"{second}: {name_row(second, dict(cell.at)[second])}",
        )
        for cell in breakdown.cells
        if cell.low is not None
    ]
    whole = breakdown.whole
    name = name_whole(breakdown)
    lines = [f"All: {say_cell(whole)} {name}, in {say_number(whole.incidents, 'incident')}.", *_fold_lines(table.note)]
    if table.persons is not None:
        lines.insert(1, f"People, each once: {say_ends(table.persons.whole.low, table.persons.whole.high)}.")
    heading = Heading(
        title=f"{say_table(table)}, by {' and '.join(kinds)}",
        lines=(
            *lines,
            "Each line goes from the fewest to the most people; an arrow, from the numbers stated on, has no upper end.",
        ),
        of_rows=first,
        upright=is_period(first),
    )
    return build_interval_chart(heading, intervals)


def _fold_lines(text: str) -> list[str]:
    from textwrap import wrap

    return wrap(text, 100)
