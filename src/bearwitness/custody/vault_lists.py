"""The list of a vault's recipients: a chain of signed changes that begins with the vault's founding.

Who can write the folder but holds no identity cannot add a recipient: the change would need the signature of one. They can put back an
older list, which the register's own record of the list finds, and every entry that was sealed since.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody.vault_records import Change, Identity, Recipient, RecipientList, What, check_label
from bearwitness.custody.vault_sealing import check_recipient_key, find_recipient_key
from bearwitness.custody.vault_signing import find_verifying, is_signed, is_verifying, render_fixed, sign

_KIND: Final = "recipients"
_CARD: Final = "bearwitness-recipient-1"
_BROKEN: Final = "the list of recipients is not one that its recipients signed; somebody changed it, use a copy"
_WHATS: Final[tuple[What, ...]] = ("found", "add", "remove")


def found_list(identity: Identity) -> RecipientList:
    """The first list: its founder alone."""
    return RecipientList(changes=(_sign_change("found", find_public(identity), (), identity),))


def find_public(identity: Identity) -> Recipient:
    """What others may know of an identity."""
    return Recipient(
        label=identity.label, key=find_recipient_key(identity.key), verifying=find_verifying(identity.signing)
    )


def add_recipient(known: RecipientList, recipient: Recipient, by: Identity) -> RecipientList:
    """The list with one more; raises UsageError where that person, or another of this name, is on it."""
    there = find_recipients(known)
    if any(recipient.key == one.key or recipient.verifying == one.verifying for one in there):
        raise UsageError(f"{recipient.label} is among the recipients already")
    if any(recipient.label == one.label for one in there):
        raise UsageError(f"another recipient is called {recipient.label}; choose another name")
    return RecipientList(changes=(*known.changes, _sign_change("add", recipient, known.changes, by)))


def remove_recipient(known: RecipientList, label: str, by: Identity) -> RecipientList:
    """The list without one; raises UsageError where there is none of this name, or no other."""
    there = find_recipients(known)
    found = next((one for one in there if one.label == label), None)
    if found is None:
        raise UsageError(f"nobody is called {label} here; the recipients are {', '.join(one.label for one in there)}")
    if len(there) == 1:
        raise UsageError(f"{label} is the only recipient; nobody could open the vault any more, add another first")
    return RecipientList(changes=(*known.changes, _sign_change("remove", found, known.changes, by)))


def find_recipients(known: RecipientList, length: int | None = None) -> tuple[Recipient, ...]:
    """Who may open what is sealed now, or what was sealed when the list had so many changes."""
    there: dict[str, Recipient] = {}
    for change in known.changes[:length]:
        if change.what == "remove":
            there.pop(change.recipient.verifying, None)
        else:
            there[change.recipient.verifying] = change.recipient
    return tuple(there.values())


def find_fingerprint(known: RecipientList, length: int | None = None) -> str:
    """The hash of the list as it is, or as it was after so many changes."""
    return _hash(known.changes[:length])


def name_vault(known: RecipientList) -> str:
    """The vault's own fingerprint: that of its founding. People compare it by voice."""
    return _hash(known.changes[:1])[:32]


def check_list(known: RecipientList, vault: str) -> None:
    """Raises VaultError where the list is not this vault's, or any change was not signed by a recipient of the list before it."""
    if not known.changes or name_vault(known) != vault:
        raise VaultError("the list of recipients is another vault's; look whether the folder was exchanged")
    for place, change in enumerate(known.changes):
        before = known.changes[:place]
        there = {one.verifying for one in find_recipients(RecipientList(changes=before))}
        is_first = place == 0
        holds = (
            change.number == place
            and change.before == (_hash(before) if before else "")
            and (change.what == "found") == is_first
            and change.by in (there or {change.recipient.verifying})
            and (change.what != "remove" or change.recipient.verifying in there)
            and is_signed(_KIND, _signed_part(change), change.by, change.signature)
        )
        if not holds:
            raise VaultError(_BROKEN)
    if not find_recipients(known):
        raise VaultError(_BROKEN)


def render_list(known: RecipientList) -> bytes:
    """The list as JSON."""
    changes = [_signed_part(change) | {"signature": change.signature} for change in known.changes]
    return render_fixed({"bearwitness_vault_list": 1, "changes": changes})


def parse_list(text: bytes) -> RecipientList:
    """A list from JSON; raises VaultError where it is none. Whether it is true says `check_list`."""
    changes: tuple[Change, ...] | None
    try:
        changes = tuple(_parse_change(row) for row in json.loads(text)["changes"])
    except (ValueError, KeyError, TypeError, UsageError):
        changes = None
    if changes is None:
        raise VaultError(_BROKEN)
    return RecipientList(changes=changes)


def render_card(recipient: Recipient) -> str:
    """What a person hands over to be added, on one line. It holds no secret."""
    return f"{_CARD} {recipient.label} {recipient.key} {recipient.verifying}"


def parse_card(text: str) -> Recipient:
    """A recipient from their card; raises UsageError where it is none."""
    parts = text.split()
    if len(parts) != 4 or parts[0] != _CARD or not is_verifying(parts[3]):
        raise UsageError(f"this is not a recipient's card; it is one line that begins with {_CARD}")
    return Recipient(label=check_label(parts[1]), key=check_recipient_key(parts[2]), verifying=parts[3])


def find_card_fingerprint(recipient: Recipient) -> str:
    """What two people compare by voice before one adds the other."""
    return sha256(render_card(recipient).encode()).hexdigest()[:20]


def _sign_change(what: What, recipient: Recipient, before: tuple[Change, ...], by: Identity) -> Change:
    number, hashed, verifying = len(before), _hash(before) if before else "", find_verifying(by.signing)
    unsigned = Change(number=number, what=what, recipient=recipient, before=hashed, by=verifying, signature="")
    signature = sign(_KIND, _signed_part(unsigned), by.signing)
    return Change(number=number, what=what, recipient=recipient, before=hashed, by=verifying, signature=signature)


def _signed_part(change: Change) -> dict[str, Any]:
    person = change.recipient
    return {
        "number": change.number,
        "what": change.what,
        "recipient": {"label": person.label, "key": person.key, "verifying": person.verifying},
        "before": change.before,
        "by": change.by,
    }


def _parse_change(row: Mapping[str, Any]) -> Change:
    person = row["recipient"]
    what = next(one for one in _WHATS if one == row["what"]) if row["what"] in _WHATS else None
    if what is None or not isinstance(row["number"], int):
        raise ValueError
    return Change(
        number=row["number"],
        what=what,
        recipient=Recipient(
            label=str(person["label"]), key=check_recipient_key(str(person["key"])), verifying=str(person["verifying"])
        ),
        before=str(row["before"]),
        by=str(row["by"]),
        signature=str(row["signature"]),
    )


def _hash(changes: tuple[Change, ...]) -> str:
    return sha256(render_list(RecipientList(changes=changes))).hexdigest()
