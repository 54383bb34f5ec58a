"""The accounts of the reading room: who may come in, and as what. Passwords are kept as given, which is hashed."""

import sqlite3
from dataclasses import dataclass

from bearwitness.core.errors import UsageError
from bearwitness.store.room_acts import NewAct, Thing, add_act
from bearwitness.store.room_file import RoomFile, read_room, write_room


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. `password` is a hash; `factor` the secret of the second factor, None until it is set up.

    `must_change` says that somebody else chose the password. `factor_step` is the last time step whose code was used: no code counts
    twice. Accounts are closed and never removed, for what a person did stays theirs by name.
    """

    number: int
    name: str
    role: str
    password: str
    must_change: bool
    factor: bytes | None
    factor_step: int
    is_open: bool


def count_accounts(room: RoomFile) -> int:
    """How many accounts there are, closed ones too."""
    with read_room(room) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM accounts").fetchone()[0])


def list_accounts(room: RoomFile) -> tuple[Account, ...]:
    """All accounts by name."""
    with read_room(room) as connection:
        return tuple(_account(row) for row in connection.execute("SELECT * FROM accounts ORDER BY name"))


def find_account(room: RoomFile, name: str) -> Account | None:
    """The account of this name, however its letters are cased."""
    with read_room(room) as connection:
        row = connection.execute("SELECT * FROM accounts WHERE name = ?", (name,)).fetchone()
    return None if row is None else _account(row)


def add_account(
    room: RoomFile, account: Account, *, at: float, is_first: bool = False, by: Thing | None = None
) -> None:
    """Make an account; its number is given by the file. `is_first`: only while there is none, so that of two who set the room up at once
    one is refused. `by` is None where the person makes their own. Raises UsageError where the name is taken, or where the room is set up
    already.
    """
    with write_room(room) as connection:
        if is_first and connection.execute("SELECT 1 FROM accounts").fetchone():
            raise UsageError("the room is set up already; log in, or ask its admin for an account")
        if connection.execute("SELECT 1 FROM tokens WHERE program = ?", (account.name,)).fetchone():
            raise UsageError("a program signs with this name; choose another name")
        row = (account.name, account.role, account.password, int(account.must_change), None, 0, 1, at)
        try:
            made = connection.execute(
                "INSERT INTO accounts (name, role, password, must_change, factor, factor_step, is_open, made_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        except sqlite3.IntegrityError:
            raise UsageError("there is an account of this name; choose another name") from None
        new = Thing(kind="account", number=made.lastrowid or 0)
        add_act(connection, NewAct(at=at, by=by or new, what="account.made", on=new, detail=account.role))


def change_account(room: RoomFile, former: Account, changed: Account, noted: NewAct) -> None:
    """Put the account's new state in the place of the former, write that down, and end its sessions unless a first second factor is all
    that came to it.

    Raises UsageError, and changes nothing, where the account is no longer as `former` says: whoever sends their own new password while an
    admin closes or lowers the account would put the old role back.
    """
    with write_room(room) as connection:
        done = connection.execute(
            "UPDATE accounts SET role = ?, password = ?, must_change = ?, factor = ?, factor_step = ?, is_open = ?"
            " WHERE number = ? AND role = ? AND password = ? AND factor IS ? AND is_open = ?",
            (
                changed.role,
                changed.password,
                int(changed.must_change),
                changed.factor,
                changed.factor_step,
                int(changed.is_open),
                former.number,
                former.role,
                former.password,
                former.factor,
                int(former.is_open),
            ),
        )
        if done.rowcount != 1:
            raise UsageError("the account has changed meanwhile; look at it and do it again")
        add_act(connection, noted)
        if former.factor is not None or changed.factor is None:
            connection.execute("DELETE FROM sessions WHERE account = ?", (former.number,))


def use_step(room: RoomFile, account: Account, step: int) -> bool:
    """Note that the code of this time step was used; False where it, or a later one, was used before."""
    with write_room(room) as connection:
        done = connection.execute(
            "UPDATE accounts SET factor_step = ? WHERE number = ? AND factor_step < ?", (step, account.number, step)
        )
        return done.rowcount == 1


def _account(row: sqlite3.Row) -> Account:
    return Account(
        number=row["number"],
        name=row["name"],
        role=row["role"],
        password=row["password"],
        must_change=bool(row["must_change"]),
        factor=row["factor"],
        factor_step=row["factor_step"],
        is_open=bool(row["is_open"]),
    )
