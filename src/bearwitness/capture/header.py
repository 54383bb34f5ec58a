"""The lines that may stand above a plain-text report: its title, outlet, publication date and address."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bearwitness.capture.dates import parse_published
from bearwitness.core.tables import load_table

_LINE = re.compile(r"\s*([A-Za-z][A-Za-z ]{0,24}?)\s*:[ \t]+(\S.*?)\s*$")
_URL = re.compile(r"https?://[^\s<>\"']+")
_LONGEST_TITLE = 160
_MOST_LINES, _MOST_BLANK = 16, 3
_SENTENCE_END = (".", "!", "?", ":", ";", ",", "。", "”", '"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the first lines say of the report; None where they do not."""

    title: str | None = None
    outlet: str | None = None
    published_on: date | None = None
    url: str | None = None
    language: str | None = None


@cache
def _keys() -> dict[str, str]:
    table = load_table("capture", "metadata.toml")["header"]
    return {name: key for key, names in table.items() for name in names}


def find_header(text: str) -> Header:
    """Read a header conservatively: known "Key: value" lines, unbroken, at the top or right under a title line.

    "Date:" is taken as the publication date unless the header is a case file (has "Place:", "Victim:" …), whose date is
    the event's. "Source:" is never read: in this field a source is a person.
    """
    lines = text[:8000].lstrip("\n").split("\n")[:_MOST_LINES]
    fields = _read_fields(lines)
    first = lines[0].strip()
    title = fields.get("title")
    if title is None and _parse_line(lines[0]) is None and _is_title(first, lines, has_fields=bool(fields)):
        title = first
    published = _parse_day(fields.get("published", ""))
    if published is None and "case" not in fields:
        published = _parse_day(fields.get("dated", ""))
    url = _URL.match(fields.get("url", ""))
    return Header(
        title=title,
        outlet=fields.get("outlet"),
        published_on=published,
        url=url[0] if url else None,
        language=fields.get("language"),
    )


def find_printed_header(text: str) -> Header:
    """The header of a text whose paragraphs, and so its header lines, are parted by empty lines (PDF, `.docx`)."""
    header = find_header(text.replace("\n\n", "\n"))
    return header if header.title else replace(header, title=find_header(text).title)


def _parse_day(value: str) -> date | None:
    """The day of a header value; a sentence that begins with a day is not one."""
    return None if value.endswith(_SENTENCE_END) else parse_published(value)


def _parse_line(line: str) -> tuple[str, str] | None:
    match = _LINE.match(line[:1000])
    key = _keys().get(match[1].lower()) if match else None
    return (key, match[2]) if match and key else None


def _read_fields(lines: list[str]) -> dict[str, str]:
    """Known keys of the header to their first value; empty when the text does not begin with a header."""
    start = 0 if _parse_line(lines[0]) else 1
    while start < min(len(lines), _MOST_BLANK) and not lines[start].strip():
        start += 1
    fields: dict[str, str] = {}
    for line in lines[start:]:
        parsed = _parse_line(line)
        if parsed is None:
            break
        fields.setdefault(*parsed)
    return fields


def _is_title(first: str, lines: list[str], *, has_fields: bool) -> bool:
    if not first or len(first) > _LONGEST_TITLE:
        return False
    if has_fields:
        return True
    followed = len(lines) > 2 and not lines[1].strip() and any(line.strip() for line in lines[2:])
    return followed and not first.endswith(_SENTENCE_END)
