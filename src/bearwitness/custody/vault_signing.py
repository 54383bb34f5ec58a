"""Signatures of recipients (Ed25519), over JSON in one fixed form. age says to whom a text goes and not from whom it comes; these do."""

import json
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_BYTES: Final = 32


def find_verifying(signing: bytes) -> str:
    """The key that checks what this key signs, in hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw().hex()


def is_verifying(text: str) -> bool:
    """Could this be such a key?"""
    return len(text) == 2 * _BYTES and set(text) <= set("0123456789abcdef")


def render_fixed(values: dict[str, Any]) -> bytes:
    """JSON that is the same for the same values."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(kind: str, values: dict[str, Any], signing: bytes) -> str:
    """The signature on values; `kind` keeps what is signed as one thing from passing for another."""
    return Ed25519PrivateKey.from_private_bytes(signing).sign(_join(kind, values)).hex()


def is_signed(kind: str, values: dict[str, Any], verifying: str, signature: str) -> bool:
    """Did the holder of this key sign these values as this kind?"""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verifying)).verify(
            bytes.fromhex(signature), _join(kind, values)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _join(kind: str, values: dict[str, Any]) -> bytes:
    return b"bearwitness vault " + kind.encode() + b" 1\n" + render_fixed(values)
