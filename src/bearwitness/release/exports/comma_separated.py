"""Comma-separated values that no spreadsheet runs as formulas, and that come back as they were."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bearwitness.core.cells import disarm, rearm
from bearwitness.release.exports.columns import Cell, Column, list_cells
from bearwitness.release.exports.records import ExportedClaim, ExportedIncident


def render_rows(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table under its header; the header is ours and stays as it is (HXL hashtags begin with #)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_write(cell) for cell in row] for row in rows)
    return out.getvalue()


def render_records(records: Iterable[ExportedIncident | ExportedClaim], columns: Sequence[Column]) -> str:
    """All columns of incidents or of claims."""
    return render_rows([column.name for column in columns], (list_cells(one, columns) for one in records))


def parse_records(text: str, columns: Sequence[Column]) -> list[dict[str, Cell]]:
    """The cells of what `render_records` wrote, by column, each of its kind."""
    rows = csv.DictReader(io.StringIO(text))
    return [parse_cells(row, columns) for row in rows]


def parse_cells(row: Mapping[str, str], columns: Sequence[Column]) -> dict[str, Cell]:
    """One row's texts as values."""
    return {column.name: _parse(row[column.name], column) for column in columns}


def _write(cell: Cell) -> str:
    if isinstance(cell, str):
        return disarm(cell)
    if isinstance(cell, tuple):
        return json.dumps(cell, ensure_ascii=False) if cell else ""
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else repr(cell)


def _parse(text: str, column: Column) -> Cell:
    if text == "":
        return None
    if column.kind == "number":
        return int(text)
    if column.kind == "degrees":
        return float(text)
    if column.kind == "day":
        return date.fromisoformat(text)
    return tuple(json.loads(text)) if column.kind == "texts" else rearm(text)
