"""Lines of comma-separated values, as spreadsheets open them."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from bearwitness.apps.wording import clean

Value = str | int | float | None
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def render_csv(rows: Iterable[Sequence[Value]], notes: Iterable[str] = ()) -> str:
    """The rows as text, after the notes as lines that begin with #. None is an empty cell; a text that a spreadsheet would run as a formula
    gets a mark before it.
    """
    out = StringIO()
    for note in notes:
        out.write(f"# {' '.join(clean(note).split())}\n")
    csv.writer(out, lineterminator="\n").writerows([_write(value) for value in row] for row in rows)
    return out.getvalue()


def _write(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_FORMULA) else clean(value)
