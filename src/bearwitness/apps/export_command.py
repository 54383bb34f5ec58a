"""The commands `export` and `import-reviews`: the register as files that others' tools open, and decisions from a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bearwitness.apps.options import (
    From,
    PlaceAsked,
    RegisterFile,
    To,
    find_register_path,
    parse_act,
    parse_day,
)
from bearwitness.core.errors import UsageError

REVIEWS = "reviews"
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
    from bearwitness.apps.screen import show, show_aside
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
    export = build_export(load_view(address), wanted, now.date())
    notes = save_export(export, name, out)
    possible = sum(1 for one in export.incidents if one.in_question == "possible")
    show(f"{say_number(len(export.incidents), 'incident')} written to {out}, notes on it to {notes}.")
    if possible:
        show(
            f"{say_number(possible, 'incident')} of these may lie in what was asked; their days or place are too wide to say."
        )
    show_aside(
        "This is for those who may see the register, and no public release: what may leave is what `bearwitness release` builds.",
        "yellow",
    )
