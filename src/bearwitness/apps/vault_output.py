"""What `bearwitness vault` writes. Only `show_entry` and `show_names` ever hold a secret, and they go to the screen that keeps nothing."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from bearwitness.apps.screen import build_table, show, write_json, write_text
from bearwitness.apps.vault_guarding import show_secret
from bearwitness.apps.wording import clean, say_number

if TYPE_CHECKING:
    from bearwitness.custody.vault_records import Entry, Recipient
    from bearwitness.workflow.vault_checking import Checked, Contents
    from bearwitness.workflow.vault_keeping import Removal, Rotated
    from bearwitness.workflow.vault_opening import Place

LOST: Final = "A lost key is a lost secret: nobody, also not us, can open it again."
COPIES: Final = (
    "Copies that were made before still open with the keys of then: backups, snapshots, other people's disks."
)


def show_founded(place: "Place", vault: str) -> None:
    """A vault was made."""
    from bearwitness.custody.vault_identities import space_out

    show(
        f"The vault {place.folder} is made, for the register {place.register}. You are its only recipient.",
        style="bold",
    )
    show(
        f"Your identity is {place.identity}, under your passphrase. Keep a copy of it elsewhere, and the passphrase apart."
    )
    show(f"{LOST} So let a second person join soon; tell them the vault's fingerprint, by voice:")
    show(f"  {space_out(vault)}")


def show_joined(place: "Place", recipient: "Recipient") -> None:
    """An identity was made for a vault that is there."""
    from bearwitness.custody.vault_identities import space_out
    from bearwitness.custody.vault_lists import find_card_fingerprint, render_card

    show(f"Your identity is {place.identity}, under your passphrase. {LOST}")
    show("Give this card to a recipient of the vault (it holds no secret), who adds you with `vault recipients add`:")
    # On one line, however narrow the screen is: it is copied.
    write_text(f"{render_card(recipient)}\n")
    show("and read them its fingerprint, by voice:")
    show(f"  {space_out(find_card_fingerprint(recipient))}")


def show_entry(entry: "Entry", *, as_json: bool) -> None:
    """Who a source is."""
    source = entry.source
    if as_json:
        show_secret(_render_secret(entry))
        return
    lines = [entry.id, "", f"name     {clean(source.name)}"]
    lines += [f"contact  {clean(contact)}" for contact in source.contacts]
    lines += [f"note     {clean(line)}" for line in source.note.splitlines()]
    show_secret("\n".join(lines) + "\n")


def show_names(entries: "Sequence[Entry]", *, as_json: bool) -> None:
    """The name of each."""
    if as_json:
        show_secret("".join(map(_render_secret, entries)))
    else:
        show_secret("".join(f"{entry.id}  {clean(entry.source.name)}\n" for entry in entries))


def show_contents(contents: "Contents", *, as_json: bool) -> None:
    """Ids alone."""
    from bearwitness.custody.vault_identities import space_out

    if as_json:
        entries = [
            {"id": one.entry, "state": one.state, "since": one.since.isoformat(), "about": list(one.about)}
            for one in contents.entries
        ]
        write_json({"vault": contents.vault, "entries": entries})
        return
    rows = [(one.entry, one.state, one.since.isoformat(), ", ".join(one.about)) for one in contents.entries]
    show(build_table(("id", "file", "since", "about"), rows) if rows else "The vault keeps nothing yet.")
    show(f"The vault's fingerprint: {space_out(contents.vault)}", style="dim")


def show_recipients(recipients: "Sequence[Recipient]") -> None:
    """Who can open the vault."""
    show(build_table(("name", "key"), [(one.label, one.key) for one in recipients]))
    if len(recipients) == 1:
        show(f"There is only one. {LOST} Let a second person join: `bearwitness vault new --joining …`", style="yellow")


def show_rotated(rotated: "Rotated", *, is_removal: bool = False) -> None:
    """All was sealed anew."""
    entries = "1 entry" if rotated.sealed == 1 else f"{rotated.sealed:,} entries"
    show(f"{entries} sealed anew, {say_number(rotated.erased, 'former file')} erased.")
    if is_removal:
        show("Whoever was removed knows what they knew, and opens every copy that they made before.")
    show(COPIES, style="dim")
    if rotated.closed:
        show(f"Not opened for you, and left as they were: {', '.join(rotated.closed)}", style="yellow")


def show_removal(removal: "Removal", *, as_json: bool) -> None:
    """The receipt."""
    if as_json:
        write_json(
            {
                "removed": removal.entry,
                "vault": removal.vault,
                "sha256": list(removal.hashes),
                "bytes": removal.size,
                "at": removal.at.isoformat(),
                "by": removal.by,
                "because": removal.because,
                "event": removal.event,
            }
        )
        return
    show(f"{removal.entry} is erased: {say_number(removal.size, 'byte')}, sealed.", style="bold")
    for one in removal.hashes:
        show(f"  SHA-256 of the sealed file  {one}")
    show(f"  removed at {removal.at.isoformat()} by {removal.by}: {removal.because}")
    show(f"The register keeps this as event {removal.event}, and not what it held. {COPIES}", style="dim")


def show_checked(checked: "Checked", *, as_json: bool) -> int:
    """What is there and what is wrong; gives the exit code."""
    from bearwitness.workflow.vault_checking import MEANS

    if as_json:
        write_json(
            {
                "recipients": list(checked.recipients),
                "opens": [{"id": ident, "for": list(labels)} for ident, labels in checked.opens],
                "findings": [{"trouble": one.trouble, "thing": one.thing} for one in checked.findings],
            }
        )
        return 1 if checked.findings else 0
    show(f"Recipients: {', '.join(checked.recipients)}")
    show(build_table(("id", "opens for"), [(ident, ", ".join(labels)) for ident, labels in checked.opens]))
    for one in checked.findings:
        show(f"{one.trouble}: {one.thing} ({MEANS[one.trouble]})", style="yellow")
    if not checked.findings:
        show("All is well: every entry that the register knows is there and opens, and nothing else is.")
    return 1 if checked.findings else 0


def _render_secret(entry: "Entry") -> str:
    source = entry.source
    told: dict[str, Any] = {
        "id": entry.id,
        "name": source.name,
        "contacts": list(source.contacts),
        "note": source.note,
    }
    return json.dumps(told, ensure_ascii=False) + "\n"
