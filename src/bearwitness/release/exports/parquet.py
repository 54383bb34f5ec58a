"""Parquet with typed columns: days are days, numbers whole numbers, lists lists; what it is stands in the file's own metadata."""

import io
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from bearwitness.release.exports.columns import Kind, build_incident, list_cells
from bearwitness.release.exports.notes import list_shown, say_about
from bearwitness.release.exports.records import Export, ExportedIncident

ABOUT: Final = "bearwitness"
"""The key of the metadata that says what the file is."""
_EMPTY: Final = ("", ())


def render_parquet(export: Export) -> bytes:
    """One row an incident."""
    columns = list_shown(export, "incident")
    types: dict[Kind, Any] = {
        "text": pa.string(),
        "number": pa.int64(),
        "degrees": pa.float64(),
        "day": pa.date32(),
        "texts": pa.list_(pa.string()),
    }
    fields = [pa.field(column.name, types[column.kind], metadata={"means": column.means}) for column in columns]
    schema = pa.schema(fields, metadata={ABOUT: say_about(export)})
    rows = [list_cells(one, columns) for one in export.incidents]
    arrays = [pa.array([_write(row[number]) for row in rows], type=field.type) for number, field in enumerate(fields)]
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out)
    return out.getvalue()


def parse_parquet(content: bytes) -> tuple[ExportedIncident, ...]:
    """The incidents of what `render_parquet` wrote."""
    return tuple(build_incident(row) for row in parquet.read_table(io.BytesIO(content)).to_pylist())


def _write(cell: Any) -> Any:
    """What is not known is null, in every column alike."""
    return None if cell in _EMPTY else list(cell) if isinstance(cell, tuple) else cell
