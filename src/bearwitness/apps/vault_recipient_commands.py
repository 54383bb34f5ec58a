"""`bearwitness vault recipients`, `rotate` and `check`: who can open a vault, all sealed anew for them, and a look at whether that is so."""

from typing import Annotated

import typer

from bearwitness.apps.options import AsJson, RegisterFile
from bearwitness.apps.vault_guarding import PassphraseEnv, PassphraseFd
from bearwitness.apps.vault_unlocking import IdentityFile, VaultFolder, find_named_place, open_named_vault, read_clock
from bearwitness.core.errors import UsageError

Action = Annotated[
    str | None,
    typer.Argument(metavar="[add|remove]", help="What to do; without it they are listed.", show_default=False),
]
Whom = Annotated[
    str | None,
    typer.Argument(
        metavar="[CARD|NAME]", help="The card to add, in quotes; or the name to remove.", show_default=False
    ),
]
Heard = Annotated[
    str | None,
    typer.Option("--fingerprint", metavar="WORDS", help="The card's fingerprint, as its owner read it out to you."),
]


def recipients_command(
    action: Action = None,
    whom: Whom = None,
    heard: Heard = None,
    identity: IdentityFile = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    passphrase_fd: PassphraseFd = None,
    passphrase_env: PassphraseEnv = None,
) -> None:
    """List who can open the vault, add somebody, or remove them.

    Everything is sealed anew for those who are recipients then. Whoever is removed can still open every copy that they made
    before: what they knew, they know.
    """
    from bearwitness.apps.vault_output import show_recipients, show_rotated
    from bearwitness.custody.vault_lists import find_card_fingerprint, find_recipients, parse_card
    from bearwitness.workflow.vault_keeping import admit_recipient, dismiss_recipient

    if action not in {None, "add", "remove"} or (action is None) != (whom is None):
        raise UsageError("write `recipients`, `recipients add CARD` or `recipients remove NAME`")
    card = parse_card(whom) if action == "add" and whom is not None else None
    if card is not None and not (heard or "").strip():
        raise UsageError(
            "a card is added only with its fingerprint: have its owner read it out to you, by voice, and give it by --fingerprint"
        )
    if card is not None and "".join((heard or "").split()).lower() != find_card_fingerprint(card):
        raise UsageError(
            "the fingerprint of this card is another than --fingerprint says; have its owner read it out to you, by voice: a card "
            "that was exchanged on its way would let a stranger in"
        )
    opened = open_named_vault(find_named_place(register, vault, identity), passphrase_fd, passphrase_env)
    if card is not None:
        show_rotated(admit_recipient(opened, card, read_clock()))
    elif whom is not None:
        show_rotated(dismiss_recipient(opened, whom, read_clock()), is_removal=True)
    else:
        show_recipients(find_recipients(opened.known))


def rotate_command(
    identity: IdentityFile = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    passphrase_fd: PassphraseFd = None,
    passphrase_env: PassphraseEnv = None,
) -> None:
    """Seal everything anew for the recipients of now.

    Former files are written over and erased. Copies that were made of them before still open with the keys of then.
    """
    from bearwitness.apps.vault_output import show_rotated
    from bearwitness.workflow.vault_keeping import rotate_vault

    show_rotated(
        rotate_vault(
            open_named_vault(find_named_place(register, vault, identity), passphrase_fd, passphrase_env), read_clock()
        )
    )


def check_command(
    identity: IdentityFile = None,
    vault: VaultFolder = None,
    register: RegisterFile = None,
    passphrase_fd: PassphraseFd = None,
    passphrase_env: PassphraseEnv = None,
    as_json: AsJson = False,
) -> None:
    """Check which entries open for whom, and what is amiss.

    Exit code: 0 all is well, 1 something is missing, left over, false or open to others.
    """
    from bearwitness.apps.vault_output import show_checked
    from bearwitness.workflow.vault_checking import check_vault

    opened = open_named_vault(find_named_place(register, vault, identity), passphrase_fd, passphrase_env)
    raise typer.Exit(show_checked(check_vault(opened), as_json=as_json))
