"""A program's token: made, shown once, and ended. What the page and the command have in common."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.store.room_acts import Thing
from bearwitness.store.room_file import RoomFile
from bearwitness.store.room_tokens import TERMINAL, Token, add_token

SCOPES: Final = {
    "read": "reads everything and asks questions",
    "review": "decides on claims: accepts, corrects, rejects",
    "judge": "judges whether two claims tell of one occurrence",
}
"""What a token can allow; each stands alone."""
PREFIX: Final = "bwt_"
"""Begins every token, so that one that was published by mistake is found by those who search for such."""
DAYS: Final = 90
MOST_DAYS: Final = 366
_DAY: Final = 24 * 60 * 60
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The token that somebody asks for: the program, what it may do, for how many days, and who makes it (by name, and in the log)."""

    program: str
    scopes: tuple[str, ...]
    days: int
    made_by: str
    by: Thing = TERMINAL


def make_token(room: RoomFile, wish: Wish, *, at: float) -> str:
    """Make a token of 256 random bits and give its letters, which are kept nowhere. Raises UsageError for what cannot be made."""
    program = " ".join(wish.program.split())
    if not program or len(program) > _LONGEST_NAME or not program.isprintable():
        raise UsageError(
            f"give the program a name of 1 to {_LONGEST_NAME} characters: it stands under all that the program decides"
        )
    if not 1 <= wish.days <= MOST_DAYS:
        raise UsageError(f"a token holds for 1 to {MOST_DAYS} days; give a number of days between them")
    secret = PREFIX + secrets.token_urlsafe(32)
    ends_at = at + wish.days * _DAY
    token = Token(
        number=0,
        program=program,
        scopes=check_scopes(wish.scopes),
        made_by=wish.made_by,
        made_at=at,
        ends_at=ends_at,
    )
    add_token(room, secret, token, wish.by)
    return secret


def check_scopes(given: Iterable[str]) -> tuple[str, ...]:
    """The scopes in their order; raises UsageError where none is given, or one that there is not."""
    wanted = set(given)
    if not wanted or wanted - SCOPES.keys():
        raise UsageError(f"say what the program may do, with one or more of: {', '.join(SCOPES)}")
    return tuple(scope for scope in SCOPES if scope in wanted)
