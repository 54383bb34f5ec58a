"""A sheet for people: what is in it first, then incidents and claims under headings that stay, with filters; text stays text."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as Box
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from bearwitness.core.cells import disarm
from bearwitness.release.exports.columns import Cell, Column, build_incident, list_cells, load_columns
from bearwitness.release.exports.notes import list_about, list_shown
from bearwitness.release.exports.records import Export, ExportedClaim, ExportedIncident

INCIDENTS: Final = "Incidents"
_LONGEST: Final = 32_000
"""Excel holds 32,767 letters in a cell."""
_BOLD: Final = Font(bold=True)
_SHADE: Final = PatternFill("solid", fgColor="E6EEF0")
_WIDTHS: Final = {"text": 18, "number": 10, "degrees": 10, "day": 12, "texts": 30}
_WIDEST: Final = {"id": 22, "quotes": 70, "place": 22, "edtf": 24}


def render_excel(export: Export) -> bytes:
    """The workbook: sheets About, Incidents, Claims, Columns."""
    book = Workbook()
    book.properties.creator = "Bearwitness"
    about = book.active
    about.title = "About"
    about.column_dimensions["A"].width = 110
    for number, line in enumerate(list_about(export), start=1):
        box = _put(about, number, 1, line)
        box.alignment = Alignment(wrap_text=True, vertical="top")
        box.font = Font(bold=number == 1)
    _fill(book.create_sheet(INCIDENTS), export.incidents, list_shown(export, "incident"))
    _fill(book.create_sheet("Claims"), export.claims, list_shown(export, "claim"))
    _explain(book.create_sheet("Columns"), export)
    out = io.BytesIO()
    # Not `book.save`: it writes each sheet to a file in the folder of temporary files first, in which quotes would stand.
    _WriterInMemory(book, ZipFile(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()


class _WriterInMemory(ExcelWriter):  # type: ignore[misc]
    """Writes a workbook and no file beside it."""

    def write_worksheet(self, ws: Worksheet) -> None:
        ws._drawing = SpreadsheetDrawing()
        written = io.BytesIO()
        writer = WorksheetWriter(ws, written)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], written.getvalue())
        self.manifest.append(ws)


def parse_excel(content: bytes) -> tuple[ExportedIncident, ...]:
    """The incidents of what `render_excel` wrote."""
    sheet = load_workbook(io.BytesIO(content), read_only=True)[INCIDENTS]
    header, *rows = sheet.iter_rows(values_only=True)
    kinds = {column.name: column.kind for column in load_columns("incident")}
    read = [{str(name): _read(cell, kinds[str(name)]) for name, cell in zip(header, row, strict=True)} for row in rows]
    return tuple(build_incident(row) for row in read)


def _fill(sheet: Worksheet, records: Iterable[ExportedIncident | ExportedClaim], columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        box = _put(sheet, 1, number, column.name)
        box.font, box.fill = _BOLD, _SHADE
        sheet.column_dimensions[get_column_letter(number)].width = _WIDEST.get(column.name, _WIDTHS[column.kind])
    rows = 1
    for rows, record in enumerate(records, start=2):
        for number, cell in enumerate(list_cells(record, columns), start=1):
            _put(sheet, rows, number, cell)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows}"


def _explain(sheet: Worksheet, export: Export) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 12, 18
    sheet.column_dimensions["C"].width = 110
    rows = [("sheet", "column", "what it means")]
    rows += [(INCIDENTS, column.name, column.means) for column in list_shown(export, "incident")]
    rows += [("Claims", column.name, column.means) for column in list_shown(export, "claim")]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            _put(sheet, number, place, text).font = Font(bold=number == 1)
    sheet.freeze_panes = "A2"


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> Box:
    """A value in its box; text is marked as text, so that "=1+1" is three letters and no sum."""
    box = sheet.cell(row=row, column=column)
    if isinstance(cell, tuple):
        cell = "\n".join(cell)
    if isinstance(cell, str):
        if cell:
            box.value = cell[:_LONGEST]
            box.data_type = "s"
            if disarm(cell) != cell:
                box.quotePrefix = True  # so it stays text when a person edits the cell
    elif cell is not None:
        box.value = cell
        if isinstance(cell, date):
            box.number_format = "yyyy-mm-dd"
    return box


def _read(cell: Any, kind: str) -> Any:
    if cell is None:
        return None
    if kind == "day":
        return cell.date() if isinstance(cell, datetime) else cell
    if kind == "texts":
        return str(cell).split("\n")
    return float(cell) if kind == "degrees" else cell
