"""Digests as archives write them, `sha1:` with 32 letters or `sha256:` with hexadecimal digits, compared with the bytes."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import Final, Literal

Verdict = Literal["agrees", "differs", "unknown"]

_KNOWN: Final = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})


def compare_digest(written: str | None, readings: Iterable[bytes]) -> Verdict:
    """Whether the digest is that of one of `readings`; "unknown" where none is given or its kind is not known.

    A payload's digest has several readings, for programs take it before or after chunks are joined and packing is undone.
    """
    kind, _, value = (written or "").strip().partition(":")
    kind = kind.strip().lower().replace("-", "")
    if kind not in _KNOWN:
        return "unknown"
    digests = [hashlib.new(kind, data, usedforsecurity=False).digest() for data in readings]
    wanted = _decode(value.strip(), len(digests[0])) if digests else None
    return "agrees" if wanted is not None and wanted in digests else "differs"


def _decode(value: str, size: int) -> bytes | None:
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        decoded = base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except (ValueError, binascii.Error):
        return None
    return decoded if len(decoded) == size else None


def write_sha256(data: bytes) -> str:
    """The digest as WACZ and CDXJ want it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
