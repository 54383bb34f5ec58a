"""A vault founded, joined and opened: its list of recipients is believed only as far as its recipients signed it and the register knows it.

A vault is a folder beside the register and never in it. Nothing else of the program reads it.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody.vault_identities import make_founder, make_joiner, open_identity, seal_identity
from bearwitness.custody.vault_lists import (
    check_list,
    find_fingerprint,
    find_public,
    find_recipients,
    name_vault,
    parse_list,
    render_list,
)
from bearwitness.custody.vault_records import Identity, Recipient, RecipientList
from bearwitness.custody.vault_sealing import open_sealed, seal
from bearwitness.store.register import Address, open_register
from bearwitness.store.register_vault import NOBODY, Fact, append_fact, load_facts
from bearwitness.store.vault_folder import (
    erase_file,
    list_files,
    make_folder,
    read_identity,
    write_file,
    write_identity,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a vault and its register lie, and where the identity of who opens it."""

    folder: Path
    register: Address
    identity: Path


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OpenVault:
    """An opened vault. `strange` are files that are called lists of recipients and are none."""

    place: Place
    identity: Identity
    known: RecipientList
    strange: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<OpenVault>"


def has_vault(folder: Path) -> bool:
    """Is there a vault?"""
    return folder.is_dir()


def found_vault(place: Place, label: str, passphrase: str, at: datetime) -> str:
    """Make a vault, and the identity of its first recipient; gives the vault's fingerprint. Raises VaultError where one of the two is there."""
    refuse_inside(place)
    if has_vault(place.folder):
        raise VaultError(
            f"{place.folder} is there already. To join it, ask somebody who is in for its fingerprint and give it with --joining; "
            "for a vault of another register give --register or --vault; move the folder away only where an earlier try was cut off"
        )
    with open_register(place.register, create=True) as register:
        if load_facts(register):
            raise VaultError(
                f"{place.register} has a vault already, which is not at {place.folder}; name its folder with --vault"
            )
        identity, known = make_founder(label, os.urandom(32))
        write_identity(place.identity, seal_identity(identity, passphrase))
        make_folder(place.folder)
        write_file(place.folder, "list", _seal_list(known))
        append_fact(register, Fact(kind="founded", at=at, by=NOBODY, vault=name_vault(known)))
        _record_list(place, known, at)
    return name_vault(known)


def join_vault(place: Place, label: str, vault: str, passphrase: str) -> Recipient:
    """Make an identity that trusts a vault by its fingerprint, and give the public half, which one of its recipients adds.

    Raises VaultError where the register at hand has a vault of another fingerprint.
    """
    refuse_inside(place)
    identity = make_joiner(label, vault, os.urandom(32))
    _refuse_misheard(place, identity.vault)
    write_identity(place.identity, seal_identity(identity, passphrase))
    return find_public(identity)


def _refuse_misheard(place: Place, vault: str) -> None:
    """One wrong digit would make an identity that never opens anything, and nobody would learn why. The right one is not told here: it is
    to be heard from a person.
    """
    if not isinstance(place.register, Path) or not place.register.is_file():
        return
    with open_register(place.register, create=False) as register:
        facts = load_facts(register)
    if facts and facts[0].vault != vault:
        raise VaultError(
            f"this is not the fingerprint of the vault of {place.register}: a digit was misheard or mistyped, or it is another "
            "register's; have it read out again, by voice"
        )


def refuse_inside(place: Place) -> None:
    """Raises UsageError for an identity in the vault's folder, or a vault that is the register's file."""
    if place.folder.resolve() in place.identity.resolve().parents:
        raise UsageError(
            "the identity would lie in the vault, the key beside the lock; give another place with --identity"
        )


def open_vault(place: Place, passphrase: str) -> OpenVault:
    """The vault for the holder of an identity.

    Raises VaultError where passphrase or identity do not open it, and where the list of recipients is not the one that its recipients signed and
    the register knows.
    """
    return unlock_vault(place, open_identity(read_identity(place.identity), passphrase))


def unlock_vault(place: Place, identity: Identity) -> OpenVault:
    """The same, with an identity that is open."""
    if not has_vault(place.folder):
        raise VaultError(
            f"there is no vault at {place.folder}; make one with `bearwitness vault new`, or give --vault FOLDER"
        )
    with open_register(place.register, create=False) as register:
        facts = load_facts(register)
    if not facts or facts[0].vault != identity.vault:
        raise VaultError(
            f"the identity is for another vault than that of {place.register}; give the right --identity or --register"
        )
    known, strange = _find_list(place.folder, identity)
    recorded = next((fact for fact in reversed(facts) if fact.kind == "recipients"), None)
    if recorded is not None and (
        known.length < recorded.length or find_fingerprint(known, recorded.length) != recorded.hashes[0]
    ):
        raise VaultError(
            "the list of recipients is not the one that the register knows: somebody put an older one back, or exchanged it; "
            "look who can write the folder, and take the vault from a copy"
        )
    return OpenVault(place=place, identity=identity, known=known, strange=strange)


def replace_list(vault: OpenVault, known: RecipientList, at: datetime) -> OpenVault:
    """Put a list in the place of the former one: written, told to the register, and only then the former one erased."""
    folder = vault.place.folder
    former = [file.name for file in list_files(folder, "list")]
    write_file(folder, "list", _seal_list(known))
    _record_list(vault.place, known, at)
    for name in former:
        erase_file(folder, name)
    return OpenVault(place=vault.place, identity=vault.identity, known=known)


def _record_list(place: Place, known: RecipientList, at: datetime) -> None:
    """Tell the register which list holds, unless it knows."""
    fact = Fact(
        kind="recipients",
        at=at,
        by=NOBODY,
        vault=name_vault(known),
        hashes=(find_fingerprint(known),),
        length=known.length,
    )
    with open_register(place.register, create=False) as register:
        last = next((one for one in reversed(load_facts(register)) if one.kind == "recipients"), None)
        if last is None or (last.length, last.hashes) != (fact.length, fact.hashes):
            append_fact(register, fact)


def hash_sealed(sealed: bytes) -> str:
    """What the register keeps of a sealed file. It says nothing of what is inside, for age begins every file with chance."""
    return sha256(sealed).hexdigest()


def _seal_list(known: RecipientList) -> bytes:
    return seal(render_list(known), [one.key for one in find_recipients(known)])


def _find_list(folder: Path, identity: Identity) -> tuple[RecipientList, tuple[str, ...]]:
    """The longest true list. Where a change was cut off half way, two are there, and one begins with the other."""
    found: list[RecipientList] = []
    strange: list[str] = []
    for file in list_files(folder, "list"):
        opened = open_sealed(file.content, identity.key)
        if opened is None:
            strange.append(file.name)
            continue
        try:
            known = parse_list(opened)
            check_list(known, identity.vault)
        except VaultError:
            strange.append(file.name)
            continue
        found.append(known)
    if not found:
        raise VaultError(
            f"this identity opens no list of recipients in {folder}: it was not added yet, was removed, or the list was "
            "changed; ask another recipient"
        )
    longest = max(found, key=lambda one: one.length)
    if any(longest.changes[: one.length] != one.changes for one in found):
        raise VaultError(
            "two lists of recipients contradict each other; ask the recipients who changed what, and use a copy"
        )
    return longest, tuple(strange)
