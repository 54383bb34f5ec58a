"""The commands `export` and `import`: the register as files that others' tools open, and decisions from a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bearwitness.apps.options import (
    By,
    From,
    PlaceAsked,
    RegisterFile,
    To,
    find_name,
    find_register_path,
    parse_act,
    parse_day,
)
from bearwitness.apps.place_read import tell_place_read
from bearwitness.core.errors import UsageError

if TYPE_CHECKING:
    from bearwitness.store.address import Address
    from bearwitness.workflow.exported_rows import Wanted

REVIEWS: Final = "reviews"
_NO_RELEASE: Final = "This is for those who may see the register, and no public release: what may leave is what `bearwitness release` builds."
FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="ucdp, acled, geojson, hxl, ftm, prov, datapackage, parquet, huridocs, xlsx, or reviews (a sheet to decide in).",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file; notes on it are written beside it.")]
ExportedAct = Annotated[
    str | None, typer.Option("--act", metavar="ACT", help="Only this act; default: all.", show_default=False)
]
WithQuotes = Annotated[
    bool,
    typer.Option(
        "--with-quotes", help="Also words of reports: quotes, who did it, who the people are, how it happened."
    ),
]
WithOutlets = Annotated[
    bool, typer.Option("--with-outlets", help="Also who published the reports, their titles, addresses and days.")
]
ReviewsFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="A CSV of decisions, as `export --format reviews` begins it.")
]
OnlyCheck = Annotated[bool, typer.Option("--check", help="Only check every row, and change nothing.")]


def export_command(
    name: FormatName,
    out: Out,
    act: ExportedAct = None,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    with_quotes: WithQuotes = False,
    with_outlets: WithOutlets = False,
    register: RegisterFile = None,
) -> None:
    """Write the register, or a part, as a file for others' tools.

    For those who may see the register; no public release. Names of victims and sources are never in it. What only may lie in the
    question is in it too, and marked.
    """
    from bearwitness.apps.screen import show, show_aside, show_work
    from bearwitness.apps.wording import say_number
    from bearwitness.release.exports.formats import FORMATS
    from bearwitness.workflow.exported_rows import Wanted
    from bearwitness.workflow.exporting import build_export, save_export
    from bearwitness.workflow.view import load_view

    if name not in {*FORMATS, REVIEWS}:
        raise UsageError(f"--format is {name!r}; it must be one of: {', '.join((*FORMATS, REVIEWS))}")
    now = datetime.now(UTC)
    wanted = Wanted(
        act=None if act is None else parse_act(act),
        earliest=parse_day(earliest, "--from"),
        latest=parse_day(latest, "--to"),
        place=place,
        with_quotes=with_quotes,
        with_outlets=with_outlets,
    )
    address = find_register_path(register)
    tell_place_read(place)
    if name == REVIEWS:
        _write_review_sheet(address, wanted, out)
        return
    with show_work("Writing the export"):
        export = build_export(load_view(address), wanted, now.date())
        notes = save_export(export, name, out)
    possible = sum(1 for one in export.incidents if one.in_question == "possible")
    show(f"{say_number(len(export.incidents), 'incident')} written to {out}, notes on it to {notes}.")
    if possible:
        show(
            f"{say_number(possible, 'incident')} of these may lie in what was asked; their days or place are too wide to say."
        )
    show_aside(_NO_RELEASE, "yellow")


def import_reviews_command(
    file: ReviewsFile, by: By = None, only_check: OnlyCheck = False, register: RegisterFile = None
) -> None:
    """Take decisions on claims from a CSV, each row whole or not.

    They are accepted, rejected or corrected. Every row is checked first, and taken whole or refused with its line. What has changed
    since the sheet was written is refused. Each decision names the file's SHA-256 and the line. Exit code 1 where a row was refused.
    """
    from bearwitness.apps.screen import show, show_aside
    from bearwitness.apps.wording import say_number
    from bearwitness.store.register import open_register
    from bearwitness.workflow.importing_reviews import import_reviews, load_sheet

    sheet = load_sheet(file)
    name = (by or "nobody yet") if only_check else find_name(by)  # a check decides nothing
    with open_register(find_register_path(register), create=False) as opened:
        done = import_reviews(opened, sheet, name, lambda: datetime.now(UTC), only_check=only_check)
    for one in done.taken:
        now = f", now {one.now}" if one.now else ""
        show(f"line {one.row.line}: {one.row.claim} {one.row.wish}{now}")
    for refused in done.refused:
        show_aside(f"line {refused.line}: refused, {refused.because}", "red")
    what = "could be taken; nothing was changed" if only_check else f"taken as decided by {name}"
    show(f"{say_number(len(done.taken), 'row')} {what}, {len(done.refused)} refused. The file's SHA-256: {done.sha256}")
    if done.refused:
        raise typer.Exit(1)


def _write_review_sheet(address: "Address", wanted: "Wanted", out: Path) -> None:
    from bearwitness.apps.screen import show, show_aside
    from bearwitness.apps.wording import say_number
    from bearwitness.release.exports.notes import WARNING
    from bearwitness.store.register import open_register
    from bearwitness.store.register_claims import load_all_seen
    from bearwitness.workflow.exporting import build_review_claims, save_with_notes
    from bearwitness.workflow.review_sheet import REMARKS, render_review_sheet
    from bearwitness.workflow.view import load_view

    # Asked first: what comes in between is then seen as changed, never the other way round.
    with open_register(address, create=False) as opened:
        seen = load_all_seen(opened)
    claims = build_review_claims(load_view(address), wanted)
    text = render_review_sheet(claims, seen, with_quotes=wanted.with_quotes)
    notes = save_with_notes(out, text.encode(), f"{WARNING}\n\n{REMARKS}\n")
    show(f"{say_number(len(claims), 'claim')} to decide on written to {out}, how to fill it in to {notes}.")
    show_aside(_NO_RELEASE, "yellow")
