"""The second factor: codes by time (RFC 6238), as any authenticator app makes them, and the picture such an app scans."""

import base64
import secrets
from hmac import compare_digest
from typing import Final

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

_STEP: Final = 30
_DIGITS: Final = 6
_ASIDE: Final = 1
"""A code of the step before or after holds too: telephones' clocks are not this machine's."""
_ISSUER: Final = "Bearwitness"


def make_factor() -> bytes:
    """A new secret, of the length RFC 4226 asks for."""
    return secrets.token_bytes(20)


def find_step(factor: bytes, code: str, *, at: float) -> int | None:
    """The time step whose code this is; None where it is no step's near now."""
    digits = "".join(code.split())
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    now = int(at) // _STEP
    for step in range(now - _ASIDE, now + _ASIDE + 1):
        if compare_digest(make_code(factor, step), digits):
            return step
    return None


def make_code(factor: bytes, step: int) -> str:
    """The code of a time step."""
    return _totp(factor).generate(step * _STEP).decode()


def spell_factor(factor: bytes) -> str:
    """The secret in letters, in fours, to type into an app that cannot scan."""
    letters = base64.b32encode(factor).decode()
    return " ".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def draw_factor(factor: bytes, name: str) -> str:
    """The secret as a QR code in SVG."""
    uri = _totp(factor).get_provisioning_uri(name, _ISSUER)
    code = segno.make(uri, error="m", micro=False)
    return str(
        code.svg_inline(scale=5, border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass="")
    )


def _totp(factor: bytes) -> TOTP:
    # SHA-1 is what authenticator apps know; the codes rest on its being keyed, which its collisions do not touch.
    return TOTP(factor, _DIGITS, SHA1(), _STEP)
