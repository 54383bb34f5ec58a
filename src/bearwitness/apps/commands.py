"""The commands and their options. No rule of the method lives here: each command is a few lines round one workflow function."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS, Act

app = typer.Typer(
    name="bearwitness",
    help="From reports to counts you can defend. Reads reports of arrests, raids, forced returns and killings into a register of "
    "incidents with quotes, and answers how many, with bounds and the reason. Works offline; nothing is sent anywhere.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, patterns in quotes, .jsonl of reports, or - for standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one value a line, in the published shapes.")]
RegisterFile = Annotated[Path | None, typer.Option("--register", metavar="FILE", help="The register (default: BEARWITNESS_REGISTER, else register.db here).")]
Published = Annotated[str | None, typer.Option("--published-on", metavar="YYYY-MM-DD", help="Publication date of these reports, where they do not say it.")]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Outlet of these reports, where they do not say it.")]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="Language of these reports (en), where the guess is wrong.")]
Names = Annotated[bool, typer.Option("--names", help="Also take victims' names from the reports. They stay in the register and are never released.")]
ActOption = Annotated[str, typer.Option("--act", metavar="ACT", help="What was done: arrest, raid, refoulement, deportation, killing, injury, abduction …")]
From = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First day asked about.")]
To = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day asked about.")]
PlaceOption = Annotated[str | None, typer.Option("--place", metavar="PLACE", help="Country code (CN), path (CN/Liaoning/Shenyang), name, or GeoNames id.")]
Group = Annotated[str | None, typer.Option("--group", metavar="WORDS", help="Only people described with these words, e.g. journalists.")]
AcceptedOnly = Annotated[bool, typer.Option("--accepted-only", help="Rest only on claims a person has accepted.")]
ClaimsFile = Annotated[Path | None, typer.Option("--claims", metavar="FILE", help="Count these claims (JSON lines) instead of a register's.")]


@app.command("read", epilog='Example: bearwitness read samples/ "inbox/*.html" --register team.db')
def read_command(
    inputs: Inputs,
    register: RegisterFile = None,
    published_on: Published = None,
    outlet: Outlet = None,
    language: Language = None,
    names: Names = False,
    as_json: AsJson = False,
    dry_run: Annotated[bool, typer.Option("--no-register", help="Only show what is read; write to no register.")] = False,
) -> None:
    """Read reports into the register: claims with quotes, statements, and the reports' own sums checked.

    Reading the same bytes again changes nothing. A report that cannot be read gets one line that says what to do.
    """
    from bearwitness.apps.read_output import show_readings
    from bearwitness.workflow.inputs import Overrides, find_inputs
    from bearwitness.workflow.reading import ReadOptions, read_batch
    from bearwitness.workflow.recording import record_readings
    from bearwitness.workflow.tools import load_english

    options = ReadOptions(overrides=Overrides(published_on=_parse_day(published_on, "--published-on"), outlet=outlet, language=language), names=names)
    readings = read_batch(find_inputs(inputs, sys.stdin.buffer), load_english, options)
    if not dry_run:
        readings = record_readings(readings, _register_path(register), lambda: datetime.now(UTC))
    raise typer.Exit(show_readings(readings, as_json=as_json, register=None if dry_run else _register_path(register)))


@app.command("incidents", epilog="Example: bearwitness incidents --act arrest --json")
def incidents_command(
    register: RegisterFile = None,
    act: Annotated[str | None, typer.Option("--act", metavar="ACT", help="Only incidents of this act.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the register's incidents: each occurrence once, however many reports told it."""
    from bearwitness.apps.tables import show_incidents
    from bearwitness.workflow.view import load_view

    view = load_view(_register_path(register))
    chosen = [i for i in view.incidents if act is None or i.act == _parse_act(act)]
    show_incidents(chosen, view, as_json=as_json)


@app.command("show", epilog="Example: bearwitness show i_3f9c2a")
def show_command(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="An incident (i_…), a claim (c_…) or a report's id; its first letters are enough.")],
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Show one incident, claim or report with its quotes in their context, its links and its conflicts."""
    from bearwitness.apps.show_output import show_thing
    from bearwitness.workflow.view import load_view

    show_thing(load_view(_register_path(register)), wanted, as_json=as_json)


@app.command("count", epilog="Example: bearwitness count --act arrest --from 2019-05-01 --to 2019-05-31 --place CN")
def count_command(
    act: ActOption,
    earliest: From = None,
    latest: To = None,
    place: PlaceOption = None,
    group: Group = None,
    accepted_only: AcceptedOnly = False,
    claims: ClaimsFile = None,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """How many, at least and at most, and what holds each end."""
    from bearwitness.apps.count_output import show_figure
    from bearwitness.workflow.figures import Asked, build_figure, build_figure_of_claims

    asked = Asked(act=_parse_act(act), earliest=_parse_day(earliest, "--from"), latest=_parse_day(latest, "--to"), place=place, group=group)
    if claims is not None:
        figure = build_figure_of_claims(asked, claims)
    else:
        figure = build_figure(asked, _register_path(register), accepted_only=accepted_only)
    show_figure(figure, as_json=as_json)


@app.command("why", epilog="Example: bearwitness why --act arrest --from 2019-05-01 --to 2019-05-31 --place Shenyang")
def why_command(
    act: ActOption,
    earliest: From = None,
    latest: To = None,
    place: PlaceOption = None,
    group: Group = None,
    accepted_only: AcceptedOnly = False,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Walk a figure back to the words it rests on: each claim's quote in its report, with the words around it."""
    from bearwitness.apps.count_output import show_why
    from bearwitness.workflow.figures import Asked, build_figure

    asked = Asked(act=_parse_act(act), earliest=_parse_day(earliest, "--from"), latest=_parse_day(latest, "--to"), place=place, group=group)
    show_why(build_figure(asked, _register_path(register), accepted_only=accepted_only), as_json=as_json)


@app.command("dates", epilog="Example: bearwitness dates report.html --json")
def dates_command(inputs: Inputs, published_on: Published = None, as_json: AsJson = False) -> None:
    """Show every expression of time in the reports, with its value."""
    from bearwitness.apps.mention_output import show_dates
    from bearwitness.workflow.inputs import Overrides, find_inputs
    from bearwitness.workflow.mentions import find_dates

    overrides = Overrides(published_on=_parse_day(published_on, "--published-on"))
    raise typer.Exit(show_dates(find_dates(find_inputs(inputs, sys.stdin.buffer), overrides), as_json=as_json))


@app.command("places", epilog="Example: bearwitness places report.html --json")
def places_command(inputs: Inputs, as_json: AsJson = False) -> None:
    """Show every place the reports name, and which place it is."""
    from bearwitness.apps.mention_output import show_places
    from bearwitness.workflow.inputs import find_inputs
    from bearwitness.workflow.mentions import find_named_places
    from bearwitness.workflow.tools import load_english

    raise typer.Exit(show_places(find_named_places(find_inputs(inputs, sys.stdin.buffer), load_english()), as_json=as_json))


@app.command("link", epilog="Example: bearwitness link --json")
def link_command(register: RegisterFile = None, as_json: AsJson = False) -> None:
    """Show which claims are judged to tell the same occurrence, which are not, and why."""
    from bearwitness.apps.tables import show_links
    from bearwitness.workflow.view import load_view

    show_links(load_view(_register_path(register)), as_json=as_json)


@app.command("demo", epilog="Example: bearwitness demo --register /tmp/demo.db")
def demo_command(
    samples: Annotated[Path, typer.Option("--samples", metavar="FOLDER", help="The folder of sample reports.")] = Path("samples"),
    register: RegisterFile = None,
) -> None:
    """Read the sample reports, show the register, a total with its reason, and what to look at next."""
    from bearwitness.apps.demo import run_demo

    raise typer.Exit(run_demo(samples, register, lambda: datetime.now(UTC)))


def _register_path(given: Path | None) -> Path:
    return given or Path(os.environ.get("BEARWITNESS_REGISTER") or "register.db")


def _parse_day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is {text!r}, which is no day; write it as YYYY-MM-DD, e.g. 2019-05-31") from None


def _parse_act(text: str) -> Act:
    for act in ACTS:
        if act == text:
            return act
    raise UsageError(f"--act is {text!r}; it must be one of: {', '.join(ACTS)}")
