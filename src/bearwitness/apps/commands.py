"""The commands. No rule of the method lives here: each command is a few lines round one workflow function."""

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer

from bearwitness.apps.count_commands import (
    count_command,
    fates_command,
    trend_command,
    unseen_command,
    verify_count_command,
    why_command,
)
from bearwitness.apps.custody_commands import checkpoint_command, keys_app, prove_command, verify_command
from bearwitness.apps.evidence_command import evidence_command, open_ledger, say_where_copies_are
from bearwitness.apps.export_command import export_command, import_reviews_command
from bearwitness.apps.fetch_command import fetch_command
from bearwitness.apps.options import (
    AllowRemoteModel,
    AsJson,
    Because,
    By,
    DryRun,
    EvidenceFolderPath,
    Inputs,
    Judged,
    JudgedPair,
    KeepCopies,
    Language,
    LinkedId,
    Model,
    ModelUrl,
    ModelWait,
    Names,
    OneAct,
    Outlet,
    Published,
    RegisterFile,
    Samples,
    Undo,
    WantedId,
    find_endpoint,
    find_register_path,
    parse_act,
    parse_day,
)
from bearwitness.apps.register_commands import copy_command, upgrade_command
from bearwitness.apps.release_commands import release_app
from bearwitness.apps.review_command import review_command
from bearwitness.apps.serve_command import serve_command
from bearwitness.apps.token_command import token_command
from bearwitness.apps.vault_commands import app as vault_app
from bearwitness.apps.watch_command import watch_command

app = typer.Typer(
    name="bearwitness",
    help="From reports to counts you can defend. Reads reports of arrests, raids, forced returns and killings into a "
    "register of incidents with quotes, and answers how many, with bounds and the reason. Works offline; nothing is "
    "sent anywhere unless you name a language model to ask, or pages to fetch.",
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
    copies: KeepCopies = False,
    evidence: EvidenceFolderPath = None,
) -> None:
    """Read reports into the register: what they claim, with quotes.

    Also their statements, and their own sums checked. Reading the same bytes again changes nothing. A report that
    cannot be read gets one line that says what to do. Exit code: 0 done, 1 some reports could not be read, 2 the
    command cannot be understood.
    """
    from bearwitness.apps.read_output import say_where_text_goes, show_readings, tell_notes
    from bearwitness.workflow.evidence import keep_copies
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
    captured = tell_notes(find_inputs(inputs, sys.stdin.buffer))
    ledger = open_ledger(path, evidence) if copies or evidence is not None else None
    if ledger is not None:
        say_where_copies_are(ledger.folder)
        captured = keep_copies(captured, ledger, lambda: datetime.now(UTC))
    readings = read_batch(captured, load_english, options)
    if path is not None:
        readers = partial(name_readers, endpoint=endpoint)
        readings = record_readings(readings, path, lambda: datetime.now(UTC), readers, ledger)
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


app.command("count", epilog="Example: bearwitness count --act arrest --from 2019-05-01 --to 2019-05-31 --place CN")(
    count_command
)
app.command("verify-count", epilog="Example: bearwitness verify-count answer.json")(verify_count_command)
app.command("why", epilog="Example: bearwitness why --act arrest --from 2019-05-01 --to 2019-05-31 --place Shenyang")(
    why_command
)
app.command("fates", epilog="Example: bearwitness fates --from 2019-05-01 --to 2019-05-31 --place CN")(fates_command)
app.command("unseen", epilog="Example: bearwitness unseen --act killing --place MM --from 2021-02-01 --to 2021-04-30")(
    unseen_command
)
app.command("trend", epilog="Example: bearwitness trend --act arrest --place CN --from 2019-01-01 --by month")(
    trend_command
)


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


@app.command("link", epilog="Example: bearwitness link")
def link_command(register: RegisterFile = None, as_json: AsJson = False) -> None:
    """Link the register anew: how many links, and what changed.

    Persons' judgements come first, and no rule crosses them. What was judged of a claim holds for the claim that a newer
    reading makes of the same words. With --json every link, one a line.
    """
    from bearwitness.apps.link_output import show_flagged, show_relinked
    from bearwitness.store.register import open_register
    from bearwitness.workflow.relinking import relink
    from bearwitness.workflow.view import load_view

    with open_register(find_register_path(register), create=False) as opened:
        relinked = relink(opened, at=datetime.now(UTC))
    show_relinked(relinked, as_json=as_json)
    if not as_json:
        show_flagged(load_view(find_register_path(register)))


@app.command("links", epilog="Example: bearwitness links c_98e1ac")
def links_command(wanted: LinkedId = None, register: RegisterFile = None, as_json: AsJson = False) -> None:
    """List links: which claims tell the same occurrence, and why."""
    from bearwitness.apps.ids import find_claim_ids
    from bearwitness.apps.link_output import choose_links, show_links
    from bearwitness.workflow.view import load_view

    view = load_view(find_register_path(register))
    claims = None if wanted is None else find_claim_ids(view, wanted)
    show_links(view, choose_links(view, claims), as_json=as_json)


@app.command("judge", epilog='Example: bearwitness judge c_98e1ac c_539b2a same --by eva --because "one street"')
def judge_command(
    pair: JudgedPair,
    judgement: Judged = None,
    because: Because = "",
    by: By = None,
    undo: Undo = False,
    register: RegisterFile = None,
) -> None:
    """Judge two claims: same, different, part-of or unsure.

    It outranks every rule and what a report says of its own claims, and is kept when the report is read anew. An incident
    stands for its first claim. part-of: A's people are among B's. --undo takes the standing judgement back.
    """
    from bearwitness.apps.ids import find_claim_ids
    from bearwitness.apps.link_output import show_judged
    from bearwitness.apps.options import find_judgement, find_name
    from bearwitness.workflow import judging
    from bearwitness.workflow.view import load_view

    wanted = find_judgement(judgement, undo=undo)
    signed = judging.Signed(name=find_name(by), because=because)
    before = load_view(find_register_path(register))
    left, right = (find_claim_ids(before, ident)[0] for ident in pair)
    now = datetime.now(UTC)
    link = judging.decide(before, (left, right), wanted, signed, now)
    show_judged(before, load_view(before.path), link, undone=wanted is None)


app.command("review", epilog="Example: bearwitness review --act arrest --from 2019-05-01 --place CN --by eva")(
    review_command
)


app.add_typer(keys_app, name="keys")
app.command("checkpoint", epilog="Example: bearwitness checkpoint --key harbour-watch-2026.key")(checkpoint_command)
app.command("prove", epilog="Example: bearwitness prove --act arrest --from 2019-05-01 --to 2019-05-31 --place CN")(
    prove_command
)
app.command("verify", epilog="Example: bearwitness verify team.db --key harbour-watch-2026.pub")(verify_command)


app.command("copy", epilog="Example: bearwitness copy team.db other.db")(copy_command)
app.command("upgrade", epilog="Example: bearwitness upgrade")(upgrade_command)


app.add_typer(release_app, name="release")
app.command(
    "export", epilog="Example: bearwitness export --format geojson --act arrest --place CN --out arrests.geojson"
)(export_command)
app.command("import", epilog="Example: bearwitness import decided.csv --by eva")(import_reviews_command)
app.command("fetch", epilog="Example: bearwitness fetch https://post.example/2021/two-held --register team.db")(
    fetch_command
)
app.command("watch", epilog="Example: bearwitness watch https://post.example/feed.xml --register team.db")(
    watch_command
)
app.command("evidence", epilog="Example: bearwitness evidence check")(evidence_command)
app.command("serve", epilog="Example: bearwitness serve --register team.db")(serve_command)
app.command("token", epilog="Example: bearwitness token dashboard --scope read --by eva")(token_command)
app.add_typer(vault_app, name="vault")


@app.command("demo", epilog="Example: bearwitness demo")
def demo_command(samples: Samples = Path("samples"), register: RegisterFile = None) -> None:
    """Read the samples; show incidents, a total, and what is next."""
    from bearwitness.apps.demo import run_demo
    from bearwitness.store.address import parse_address

    raise typer.Exit(
        run_demo(samples, None if register is None else parse_address(register), lambda: datetime.now(UTC))
    )
