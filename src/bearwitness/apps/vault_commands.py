"""`bearwitness vault`: who a source is, sealed for named people, beside the register and never in it."""

from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.options import AsJson, Because, By, RegisterFile, find_name
from bearwitness.apps.vault_guarding import PassphraseEnv, PassphraseFd
from bearwitness.apps.vault_recipient_commands import check_command, recipients_command, rotate_command
from bearwitness.apps.vault_unlocking import (
    IdentityFile,
    VaultFolder,
    find_named_place,
    open_named_vault,
    read_clock,
    unlock,
)
from bearwitness.core.errors import UsageError

if TYPE_CHECKING:
    from bearwitness.store.register_vault import AboutKind
    from bearwitness.workflow.vault_opening import Place

EntryId = Annotated[str, typer.Argument(metavar="ID", help="An entry (v_…); its first letters are enough.")]
Label = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Your name as a recipient; a work name (default: USER).")
]
Joining = Annotated[
    str | None,
    typer.Option(
        "--joining", metavar="FINGERPRINT", help="Join the vault of this fingerprint, as a colleague told it to you."
    ),
]
Opening = Annotated[bool, typer.Option("--open", help="Also open each entry, and show its name.")]
About = Annotated[str, typer.Argument(metavar="WHAT", help="A report's id or a claim (c_…); first letters are enough.")]
Voice = Annotated[
    int | None,
    typer.Option("--voice", metavar="NUMBER", min=1, help="Of a claim: this one of those who say it, from 1."),
]
NotSo = Annotated[bool, typer.Option("--undo", help="It is not, or no more.")]

app = typer.Typer(
    help="Keep who a source is, sealed, outside the register.\n\nNames, contacts and notes are kept only as files that age has "
    "encrypted for named recipients, in a folder beside the register; the register holds a random id. A lost key is a lost "
    "secret: nobody, also not us, can open it again.",
    epilog="Example: bearwitness vault new --help",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command("new", epilog="Example: bearwitness vault new --as eva")
def new_command(
    label: Label = None,
    joining: Joining = None,
    identity: IdentityFile = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    passphrase_fd: PassphraseFd = None,
    passphrase_env: PassphraseEnv = None,
) -> None:
    """Make your identity, and the vault where there is none.

    The identity is kept only under a passphrase that you choose. Keep a copy of its file, and the passphrase apart from it: a
    lost key is a lost secret. With --joining you join a vault that is there: what is printed goes to a colleague who is in.
    """
    from bearwitness.apps.vault_output import show_founded, show_joined
    from bearwitness.workflow.vault_opening import found_vault, join_vault

    place = find_named_place(register, vault, identity)
    name = find_name(label)
    passphrase = unlock(passphrase_fd, passphrase_env, is_new=True)
    if joining is None:
        show_founded(place, found_vault(place, name, passphrase, read_clock()))
    else:
        show_joined(place, join_vault(place, name, joining, passphrase))


@app.command("add", epilog="Example: bearwitness vault add")
def add_command(
    identity: IdentityFile = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    passphrase_fd: PassphraseFd = None,
    passphrase_env: PassphraseEnv = None,
) -> None:
    """Seal a source: name, contacts, note. Prints its random id.

    They are asked for at the terminal, or read from standard input as JSON ({"name": "…", "contacts": ["…"], "note": "…"});
    never given as arguments, which the shell keeps and every process list shows.
    """
    from bearwitness.apps.screen import show_aside, write_text
    from bearwitness.apps.vault_guarding import ask_source
    from bearwitness.workflow.vault_keeping import add_source

    place = find_named_place(register, vault, identity)
    opened = open_named_vault(place, passphrase_fd, passphrase_env)
    ident = add_source(opened, ask_source(), read_clock())
    write_text(f"{ident}\n")
    show_aside(
        f"Next: bearwitness vault attach {ident[:8]} ID, of a claim (c_…) or a report that they stand behind.", "dim"
    )


@app.command("show", epilog="Example: bearwitness vault show v_3f09a1")
def show_command(
    wanted: EntryId,
    identity: IdentityFile = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    passphrase_fd: PassphraseFd = None,
    passphrase_env: PassphraseEnv = None,
    as_json: AsJson = False,
) -> None:
    """Open one entry and show it.

    On a terminal it stands on a screen that leaves nothing to scroll back to; in a pipe it goes where the pipe goes.
    """
    from bearwitness.apps.vault_output import show_entry
    from bearwitness.workflow.vault_keeping import load_entry

    place = find_named_place(register, vault, identity)
    show_entry(load_entry(open_named_vault(place, passphrase_fd, passphrase_env), wanted), as_json=as_json)


@app.command("list", epilog="Example: bearwitness vault list")
def list_command(
    opening: Opening = False,
    identity: IdentityFile = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    passphrase_fd: PassphraseFd = None,
    passphrase_env: PassphraseEnv = None,
    as_json: AsJson = False,
) -> None:
    """List the ids, and what each is attached to. Needs no key.

    With --open each entry is opened and its name shown beside the id.
    """
    from bearwitness.apps.vault_output import show_contents, show_names
    from bearwitness.workflow.vault_checking import list_entries
    from bearwitness.workflow.vault_keeping import load_entry

    place = find_named_place(register, vault, identity)
    contents = list_entries(place)
    if not opening:
        show_contents(contents, as_json=as_json)
        return
    opened = open_named_vault(place, passphrase_fd, passphrase_env)
    there = [one.entry for one in contents.entries if one.state == "there"]
    show_names([load_entry(opened, ident) for ident in there], as_json=as_json)


app.command("recipients", epilog="Example: bearwitness vault recipients remove tom")(recipients_command)
app.command("rotate", epilog="Example: bearwitness vault rotate")(rotate_command)
app.command("check", epilog="Example: bearwitness vault check")(check_command)


@app.command("remove", epilog='Example: bearwitness vault remove v_3f09a1 --because "asked to be forgotten"')
def remove_command(
    wanted: EntryId,
    because: Because = "",
    by: By = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Erase an entry for good, and print the receipt. Needs no key.

    The register keeps that it was removed, when, by whom and why, with the hash of the sealed file; so the reason must name
    nobody. Copies of the vault made before still hold it.
    """
    from bearwitness.apps.vault_output import show_removal
    from bearwitness.workflow.judging import Signed
    from bearwitness.workflow.vault_keeping import remove_entry

    signed = Signed(name=find_name(by), because=because)
    show_removal(remove_entry(find_named_place(register, vault, None), wanted, signed, read_clock()), as_json=as_json)


@app.command("attach", epilog="Example: bearwitness vault attach v_3f09a1 c_98e1ac --voice 1")
def attach_command(
    wanted: EntryId,
    about: About,
    voice: Voice = None,
    undo: NotSo = False,
    because: Annotated[str, typer.Option("--because", metavar="WORDS", help="Why, in words that name nobody.")] = "",
    by: By = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
) -> None:
    """Note which report or claim an entry stands behind.

    The register gets the random id, and your name or that of your team (--by): it tells who may know the source.
    """
    from bearwitness.apps.screen import show
    from bearwitness.workflow.judging import Signed
    from bearwitness.workflow.vault_keeping import attach_source, detach_source

    place = find_named_place(register, vault, None)
    thing = _find_about(place, about, voice)
    change = detach_source if undo else attach_source
    ident = change(place, wanted, thing, Signed(name=find_name(by), because=because), read_clock())
    show(f"{ident} is {'no more ' if undo else ''}attached to {thing[1]}.")


def _find_about(place: "Place", wanted: str, voice: int | None) -> "tuple[AboutKind, str]":
    from bearwitness.apps.ids import find_thing
    from bearwitness.core.incidents import Incident
    from bearwitness.core.records import Reading
    from bearwitness.workflow.view import load_view

    if wanted.startswith("v_"):
        raise UsageError("the entry comes first, then what it stands behind: bearwitness vault attach v_… c_…")
    thing = find_thing(load_view(place.register), wanted)
    if isinstance(thing, Incident) or (isinstance(thing, Reading) and voice is not None):
        raise UsageError(
            "a source stands behind a report or a claim (c_…), and --voice names one of those who say a claim"
        )
    if isinstance(thing, Reading):
        return "report", thing.report.id
    if voice is None:
        return "claim", thing.id
    if voice > len(thing.voices):
        raise UsageError(f"{thing.id} is said by {len(thing.voices)}; --voice counts them from 1")
    return "voice", f"{thing.id}/{voice}"
