"""Cursors: where a list goes on, as letters that mean nothing to others. They name the last thing given and no place in the list, so
that a list gives each thing that stays just once, however the register grows meanwhile.
"""

import base64
import binascii
import json
from typing import Final

from bearwitness.apps.room.api.errors import ApiError

_LONGEST: Final = 1_000
Key = tuple[str | int, ...]


def write_cursor(of: str, key: Key) -> str:
    """The cursor of the list `of` behind the thing with this key."""
    return base64.urlsafe_b64encode(json.dumps([of, *key]).encode()).decode().rstrip("=")


def read_cursor(of: str, text: str | None, like: Key) -> Key | None:
    """The key, None without a cursor; raises ApiError for what is no cursor of this list. `like` shows of what kinds its parts are."""
    if text is None:
        return None
    try:
        if len(text) > _LONGEST:
            raise ValueError
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        if not isinstance(found, list) or [type(one) for one in found] != [str, *map(type, like)] or found[0] != of:
            raise ValueError
        if any(isinstance(one, int) and not 0 <= one < 2**53 for one in found):
            raise ValueError
        # A half of a pair of surrogates is no letter of any key.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, binascii.Error, RecursionError):
        raise ApiError(
            422, "the cursor is none of this list; send `next` of the page before, or none", code="bad_cursor"
        ) from None
    return tuple(found[1:])
