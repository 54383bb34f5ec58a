"""A broken-down figure as a page shows it: every cell its bounds, drawn, and the way to its own question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bearwitness.apps.breakdown_grid import Column, Grid, build_grid
from bearwitness.apps.breakdown_words import (
    SHORT_WORDS,
    TOO_WIDE,
    name_row,
    name_whole,
    say_cell,
    say_ends,
    say_table,
)
from bearwitness.apps.count_output import say_footing
from bearwitness.apps.interval_chart import Interval
from bearwitness.apps.room.asking import find_address, has_certificate
from bearwitness.apps.room.drawing import Bar, Drawing, draw_intervals
from bearwitness.apps.room.phrasing import say_ends as say_bounds
from bearwitness.apps.wording import say_number
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.counting.breakdown import Cell
from bearwitness.workflow.breakdowns import Table

_MOST_ROWS: Final = 120
_MOST_CELLS: Final = 1_200
_ABREAST: Final = 12
"""Columns of one table; more are in a further one, so that none is wider than a sheet of paper."""
_SHORT: Final = 22
"""Names of rows up to so long are not broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One cell: its bounds in words and drawn (None: nothing to draw), its question's address ("": it is none), and its certificate's."""

    said: str
    stated: str = ""
    incidents: str = ""
    bar: Bar | None = None
    address: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table."""

    lead: str
    cells: tuple[Shown, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some columns of the table, by their heads."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What cells are shown by: what the address of the table asks, and the bar of each that is drawn."""

    kept: Sequence[tuple[str, str]]
    bars: Mapping[int, Bar]


def describe_table(table: Table, kept: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What the page shows of a table. `kept` is what its address asks for."""
    breakdown, persons = table.breakdown, table.persons
    is_grid = len(breakdown.kinds) > 1
    rows = max(len(breakdown.rows[0]), len(breakdown.rows[1])) if is_grid else len(breakdown.cells)
    columns = min(len(breakdown.rows[0]), len(breakdown.rows[1])) if is_grid else 1
    shown = min(rows, _MOST_ROWS, max(1, _MOST_CELLS // max(1, columns)))
    drawing, bars = _draw(breakdown.cells)
    ground = _Ground(kept=kept, bars=bars)
    whole = breakdown.whole
    return {
        "table": table,
        "table_parts": list(_lay_out_grid(table, ground, shown)) if is_grid else [_lay_out_list(table, ground, shown)],
        "is_grid": is_grid,
        "is_short": all(len(row or "") <= _SHORT for row in breakdown.rows[0]),
        "corner": _find_corner(table),
        "is_open": any(cell.high is None for cell in (*breakdown.cells, whole) if cell.low is not None),
        "has_certificates": any(map(has_certificate, breakdown.cells)) and "outcome" not in breakdown.kinds,
        "has_questions": "outcome" not in breakdown.kinds,
        "left_out": rows - shown,
        "table_drawing": drawing,
        "step": drawing.ticks[1][1],
        "table_title": f"By {' and '.join(breakdown.kinds)}",
        "table_of": say_table(table),
        "whole_said": f"{_say(whole)} {name_whole(breakdown)} in {say_number(whole.incidents, 'incident')}",
        "persons_said": "" if persons is None else say_bounds(persons.whole.low, persons.whole.high),
        "table_words": [words for words in (table.note, f"{TOO_WIDE}." if not breakdown.is_exact else "") if words],
        "short_words": SHORT_WORDS,
        "table_footing": say_footing(table.footing),
        "rules": RULES_VERSION,
    }


def _draw(cells: Sequence[Cell]) -> tuple[Drawing, dict[int, Bar]]:
    """All cells on one scale, and the bar of each. Totals and the whole are not drawn: beside them most cells would be points."""
    drawn = [cell for cell in cells if cell.low is not None]
    intervals = [Interval(row="", low=cell.low or 0, high=cell.high, stated=cell.high_stated or 0) for cell in drawn]
    drawing = draw_intervals(intervals)
    return drawing, {id(cell): bar for cell, bar in zip(drawn, drawing.bars, strict=True)}


def _lay_out_list(table: Table, ground: _Ground, shown: int) -> Part:
    """One line a cell, and below them the whole."""
    breakdown = table.breakdown
    kind = breakdown.kinds[0]
    lines = [
        Line(lead=name_row(kind, cell.at[0][1]), cells=(_show(cell, ground),)) for cell in breakdown.cells[-shown:]
    ]
    lines.append(Line(lead=f"all {name_whole(breakdown)}", cells=(_show(breakdown.whole, ground),), is_whole=True))
    if table.persons is not None:
        ends = table.persons.whole
        lines.append(Line(lead="people, each once", cells=(Shown(said=say_ends(ends.low, ends.high)),), is_whole=True))
    return Part(heads=(), lines=tuple(lines))


def _is_turned(table: Table) -> bool:
    """The longer dimension stands down the page: it scrolls, and paper is longer than wide."""
    return len(table.breakdown.rows[1]) > len(table.breakdown.rows[0])


def _find_corner(table: Table) -> str:
    kinds = table.breakdown.kinds
    return " / ".join(reversed(kinds) if len(kinds) > 1 and _is_turned(table) else kinds)


def _lay_out_grid(table: Table, ground: _Ground, shown: int) -> Iterator[Part]:
    grid = build_grid(table, turned=_is_turned(table))
    rows = max(map(len, table.breakdown.rows))
    first = rows - shown
    for start in range(0, len(grid.columns), _ABREAST):
        columns = grid.columns[start : start + _ABREAST]
        yield Part(
            heads=tuple(column.head for column in columns), lines=tuple(_lay_out(grid, columns, ground, first, rows))
        )


def _lay_out(grid: Grid, columns: Sequence[Column], ground: _Ground, first: int, rows: int) -> Iterator[Line]:
    for number, lead in enumerate(grid.leads):
        if number >= first:
            cells = (column.cells[number] for column in columns)
            yield Line(
                lead=lead,
                cells=tuple(Shown(said=said) if cell is None else _show(cell, ground) for said, cell in cells),
                is_whole=number >= rows,
            )


def _show(cell: Cell, ground: _Ground) -> Shown:
    address = find_address(cell, ground.kept)
    return Shown(
        said=say_cell(cell),
        stated=f"{cell.high_stated:,}" if cell.high is None and cell.high_stated is not None else "",
        incidents=f"{cell.incidents:,}",
        bar=ground.bars.get(id(cell)),
        address=address,
        certificate=address if has_certificate(cell) else "",
    )


def _say(whole: Cell) -> str:
    """ "Between 4 and 9", as a figure says it."""
    if whole.low is None or whole.low == whole.high:
        return say_cell(whole)
    return f"At least {whole.low:,}" if whole.high is None else f"Between {whole.low:,} and {whole.high:,}"
