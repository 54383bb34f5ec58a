"""The door of every page: who comes, may they, and does the form come from the room itself. Asked before anything of a request is used."""

import hmac
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NoReturn
from urllib.parse import quote

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bearwitness.apps.room.rules import ROLES, RULES, Role
from bearwitness.apps.room.sessions import read_session, set_cookie
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import InstallError
from bearwitness.store.room_sessions import Session

FORM_COOKIE: Final = "bearwitness-form"
TOKEN_FIELD: Final = "csrf"
TOKEN_HEADER: Final = "x-csrf-token"
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_ENCODINGS: Final = frozenset({"charset=utf-8", 'charset="utf-8"'})
_SAFE: Final = frozenset({"GET", "HEAD"})
_WITHOUT_NEW_PASSWORD: Final = frozenset({"account", "account.password", "logout"})
"""All that an account may open whose password somebody else chose."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks for a page, as what, and the token its forms carry. `form` is the cookie of those who are not logged in."""

    session: Session | None
    role: Role
    token: str
    form: str = ""

    @property
    def name(self) -> str:
        """The name of the account, by which judgements and reviews are signed."""
        return "" if self.session is None else self.session.account.name


class GuardedRoute(APIRoute):
    """A route that looks its name up in the rules. `check_routes` refuses every other kind."""

    def get_route_handler(self) -> Handler:
        """The route's own handler, behind the door."""
        handle = super().get_route_handler()

        async def admit(request: Request) -> Response:
            if "\0" in request.url.path or "%00" in request.url.query:
                raise HTTPException(status_code=404)  # no name, id or word holds one, and a database may not take it
            turned_away = await run_in_threadpool(_admit, request, self.name)
            if turned_away is not None:
                return turned_away
            if request.method not in _SAFE:
                await _check_form(request)
            response = await handle(request)
            visit = get_visit(request)
            if visit.form and visit.form != request.cookies.get(FORM_COOKIE):
                set_cookie(response, FORM_COOKIE, visit.form, get_room(request).settings.limits.idle)
            return response

        return admit


def check_routes(routes: list[BaseRoute]) -> None:
    """Refuse to start where a route is not guarded, has no rule, or a rule has no route.

    Raises InstallError, which names them.
    """
    loose = [str(getattr(route, "path", route)) for route in routes if not isinstance(route, GuardedRoute)]
    names = [route.name for route in routes if isinstance(route, GuardedRoute)]
    unruled, unused = sorted(set(names) - RULES.keys()), sorted(RULES.keys() - set(names))
    twice = sorted({name for name in names if names.count(name) > 1})
    if loose or unruled or unused or twice:
        raise InstallError(
            f"the room's routes and rules differ (not guarded: {loose}; without a rule: {unruled}; rules without a route: {unused}; "
            f"named twice: {twice}); mend apps/room/rules.py"
        )


def get_visit(request: Request) -> Visit:
    """Who asked, as the door found it."""
    visit = request.state.visit
    assert isinstance(visit, Visit)
    return visit


def find_next(path: str) -> str:
    """A path of this room to go on to after the login; the Desk where the given one leads anywhere else."""
    # What does not begin with one slash is never taken apart: some of it cannot be, such as "//[".
    is_own = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_own else "/"


def _admit(request: Request, name: str) -> Response | None:
    """Find who asks; the answer that turns them away, None where they may come in."""
    visit = _find_visit(request)
    request.state.visit = visit
    needed = RULES[name]
    if visit.role >= needed:
        session = visit.session
        is_barred = session is not None and visit.role > Role.HALF and session.account.must_change
        if is_barred and name not in _WITHOUT_NEW_PASSWORD and needed > Role.ANYONE:
            return RedirectResponse("/account", status_code=303)
        return None
    if request.method in _SAFE and visit.role == Role.ANYONE:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(asked, safe='/')}", status_code=303)
    if request.method in _SAFE and visit.role == Role.HALF:
        return RedirectResponse("/factor", status_code=303)
    raise HTTPException(status_code=403 if visit.role > Role.HALF else 401)


def _find_visit(request: Request) -> Visit:
    session = read_session(request)
    if session is None:
        form = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
        token = hmac.new(get_room(request).key, form.encode(), sha256).hexdigest()
        return Visit(session=None, role=Role.ANYONE, token=token, form=form)
    role = ROLES[session.account.role] if session.stage == "full" else Role.HALF
    return Visit(session=session, role=role, token=session.token)


async def _check_form(request: Request) -> None:
    """Refuse a form that another site sends: its token is not this session's, or the browser says whence it comes."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # Pages are sent with no-referrer, for which browsers hide the origin of their own forms as "null" too and say only that it is one.
    is_own = origin is None or origin.partition("://")[2] == request.headers.get("host")
    is_own = is_own or (origin == "null" and site == "same-origin")
    if not is_own or site not in {None, "same-origin", "none"}:
        _refuse_form(request)
    _check_kind(request.headers.get("content-type", ""))
    given = request.headers.get(TOKEN_HEADER)
    form = await request.form()
    if given is None:
        field = form.get(TOKEN_FIELD)
        given = field if isinstance(field, str) else ""
    if not hmac.compare_digest(given.encode("utf-8", "replace"), get_visit(request).token.encode()):
        _refuse_form(request)
    if any("\0" in name or (isinstance(text, str) and "\0" in text) for name, text in form.multi_items()):
        raise HTTPException(status_code=400)


def _check_kind(kind: str) -> None:
    """Refuse what no form of the room is sent as. A multipart form may name any encoding that Python knows: some make halves of letters,
    which nothing can keep, and one takes minutes over a megabyte.
    """
    name, *parameters = (part.strip().lower() for part in kind.split(";"))
    named = [one for one in parameters if one.startswith("charset")]
    if (kind and name not in _FORMS) or any(one not in _ENCODINGS for one in named):
        raise HTTPException(status_code=415)


def _refuse_form(request: Request) -> NoReturn:
    request.state.refused = "refused.form"
    raise HTTPException(status_code=403, detail="form")
