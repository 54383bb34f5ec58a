"""The commands that let something out of a register: planned, built, compared with earlier releases, and attacked."""

from datetime import UTC, datetime

import typer

from bearwitness.apps.custody_commands import PassphraseFrom, PublicKeys, ask_passphrase
from bearwitness.apps.hold_commands import free_command, hold_command, holds_command
from bearwitness.apps.options import AsJson, By, RegisterFile, find_name, find_register_path
from bearwitness.apps.release_options import (
    AsOf,
    Before,
    Built,
    Now,
    PolicyFile,
    ReleaseFolder,
    RosterFile,
    SigningKey,
    find_today,
    read_text,
)

release_app = typer.Typer(
    help="Plan, build and attack what may leave the register.",
    epilog="Example: bearwitness release plan --help",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@release_app.command("plan", epilog="Example: bearwitness release plan --policy public.toml")
def plan_command(
    policy: PolicyFile,
    roster: RosterFile = None,
    as_of: AsOf = None,
    register: RegisterFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what a release would hold, what would stay and why, and what each protection costs.

    Writes nothing. What the attacks find is shown too.
    """
    from bearwitness.apps.release_output import show_plan
    from bearwitness.apps.screen import show_work
    from bearwitness.workflow.releasing import find_costs, prepare_release

    path = find_register_path(register)
    known = None if roster is None else read_text(roster, "the roster")
    with show_work("Planning the release"):
        prepared = prepare_release(path, read_text(policy, "the policy"), find_today(as_of), known)
        costs = find_costs(prepared)
    show_plan(prepared, costs, as_json=as_json)


@release_app.command("build", epilog="Example: bearwitness release build --policy public.toml --out june --by eva")
def build_command(
    policy: PolicyFile,
    out: ReleaseFolder,
    by: By = None,
    key: SigningKey = None,
    passphrase_fd: PassphraseFrom = None,
    roster: RosterFile = None,
    as_of: AsOf = None,
    register: RegisterFile = None,
) -> None:
    """Build a release into a folder, unless an attack finds a way in.

    Where one does, nothing is written, and the exit code is 1. With --key the manifest is signed.
    """
    from bearwitness.apps.release_output import show_built, show_findings
    from bearwitness.apps.screen import show_work
    from bearwitness.release.manifest import MANIFEST, SIGNATURE
    from bearwitness.workflow.key_files import open_key
    from bearwitness.workflow.release_folder import refuse_taken, write_folder
    from bearwitness.workflow.release_signing import sign_release
    from bearwitness.workflow.releasing import prepare_release, record_release

    path, name = find_register_path(register), find_name(by)
    refuse_taken(out)
    signer = None if key is None else open_key(key, ask_passphrase(passphrase_fd))
    known = None if roster is None else read_text(roster, "the roster")
    with show_work("Building the release"):
        prepared = prepare_release(path, read_text(policy, "the policy"), find_today(as_of), known)
    if prepared.findings:
        show_findings(prepared.findings, "Nothing was built: the release can be read for more than it says.")
        raise typer.Exit(1)
    # The register first: a release it does not know of could not be kept apart from the next.
    record_release(prepared, path, by=name, clock=lambda: datetime.now(UTC))
    signed = {} if signer is None else {SIGNATURE: sign_release(prepared.files[MANIFEST], signer)}
    write_folder(out, {**prepared.files, **signed}, prepared.day)
    show_built(prepared, out)


@release_app.command("diff", epilog="Example: bearwitness release diff may june")
def diff_command(before: Before, now: Now, as_json: AsJson = False) -> None:
    """What a reader sees who lays two releases side by side."""
    from bearwitness.apps.release_output import show_diff
    from bearwitness.release.comparing import compare_releases
    from bearwitness.workflow.release_folder import read_rows

    show_diff(compare_releases(read_rows(before), read_rows(now)), as_json=as_json)


@release_app.command("attack", epilog="Example: bearwitness release attack june --roster known.csv")
def attack_command(
    folder: Built, roster: RosterFile = None, register: RegisterFile = None, as_json: AsJson = False
) -> None:
    """Try what an adversary would on a release that was built.

    Joining on a roster, differences within and between releases, rare rows, order, ids, times, words. Exit code 1 where one
    finds a way in.
    """
    from bearwitness.apps.release_output import show_findings, write_findings
    from bearwitness.apps.screen import show, show_work
    from bearwitness.workflow.release_folder import read_folder
    from bearwitness.workflow.releasing import attack_folder

    known = None if roster is None else read_text(roster, "the roster")
    with show_work("Attacking the release"):
        findings = attack_folder(read_folder(folder), find_register_path(register), known)
    if as_json:
        write_findings(findings)
    elif findings:
        show_findings(findings, "The release can be read for more than it says.")
    else:
        show("No attack found a way in.")
    if findings:
        raise typer.Exit(1)


@release_app.command("check", epilog="Example: bearwitness release check june --key harbour-watch-2026.pub")
def check_command(folder: Built, key: PublicKeys) -> None:
    """Check that a release is as it was signed, with no register.

    Exit code 1 where a file is missing, changed or added, or none of the keys signed it.
    """
    from bearwitness.apps.screen import show
    from bearwitness.workflow.key_files import find_public
    from bearwitness.workflow.release_folder import read_folder
    from bearwitness.workflow.release_signing import find_faults

    keys = tuple(find_public(one) for one in key)
    faults = find_faults(read_folder(folder), keys)
    for fault in faults:
        show(f"- {fault}.")
    if faults:
        raise typer.Exit(1)
    show("Every file is as it was signed.")


release_app.command(
    "hold", epilog='Example: bearwitness release hold c_98e1ac04b2d15f77 --by eva --because "the family asked"'
)(hold_command)
release_app.command(
    "free", epilog='Example: bearwitness release free c_98e1ac04b2d15f77 --by eva --because "they agree now"'
)(free_command)
release_app.command("holds", epilog="Example: bearwitness release holds")(holds_command)
