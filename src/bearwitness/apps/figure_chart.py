"""A figure as a chart: its bounds over those of what holds its ends."""

from collections.abc import Sequence
from typing import Any

from bearwitness.apps.breakdown_words import say_ends, say_question
from bearwitness.apps.interval_chart import Heading, Interval, build_interval_chart
from bearwitness.core.incidents import Estimate


def build_whole(estimate: Estimate) -> Interval:
    """The figure itself, as the first line of its chart."""
    return Interval(row="All together", low=estimate.low or 0, high=estimate.high, stated=estimate.high_stated or 0)


def build_figure_chart(estimate: Estimate, holders: Sequence[Interval], of: str, more: int) -> dict[str, Any]:
    """The figure over its holders, which are `of` "claims" or "incidents"; `more` hold it and are not among them."""
    lines = [
        f"{say_ends(estimate.low or 0, estimate.high)} people. Below, the {of} that hold the ends"
        + (f" ({more:,} more are not drawn)." if more > 0 else "."),
        f"{of.capitalize()} that may tell of the same people do not add up. An arrow has no upper end.",
    ]
    heading = Heading(title=say_question(estimate.question), lines=tuple(lines), of_rows="")
    return build_interval_chart(heading, [build_whole(estimate), *holders])
