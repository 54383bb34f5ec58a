"""Cells of a table to take away: no spreadsheet may take what somebody wrote for a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def disarm(text: str) -> str:
    """A cell that a spreadsheet would take for a formula, made text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_row(cells: Iterable[str | int]) -> str:
    """One line of a table, every text of it disarmed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([disarm(one) if isinstance(one, str) else one for one in cells])
    return out.getvalue()
