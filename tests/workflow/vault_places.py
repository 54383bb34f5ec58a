"""Vaults for tests, opened without the slow passphrase."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from bearwitness.custody.vault_entries import make_source
from bearwitness.custody.vault_records import Identity
from bearwitness.store.address import Address
from bearwitness.store.register import open_register
from bearwitness.workflow import vault_opening
from bearwitness.workflow.vault_opening import OpenVault, Place, found_vault, unlock_vault
from tests.custody.vault_people import found

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SECRET = "Heron 왜가리 of the lower town"
HERON = make_source(SECRET, ("+00 1",), "comes on Mondays")
CRANE = make_source("Crane 두루미", (), "")


def found_for_test(folder: Path, register: Address | None = None) -> OpenVault:
    """Eva's vault in a folder, beside a new register."""
    address = folder / "team.db" if register is None else register
    place = Place(folder=folder / "team.vault", register=address, identity=folder / "eva" / "identity.age")
    open_register(address, create=True).engine.dispose()
    with seal_quickly():
        found_vault(place, "eva", "no word", NOW)
    return unlock_vault(place, found()[0])


@contextmanager
def seal_quickly() -> Iterator[None]:
    """No identity is sealed, which takes a second each."""
    with (
        mock.patch.object(vault_opening, "make_founder", return_value=found()),
        mock.patch.object(vault_opening, "seal_identity", return_value=b"sealed"),
    ):
        yield


def open_as(vault: OpenVault, identity: Identity) -> OpenVault:
    """The vault as another opens it."""
    return unlock_vault(vault.place, identity)


def copy_vault(vault: OpenVault, folder: Path) -> OpenVault:
    """The vault with its register, as it is, in another folder."""
    shutil.copytree(vault.place.folder.parent, folder)
    place = Place(folder=folder / "team.vault", register=folder / "team.db", identity=folder / "eva" / "identity.age")
    return unlock_vault(place, vault.identity)


def read_all(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
