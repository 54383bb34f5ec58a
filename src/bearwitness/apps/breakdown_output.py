"""A broken-down figure as a table, as JSON, as CSV and as a chart; all hold the same numbers."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from rich.table import Table as RichTable
from rich.text import Text

from bearwitness.apps.breakdown_grid import build_grid
from bearwitness.apps.breakdown_words import (
    ALL,
    PEOPLE,
    SHORT_WORDS,
    TOO_WIDE,
    name_row,
    name_whole,
    say_cell,
    say_ends,
    say_table,
)
from bearwitness.apps.comma_separated import Value, render_csv
from bearwitness.apps.count_output import say_footing
from bearwitness.apps.screen import build_console, build_hanging, show, write_json, write_text
from bearwitness.apps.wording import clean
from bearwitness.core.contract import render_estimate, render_question
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.counting.breakdown import Cell
from bearwitness.counting.dimensions import Kind
from bearwitness.counting.fate_cases import Bounds
from bearwitness.workflow.breakdowns import Table

_GAP: Final = 2


def show_table(table: Table) -> None:
    """The table, why its rows need not add up, and what it rests on."""
    breakdown = table.breakdown
    whole = breakdown.whole
    if whole.low is None:
        show(f"These claims cannot all be true: {', '.join(whole.clash or ())}", style="bold")
        return
    show(f"{say_table(table)}: {say_cell(whole)} {name_whole(breakdown)}", style="bold")
    if not breakdown.cells:
        show("No claim may lie in the question.")
    elif len(breakdown.kinds) == 1:
        show(_build_list(table), "")
    else:
        for part in _build_grids(table):
            show(part, "")
    if table.persons is not None:
        whole_of = table.persons.whole
        show(f"People, each counted once whatever befell them: {say_ends(whole_of.low, whole_of.high)}.")
    if table.note:
        show(build_hanging("  ", table.note))
    if not breakdown.is_exact:
        show(build_hanging("  ", TOO_WIDE))
    show(SHORT_WORDS, style="dim")
    show(say_footing(table.footing), style="dim")


def _build_list(table: Table) -> RichTable:
    breakdown = table.breakdown
    kind = breakdown.kinds[0]
    whole = breakdown.whole
    name = name_whole(breakdown)
    cells = [(name_row(kind, cell.at[0][1]), cell) for cell in breakdown.cells]
    cells.append((ALL if name == "people" else name, whole))
    rows = [(lead, say_cell(cell), _say_stated(cell), f"{cell.incidents:,}") for lead, cell in cells]
    if table.persons is not None:
        rows.append((PEOPLE, say_ends(table.persons.whole.low, table.persons.whole.high), "", ""))
    return _build_rich((kind, "people", "stated", "incidents"), rows)


def _say_stated(cell: Cell) -> str:
    """The number stated where the high end is open."""
    return f"{cell.high_stated:,}" if cell.high is None and cell.high_stated is not None else ""


def _build_grids(table: Table) -> Iterable[RichTable]:
    """Rows by columns; where they are wider than the screen, in several tables."""
    grid = build_grid(table)
    widths = [max(map(len, (column.head, *(said for said, _ in column.cells)))) + _GAP for column in grid.columns]
    room = build_console().width - max(map(len, (grid.corner, *grid.leads))) - _GAP
    start = 0
    while start < len(grid.columns):
        end = start + 1
        while end < len(grid.columns) and sum(widths[start : end + 1]) <= room:
            end += 1
        shown = grid.columns[start:end]
        body = [(lead, *(column.cells[i][0] for column in shown)) for i, lead in enumerate(grid.leads)]
        yield _build_rich((grid.corner, *(column.head for column in shown)), body)
        start = end


def _build_rich(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> RichTable:
    table = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for i, name in enumerate(columns):
        table.add_column(clean(name), justify="right" if i else "left", overflow="fold", no_wrap=bool(i))
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    return table


def write_table_json(table: Table) -> None:
    """The table on one line."""
    write_json(render_table(table))


def render_table(table: Table) -> dict[str, Any]:
    """The keys of `count --json`, with `by`, `cells`, `totals`, and why parts need not add up; by act also `people`."""
    breakdown = table.breakdown
    if table.estimate is not None:
        row = render_estimate(table.estimate, table.footing)
    else:
        whole, footing = breakdown.whole, table.footing
        row = {
            "question": render_question(table.question) | {"act": None},
            **_render_ends(whole),
            "rests_on": {"proposed": footing.proposed, "accepted": footing.accepted, "rejected": footing.rejected},
            "holds_low": [],
            "holds_high": [],
            "reasons": [],
            "clash": None if whole.clash is None else list(whole.clash),
            "certificate": None,
            "rules": RULES_VERSION,
        }
    row |= {
        "by": list(breakdown.kinds),
        "cells": [_render_cell(cell) for cell in breakdown.cells],
        "totals": [_render_cell(cell) for cell in breakdown.totals],
        "parts": table.note,
    }
    if table.persons is not None:
        row["people"] = _render_people(table.persons.whole)
        other = next((kind for kind in breakdown.kinds if kind != "act"), None)
        if other is not None:
            row["people"]["rows"] = [{"at": {other: name}, **_render_people(one)} for name, one in table.persons.rows]
    return row


def _render_people(people: Bounds) -> dict[str, Any]:
    return {"low": people.low, "high": people.high}


def _render_cell(cell: Cell) -> dict[str, Any]:
    at = dict(cell.at)
    clash = {} if cell.clash is None else {"clash": list(cell.clash)}
    return {"at": at, **_render_ends(cell), **clash}


def _render_ends(cell: Cell) -> dict[str, Any]:
    return {"low": cell.low, "high": cell.high, "high_stated": cell.high_stated, "incidents": cell.incidents}


def write_table_csv(table: Table) -> None:
    """The table as comma-separated values."""
    write_text(render_table_csv(table))


def render_table_csv(table: Table, notes: Iterable[str] = ()) -> str:
    """A line a cell, then the totals ("all"). An open high is empty, and `high_stated` the number stated."""
    breakdown = table.breakdown
    rows: list[tuple[Value, ...]] = [(*breakdown.kinds, "low", "high", "high_stated", "incidents")]
    for cell in (*breakdown.cells, *breakdown.totals, breakdown.whole):
        at = dict(cell.at)
        names = [name_row(kind, at[kind]) if kind in at else ALL for kind in breakdown.kinds]
        rows.append((*names, cell.low, cell.high, cell.high_stated, cell.incidents))
    if table.persons is not None:
        other: Kind = next((kind for kind in breakdown.kinds if kind != "act"), "act")
        told = [*((name_row(other, row), one) for row, one in table.persons.rows), (ALL, table.persons.whole)]
        for name, one in told:
            names = [PEOPLE if kind == "act" else name for kind in breakdown.kinds]
            rows.append((*names, one.low, one.high, None, None))
    return render_csv(rows, notes)
