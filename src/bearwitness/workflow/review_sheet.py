"""A sheet of claims to decide on away from the register: what it is written as, and what its rows say when it comes back.

Each row carries what the person had before them (`seen`), so that a decision on a claim that has changed meanwhile is refused. What
is corrected is typed into columns that are empty at first, so that nothing is changed by a spreadsheet's own idea of a date.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from bearwitness.core.cells import rearm
from bearwitness.core.errors import UsageError
from bearwitness.release.exports.comma_separated import render_rows
from bearwitness.release.exports.phrases import find_act_name, say_number, say_place
from bearwitness.release.exports.records import ExportedClaim
from bearwitness.store.register_claims import Seen
from bearwitness.workflow.hand_claims import Fields

NEEDED: Final = ("claim", "seen", "decision", "because")
CORRECTED: Final = ("low", "high", "first_day", "last_day", "place")
SHOWN: Final = ("told", "status", "stands", "incident", "quotes")
OPEN: Final = "open"
UNKNOWN: Final = "unknown"
REMARKS: Final = (
    "Write into `decision` accepted, rejected or corrected (an empty one is passed over), into `because` why, and for a correction into low, "
    "high, first_day, last_day, place what is otherwise; an empty cell stays as it was, `open` is no upper end, `unknown` no day or place. "
    "Leave `claim` and `seen` as they are. Then: bearwitness import FILE.csv --by NAME"
)
_SEEN: Final = re.compile(r"r(\d{1,15})v(\d{1,15})")
_NUMBER: Final = re.compile(r"\d{1,9}")
Wish = Literal["accepted", "rejected", "corrected"]
_WISHES: Final[Mapping[str, Wish]] = {"accepted": "accepted", "rejected": "rejected", "corrected": "corrected"}
_MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a sheet with a decision in it, by its line; `changes` are the cells of a correction that are filled."""

    line: int
    claim: str
    seen: Seen
    wish: Wish
    because: str
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that is not taken, and why, in words that say what to do."""

    line: int
    because: str


def render_review_sheet(claims: Iterable[ExportedClaim], seen: Mapping[str, Seen], *, with_quotes: bool) -> str:
    """The sheet of these claims, ready to be filled in."""
    header = (*NEEDED, *CORRECTED, *(SHOWN if with_quotes else SHOWN[:-1]))
    rows: list[tuple[str, ...]] = []
    for one in claims:
        if one.id in seen:
            row = (one.id, write_seen(seen[one.id]), *("" for _ in (*NEEDED[2:], *CORRECTED)), *_show(one))
            rows.append(row[: len(header)])
    return render_rows(header, rows)


def write_seen(seen: Seen) -> str:
    """What was seen, in letters that no spreadsheet takes for a number or a date."""
    return f"r{seen.reading}v{seen.review}"


def parse_review_sheet(text: str) -> Iterator[Row | Refused]:
    """The rows with a decision. Raises UsageError where it is no such sheet at all; a row that is wrong is refused by itself.

    Of rows that decide alike on one claim the first stands. Where they decide otherwise none does: which was meant, only a person knows.
    """
    rows = list(_parse_rows(text))
    first, other = dict[str, Row](), dict[str, Row]()
    for row in rows:
        if isinstance(row, Row) and not _decide_alike(first.setdefault(row.claim, row), row):
            other.setdefault(row.claim, row)
    for row in rows:
        if isinstance(row, Refused) or (row is first[row.claim] and row.claim not in other):
            yield row
        elif row.claim in other:
            against = other[row.claim] if _decide_alike(row, first[row.claim]) else first[row.claim]
            words = f"line {against.line} decides otherwise on the same claim; leave only the one that is meant"
            yield Refused(line=row.line, because=words)
        else:
            words = f"line {first[row.claim].line} decides on the same claim; leave one of the two"
            yield Refused(line=row.line, because=words)


def _decide_alike(one: Row, other: Row) -> bool:
    return (one.wish, one.changes) == (other.wish, other.changes)


def _parse_rows(text: str) -> Iterator[Row | Refused]:
    reader = csv.reader(io.StringIO(text), delimiter=_find_delimiter(text), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        _check_header(header)
        before = reader.line_num
        for count, cells in enumerate(reader, start=1):
            line, before = before + 1, reader.line_num
            if count > _MOST_ROWS:
                raise UsageError(f"the sheet has more than {_MOST_ROWS:,} rows; split it")
            found = _parse_row(line, header, cells)
            if found is not None:
                yield found
    except csv.Error as error:
        raise UsageError(f"the sheet is not CSV ({error}); save it as CSV in UTF-8") from None


def change_fields(fields: Fields, changes: Mapping[str, str]) -> Fields:
    """The fields with what a row corrects. Raises UsageError for a cell that cannot be read."""
    for name, cell in changes.items():
        if name == "low":
            fields = replace(fields, low=_parse_number(name, cell))
        elif name == "high":
            fields = replace(fields, high=None if cell == OPEN else _parse_number(name, cell))
        elif name == "first_day":
            fields = replace(fields, earliest=_parse_day(name, cell))
        elif name == "last_day":
            fields = replace(fields, latest=_parse_day(name, cell))
        else:
            fields = replace(fields, place="" if cell == UNKNOWN else cell)
    if fields.high is not None and fields.high < fields.low:
        raise UsageError(f"high would be {fields.high}, which is less than low, {fields.low}")
    return fields


def _show(one: ExportedClaim) -> tuple[str, ...]:
    number = say_number(one.low, one.high, one.unit)
    told = f"{find_act_name(one.act).noun} of {number}, {say_place(one)}; {one.edtf or 'day unknown'}"
    return told, one.status, one.decision, one.incident, " / ".join(one.quotes)


def _find_delimiter(text: str) -> str:
    """A spreadsheet of a country that writes 1,5 for one and a half saves its columns between semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _check_header(header: list[str]) -> None:
    known = {*NEEDED, *CORRECTED, *SHOWN}
    missing = [name for name in NEEDED if name not in header]
    strange = [name for name in header if name not in known]
    if missing:
        raise UsageError(
            f"the sheet has no column {', '.join(missing)}; begin with `bearwitness export --format reviews --out FILE.csv`"
        )
    if strange or len(set(header)) < len(header):
        raise UsageError(f"each column is wanted once, of these: {', '.join((*NEEDED, *CORRECTED, *SHOWN))}")


def _parse_row(line: int, header: list[str], cells: list[str]) -> Row | Refused | None:
    if not any(cell.strip() for cell in cells):
        return None
    if len(cells) != len(header):
        return Refused(line=line, because=f"it has {len(cells)} cells, and the first line has {len(header)}")
    row = {name: rearm(cell.strip()) for name, cell in zip(header, cells, strict=True)}
    changes = {name: row[name] for name in CORRECTED if row.get(name)}
    decision, seen = row["decision"].casefold(), _SEEN.fullmatch(row["seen"])
    if not decision:
        if changes:
            return Refused(
                line=line, because="it corrects something and decides nothing; write corrected into decision"
            )
        return None
    wish = _WISHES.get(decision)
    if wish is None:
        return Refused(line=line, because="its decision is none of accepted, rejected, corrected")
    if seen is None:
        return Refused(line=line, because="its cell `seen` is not as it was written; export the sheet again")
    if wish == "corrected" and not changes:
        return Refused(
            line=line, because="it says corrected and corrects nothing; fill low, high, first_day, last_day or place"
        )
    if wish != "corrected" and changes:
        return Refused(
            line=line, because=f"it says {wish} and corrects {', '.join(changes)}; write corrected, or empty these"
        )
    if wish == "rejected" and not row["because"]:
        return Refused(
            line=line, because="a rejection needs its reason; say in a few words why this is not what the report tells"
        )
    return Row(
        line=line,
        claim=row["claim"],
        seen=Seen(reading=int(seen[1]), review=int(seen[2])),
        wish=wish,
        because=row["because"],
        changes=changes,
    )


def _parse_number(name: str, cell: str) -> int:
    if not (cell.isascii() and _NUMBER.fullmatch(cell)):
        wanted = "a whole number, or open" if name == "high" else "a whole number"
        raise UsageError(f"{name} must be {wanted}")
    return int(cell)


def _parse_day(name: str, cell: str) -> date | None:
    if cell == UNKNOWN:
        return None
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        day = None
    if day is None or day.isoformat() != cell:
        raise UsageError(f"{name} must be a day as 2019-05-31, or {UNKNOWN}; a spreadsheet may have rewritten it")
    return day
