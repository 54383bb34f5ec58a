"""Comma-separated values: what a spreadsheet would run stays text, and numbers stay numbers."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.apps.comma_separated import render_csv


@given(st.lists(st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"])), min_size=2, max_size=3), max_size=4))
def test_no_cell_of_text_begins_as_a_formula(rows: list[list[str]]) -> None:
    read = list(csv.reader(StringIO(render_csv(rows))))
    assert [len(row) for row in read] == [len(row) for row in rows]
    for told, row in zip(read, rows, strict=True):
        for cell, text in zip(told, row, strict=True):
            assert not cell.startswith(("=", "+", "-", "@"))
            assert cell in {text, f"'{text}"}


def test_numbers_nothing_and_notes() -> None:
    text = render_csv([("east", "people"), (-73.9, None)], ["of\narrests", "=now"])
    assert text == "# of arrests\n# =now\neast,people\n-73.9,\n"
