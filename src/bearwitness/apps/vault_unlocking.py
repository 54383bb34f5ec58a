"""Where a vault and an identity lie unless a person says otherwise, and the two opened."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.options import find_register_path
from bearwitness.store.address import Address

if TYPE_CHECKING:
    from bearwitness.workflow.vault_opening import OpenVault, Place

IdentityFile = Annotated[
    Path | None,
    typer.Option(
        "--identity",
        metavar="FILE",
        help="Your identity (default: bearwitness/identity.age in your folder of settings).",
    ),
]
VaultFolder = Annotated[
    Path | None, typer.Option("--vault", metavar="FOLDER", help="The vault (default: NAME.vault beside the register).")
]


def find_place(register: Address, vault: Path | None, identity: Path | None) -> "Place":
    """The three places, each as given or where it is by custom."""
    from bearwitness.workflow.vault_opening import Place

    return Place(
        folder=vault or find_vault_path(register), register=register, identity=identity or find_identity_path()
    )


def find_vault_path(register: Address) -> Path:
    """Beside the register's file, or for a database named after it in the current folder."""
    if isinstance(register, Path):
        return register.with_name(f"{register.stem}.vault")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", str(register).rpartition("/")[2]).strip("-") or "register"
    return Path(f"{name}.vault")


def find_identity_path() -> Path:
    """In the user's folder of settings, apart from register and vault."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "bearwitness" / "identity.age"


def find_named_place(register: str | None, vault: Path | None, identity: Path | None) -> "Place":
    """The three places of a command."""
    return find_place(find_register_path(register), vault, identity)


def open_named_vault(place: "Place", descriptor: int | None, variable: str | None) -> "OpenVault":
    """The vault, opened with the passphrase that is given or asked for."""
    from bearwitness.workflow.vault_opening import open_vault

    return open_vault(place, unlock(descriptor, variable, is_new=False))


def unlock(descriptor: int | None, variable: str | None, *, is_new: bool) -> str:
    """The passphrase, asked for once this process can no longer be dumped."""
    from bearwitness.apps.screen import show_aside
    from bearwitness.apps.vault_guarding import find_passphrase, forbid_dumps

    if not forbid_dumps():
        show_aside(
            "This system may write the memory of a program that crashes to the disk; the secret with it.", "yellow"
        )
    return find_passphrase(descriptor, variable, is_new=is_new)


def read_clock() -> datetime:
    """Now."""
    return datetime.now(UTC)
