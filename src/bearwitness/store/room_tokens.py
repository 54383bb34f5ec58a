"""The tokens of programs that use the room's JSON interface: kept as hashes, so that whoever reads the file cannot come in with one."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bearwitness.core.errors import UsageError
from bearwitness.store.room_acts import NewAct, Thing, add_act
from bearwitness.store.room_file import RoomFile, read_room, write_room

TERMINAL: Final = Thing(kind="terminal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token allows and whose it is. `program` signs all that is done with it. Tokens end and are revoked, and never removed: the
    name under an act stays the program's. Times are seconds.
    """

    number: int
    program: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: float
    ends_at: float
    used_at: float | None = None
    revoked_at: float | None = None

    def holds_at(self, moment: float) -> bool:
        """Whether one may come in with it at this moment."""
        return self.revoked_at is None and moment < self.ends_at


def add_token(room: RoomFile, secret: str, token: Token, by: Thing) -> None:
    """Keep a new token; its number is given by the file. Raises UsageError where a person has the program's name: who did what must stay
    clear.
    """
    with write_room(room) as connection:
        if connection.execute("SELECT 1 FROM accounts WHERE name = ?", (token.program,)).fetchone():
            raise UsageError("a person of this room has this name; name the program otherwise")
        made = connection.execute(
            "INSERT INTO tokens (hash, program, scopes, made_by, made_at, ends_at) VALUES (?, ?, ?, ?, ?, ?)",
            (_hash(secret), token.program, " ".join(token.scopes), token.made_by, token.made_at, token.ends_at),
        )
        new = Thing(kind="token", number=made.lastrowid or 0)
        add_act(connection, NewAct(at=token.made_at, by=by, what="token.made", on=new, detail=" ".join(token.scopes)))


def find_token(room: RoomFile, secret: str) -> Token | None:
    """The token of these letters, also one that has ended; None where there is none."""
    with read_room(room) as connection:
        row = connection.execute("SELECT * FROM tokens WHERE hash = ?", (_hash(secret),)).fetchone()
    return None if row is None else _token(row)


def list_tokens(room: RoomFile) -> tuple[Token, ...]:
    """All tokens, the newest first."""
    with read_room(room) as connection:
        return tuple(_token(row) for row in connection.execute("SELECT * FROM tokens ORDER BY number DESC"))


def touch_token(room: RoomFile, number: int, *, at: float) -> None:
    """Note that the token was used."""
    with write_room(room) as connection:
        connection.execute("UPDATE tokens SET used_at = ? WHERE number = ?", (at, number))


def revoke_tokens(room: RoomFile, numbers: Sequence[int], *, at: float, by: Thing = TERMINAL) -> int:
    """End these tokens now; the number of those that had not been revoked before."""
    query = "UPDATE tokens SET revoked_at = ? WHERE number = ? AND revoked_at IS NULL"
    with write_room(room) as connection:
        ended = [number for number in numbers if connection.execute(query, (at, number)).rowcount]
        for number in ended:
            add_act(connection, NewAct(at=at, by=by, what="token.revoked", on=Thing(kind="token", number=number)))
    return len(ended)


def _hash(secret: str) -> bytes:
    # Random in full: a plain hash is enough, there is nothing to guess.
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()


def _token(row: sqlite3.Row) -> Token:
    return Token(
        number=row["number"],
        program=row["program"],
        scopes=tuple(row["scopes"].split()),
        made_by=row["made_by"],
        made_at=row["made_at"],
        ends_at=row["ends_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )
