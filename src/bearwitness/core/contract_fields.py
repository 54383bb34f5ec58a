"""Keys of a JSON object, read one at a time, each with a plain error that names the line and the key.

Errors tell the kind of value found and never the value itself, unless the key takes one of a fixed list of words: a
value may be a report's words or a source's name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Final

from bearwitness.core.errors import ContractError

MISSING: Final = object()
_KINDS: Final = {
    "NoneType": "null",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "str": "text",
    "list": "a list",
    "tuple": "a list",
    "dict": "an object",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A JSON object and where it stands, e.g. `at="line 3, claims[0]"`."""

    values: Mapping[str, Any]
    at: str


def refuse(at: str, expected: str, found: object) -> ContractError:
    """The error for a value of the wrong kind, to be raised by the caller."""
    what = "nothing" if found is MISSING else _KINDS.get(type(found).__name__, "a value of another kind")
    return ContractError(f"{at}: expected {expected}, found {what}")


def read_row(value: object, at: str) -> Row:
    """`value` as an object."""
    if not isinstance(value, Mapping):
        raise refuse(at, "an object", value)
    return Row(values=value, at=at)


def read_object(row: Row, key: str) -> Row | None:
    """The object under `key`, None when it is absent or null."""
    value = row.values.get(key)
    return None if value is None else read_row(value, _at(row, key))


def read_rows(row: Row, key: str) -> list[Row]:
    """The objects in the list under `key`; empty when it is absent or null."""
    return [read_row(value, f"{_at(row, key)}[{i}]") for i, value in enumerate(_list(row, key))]


def read_text(row: Row, key: str, default: object = MISSING) -> str:
    """The text under `key`."""
    value = _value(row, key, default)
    if not isinstance(value, str):
        raise refuse(_at(row, key), "text", value)
    return value


def read_text_or_none(row: Row, key: str) -> str | None:
    """The text under `key`, None when it is absent or null."""
    return None if row.values.get(key) is None else read_text(row, key)


def read_texts(row: Row, key: str) -> tuple[str, ...]:
    """The list of texts under `key`; empty when it is absent or null."""
    values = _list(row, key)
    for i, value in enumerate(values):
        if not isinstance(value, str):
            raise refuse(f"{_at(row, key)}[{i}]", "text", value)
    return tuple(values)


def read_word(row: Row, key: str, words: Sequence[str], default: object = MISSING) -> Any:
    """One of a fixed list of words; typed as Any because the caller's vocabulary is a Literal of these words."""
    value = read_text(row, key, default)
    if value not in words:
        raise ContractError(f"{_at(row, key)}: expected one of {', '.join(words)}; found {value[:40]!r}")
    return value


def read_whole(row: Row, key: str, default: object = MISSING, *, most: int | None = None) -> int:
    """The whole number under `key`, not below zero and not above `most`."""
    value = _value(row, key, default)
    expected = "a whole number of 0 or more" if most is None else f"a whole number from 0 to {most}"
    if isinstance(value, bool) or not isinstance(value, int):
        raise refuse(_at(row, key), expected, value)
    if value < 0 or (most is not None and value > most):
        raise ContractError(f"{_at(row, key)}: expected {expected}, found {value}")
    return value


def read_whole_or_none(row: Row, key: str) -> int | None:
    """The whole number under `key`, None when it is absent or null."""
    return None if row.values.get(key) is None else read_whole(row, key)


def read_wholes(row: Row, key: str) -> tuple[int, ...]:
    """The list of whole numbers under `key`; empty when it is absent or null."""
    values = _list(row, key)
    inner = Row(values={f"{key}[{i}]": value for i, value in enumerate(values)}, at=row.at)
    return tuple(read_whole(inner, name) for name in inner.values)


def read_number_or_none(row: Row, key: str) -> float | None:
    """The number under `key`, None when it is absent or null."""
    value = row.values.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise refuse(_at(row, key), "a finite number or null", value)
    return float(value)


def read_flag_or_none(row: Row, key: str) -> bool | None:
    """True, false or None under `key`."""
    value = row.values.get(key)
    if value is not None and not isinstance(value, bool):
        raise refuse(_at(row, key), "true, false or null", value)
    return value


def read_day_or_none(row: Row, key: str) -> date | None:
    """The day under `key` (YYYY-MM-DD), None when it is absent or null."""
    text = read_text_or_none(row, key)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ContractError(f"{_at(row, key)}: expected a day as YYYY-MM-DD or null, found {text[:20]!r}") from None


def read_whole_or_open(row: Row, key: str) -> int | None:
    """The upper end under `key`: a number, or null for open. Leaving it out is refused, as it would open the end
    unasked.
    """
    if key not in row.values:
        raise refuse(_at(row, key), "a whole number, or null for open", MISSING)
    return read_whole_or_none(row, key)


def _at(row: Row, key: str) -> str:
    return f"{row.at}, key {key!r}"


def _value(row: Row, key: str, default: object) -> object:
    """A key that is null counts as absent where there is a default."""
    value = row.values.get(key, MISSING)
    return default if value is MISSING or (value is None and default is not MISSING) else value


def _list(row: Row, key: str) -> list[Any]:
    value = row.values.get(key)
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise refuse(_at(row, key), "a list", value)
    return list(value)
