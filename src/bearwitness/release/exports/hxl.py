"""HXL, the Humanitarian Exchange Language: a CSV whose second row says by hashtags what each column is."""

from bearwitness.release.exports.columns import list_cells
from bearwitness.release.exports.comma_separated import render_rows
from bearwitness.release.exports.notes import list_shown
from bearwitness.release.exports.records import Export


def render_hxl(export: Export) -> str:
    """One row an incident, under names and hashtags; columns without a hashtag are left out."""
    columns = [column for column in list_shown(export, "incident") if column.hxl]
    rows = ([*list_cells(one, columns)] for one in export.incidents)
    # HXL has no lists in a cell: several values stand side by side.
    told = (["; ".join(cell) if isinstance(cell, tuple) else cell for cell in row] for row in rows)
    names, _, rest = render_rows([column.name for column in columns], told).partition("\n")
    return f"{names}\n{','.join(column.hxl for column in columns)}\n{rest}"
