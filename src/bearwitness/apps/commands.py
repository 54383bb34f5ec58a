"""The commands. No rule of the method lives here: each command is a few lines round one workflow function."""

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bearwitness.apps.options import (
    AcceptedOnly,
    ActAsked,
    AllowRemoteModel,
    AsJson,
    ClaimsFile,
    DryRun,
    From,
    Group,
    Inputs,
    Language,
    Model,
    ModelUrl,
    ModelWait,
    Names,
    OneAct,
    Outlet,
    PlaceAsked,
    Published,
    RegisterFile,
    Samples,
    To,
    WantedId,
    find_endpoint,
    find_register_path,
    parse_act,
    parse_day,
)

if TYPE_CHECKING:
    from bearwitness.workflow.figures import Asked

app = typer.Typer(
    name="bearwitness",
    help="From reports to counts you can defend. Reads reports of arrests, raids, forced returns and killings into a "
    "register of incidents with quotes, and answers how many, with bounds and the reason. Works offline; nothing is "
    "sent anywhere unless you name a language model to ask.",
    epilog="Every command has its own help with an example: bearwitness read --help",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("read", epilog="Example: bearwitness read samples/ --register team.db")
def read_command(
    inputs: Inputs,
    register: RegisterFile = None,
    published_on: Published = None,
    outlet: Outlet = None,
    language: Language = None,
    names: Names = False,
    model: Model = None,
    model_url: ModelUrl = None,
    model_wait: ModelWait = 300,
    allow_remote_model: AllowRemoteModel = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Read reports into the register: what they claim, with quotes.

    Also their statements, and their own sums checked. Reading the same bytes again changes nothing. A report that
    cannot be read gets one line that says what to do. Exit code: 0 done, 1 some reports could not be read, 2 the
    command cannot be understood.
    """
    from bearwitness.apps.read_output import say_where_text_goes, show_readings
    from bearwitness.workflow.inputs import Overrides, find_inputs
    from bearwitness.workflow.model_reading import build_second_reader, name_readers
    from bearwitness.workflow.reading import ReadOptions, read_batch
    from bearwitness.workflow.recording import record_readings
    from bearwitness.workflow.tools import load_english

    overrides = Overrides(published_on=parse_day(published_on, "--published-on"), outlet=outlet, language=language)
    path = None if dry_run else find_register_path(register)
    endpoint = find_endpoint(model, model_url, model_wait, allow_remote=allow_remote_model)
    second = None if endpoint is None else build_second_reader(endpoint, load_english, path)
    say_where_text_goes(endpoint)
    options = ReadOptions(overrides=overrides, names=names, second_reader=second)
    readings = read_batch(find_inputs(inputs, sys.stdin.buffer), load_english, options)
    if path is not None:
        readings = record_readings(readings, path, lambda: datetime.now(UTC), partial(name_readers, endpoint=endpoint))
    raise typer.Exit(show_readings(readings, as_json=as_json, register=path))


@app.command("incidents", epilog="Example: bearwitness incidents --act arrest --json")
def incidents_command(register: RegisterFile = None, act: OneAct = None, as_json: AsJson = False) -> None:
    """List the incidents: each once, however many reports told it."""
    from bearwitness.apps.tables import show_incidents
    from bearwitness.workflow.view import load_view

    wanted = None if act is None else parse_act(act)
    view = load_view(find_register_path(register))
    show_incidents([i for i in view.incidents if wanted in {None, i.act}], view, as_json=as_json)


@app.command("show", epilog="Example: bearwitness show brief-hunchun")
def show_command(wanted: WantedId, register: RegisterFile = None, as_json: AsJson = False) -> None:
    """Show one incident, claim or report with its quotes in context.

    Also what links it to others, and where its claims disagree.
    """
    from bearwitness.apps.show_output import show_thing
    from bearwitness.workflow.view import load_view

    show_thing(load_view(find_register_path(register)), wanted, as_json=as_json)


@app.command("count", epilog="Example: bearwitness count --act arrest --from 2019-05-01 --to 2019-05-31 --place CN")
def count_command(
    act: ActAsked,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    accepted_only: AcceptedOnly = False,
    claims: ClaimsFile = None,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """How many, at least and at most, and what holds each end."""
    from bearwitness.apps.count_output import show_figure
    from bearwitness.workflow.figures import build_figure, build_figure_of_claims

    asked = _ask(act, earliest, latest, place, group)
    if claims is not None:
        figure = build_figure_of_claims(asked, claims)
    else:
        figure = build_figure(asked, find_register_path(register), accepted_only=accepted_only)
    show_figure(figure, as_json=as_json)


@app.command("why", epilog="Example: bearwitness why --act arrest --from 2019-05-01 --to 2019-05-31 --place Shenyang")
def why_command(
    act: ActAsked,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    accepted_only: AcceptedOnly = False,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Walk a figure back to the words it rests on.

    Each claim that holds an end of it is shown by its quote in its report, with the words around it.
    """
    from bearwitness.apps.count_output import show_why
    from bearwitness.workflow.figures import build_figure

    asked = _ask(act, earliest, latest, place, group)
    show_why(build_figure(asked, find_register_path(register), accepted_only=accepted_only), as_json=as_json)


def _ask(act: str, earliest: str | None, latest: str | None, place: str | None, group: str | None) -> "Asked":
    """The question as its options put it, checked."""
    from bearwitness.workflow.figures import Asked

    days = (parse_day(earliest, "--from"), parse_day(latest, "--to"))
    return Asked(act=parse_act(act), earliest=days[0], latest=days[1], place=place, group=group)


@app.command("dates", epilog="Example: bearwitness dates samples/05-shenyang-and-tonghua.txt")
def dates_command(inputs: Inputs, published_on: Published = None, as_json: AsJson = False) -> None:
    """Show every expression of time in reports, with its value."""
    from bearwitness.apps.mention_output import show_dates
    from bearwitness.workflow.inputs import Overrides, find_inputs
    from bearwitness.workflow.mentions import find_dates

    overrides = Overrides(published_on=parse_day(published_on, "--published-on"))
    raise typer.Exit(show_dates(find_dates(find_inputs(inputs, sys.stdin.buffer), overrides), as_json=as_json))


@app.command("places", epilog="Example: bearwitness places samples/05-shenyang-and-tonghua.txt")
def places_command(inputs: Inputs, as_json: AsJson = False) -> None:
    """Show every place reports name, and which place it is."""
    from bearwitness.apps.mention_output import show_places
    from bearwitness.workflow.inputs import find_inputs
    from bearwitness.workflow.mentions import find_named_places
    from bearwitness.workflow.tools import load_english

    found = find_named_places(find_inputs(inputs, sys.stdin.buffer), load_english())
    raise typer.Exit(show_places(found, as_json=as_json))


@app.command("link", epilog="Example: bearwitness link --json")
def link_command(register: RegisterFile = None, as_json: AsJson = False) -> None:
    """Show which claims tell the same occurrence, and why."""
    from bearwitness.apps.tables import show_links
    from bearwitness.workflow.view import load_view

    show_links(load_view(find_register_path(register)), as_json=as_json)


@app.command("demo", epilog="Example: bearwitness demo")
def demo_command(samples: Samples = Path("samples"), register: RegisterFile = None) -> None:
    """Read the samples; show incidents, a total, and what is next."""
    from bearwitness.apps.demo import run_demo

    raise typer.Exit(run_demo(samples, register, lambda: datetime.now(UTC)))
