"""An export as its two files, held in memory: what `bearwitness export` writes, for whoever takes it away from a page."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from bearwitness.release.exports.formats import FORMATS, render_export
from bearwitness.release.exports.notes import WARNING
from bearwitness.store.address import Address
from bearwitness.store.register import open_register
from bearwitness.store.register_claims import load_all_seen
from bearwitness.workflow.apart import Progress, Tell
from bearwitness.workflow.exported_rows import Wanted
from bearwitness.workflow.exporting import build_export, build_review_claims, render_notes_of
from bearwitness.workflow.review_sheet import REMARKS, render_review_sheet
from bearwitness.workflow.view import load_view

REVIEWS: Final = "reviews"
"""The sheet to decide in, which is no format of incidents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFiles:
    """The file and its notes, how its name ends, how many rows it holds of what ("incident", "claim"), and how many of them only may lie
    in what was asked.
    """

    content: bytes
    notes: str
    ending: str
    rows: int
    of: str
    possible: int


def make_export_files(address: Address, wanted: Wanted, name: str, day: date, tell: Tell) -> ExportFiles:
    """The export in one of the formats, or the sheet of reviews. Raises UsageError for days or a place that cannot be asked for."""
    tell(Progress(words="Loading the register", of=3))
    if name == REVIEWS:
        return _make_review_sheet(address, wanted, tell)
    view = load_view(address)
    tell(Progress(words="Choosing what lies in it", done=1, of=3))
    export = build_export(view, wanted, day)
    tell(Progress(words="Writing the file", done=2, of=3))
    return ExportFiles(
        content=render_export(export, name),
        notes=render_notes_of(export, name),
        ending=FORMATS[name].ending,
        rows=len(export.incidents),
        of="incident",
        possible=sum(1 for one in export.incidents if one.in_question == "possible"),
    )


def _make_review_sheet(address: Address, wanted: Wanted, tell: Tell) -> ExportFiles:
    # Asked first: what comes in between is then seen as changed, never the other way round.
    with open_register(address, create=False) as opened:
        seen = load_all_seen(opened)
    view = load_view(address)
    tell(Progress(words="Choosing what lies in it", done=1, of=3))
    claims = build_review_claims(view, wanted)
    tell(Progress(words="Writing the file", done=2, of=3))
    text = render_review_sheet(claims, seen, with_quotes=wanted.with_quotes)
    notes = f"{WARNING}\n\n{REMARKS}\n"
    return ExportFiles(content=text.encode(), notes=notes, ending="csv", rows=len(claims), of="claim", possible=0)
