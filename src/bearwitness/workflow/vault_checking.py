"""A vault looked through: what the register knows of it, which entries open and for whom, and what should not be there."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bearwitness.core.errors import VaultError
from bearwitness.custody.vault_entries import open_entry
from bearwitness.custody.vault_lists import find_recipients
from bearwitness.custody.vault_records import Entry
from bearwitness.custody.vault_sealing import count_recipients
from bearwitness.store.register import open_register
from bearwitness.store.register_vault import Fact, load_facts
from bearwitness.store.vault_folder import SealedFile, find_open_rights, list_files, list_others, list_unfinished
from bearwitness.workflow.vault_opening import OpenVault, Place, has_vault, hash_sealed

State = Literal["there", "missing", "removed"]
Trouble = Literal["missing", "closed", "false", "left over", "unknown", "old recipients", "stranger", "rights"]
MEANS: Final[dict[Trouble, str]] = {
    "missing": "the register knows this entry and no file is it: taken away, or exchanged for another",
    "closed": "does not open for you; another recipient must run `bearwitness vault rotate`",
    "false": "opens, and was sealed by nobody who was a recipient; do not trust it",
    "left over": "an earlier state, or a removed entry put back; `bearwitness vault rotate` erases it",
    "unknown": "an entry that the register was never told of; `bearwitness vault rotate` tells it",
    "old recipients": "sealed for other recipients than those of now; run `bearwitness vault rotate`",
    "stranger": "is no part of a vault",
    "rights": "others than its owner may read or write it",
}
"""What each trouble means, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry as the register knows it: its id, whether its file is there, since when, and what it is attached to."""

    entry: str
    state: State
    since: date
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What can be told of a vault without opening anything. `vault` is its fingerprint, `length` the changes of its list of recipients."""

    vault: str
    entries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One trouble, on an entry by its id or a file by its name."""

    trouble: Trouble
    thing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Who may open the vault, how many entries do, for whom each was sealed, and what is wrong."""

    recipients: tuple[str, ...]
    opens: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[Finding, ...]


def list_entries(place: Place) -> Contents:
    """Every entry that the register knows, by its id; needs no key. Raises VaultError where the register has no vault."""
    with open_register(place.register, create=False) as register:
        facts = load_facts(register)
    if not facts:
        raise VaultError(f"{place.register} has no vault; make one with `bearwitness vault new`")
    there = set()
    if has_vault(place.folder):
        there = {hash_sealed(file.content) for file in list_files(place.folder, "entry")}
    last = {fact.entry: fact for fact in facts if fact.kind in {"sealed", "removed"}}
    first = {fact.entry: fact for fact in reversed(facts) if fact.kind == "sealed"}
    about = find_attached(facts)
    return Contents(
        vault=facts[0].vault,
        entries=tuple(
            Listed(
                entry=ident,
                state=_find_state(fact, there),
                since=(fact if fact.kind == "removed" else first.get(ident, fact)).at.date(),
                about=about.get(ident, ()),
            )
            for ident, fact in sorted(last.items())
        ),
    )


def find_attached(facts: tuple[Fact, ...]) -> dict[str, tuple[str, ...]]:
    """What each entry is attached to, as far as it was not taken back."""
    held: dict[str, dict[str, None]] = {}
    for fact in facts:
        if fact.kind == "attached":
            held.setdefault(fact.entry, {})[fact.about] = None
        elif fact.kind == "detached":
            held.get(fact.entry, {}).pop(fact.about, None)
    return {entry: tuple(about) for entry, about in held.items()}


def check_vault(vault: OpenVault) -> Checked:
    """Open every entry, and compare what is there with what the register knows."""
    folder = vault.place.folder
    with open_register(vault.place.register, create=False) as register:
        facts = load_facts(register)
    last = {fact.entry: fact for fact in facts if fact.kind in {"sealed", "removed"}}
    current = {one: fact.entry for fact in last.values() if fact.kind == "sealed" for one in fact.hashes}
    findings = [Finding(trouble="stranger", thing=name) for name in (*list_others(folder), *vault.strange)]
    findings += [Finding(trouble="left over", thing=name) for name in list_unfinished(folder)]
    findings += [Finding(trouble="rights", thing=name) for name in find_open_rights(folder)]
    opens: list[tuple[str, tuple[str, ...]]] = []
    met: set[str] = set()
    for file in list_files(folder, "entry"):
        ident = current.get(hash_sealed(file.content))
        met |= set() if ident is None else {ident}
        trouble, entry = _look_into(vault, file, last, is_current=ident is not None)
        if trouble is not None:
            findings.append(Finding(trouble=trouble, thing=ident or file.name))
        if entry is not None and trouble in {None, "old recipients"}:
            opens.append((entry.id, _name_recipients(vault, entry)))
    findings += [Finding(trouble="missing", thing=ident) for ident in sorted(set(current.values()) - met)]
    return Checked(recipients=_name_recipients(vault, None), opens=tuple(sorted(opens)), findings=tuple(findings))


def _look_into(
    vault: OpenVault, file: SealedFile, last: dict[str, Fact], *, is_current: bool
) -> tuple[Trouble | None, Entry | None]:
    try:
        entry = open_entry(file.content, vault.known, vault.identity)
    except VaultError:
        return "false", None
    if entry is None:
        return ("closed" if is_current else "stranger"), None
    if not is_current:
        return ("left over" if entry.id in last else "unknown"), entry
    sealed_for = find_recipients(vault.known, entry.list_length)
    is_for_now = set(sealed_for) == set(find_recipients(vault.known))
    # Of whom a file is sealed for, age tells no more than how many they are.
    return (None if is_for_now and count_recipients(file.content) == len(sealed_for) else "old recipients"), entry


def _name_recipients(vault: OpenVault, entry: Entry | None) -> tuple[str, ...]:
    length = None if entry is None else entry.list_length
    return tuple(sorted(one.label for one in find_recipients(vault.known, length)))


def _find_state(fact: Fact, there: set[str]) -> State:
    if fact.kind == "removed":
        return "removed"
    return "there" if there & set(fact.hashes) else "missing"
