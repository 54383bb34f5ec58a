"""A person's identity as the text that a passphrase closes: an identity file of age, which any age program can use, with ours in its remarks."""

import re
from typing import Final

from bearwitness.core.errors import UsageError, VaultError
from bearwitness.custody.vault_lists import found_list, name_vault
from bearwitness.custody.vault_records import Identity, RecipientList, check_label
from bearwitness.custody.vault_sealing import make_key, open_under_passphrase, seal_under_passphrase

SHORTEST: Final = 12
"""Letters of a passphrase."""
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{32}")
_LINES: Final = re.compile(
    r"# Bearwitness identity[^\n]*\n# label: (\S+)\n# vault: ([0-9a-f]{32})\n# signing: ([0-9a-f]{64})\n"
    r"(AGE-SECRET-KEY-1[0-9A-Z]+)\n"
)


def make_founder(label: str, signing: bytes) -> tuple[Identity, RecipientList]:
    """A new identity with the list of the vault that it founds. `signing` is 32 bytes of chance."""
    bare = Identity(label=check_label(label), vault="", key=make_key(), signing=signing)
    founded = found_list(bare)
    return Identity(label=bare.label, vault=name_vault(founded), key=bare.key, signing=signing), founded


def make_joiner(label: str, vault: str, signing: bytes) -> Identity:
    """A new identity for a vault that is there, by the fingerprint that a recipient told; raises UsageError where it is none."""
    return Identity(label=check_label(label), vault=parse_fingerprint(vault), key=make_key(), signing=signing)


def parse_fingerprint(text: str) -> str:
    """A vault's fingerprint, however it is spaced; raises UsageError where it is none."""
    plain = re.sub(r"[\s-]", "", text).lower()
    if not _FINGERPRINT.fullmatch(plain):
        raise UsageError(
            "this is no fingerprint of a vault: 32 digits and letters a to f, as `bearwitness vault list` shows it"
        )
    return plain


def seal_identity(identity: Identity, passphrase: str) -> bytes:
    """The identity under a passphrase; raises UsageError for one that is quickly guessed."""
    if len(passphrase) < SHORTEST or len(set(passphrase)) < SHORTEST // 2:
        raise UsageError(
            f"the passphrase is too easy to guess: at least {SHORTEST} letters; six words drawn by dice are good, a sentence "
            "from a book is not"
        )
    text = (
        "# Bearwitness identity: keep it only under its passphrase. A lost key is a lost secret.\n"
        f"# label: {identity.label}\n# vault: {identity.vault}\n# signing: {identity.signing.hex()}\n{identity.key}\n"
    )
    return seal_under_passphrase(text.encode(), passphrase)


def open_identity(sealed: bytes, passphrase: str) -> Identity:
    """The identity; raises VaultError for another passphrase or a file that is no identity."""
    opened = open_under_passphrase(sealed, passphrase)
    found = _LINES.fullmatch(opened.decode("utf-8", errors="replace"))
    if found is None:
        raise VaultError("the file opens and holds no identity of Bearwitness; give the one that `vault new` made")
    return Identity(label=found[1], vault=found[2], signing=bytes.fromhex(found[3]), key=found[4])


def space_out(fingerprint: str) -> str:
    """A fingerprint in groups of four, to be read out."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
