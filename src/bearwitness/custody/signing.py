"""Ed25519: a key as 32 secret bytes, kept only encrypted; its public half as one line of text that anybody may have.

The public line and the signatures are those of signed notes (C2SP, c2sp.org/signed-note), which other programs read too.
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from bearwitness.core.errors import UsageError

SEED_BYTES: Final = 32
LEAST_LETTERS: Final = 12
"""Of a passphrase. The standard format slows a guesser down by 2,048 rounds only, so length must do the rest."""
_ED25519: Final = b"\x01"
_ID_BYTES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """What checks a signature: a name, which says whose key it is, and the 32 public bytes."""

    name: str
    raw: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.mark.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    @property
    def mark(self) -> bytes:
        """The four bytes by which a signature says which key made it."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:_ID_BYTES]


def derive_public(seed: bytes, name: str) -> PublicKey:
    """The public half of a key. Raises UsageError for a name that the format cannot hold."""
    if not name or any(c.isspace() or c == "+" or not c.isprintable() for c in name):
        raise UsageError(
            f"a key cannot be named {name!r}; give it a name without spaces and +, such as harbour-watch-2026"
        )
    return PublicKey(name=name, raw=Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def sign(seed: bytes, text: bytes) -> bytes:
    """The signature over a text."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(text)


def is_signed(key: PublicKey, text: bytes, signature: bytes) -> bool:
    """Whether the holder of this key signed this text."""
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def parse_public(text: str) -> PublicKey:
    """A public key as `str` writes it. Raises UsageError for anything else."""
    name, _, rest = text.strip().partition("+")
    mark, _, letters = rest.partition("+")
    try:
        raw = base64.b64decode(letters, validate=True)
        key = PublicKey(name=name, raw=raw[1:])
        is_whole = raw[:1] == _ED25519 and len(raw) == 1 + SEED_BYTES and key.mark.hex() == mark and bool(name)
    except (binascii.Error, ValueError):
        is_whole = False
    if not is_whole:
        raise UsageError(
            "this is no public key; it is one line NAME+12345678+LETTERS, as 'bearwitness keys new' wrote it"
        )
    return key


def encrypt_seed(seed: bytes, passphrase: str) -> bytes:
    """The key as a file holds it: PKCS #8, encrypted with a passphrase. Raises UsageError for one that is too short."""
    if len(passphrase) < LEAST_LETTERS:
        raise UsageError(
            f"the passphrase has {len(passphrase)} characters; take at least {LEAST_LETTERS}, best six words drawn by chance"
        )
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))


def decrypt_seed(file: bytes, passphrase: str) -> bytes:
    """The key out of its file. Raises UsageError where the passphrase is wrong, or the file holds no such key."""
    try:
        key = load_pem_private_key(file, passphrase.encode())
    except TypeError:
        raise UsageError("this key is not encrypted; make a new one with 'bearwitness keys new'") from None
    except ValueError:
        raise UsageError("this key cannot be opened; is the passphrase right, and is this the key's file?") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("this file holds another kind of key; give the one that 'bearwitness keys new' wrote")
    return key.private_bytes_raw()
