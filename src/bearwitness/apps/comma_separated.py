"""Lines of comma-separated values, as spreadsheets open them."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from bearwitness.apps.wording import clean
from bearwitness.core.cells import disarm

Value = str | int | float | None


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
    return disarm(clean(value)) if isinstance(value, str) else value
