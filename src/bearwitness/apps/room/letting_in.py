"""Helping somebody back in whom no admin can help: an only admin whose telephone is lost."""

import secrets
from dataclasses import replace

from bearwitness.apps.room.passwords import hash_password
from bearwitness.core.errors import UsageError
from bearwitness.store.room_accounts import change_account, find_account
from bearwitness.store.room_acts import NewAct, Thing
from bearwitness.store.room_file import RoomFile


def let_back_in(room: RoomFile, name: str, at: float) -> str:
    """The account's new password, to be changed at its first login; its telephone is set up anew there, and all its logins end.

    Whoever can do this at the terminal can read the room's file, so it gives them nothing they had not. The room's log tells of it. Raises
    UsageError where there is no such account.
    """
    account = find_account(room, name)
    if account is None:
        raise UsageError("no account has the name given to --let-in; write it as it is used to log in")
    password = secrets.token_urlsafe(12)
    changed = replace(
        account,
        password=hash_password(password, account.name),
        must_change=True,
        factor=None,
        factor_step=0,
        is_open=True,
    )
    noted = NewAct(
        at=at,
        by=Thing(kind="terminal"),
        what="account.let_in",
        on=Thing(kind="account", number=account.number),
    )
    change_account(room, account, changed, noted)
    return password
