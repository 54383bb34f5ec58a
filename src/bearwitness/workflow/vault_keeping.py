"""What is done with an open vault: entries added, shown, sealed anew and removed, recipients added and removed.

Every step first writes what is new, then tells the register, and only then takes away what is old: a process that is killed anywhere loses
nothing that was acknowledged. What it leaves over is found by `vault check` and cleared by the next `vault rotate`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody.vault_entries import name_entry, open_entry, seal_entry
from bearwitness.custody.vault_lists import add_recipient, remove_recipient
from bearwitness.custody.vault_records import Entry, Recipient, Source
from bearwitness.store.register import Register, open_register
from bearwitness.store.register_vault import NOBODY, AboutKind, Fact, append_fact, load_facts
from bearwitness.store.vault_folder import SealedFile, erase_file, list_files, lock_folder, sweep_folder, write_file
from bearwitness.workflow.judging import Signed
from bearwitness.workflow.vault_opening import OpenVault, Place, hash_sealed, replace_list, unlock_vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """How many entries were sealed anew, how many old files were erased, and which entries do not open for this identity."""

    sealed: int
    erased: int
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What was removed: the entry, the hashes of its sealed files and their bytes, when, by whom and why; `event` in the register."""

    entry: str
    vault: str
    hashes: tuple[str, ...]
    size: int
    at: datetime
    by: str
    because: str
    event: int


def add_source(vault: OpenVault, source: Source, at: datetime) -> str:
    """Seal a source for all recipients, and give the id that stands for it, which is chance."""
    ident = name_entry(os.urandom(16))
    with _hold(vault) as held, open_register(vault.place.register, create=False) as register:
        _put(held, register, ident, source, at)
    return ident


def load_entry(vault: OpenVault, wanted: str) -> Entry:
    """The entry of an id or its first letters. Raises VaultError where its file is not the one the register knows, or does not open."""
    facts = find_sealed(vault.place)
    ident = find_entry_id(facts, wanted)
    if facts[ident].kind == "removed":
        raise UsageError(f"{ident} was removed on {facts[ident].at.date()}; what it held is gone")
    for file in list_files(vault.place.folder, "entry"):
        if hash_sealed(file.content) in facts[ident].hashes:
            entry = open_entry(file.content, vault.known, vault.identity)
            if entry is None or entry.id != ident:
                raise VaultError(
                    f"{ident} does not open for you; ask another recipient to run `bearwitness vault rotate`"
                )
            return entry
    raise VaultError(
        f"the file of {ident} is not there, or not as the register knows it: somebody took it away or exchanged it; look for "
        "a copy of the vault"
    )


def rotate_vault(vault: OpenVault, at: datetime) -> Rotated:
    """Seal every entry, and the list, anew for the present recipients, and erase the former files and what a killed process left."""
    with _hold(vault) as held:
        return _rotate(replace_list(held, held.known, at), at)


def admit_recipient(vault: OpenVault, recipient: Recipient, at: datetime) -> Rotated:
    """Add a recipient, and seal everything anew so that it opens for them too."""
    with _hold(vault) as held:
        known = add_recipient(held.known, recipient, held.identity)
        return _rotate(replace_list(held, known, at), at)


def dismiss_recipient(vault: OpenVault, label: str, at: datetime) -> Rotated:
    """Remove a recipient, and seal everything anew without them. What they copied before still opens with their key.

    Raises UsageError for oneself: who is off the list cannot seal for those who stay.
    """
    if label == vault.identity.label:
        raise UsageError("nobody removes themselves; ask another recipient to do it, who then seals everything anew")
    with _hold(vault) as held:
        known = remove_recipient(held.known, label, held.identity)
        return _rotate(replace_list(held, known, at), at)


def remove_entry(place: Place, wanted: str, signed: Signed, at: datetime) -> Removal:
    """Erase an entry for good. It needs no key: who must make sure that a source cannot be found has no time for one.

    The register keeps that it was removed, never what it held. Raises UsageError without a name and a reason.
    """
    name, because = signed.name.strip(), signed.because.strip()
    if not name or not because:
        raise UsageError('a removal needs a name and a reason; give --by NAME and --because "…", which names nobody')
    with lock_folder(place.folder):
        sweep_folder(place.folder)
        facts = find_sealed(place)
        ident = find_entry_id(facts, wanted)
        with open_register(place.register, create=False) as register:
            every = {one for fact in load_facts(register) if fact.entry == ident for one in fact.hashes}
            files = [file for file in list_files(place.folder, "entry") if hash_sealed(file.content) in every]
            if facts[ident].kind == "removed" and not files:
                raise UsageError(f"{ident} was removed already, on {facts[ident].at.date()}")
            if not files:
                raise VaultError(
                    f"the file of {ident} is not there; nothing was removed, look for it with `bearwitness vault check`"
                )
            hashes = tuple(hash_sealed(file.content) for file in files)
            fact = Fact(
                kind="removed", at=at, by=name, vault=facts[ident].vault, entry=ident, hashes=hashes, because=because
            )
            event = append_fact(register, fact)
        for file in files:
            erase_file(place.folder, file.name)
    size = sum(len(file.content) for file in files)
    return Removal(
        entry=ident, vault=fact.vault, hashes=hashes, size=size, at=at, by=name, because=because, event=event
    )


def attach_source(place: Place, wanted: str, about: tuple[AboutKind, str], signed: Signed, at: datetime) -> str:
    """Note in the register that an entry is the source of a report or claim, or a voice of a claim; gives the entry's id."""
    return _note(place, wanted, about, (signed, True), at)


def detach_source(place: Place, wanted: str, about: tuple[AboutKind, str], signed: Signed, at: datetime) -> str:
    """Note that it is not, or no more."""
    return _note(place, wanted, about, (signed, False), at)


def find_sealed(place: Place) -> dict[str, Fact]:
    """Of each entry that the register knows the last time that it was sealed, or its removal."""
    with open_register(place.register, create=False) as register:
        return {fact.entry: fact for fact in load_facts(register) if fact.kind in {"sealed", "removed"}}


def find_entry_id(facts: dict[str, Fact], wanted: str) -> str:
    """The one id that is, or begins with, `wanted`; raises UsageError without just one."""
    found = [ident for ident in facts if ident == wanted] or [i for i in facts if wanted and i.startswith(wanted)]
    if len(found) != 1:
        said = "no entry's id begins" if not found else f"{len(found)} entries' ids begin"
        raise UsageError(f"{said} with what was given; `bearwitness vault list` lists the ids")
    return found[0]


def _note(place: Place, wanted: str, about: tuple[AboutKind, str], signed: tuple[Signed, bool], at: datetime) -> str:
    facts = find_sealed(place)
    ident = find_entry_id(facts, wanted)
    (who, is_so), (kind, thing) = signed, about
    if is_so and facts[ident].kind == "removed":
        raise UsageError(f"{ident} was removed on {facts[ident].at.date()}; nothing can be attached to it")
    fact = Fact(
        kind="attached" if is_so else "detached",
        at=at,
        by=who.name.strip() or NOBODY,
        vault=facts[ident].vault,
        entry=ident,
        about_kind=kind,
        about=thing,
        because=who.because.strip(),
    )
    with open_register(place.register, create=False) as register:
        append_fact(register, fact)
    return ident


def _put(vault: OpenVault, register: Register, ident: str, source: Source, at: datetime) -> None:
    sealed = seal_entry(ident, source, vault.known, vault.identity)
    write_file(vault.place.folder, "entry", sealed)
    hashes = (hash_sealed(sealed),)
    append_fact(register, Fact(kind="sealed", at=at, by=NOBODY, vault=vault.identity.vault, entry=ident, hashes=hashes))


@contextmanager
def _hold(vault: OpenVault) -> Iterator[OpenVault]:
    """The vault for one alone, as it is now: two who change its list at once would make two lists of it."""
    with lock_folder(vault.place.folder):
        yield unlock_vault(vault.place, vault.identity)


def _rotate(vault: OpenVault, at: datetime) -> Rotated:
    folder, facts = vault.place.folder, find_sealed(vault.place)
    sweep_folder(folder)
    files = list(list_files(folder, "entry"))
    opened = {file.name: _open(vault, file) for file in files}
    current = {one for fact in facts.values() if fact.kind == "sealed" for one in fact.hashes}
    sealed, erased = 0, 0
    done: set[str] = set()
    with open_register(vault.place.register, create=False) as register:
        # Those that the register knows come first; of an entry that was written and never told to it, one is kept.
        for file in sorted(files, key=lambda one: hash_sealed(one.content) not in current):
            entry = opened[file.name]
            if entry is None:
                continue
            is_gone = entry.id in facts and facts[entry.id].kind == "removed"
            if not is_gone and entry.id not in done:
                _put(vault, register, entry.id, entry.source, at)
                done.add(entry.id)
                sealed += 1
            erase_file(folder, file.name)
            erased += 1
    closed = tuple(ident for ident, fact in facts.items() if fact.kind == "sealed" and ident not in done)
    return Rotated(sealed=sealed, erased=erased, closed=closed)


def _open(vault: OpenVault, file: SealedFile) -> Entry | None:
    """None for what this identity does not open and what no recipient sealed, which both stay as they are for `vault check` to tell of."""
    try:
        return open_entry(file.content, vault.known, vault.identity)
    except VaultError:
        return None
