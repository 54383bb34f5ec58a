"""The options of `trend`."""

from typing import Annotated

import typer

from bearwitness.core.errors import UsageError
from bearwitness.counting.trend_periods import KINDS, Kind

EachPeriod = Annotated[
    str, typer.Option("--by", metavar="PERIOD", help="The periods: week, month, quarter or year.", show_default=True)
]
At = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="PERIOD", help="The period to compare: 2017-07, 2017-W28, 2017-Q3 or 2017 (default: the last)."
    ),
]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="PERIOD", help="The earlier period to compare it with, written the same way."),
]


def parse_kind(text: str) -> Kind:
    """The kind of period; raises UsageError with the list of kinds for any other word."""
    for kind in KINDS:
        if kind == text:
            return kind
    raise UsageError(f"--by is {text!r}; it must be one of: {', '.join(KINDS)}")
