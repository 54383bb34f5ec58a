"""Logins: sessions begun, found, renewed and ended, and the cookie that holds their random id."""

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bearwitness.apps.room.noting import build_act
from bearwitness.apps.room.settings import get_room
from bearwitness.store.room_accounts import Account
from bearwitness.store.room_acts import Thing, sweep_acts
from bearwitness.store.room_sessions import (
    Session,
    begin_session,
    end_session,
    find_session,
    sweep_sessions,
    touch_session,
)

COOKIE: Final = "bearwitness-room"
_TOUCHED: Final = 60
"""A session's last use is written down at most once a minute."""


def start_session(
    request: Request, response: Response, account: Account, stage: str, factor: bytes | None = None
) -> None:
    """Begin a session under a new id and end the one the request came with: an id that somebody planted before the login is worth nothing.

    Raises UsageError where the account was closed or got another password meanwhile.
    """
    room = get_room(request)
    now = room.now()
    limits = room.settings.limits
    sweep_acts(room.file, at=now)
    sweep_sessions(room.file, begun_before=now - limits.absolute, seen_before=now - limits.idle)
    former = request.cookies.get(COOKIE)
    if former:
        end_session(room.file, former)
    ident = secrets.token_urlsafe(32)
    session = Session(
        account=account, stage=stage, token=secrets.token_urlsafe(32), factor=factor, begun_at=now, seen_at=now
    )
    own = Thing(kind="account", number=account.number)
    # A new password goes on under a new id as well, and is no login.
    is_login = stage == "full" and request.state.visit.session.stage != "full"
    begin_session(room.file, ident, session, build_act(request, "login", on=own) if is_login else None)
    set_cookie(response, COOKIE, ident, limits.absolute)


def read_session(request: Request) -> Session | None:
    """The session that the request belongs to, unless it has expired."""
    room, ident = get_room(request), request.cookies.get(COOKIE)
    found = find_session(room.file, ident) if ident else None
    if found is None or ident is None:
        return None
    now, limits = room.now(), room.settings.limits
    longest = limits.absolute if found.stage == "full" else limits.half
    if now - found.begun_at > longest or now - found.seen_at > limits.idle:
        end_session(room.file, ident)
        return None
    if now - found.seen_at > _TOUCHED:
        touch_session(room.file, ident, at=now)
    return found


def stop_session(request: Request, response: Response) -> None:
    """End the request's session, here and in the browser."""
    ident = request.cookies.get(COOKIE)
    if ident:
        end_session(get_room(request).file, ident)
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")


def set_cookie(response: Response, name: str, value: str, seconds: float) -> None:
    """A cookie that no script reads and no other site sends."""
    response.set_cookie(name, value, max_age=int(seconds), path="/", secure=True, httponly=True, samesite="strict")
