"""Coming in and going out: the first set-up, the login by password and second factor, the logout; and the static files."""

import hmac
from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, find_next, get_visit
from bearwitness.apps.room.noting import build_act, note, note_refusal
from bearwitness.apps.room.passwords import SHORTEST, hash_password, is_password
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.second_factor import draw_factor, find_step, make_factor, spell_factor
from bearwitness.apps.room.sessions import start_session, stop_session
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import UsageError
from bearwitness.store.room_accounts import (
    Account,
    add_account,
    change_account,
    count_accounts,
    find_account,
    use_step,
)
from bearwitness.store.room_acts import Thing
from bearwitness.store.room_sessions import Limit, Session, forget_failures, reserve_attempt

router = APIRouter(route_class=GuardedRoute)
_WRONG: Final = "That name and password do not fit together."
_WRONG_CODE: Final = "That code does not fit. Codes last half a minute and count once; wait for the next one."
_LONGEST_NAME: Final = 60
Text = Annotated[str, Form(max_length=1_000)]


@router.get("/static/{name}", name="static")
def get_static(request: Request, name: str) -> Response:
    """A static file, kept by browsers for a year: another content has another name."""
    found = get_room(request).templates.static.get(name)
    if found is None:
        raise HTTPException(status_code=404)
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found.body, media_type=found.kind, headers=kept)


@router.get("/health", name="health")
def tell_health() -> PlainTextResponse:
    """That the room is open."""
    return PlainTextResponse("open\n")


@router.get("/set-up", name="set_up")
def show_set_up(request: Request) -> Response:
    """The form of the first account."""
    if count_accounts(get_room(request).file):
        return RedirectResponse("/login", status_code=303)
    return render_page(request, "set_up.html", shortest=SHORTEST, trouble="", name="")


@router.post("/set-up", name="set_up.save")
def save_set_up(request: Request, word: Text, name: Text, password: Text, again: Text) -> Response:
    """Make the first account, an admin's, for who has the word that the terminal showed."""
    room = get_room(request)
    trouble = find_wait(request, "the first set-up")
    token = room.settings.token
    if not trouble and not (token and hmac.compare_digest(word.strip().encode(), token.encode())):
        trouble = "That is not the word that was printed where the room was started."
        note_refusal(request, "refused.word")
    try:
        if not trouble:
            add_account(room.file, build_account(name, password, again, "admin"), at=room.now(), is_first=True)
    except UsageError as error:
        trouble = f"{error}."
    if trouble:
        return render_page(request, "set_up.html", status=400, shortest=SHORTEST, trouble=trouble, name=name)
    return RedirectResponse("/login?made=1", status_code=303)


@router.get("/login", name="login")
def show_login(request: Request, next: str = "/", made: str = "") -> Response:  # noqa: A002 - the name in the address
    """The form of name and password."""
    if not count_accounts(get_room(request).file):
        return RedirectResponse("/set-up", status_code=303)
    return render_page(request, "login.html", trouble="", name="", next=find_next(next), is_made=bool(made))


@router.post("/login", name="login.save")
def save_login(
    request: Request,
    name: Text,
    password: Text,
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the name in the form
) -> Response:
    """The first half of the login. Whether it was the name or the password that is wrong stays unsaid."""
    room = get_room(request)
    wait = find_wait(request, name)
    if wait:
        return render_page(
            request, "login.html", status=429, trouble=wait, name=name, next=find_next(next), is_made=False
        )
    account = find_account(room.file, name.strip())
    known = account if account is not None and account.is_open else None
    if not is_password(None if known is None else known.password, password) or known is None:
        # Whom it was meant for only where there is such an account: people type passwords into the field of the name.
        meant = None if account is None else Thing(kind="account", number=account.number)
        note_refusal(request, "refused.password", on=meant)
        return render_page(
            request, "login.html", status=400, trouble=_WRONG, name=name, next=find_next(next), is_made=False
        )
    response = RedirectResponse(f"/factor?next={quote(find_next(next), safe='/')}", status_code=303)
    start_session(request, response, known, "password", None if known.factor else make_factor())
    return response


@router.get("/factor", name="factor")
def show_factor(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """The form of the code; at the first login with the picture that an app scans."""
    return _render_factor(request, next, "")


@router.post("/factor", name="factor.save")
def save_factor(
    request: Request,
    code: Text,
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the name in the form
) -> Response:
    """The second half of the login; the first code also sets the second factor up. The session begins under a new id."""
    room, session = get_room(request), get_visit(request).session
    if session is None or session.stage != "password":
        return RedirectResponse(find_next(next), status_code=303)
    account = session.account
    wait = find_wait(request, account.name)
    if wait:
        return _render_factor(request, next, wait, status=429)
    factor = account.factor or session.factor
    step = None if factor is None else find_step(factor, code, at=room.now())
    if step is None or not use_step(room.file, account, step):
        note_refusal(request, "refused.code")
        return _render_factor(request, next, _WRONG_CODE, status=400)
    if account.factor is None:
        account = _set_factor(request, session, step)
    # The address's attempts stay: else whoever has an account here could go on guessing at others'.
    forget_attempts(request, account.name)
    response = RedirectResponse(find_next(next), status_code=303)
    start_session(request, response, account, "full")
    return response


@router.post("/logout", name="logout")
def leave(request: Request) -> Response:
    """End the session."""
    response = RedirectResponse("/login", status_code=303)
    note(request, "logout")
    stop_session(request, response)
    return response


def build_account(name: str, password: str, again: str, role: str, *, must_change: bool = False) -> Account:
    """A new account; raises UsageError for a name that cannot stand under a judgement, or for two passwords."""
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"give a name of 1 to {_LONGEST_NAME} characters: it stands under all that this account decides"
        )
    if password != again:
        raise UsageError("the two passwords differ; type the same one twice")
    return Account(
        number=0,
        name=name,
        role=role,
        password=hash_password(password, name),
        must_change=must_change,
        factor=None,
        factor_step=0,
        is_open=True,
    )


def _set_factor(request: Request, session: Session, step: int) -> Account:
    account = replace(session.account, factor=session.factor, factor_step=step)
    own = Thing(kind="account", number=account.number)
    change_account(get_room(request).file, session.account, account, build_act(request, "own.factor", on=own))
    return account


def _render_factor(request: Request, after: str, trouble: str, status: int = 200) -> HTMLResponse:
    session = get_visit(request).session
    new = None if session is None or session.account.factor else session.factor
    name = "" if session is None else session.account.name
    return render_page(
        request,
        "factor.html",
        status=status,
        trouble=trouble,
        next=find_next(after),
        picture=draw_factor(new, name) if new else "",
        letters=spell_factor(new) if new else "",
    )


def _list_subjects(request: Request, name: str) -> tuple[str, str]:
    """Whose attempts are counted. Neither names nor addresses come to lie in the file: each is kept as what the room's key makes of it."""
    address = request.client.host if request.client else "unknown"
    known, host = (
        hmac.new(get_room(request).key, f"{kind} {text}".encode(), sha256).hexdigest()
        for kind, text in (("account", name.strip().casefold()[:_LONGEST_NAME]), ("address", address))
    )
    return known, host


def forget_attempts(request: Request, name: str) -> None:
    """What went well ends the count of the account."""
    forget_failures(get_room(request).file, _list_subjects(request, name)[0])


def find_wait(request: Request, name: str) -> str:
    """What to say where this account or address has tried too often; the attempt is noted otherwise."""
    room = get_room(request)
    limits = room.settings.limits
    most = (limits.attempts_of_account, limits.attempts_of_address)
    subjects = _list_subjects(request, name)
    asked = [Limit(subject=s, most=m, window=limits.window) for s, m in zip(subjects, most, strict=True)]
    seconds = reserve_attempt(room.file, asked, at=room.now())
    minutes = max(1, round(seconds / 60))
    return f"Too many attempts. Try again in {minutes} minute{'s' if minutes > 1 else ''}." if seconds > 0 else ""
