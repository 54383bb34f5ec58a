"""Passwords: hashed with Argon2id, compared without telling by the time it takes whether a name is known."""

import string
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
    if len(set(password)) < 5 or name.casefold() in password.casefold() or _is_common(password):
        raise UsageError("the password is too easy to guess; choose several words that are not your name")
    with _AT_ONCE:
        return _HASHER.hash(password)


def _is_common(password: str) -> bool:
    """Whether it is one of the words that every guesser tries first: with digits and signs around it or for letters in it, or said twice."""
    core = password.casefold().strip(_AROUND).translate(_LOOKALIKES)
    letters = "".join(one for one in core if one.isalpha())
    once = letters[: len(letters) // 2]
    return letters in _COMMON or (once in _COMMON and once * 2 == letters) or (not letters and len(password) < _LONG)


def is_password(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept. With None (an unknown name) it takes as long and is False."""
    try:
        known = kept or _nobody()
        with _AT_ONCE:
            _HASHER.verify(known, password[: _LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


_LONG: Final = 20
"""Digits alone have to be so many."""
_AROUND: Final = string.digits + string.punctuation + " "
_LOOKALIKES: Final = str.maketrans("013457@$!", "oieastasi")
_COMMON: Final = frozenset(
    {
        "abcdefghijkl",
        "abcdefghijklmnop",
        "admin",
        "administrator",
        "adminpassword",
        "asdfghjkl",
        "baseball",
        "bearwitness",
        "changeme",
        "dragon",
        "football",
        "iloveyou",
        "letmein",
        "monkey",
        "mypassword",
        "newpassword",
        "passphrase",
        "password",
        "passwords",
        "passwort",
        "princess",
        "qwerty",
        "qwertyuiop",
        "qwertyuiopasdfghjkl",
        "secret",
        "sunshine",
        "superman",
        "thepassword",
        "trustnoone",
        "welcome",
        "zxcvbnm",
    }
)
"""From the heads of published lists of leaked passwords; NIST SP 800-63B asks that such are refused."""


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
