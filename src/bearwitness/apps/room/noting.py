"""Acts of the room written down: who did it is whoever came through the door. No name, address or word that was entered is among them."""

from typing import Final

from starlette.requests import Request
from starlette.types import Scope

from bearwitness.apps.room.settings import get_room
from bearwitness.store.room_acts import NOBODY, NewAct, Thing, note_acts

_BY_STATUS: Final = {
    408: "refused.slow",
    413: "refused.large",
    421: "refused.host",
    429: "refused.often",
    431: "refused.large",
}


def build_act(request: Request, what: str, *, on: Thing | None = None, detail: str = "", times: int = 1) -> NewAct:
    """An act of whoever asks, now."""
    by = find_actor(request.scope)
    return NewAct(at=get_room(request).now(), by=by, what=what, on=on, detail=detail, times=times)


def note(request: Request, what: str, *, on: Thing | None = None, detail: str = "", times: int = 1) -> None:
    """Write an act down that no other table tells of."""
    note_acts(get_room(request).file, [build_act(request, what, on=on, detail=detail, times=times)])


def note_refusal(request: Request, what: str, *, on: Thing | None = None) -> None:
    """Write down that somebody was turned away whom the status of the answer does not tell from one who mistyped."""
    get_room(request).refusals.note(build_act(request, what, on=on))


def find_refusal(scope: Scope, status: int, at: float) -> NewAct | None:
    """What to write down of a request that was answered so; None where it was not turned away. Its address and its words stay out."""
    what = _BY_STATUS.get(status) or _name_refusal(scope, status)
    if what is None:
        return None
    route = getattr(scope.get("route"), "name", "")
    return NewAct(at=at, by=find_actor(scope), what=what, detail=route)


def find_actor(scope: Scope) -> Thing:
    """The account or program that a request comes from, nobody before a login."""
    state = scope.get("state", {})
    visit, token = state.get("visit"), state.get("token")
    if visit is not None and visit.session is not None:
        return Thing(kind="account", number=visit.session.account.number)
    return NOBODY if token is None else Thing(kind="token", number=token.number)


def _name_refusal(scope: Scope, status: int) -> str | None:
    is_program = "token" in scope.get("state", {}) or scope["path"].startswith("/api/")
    told: str | None = scope.get("state", {}).get("refused")
    if told is not None:
        return told
    if status == 401:
        return "refused.token" if is_program else "refused.login"
    if status == 403:
        return "refused.scope" if is_program else "refused.role"
    return None
