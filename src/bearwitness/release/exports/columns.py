"""The columns of an export's tables, and a record as cells and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal

from bearwitness.core.tables import load_table
from bearwitness.release.exports.records import ExportedClaim, ExportedIncident

Kind = Literal["text", "number", "degrees", "day", "texts"]
Cell = str | int | float | date | tuple[str, ...] | None
WORDS: Final = frozenset({"group", "manner", "actors", "actor", "quotes"})
"""Columns that hold words of reports, or tell of routes and helpers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `name` is the record's field, `hxl` its hashtag, "" where it has none."""

    name: str
    kind: Kind
    means: str
    hxl: str = ""


@cache
def load_columns(of: Literal["incident", "claim"]) -> tuple[Column, ...]:
    """The columns of incidents or claims, in their order."""
    return tuple(Column(**row) for row in load_table("release.exports", "columns.toml")[of])


def list_cells(record: ExportedIncident | ExportedClaim, columns: Sequence[Column]) -> tuple[Cell, ...]:
    """The record's values in the order of the columns."""
    return tuple(getattr(record, column.name) for column in columns)


def build_incident(cells: Mapping[str, Any]) -> ExportedIncident:
    """The incident of a row that came back from a file: cells by column, empty ones as None."""
    return ExportedIncident(**_fill(cells, load_columns("incident")))


def build_claim(cells: Mapping[str, Any]) -> ExportedClaim:
    """The claim of a row that came back from a file."""
    return ExportedClaim(**_fill(cells, load_columns("claim")))


def _fill(cells: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    """The cells with what is empty as the record has it."""
    empty: dict[Kind, Any] = {"text": "", "texts": ()}
    found = {column.name: (cells.get(column.name), column.kind) for column in columns}
    return {
        name: empty.get(kind) if cell is None else tuple(cell) if kind == "texts" else cell
        for name, (cell, kind) in found.items()
    }
