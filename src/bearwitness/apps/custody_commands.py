"""The commands of evidence: keys that sign, checkpoints of the log, proofs of figures, and the check of all of it."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bearwitness.apps.options import (
    AcceptedOnly,
    ActAsked,
    AsJson,
    From,
    Group,
    PlaceAsked,
    RegisterFile,
    To,
    find_register_path,
    parse_act,
    parse_day,
)
from bearwitness.apps.place_read import tell_place_read
from bearwitness.apps.screen import show, show_aside, show_work, write_text
from bearwitness.core.errors import UsageError

if TYPE_CHECKING:
    from bearwitness.custody.checkpoints import Note

_VARIABLE: Final = "BEARWITNESS_PASSPHRASE"
_MOST: Final = 10_000
_BEGINNING: Final = 64
"""So many bytes tell a checkpoint from other files."""

KeyName = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Whose key, and since when: harbour-watch-2026. It stands in every signature."),
]
KeyFile = Annotated[
    Path, typer.Option("--key", metavar="FILE", help="The key to sign with: NAME.key, as keys new wrote it.")
]
Folder = Annotated[Path, typer.Option("--folder", metavar="FOLDER", help="Where to put NAME.key and NAME.pub.")]
PassphraseFrom = Annotated[
    int | None,
    typer.Option(
        "--passphrase-fd",
        metavar="NUMBER",
        help=f"Read the passphrase from this file descriptor (else {_VARIABLE}, else you are asked).",
        show_default=False,
    ),
]
Authority = Annotated[
    str | None,
    typer.Option(
        "--timestamp", metavar="URL", help="Also ask this timestamp authority (RFC 3161). It is sent a hash only."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write it to a file that is not there yet.", show_default=False),
]
Checked = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE]",
        help="A register (default: as everywhere), or a proof that `prove` wrote.",
        show_default=False,
    ),
]
PublicKeys = Annotated[
    list[str], typer.Option("--key", metavar="PUB", help="Who signs: NAME.pub, or the line in it. May be repeated.")
]
GivenNotes = Annotated[
    list[Path] | None,
    typer.Option(
        "--checkpoint", metavar="FILE", help="A checkpoint that was given to you. May be repeated.", show_default=False
    ),
]
Roots = Annotated[
    Path | None,
    typer.Option(
        "--timestamp-root",
        metavar="FILE",
        help="Root certificates (PEM) of timestamp authorities that you trust.",
        show_default=False,
    ),
]
ProofFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to; a file that is not there yet.")]
WithTexts = Annotated[bool, typer.Option("--texts", help="Also put in the whole texts of the reports it rests on.")]

keys_app = typer.Typer(
    help="Make a key that signs checkpoints.",
    epilog="Example: bearwitness keys new harbour-watch-2026",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@keys_app.command("new", epilog="Example: bearwitness keys new harbour-watch-2026")
def keys_new_command(name: KeyName, folder: Folder = Path(), passphrase_fd: PassphraseFrom = None) -> None:
    """Make a key: NAME.key, encrypted, and NAME.pub for everybody.

    Keep NAME.key off the machine that holds the register where you can, and two copies of it. Who loses it, or its passphrase,
    cannot sign any more; what is signed stays so.
    """
    from bearwitness.workflow.key_files import make_key

    secret, public, key = make_key(name, folder, ask_passphrase(passphrase_fd, is_new=True))
    show(f"The key is in {secret}, encrypted; nobody opens it without its passphrase.")
    show(f"Give {public} to everybody who is to check what you sign. It is this line:")
    write_text(f"{key}\n")


@keys_app.command("public", epilog="Example: bearwitness keys public --key harbour-watch-2026.key")
def keys_public_command(key: KeyFile, passphrase_fd: PassphraseFrom = None) -> None:
    """Show the public half of a key."""
    from bearwitness.custody.signing import derive_public
    from bearwitness.workflow.key_files import open_key

    signer = open_key(key, ask_passphrase(passphrase_fd))
    write_text(f"{derive_public(signer.seed, signer.name)}\n")


def checkpoint_command(
    key: KeyFile,
    timestamp: Authority = None,
    out: Out = None,
    passphrase_fd: PassphraseFrom = None,
    register: RegisterFile = None,
) -> None:
    """Sign the log as it stands, to be given away.

    The checkpoint is written: a few lines of text. Give it away: send it, print it, publish it. From then on nobody, you included,
    can change, remove or date back anything that was in the register without whoever holds it finding out.
    """
    from bearwitness.apps.verify_output import say_moment
    from bearwitness.workflow.checkpointing import sign_checkpoint
    from bearwitness.workflow.key_files import open_key
    from bearwitness.workflow.time_authority import build_asker

    if out is not None and out.exists():
        raise UsageError(f"{out} is there already and is not written over; name another file with --out")
    ask = None if timestamp is None else build_asker(timestamp)
    address = find_register_path(register)
    signed = sign_checkpoint(address, open_key(key, ask_passphrase(passphrase_fd)), datetime.now(UTC), ask)
    if out is None:
        write_text(str(signed.note))
    else:
        out.write_text(str(signed.note), encoding="utf-8")
    where = "it is above" if out is None else f"it is in {out}"
    show_aside(
        f"Signed: {signed.note.head.size:,} entries of the log of {address}. Give the checkpoint away; {where}.", "dim"
    )
    if signed.stamp is not None and signed.stamp.at is not None:
        show_aside(f"The authority says it was there on {say_moment(signed.stamp.at)}.", "dim")


def prove_command(
    act: ActAsked,
    earliest: From = None,
    latest: To = None,
    place: PlaceAsked = None,
    group: Group = None,
    accepted_only: AcceptedOnly = False,
    texts: WithTexts = False,
    out: ProofFile = Path("proof.zip"),
    register: RegisterFile = None,
) -> None:
    """Write the proof of a figure, to be checked with no register.

    The answer with its certificate, the claims and their quotes, decisions and links, each with its place in the signed log.
    `verify` checks it anywhere. What it rests on must be under a checkpoint.
    """
    tell_place_read(place)
    from bearwitness.apps.count_output import render_figure
    from bearwitness.apps.proof_output import show_proved
    from bearwitness.workflow.figures import Asked, build_figure, find_beside, narrow_figure
    from bearwitness.workflow.proving import write_proof

    days = (parse_day(earliest, "--from"), parse_day(latest, "--to"))
    asked = Asked(act=parse_act(act), earliest=days[0], latest=days[1], place=place, group=group)
    with show_work("Counting"):
        figure = build_figure(asked, find_register_path(register), accepted_only=accepted_only)
        figure = narrow_figure(figure)
        answer = render_figure(figure, find_beside(figure))
        proved = write_proof(figure, answer, out, with_texts=texts)
    show_proved(proved, out)


def verify_command(
    key: PublicKeys,
    file: Checked = None,
    checkpoint: GivenNotes = None,
    timestamp_root: Roots = None,
    as_json: AsJson = False,
) -> None:
    """Find whatever was changed, removed, put in or dated back.

    In a register: every record against the log, the log against its checkpoints and those you were given. Or a proof of a
    figure, with no register. Exit code: 0 nothing was found, 1 something was, 2 it cannot be checked.
    """
    from bearwitness.apps.proof_output import show_checked_proof
    from bearwitness.apps.verify_output import show_verified
    from bearwitness.workflow.checking_proof import check_proof, is_proof
    from bearwitness.workflow.key_files import find_public
    from bearwitness.workflow.verifying import Trust, verify_register

    notes = tuple(_read_note(path) for path in checkpoint or ())
    roots = b"" if timestamp_root is None else _read(timestamp_root)
    trust = Trust(keys=tuple(find_public(one) for one in key), notes=notes, roots=roots)
    address = find_register_path(file)
    if file is not None and isinstance(address, Path):
        _refuse_other_files(address)
    if isinstance(address, Path) and is_proof(address):
        if notes:
            raise UsageError("a proof has its own checkpoint; leave out --checkpoint")
        with show_work("Checking the proof"):
            checked = check_proof(address, trust)
        show_checked_proof(checked, address, as_json=as_json)
        raise typer.Exit(1 if checked.faults else 0)
    with show_work("Checking every record"):
        verified = verify_register(address, trust)
    show_verified(verified, address, as_json=as_json)
    if verified.findings:
        raise typer.Exit(1)


def ask_passphrase(descriptor: int | None, *, is_new: bool = False) -> str:
    """From a file descriptor, the environment, or the person. It is never an argument: those are seen by all on the machine."""
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                given = stream.read(_MOST).partition(b"\n")[0].decode()
        except (OSError, ValueError):
            raise UsageError(f"nothing can be read from file descriptor {descriptor}; see --passphrase-fd") from None
        return given
    if os.environ.get(_VARIABLE):
        return os.environ[_VARIABLE]
    if not sys.stdin.isatty():
        raise UsageError(f"there is nobody to ask for the passphrase; give it by --passphrase-fd or {_VARIABLE}")
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=is_new, err=True))


def _read_note(path: Path) -> "Note":
    from bearwitness.custody.checkpoints import parse_note

    try:
        return parse_note(_read(path).decode("utf-8", "replace"))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _refuse_other_files(path: Path) -> None:
    """What a person in a hurry gives in the place of a register or a proof."""
    from bearwitness.custody.checkpoints import PREFIX

    if not path.exists():
        raise UsageError(f"there is no file {path}; give a register, or a proof that `bearwitness prove` wrote")
    if path.is_file():
        with path.open("rb") as file:
            begins = file.read(_BEGINNING).decode("utf-8", "replace")
        if begins.lstrip("\ufeff \r\n").startswith(PREFIX):
            raise UsageError(
                f"{path} is a checkpoint; give the register first, and the checkpoint by --checkpoint {path}"
            )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check the path and your rights") from None
