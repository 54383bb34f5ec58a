"""An entry as what is sealed: JSON signed by the recipient who sealed it. Opened with any age program it can be read without this one."""

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody.vault_lists import find_recipients, name_vault
from bearwitness.custody.vault_records import Entry, Identity, RecipientList, Source
from bearwitness.custody.vault_sealing import open_sealed, seal
from bearwitness.custody.vault_signing import find_verifying, is_signed, render_fixed, sign

_KIND: Final = "entry"
_ID: Final = re.compile(r"v_[0-9a-f]{32}")


def name_entry(chance: bytes) -> str:
    """The id of an entry from 16 bytes of chance. It is never made from what it stands for: whoever guesses a name could check that."""
    if len(chance) != 16:
        raise ValueError("an id needs 16 bytes of chance")
    return f"v_{chance.hex()}"


def is_entry_id(text: str) -> bool:
    """Does it look like one?"""
    return _ID.fullmatch(text) is not None


def make_source(name: str, contacts: Iterable[str], note: str) -> Source:
    """A source as a person gave it; raises UsageError where nothing is said, or where it is no text. The message repeats nothing of it."""
    told = tuple(line.strip() for line in contacts if line.strip())
    whole = "".join((name, *told, note))
    if not whole.strip():
        raise UsageError("nothing was given; an entry needs a name, a contact or a note")
    if any("\ud800" <= letter <= "\udfff" for letter in whole):
        raise UsageError("what was given is not text in UTF-8; write it anew")
    return Source(name=name.strip(), contacts=told, note=note.strip())


def seal_entry(ident: str, source: Source, known: RecipientList, by: Identity) -> bytes:
    """The entry for all present recipients, signed by one of them; raises UsageError where it is too long."""
    values = {
        "bearwitness_vault_entry": 1,
        "id": ident,
        "vault": name_vault(known),
        "list_length": known.length,
        "name": source.name,
        "contacts": list(source.contacts),
        "note": source.note,
        "by": find_verifying(by.signing),
    }
    signed = values | {"signature": sign(_KIND, values, by.signing)}
    return seal(render_fixed(signed), [one.key for one in find_recipients(known)])


def open_entry(sealed: bytes, known: RecipientList, identity: Identity) -> Entry | None:
    """The entry, None where this identity does not open it.

    Raises VaultError where it is no entry, another vault's, sealed by somebody who was no recipient, or newer than the list: then an older
    list was put back. No message holds what was opened.
    """
    opened = open_sealed(sealed, identity.key)
    if opened is None:
        return None
    found = _parse(opened)
    if found is None:
        raise VaultError(
            "a file of the vault opens and holds no entry; somebody put it there, look who can write the folder"
        )
    values, signature, entry = found
    if entry.vault != name_vault(known):
        raise VaultError("an entry belongs to another vault; somebody put it there")
    if entry.list_length > known.length:
        raise VaultError(
            "an entry was sealed for a later list of recipients than the one that is there; somebody put an older list "
            "back, take the vault from a copy"
        )
    signers = {one.verifying for one in find_recipients(known, entry.list_length)}
    if entry.by not in signers or not is_signed(_KIND, values, entry.by, signature):
        raise VaultError(
            "an entry was sealed by somebody who is no recipient; do not trust it, look who can write the folder"
        )
    return entry


def _parse(opened: bytes) -> tuple[dict[str, Any], str, Entry] | None:
    # An error of the JSON reader would carry what was opened.
    try:
        values = json.loads(opened)
        signature = str(values.pop("signature"))
        source = Source(name=values["name"], contacts=tuple(values["contacts"]), note=values["note"])
        entry = Entry(
            id=values["id"],
            vault=values["vault"],
            list_length=values["list_length"],
            source=source,
            by=values["by"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    texts = (entry.id, entry.vault, entry.by, source.name, source.note, *source.contacts)
    is_whole = all(isinstance(text, str) for text in texts) and isinstance(entry.list_length, int)
    return (values, signature, entry) if is_whole and is_entry_id(entry.id) else None
