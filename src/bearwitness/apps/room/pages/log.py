"""The Log: every act on the register, who did it, when, and why. Nothing of it can be changed or taken out."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.store.register_acts import Before, Kind, find_before, list_doings

router = APIRouter(route_class=GuardedRoute)
_PAGE: Final = 60
_KINDS: Final[dict[str, tuple[Kind, ...]]] = {
    "": ("read", "review", "judgement"),
    "people": ("review", "judgement"),
    "readings": ("read",),
}


@router.get("/log", name="log")
def show_log(request: Request, only: str = "", before: str = "") -> Response:
    """The newest acts, or those before the ones a page ended with."""
    start = _parse_before(before)
    kinds = _KINDS.get(only, _KINDS[""])
    rows = list_doings(get_room(request).live.register, start, _PAGE + 1, kinds)
    shown = rows[:_PAGE]
    after = find_before(shown, start)
    more = "-".join("" if n is None else str(n) for n in (after.read, after.review, after.judgement))
    return render_page(
        request, "log.html", rows=shown, only=only if only in _KINDS else "", more=more if len(rows) > _PAGE else ""
    )


def _parse_before(text: str) -> Before:
    """Where a page goes on; the newest where the address does not say it."""
    numbers = [
        int(part) if part.isascii() and part.isdecimal() and len(part) < 16 else None for part in text.split("-")
    ]
    read, review, judgement = (numbers + [None] * 3)[:3]
    return Before(read=read, review=review, judgement=judgement)
