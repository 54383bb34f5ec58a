"""The people of the room, for its admin: accounts made, given another role, closed; a lost telephone replaced."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.noting import build_act, find_actor
from bearwitness.apps.room.pages.arrival import build_account
from bearwitness.apps.room.passwords import hash_password
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.rules import SAYS
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import UsageError
from bearwitness.store.room_accounts import Account, add_account, change_account, find_account, list_accounts
from bearwitness.store.room_acts import Thing

router = APIRouter(route_class=GuardedRoute)
RoleName = Literal["reader", "reviewer", "lead", "admin"]
Change = Literal["role", "password", "factor", "close", "open"]
_NOTED: Final[dict[Change, str]] = {
    "role": "account.role",
    "password": "account.password",
    "factor": "account.factor",
    "close": "account.closed",
    "open": "account.opened",
}
Text = Annotated[str, Form(max_length=1_000)]

_DONE: Final[Mapping[str, str]] = {
    "role": "{name} has the role {role} from the next login on.",
    "factor": "{name} sets up another telephone at the next login; codes of the old one are worth nothing now.",
    "close": "The account of {name} is closed, and every login of it has ended. What {name} decided stays.",
    "open": "The account of {name} is open again.",
}
"""What a change came to, in words: a button that seems to do nothing is pressed again."""


@router.get("/people", name="people")
def show_people(request: Request) -> Response:
    """All accounts."""
    return _render(request)


@router.post("/people/add", name="people.add")
def add_person(request: Request, name: Text, role: Annotated[RoleName, Form()]) -> Response:
    """Make an account with a password that is shown once and must be changed at the first login."""
    room, password = get_room(request), secrets.token_urlsafe(12)
    try:
        account = build_account(name, password, password, role, must_change=True)
        add_account(room.file, account, at=room.now(), by=find_actor(request.scope))
    except UsageError as error:
        return _render(request, trouble=f"{error}.", status=400)
    return _render(request, fresh=(account.name, password))


@router.post("/people/change", name="people.change")
def change_person(
    request: Request, name: Text, change: Annotated[Change, Form()], role: Annotated[RoleName, Form()] = "reader"
) -> Response:
    """Change one thing of an account, and end its logins. Nobody closes or lowers the account they came in with: a room without an admin
    could not be opened again.
    """
    room = get_room(request)
    account = find_account(room.file, name)
    if account is None:
        return _render(request, trouble="There is no account of this name.", status=400)
    if account.name == get_visit(request).name:
        return _render(
            request, trouble="This is the account you came in with; another admin can change it.", status=400
        )
    changed, password = _change(account, change, role)
    on, detail = Thing(kind="account", number=account.number), role if change == "role" else ""
    try:
        change_account(room.file, account, changed, build_act(request, _NOTED[change], on=on, detail=detail))
    except UsageError as error:
        return _render(request, trouble=f"{error}.", status=400)
    done = "" if password else _DONE[change].format(name=account.name, role=role)
    return _render(request, fresh=(account.name, password) if password else None, did=done)


def _change(account: Account, change: Change, role: RoleName) -> tuple[Account, str]:
    """The account as changed, and its new password where it has one."""
    if change == "role":
        return replace(account, role=role), ""
    if change == "password":
        password = secrets.token_urlsafe(12)
        return replace(account, password=hash_password(password, account.name), must_change=True), password
    if change == "factor":
        return replace(account, factor=None, factor_step=0), ""
    return replace(account, is_open=change == "open"), ""


def _render(
    request: Request, *, trouble: str = "", fresh: tuple[str, str] | None = None, did: str = "", status: int = 200
) -> Response:
    accounts = list_accounts(get_room(request).file)
    return render_page(
        request, "people.html", status=status, accounts=accounts, says=SAYS, trouble=trouble, fresh=fresh, did=did
    )
