"""One's own account: a new password, and an end to all logins."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.noting import build_act, note, note_refusal
from bearwitness.apps.room.pages.arrival import find_wait, forget_attempts
from bearwitness.apps.room.passwords import SHORTEST, hash_password, is_password
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.rules import SAYS
from bearwitness.apps.room.sessions import start_session, stop_session
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import UsageError
from bearwitness.store.room_accounts import Account, change_account
from bearwitness.store.room_acts import Group, Thing, WantedActs, list_acts
from bearwitness.store.room_sessions import end_sessions_of

router = APIRouter(route_class=GuardedRoute)
_COMINGS: Final[frozenset[Group]] = frozenset({"logins", "people", "refusals"})
_SHOWN: Final = 12
Text = Annotated[str, Form(max_length=1_000)]


@router.get("/account", name="account")
def show_account(request: Request, changed: str = "") -> Response:
    """The account."""
    return _render(request, is_changed=bool(changed))


@router.post("/account/password", name="account.password")
def save_password(request: Request, former: Text, password: Text, again: Text) -> Response:
    """Take another password, and end every login there is but this one, which goes on under a new id."""
    room, account = get_room(request), get_account(request)
    # Whoever took a login over must not try passwords here without end.
    wait = find_wait(request, account.name)
    if wait:
        return _render(request, trouble=wait, status=429)
    try:
        if not is_password(account.password, former):
            note_refusal(request, "refused.former")
            raise UsageError("the password you have now is another one; type it again")
        if password != again:
            raise UsageError("the two new passwords differ; type the same one twice")
        if password == former:
            raise UsageError("the new password is the one you have; choose another")
        changed = replace(account, password=hash_password(password, account.name), must_change=False)
        own = Thing(kind="account", number=account.number)
        change_account(room.file, account, changed, build_act(request, "own.password", on=own))
    except UsageError as error:
        return _render(request, trouble=f"{error}.", status=400)
    forget_attempts(request, account.name)
    response = RedirectResponse("/account?changed=1", status_code=303)
    start_session(request, response, changed, "full")
    return response


@router.post("/account/leave", name="account.leave")
def leave_everywhere(request: Request) -> Response:
    """End every login of this account, this one too."""
    response = RedirectResponse("/login", status_code=303)
    note(request, "logout.all")
    end_sessions_of(get_room(request).file, get_account(request).number)
    stop_session(request, response)
    return response


def get_account(request: Request) -> Account:
    """The account of the one who asks."""
    session = get_visit(request).session
    assert session is not None
    return session.account


def _render(request: Request, *, trouble: str = "", is_changed: bool = False, status: int = 200) -> Response:
    account, file = get_account(request), get_room(request).file
    return render_page(
        request,
        "account.html",
        status=status,
        account=account,
        says=SAYS[account.role],
        trouble=trouble,
        is_changed=is_changed,
        shortest=SHORTEST,
        comings=list_acts(file, WantedActs(groups=_COMINGS, name=account.name), None, _SHOWN),
    )
