"""Passwords: hashed with Argon2id, compared without telling by the time it takes whether a name is known."""

from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bearwitness.core.errors import UsageError

SHORTEST: Final = 12
_LONGEST: Final = 200
_AT_ONCE: Final = BoundedSemaphore(2)
"""Each takes 64 MiB: forty logins at once would take what the register needs."""
_HASHER: Final = PasswordHasher()
"""With the library's own settings, which follow RFC 9106 (64 MiB, three rounds)."""


def hash_password(password: str, name: str) -> str:
    """The hash to keep. Raises UsageError for a password that is too short, or that is the person's name."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise UsageError(f"the password has {len(password)} characters; choose one of {SHORTEST} to {_LONGEST}")
    if len(set(password)) < 5 or name.casefold() in password.casefold():
        raise UsageError("the password is too easy to guess; choose several words that are not your name")
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept. With None (an unknown name) it takes as long and is False."""
    try:
        known = kept or _nobody()
        with _AT_ONCE:
            _HASHER.verify(known, password[: _LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
