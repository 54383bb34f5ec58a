"""Sealing and opening, by age (https://age-encryption.org/v1) through pyrage. age draws what it needs of chance itself; nothing else here does.

What is sealed is filled up to one of a few sizes, so that the size of a file does not tell how much there is to say.
"""

from collections.abc import Iterable
from typing import Final

import pyrage
from pyrage import passphrase as by_passphrase
from pyrage import x25519

from bearwitness.core.errors import UsageError, VaultError

SIZES: Final = (16_384, 65_536, 262_144)
"""Bytes of a sealed text with its filling."""
_TOO_SLOW: Final = "Excessive work"
_TRIES: Final = 50
"""age measures for a moment how fast the machine is and refuses at once what would take too long. On a busy machine it once took a right
passphrase for sixteen seconds' work, so it is asked again, which costs nothing."""
_STANZA: Final = b"\n-> X25519 "
_HEAD_ENDS: Final = b"\n--- "
_LONGEST_LINE: Final = 200
"""Bytes of a line of a sealed file's head; those for a recipient have 54."""


def make_key() -> str:
    """A new age key, as text. It must never be written anywhere but under a passphrase."""
    return str(x25519.Identity.generate())


def find_recipient_key(key: str) -> str:
    """What others seal for, of a key."""
    return str(_parse_key(key).to_public())


def check_recipient_key(text: str) -> str:
    """A key to seal for; raises UsageError where it is none."""
    is_key = True
    try:
        x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        is_key = False
    if not is_key:
        raise UsageError("this is not the key of a recipient; it begins with age1, ask for the card again")
    return text


def fill_up(text: bytes) -> bytes:
    """The text with blanks behind it, up to the next size; raises UsageError where it is longer than the greatest."""
    size = next((size for size in SIZES if len(text) <= size), None)
    if size is None:
        raise UsageError(
            f"there is more to keep than {SIZES[-1]:,} bytes; a vault keeps who a source is, make two entries of it"
        )
    return text.ljust(size)


def seal(text: bytes, recipients: Iterable[str]) -> bytes:
    """The text, filled up, for all who hold one of these keys; raises UsageError where it is too long or for nobody."""
    keys = [x25519.Recipient.from_str(recipient) for recipient in recipients]
    if not keys:
        raise UsageError("nobody could open it; name a recipient")
    return bytes(pyrage.encrypt(fill_up(text), keys))


def open_sealed(sealed: bytes, key: str) -> bytes | None:
    """What was sealed, without its filling; None where this key does not open it or it was changed by as much as a bit."""
    identity = _parse_key(key)
    if not _has_short_lines(sealed):
        return None
    try:
        return bytes(pyrage.decrypt(sealed, [identity])).rstrip(b" ")
    except pyrage.DecryptError:
        return None


def _has_short_lines(sealed: bytes) -> bool:
    """Whether its head is one that age writes. Over one line of half a megabyte the reader of age sat for minutes."""
    head, end, _ = sealed.partition(_HEAD_ENDS)
    return bool(end) and all(len(line) <= _LONGEST_LINE for line in head.split(b"\n"))


def count_recipients(sealed: bytes) -> int:
    """For how many it was sealed, which anybody can count."""
    head, _, _ = sealed.partition(_HEAD_ENDS)
    return head.count(_STANZA)


def seal_under_passphrase(text: bytes, passphrase: str) -> bytes:
    """The text under a passphrase, which age makes slow to try (scrypt, about a second)."""
    return bytes(by_passphrase.encrypt(text, passphrase))


def open_under_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """What was sealed so; raises VaultError for another passphrase, and where this machine is far slower than the one that sealed it."""
    for _ in range(_TRIES):
        opened, refusal = _try_passphrase(sealed, passphrase)
        if opened is not None:
            return opened
        if _TOO_SLOW not in refusal:
            raise VaultError("the passphrase does not open this identity, or the file was changed; try again")
    raise VaultError(
        "this machine is too slow just now for the work that the identity was sealed with; close other programs and try "
        "again, or open it on a faster one"
    )


def _try_passphrase(sealed: bytes, passphrase: str) -> tuple[bytes | None, str]:
    try:
        return bytes(by_passphrase.decrypt(sealed, passphrase)), ""
    except pyrage.DecryptError as error:
        return None, str(error)


def _parse_key(key: str) -> x25519.Identity:
    found: x25519.Identity | None
    try:
        found = x25519.Identity.from_str(key)
    except pyrage.IdentityError:
        found = None
    if found is None:
        raise VaultError("the identity holds no key of age; take it from a copy")
    return found
