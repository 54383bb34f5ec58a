"""Decisions from a sheet into the register: every row checked first, each taken whole or refused with its line and the reason.

Each decision is an entry of its own, by the person named, at this moment, and says in its reason from which file (its SHA-256) and from
which line it came: what an import did can be told for every claim (Uwazi's imports leave an empty audit entry, uwazi#7796).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from bearwitness.core.errors import StaleError, UnknownPlaceError, UsageError
from bearwitness.core.records import Claim
from bearwitness.store.register import Register
from bearwitness.store.register_claims import Standing, load_standing_claim, stands_as_seen
from bearwitness.workflow.hand_claims import Fields, Teller, change_claim, read_fields
from bearwitness.workflow.review_sheet import Refused, Row, change_fields, parse_review_sheet
from bearwitness.workflow.reviewing import Signature, correct_claim, decide_claim
from bearwitness.workflow.tools import load_places

_LARGEST: Final = 50_000_000
_STALE: Final = (
    "the claim has changed since the sheet was written, or was decided on; export the sheet again and look at it anew"
)
_NOWHERE: Final = "no such place is known; give a code, a path such as CN/Liaoning or a GeoNames id"
_GONE: Final = "no current reading holds this claim; export the sheet again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file of decisions: its name in the audit is its SHA-256, for a file's own name can be anything and may tell."""

    sha256: str
    rows: tuple[Row | Refused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A row that was taken; `now` is the claim that a correction put in the place of the one decided on."""

    row: Row
    now: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of each row, in the order of the file."""

    sha256: str
    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    row: Row
    fields: Fields | None


def load_sheet(path: Path) -> Sheet:
    """The decisions of a file; raises UsageError where it cannot be read or is no such sheet."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path} is larger than {_LARGEST // 1_000_000} MB; split it")
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); give a CSV file") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text; save the sheet as CSV in UTF-8") from None
    return Sheet(sha256=sha256(content).hexdigest(), rows=tuple(parse_review_sheet(text)))


def import_reviews(
    register: Register, sheet: Sheet, name: str, clock: Callable[[], datetime], *, only_check: bool = False
) -> Imported:
    """Take the rows of a sheet as decisions of a person. With `only_check` nothing is written, and `taken` is what would be."""
    found = [row if isinstance(row, Refused) else _check(register, row, name, clock()) for row in sheet.rows]
    taken: list[Taken] = []
    refused: list[Refused] = []
    for one in found:
        if isinstance(one, Refused):
            refused.append(one)
        elif only_check:
            taken.append(Taken(row=one.row))
        else:
            try:
                taken.append(_take(register, one, _sign(one.row, sheet, name, clock())))
            except StaleError:
                # Somebody else decided between the check and now.
                refused.append(Refused(line=one.row.line, because=_STALE))
    return Imported(sha256=sheet.sha256, taken=tuple(taken), refused=tuple(refused))


def say_audit(row: Row, sheet: Sheet) -> str:
    """The reason of a decision with where it came from."""
    came = f"[imported: line {row.line} of the file with SHA-256 {sheet.sha256}]"
    return f"{row.because} {came}" if row.because else came


def _check(register: Register, row: Row, name: str, at: datetime) -> _Checked | Refused:
    standing = load_standing_claim(register, row.claim)
    if standing is None:
        return Refused(line=row.line, because=_GONE)
    if not stands_as_seen(register, row.claim, row.seen):
        return Refused(line=row.line, because=_STALE)
    if row.wish != "corrected":
        return _Checked(row=row, fields=None)
    try:
        fields = change_fields(read_fields(standing.claim), row.changes)
        _try_correction(standing, fields, Teller(name=name, at=at))
    except UnknownPlaceError:
        # Its own words say the cell, and where columns have moved that is a quote.
        return Refused(line=row.line, because=_NOWHERE)
    except UsageError as error:
        return Refused(line=row.line, because=str(error))
    return _Checked(row=row, fields=fields)


def _try_correction(standing: Standing, fields: Fields, teller: Teller) -> Claim:
    if fields == read_fields(standing.claim):
        raise UsageError("it corrects nothing: the claim tells the same already; write accepted")
    return change_claim(standing.claim, fields, standing.reading.report, teller, load_places())


def _take(register: Register, one: _Checked, signature: Signature) -> Taken:
    row = one.row
    if one.fields is None:
        decide_claim(register, row.claim, "accepted" if row.wish == "accepted" else "rejected", signature)
        return Taken(row=row)
    return Taken(row=row, now=correct_claim(register, row.claim, one.fields, signature).id)


def _sign(row: Row, sheet: Sheet, name: str, at: datetime) -> Signature:
    return Signature(name=name, because=say_audit(row, sheet), at=at, seen=row.seen)
