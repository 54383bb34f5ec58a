"""A file of lists: CSV with a column for each list, 1 where a row's people or incidents stand on it, and optionally their `count`."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.counting.capture import Capture, build_capture

COUNT: Final = "count"
_MOST_LISTS: Final = 64
_MOST_RECORDED: Final = 1_000_000


def load_lists(path: Path) -> Capture:
    """The capture of the file; raises UsageError, with the line and the column and never a value, for anything but 0, 1 and whole counts."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            lists = _find_lists(rows.fieldnames or (), path)
            capture = build_capture(_parse_row(row, lists, f"{path} line {rows.line_num}") for row in rows)
    except OSError as error:
        raise UsageError(f"--lists {path} cannot be read ({error.strerror}); give a CSV file") from None
    except (UnicodeDecodeError, csv.Error):
        raise UsageError(f"--lists {path} is not CSV in UTF-8; give one column for each list, with 0 and 1") from None
    if capture.recorded > _MOST_RECORDED:
        raise UsageError(
            f"--lists {path} holds {capture.recorded:,}; more than {_MOST_RECORDED:,} are not estimated from"
        )
    return capture


def _find_lists(columns: Sequence[str], path: Path) -> tuple[str, ...]:
    lists = tuple(name for name in columns if name.strip().casefold() != COUNT)
    if not lists or len(lists) > _MOST_LISTS or len({name.strip() for name in lists}) < len(lists):
        raise UsageError(
            f"--lists {path} has {len(lists)} columns of lists; its first line must name from 1 to {_MOST_LISTS}, each once"
        )
    if len(columns) - len(lists) > 1 or not all(name.strip() for name in lists):
        raise UsageError(f"--lists {path}: name every column, and no more than one {COUNT!r}")
    return lists


def _parse_row(
    row: Mapping[str | None, str | list[str] | None], lists: Sequence[str], at: str
) -> tuple[list[str], int]:
    if None in row or None in row.values():
        raise UsageError(f"{at}: as many cells are wanted as the first line has columns")
    cells = {str(name).strip(): str(cell).strip() for name, cell in row.items()}
    for name in lists:
        if cells[name.strip()] not in {"0", "1"}:
            raise UsageError(
                f"{at}: the column {name!r} holds neither 0 nor 1; leave out columns that are no lists, names above all"
            )
    number = next((cell for name, cell in cells.items() if name.casefold() == COUNT), "1")
    if not (number.isascii() and number.isdecimal()):
        raise UsageError(f"{at}: the column {COUNT!r} holds no whole number")
    return [name.strip() for name in lists if cells[name.strip()] == "1"], int(number)
