"""One line of a `.jsonl` of reports to a Report. The text is used exactly as given: offsets count its code points."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bearwitness.capture.language import decide_language
from bearwitness.capture.text import check_length, has_half_character
from bearwitness.core.errors import UnreadableError
from bearwitness.core.records import Report

LONGEST_JSON_LINE = 32_000_000
"""Bytes of one line: the longest text allowed, were each of its characters written as an escape."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonLine:
    """What one line gives: a report, or a plain sentence that says why not. `id` is the given one where readable."""

    id: str | None
    report: Report | None
    error: str | None


def parse_line(line: bytes, number: int, name: str) -> JsonLine:
    """Read line `number` (from 1) of the `.jsonl` called `name`, per contract section 1. Unknown keys are ignored.

    The report's SHA-256 is that of the line's bytes without its line end. A line that does not follow the contract
    gives an error that names the line, what was found and what to do; it never raises.
    """
    line = line.rstrip(b"\r\n")
    given: str | None = None
    try:
        row = _parse_object(line)
        given = row["id"] if isinstance(row.get("id"), str) and not has_half_character(row["id"]) else None
        return JsonLine(id=given, report=_build_report(row, line, name), error=None)
    except UnreadableError as error:
        return JsonLine(id=given, report=None, error=f"line {number}: {error}")


def _parse_object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError(f"byte {error.start + 1} is not UTF-8; write the file as UTF-8") from error
    except json.JSONDecodeError as error:
        what = error.msg.split(":")[0].lower()
        raise UnreadableError(
            f"it is not JSON ({what} at column {error.colno}); write one JSON object on the line"
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or thousands of brackets
        raise UnreadableError("it is not a report but JSON too deep or too long to read; remove the line") from error
    if not isinstance(row, dict):
        raise UnreadableError(f'it holds {_name_kind(row)}, not an object; write {{"id": …, "text": …}}')
    return row


def _build_report(row: Mapping[str, Any], line: bytes, name: str) -> Report:
    text = _require(row, "text")
    if not text.strip():
        raise UnreadableError('"text" is empty; give the report\'s text')
    check_length(text)
    return Report(
        id=_require(row, "id"),
        input=name,
        url=_find_string(row, "url"),
        outlet=_find_string(row, "outlet"),
        title=_find_string(row, "title"),
        published_on=_find_day(row),
        language=_find_string(row, "language") or decide_language(None, text),
        sha256=hashlib.sha256(line).hexdigest(),
        text=text,
    )


def _find_string(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableError(f'"{key}" is {_name_kind(value)}, not text; put it in quotes or leave it out')
    if has_half_character(value):
        raise UnreadableError(f'"{key}" holds half a character (a lone \\ud800–\\udfff); write the file again as UTF-8')
    return value or None


def _require(row: Mapping[str, Any], key: str) -> str:
    if row.get(key) is None:
        raise UnreadableError(f'"{key}" is missing; give every report an "id" and its "text"')
    if row[key] == "":
        raise UnreadableError(f'"{key}" is empty; give every report an "id" and its "text"')
    return _find_string(row, key) or ""


def _find_day(row: Mapping[str, Any]) -> date | None:
    written = _find_string(row, "published_on")
    if written is None:
        return None
    try:
        day = (
            date.fromisoformat(written)
            if _DAY.fullmatch(written, endpos=10) and len(written) == len("2019-06-03")
            else None
        )
    except ValueError:
        day = None
    if day is None:
        raise UnreadableError('"published_on" is not a day; write it as YYYY-MM-DD or leave it out')
    return day


def _name_kind(value: object) -> str:
    return _KINDS.get(type(value), "nothing")
