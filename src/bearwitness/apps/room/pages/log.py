"""The Log: every act on the register, who did it, when, and why; and beside it the log of the room itself, for those who look after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.fields import parse_date
from bearwitness.apps.room.log_files import write_acts, write_doings
from bearwitness.apps.room.noting import note
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import UsageError
from bearwitness.store.register_acts import Before, Kind, Whose, find_before, list_doings
from bearwitness.store.room_acts import GROUPS, Group, WantedActs, list_acts
from bearwitness.store.room_file import PASSING_DAYS

router = APIRouter(route_class=GuardedRoute)
_PAGE: Final = 60
_LONGEST_NAME: Final = 100
_KINDS: Final[dict[str, tuple[Kind, ...]]] = {
    "": ("read", "review", "judgement", "left"),
    "people": ("review", "judgement"),
    "readings": ("read",),
    "left": ("left",),
}
_GROUPS: Final[dict[str, frozenset[Group]]] = {"": GROUPS} | {group: frozenset({group}) for group in sorted(GROUPS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for: which acts, whose, since when; and what of it was no day."""

    only: str
    name: str
    day: str
    since: datetime | None
    trouble: str = ""

    def check(self) -> None:
        """Raises UsageError for what is no day: a file that left it unheeded would hold more than was asked for."""
        if self.trouble:
            raise UsageError(self.trouble.removesuffix("."))

    def address(self, path: str, **more: str) -> str:
        """The address of the same question elsewhere."""
        kept = {"only": self.only, "who": self.name, "since": self.day, **more}
        return f"{path}?{urlencode({key: value for key, value in kept.items() if value})}"


@router.get("/log", name="log")
def show_log(request: Request, before: str = "") -> Response:
    """The newest acts, or those before the ones a page ended with."""
    asked, start = _parse_asked(request, frozenset(_KINDS)), _parse_before(before)
    rows = list_doings(get_room(request).live.register, start, _PAGE + 1, _KINDS[asked.only], _find_whose(asked))
    shown = rows[:_PAGE]
    after = find_before(shown, start)
    more = "-".join("" if n is None else str(n) for n in (after.read, after.review, after.judgement, after.left))
    return _render(request, "log.html", asked, rows=shown, more=more if len(rows) > _PAGE else "")


@router.get("/log/file", name="log.file")
def get_log(request: Request) -> Response:
    """All the acts that the address asks for, as a table to take away."""
    asked = _parse_asked(request, frozenset(_KINDS))
    asked.check()
    note(request, "log.taken")
    body = write_doings(get_room(request).live.register, _KINDS[asked.only], _find_whose(asked))
    return _send(body, "bearwitness-log.csv")


@router.get("/log/room", name="log.room")
def show_room_log(request: Request, before: str = "") -> Response:
    """Who came in, who was turned away, and what became of accounts, tokens and uploads."""
    asked = _parse_asked(request, frozenset(_GROUPS))
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    rows = list_acts(get_room(request).file, _find_wanted(asked), start, _PAGE + 1)
    shown = rows[:_PAGE]
    more = str(shown[-1].number) if len(rows) > _PAGE else ""
    return _render(request, "room_log.html", asked, rows=shown, more=more, groups=_GROUPS, days=PASSING_DAYS)


@router.get("/log/room/file", name="log.room.file")
def get_room_log(request: Request) -> Response:
    """The same as a table to take away."""
    asked = _parse_asked(request, frozenset(_GROUPS))
    asked.check()
    note(request, "log.taken", detail="room")
    return _send(write_acts(get_room(request).file, _find_wanted(asked)), "bearwitness-room-log.csv")


def _render(request: Request, template: str, asked: Asked, **values: object) -> Response:
    status = 400 if asked.trouble else 200
    can_see_room = may(request, "log.room")
    return render_page(request, template, status=status, asked=asked, can_see_room=can_see_room, **values)


def _send(lines: Iterator[str], name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _parse_asked(request: Request, known: frozenset[str]) -> Asked:
    query = request.query_params
    only, name, day = query.get("only", ""), query.get("who", ""), query.get("since", "")
    only, name, trouble, since = only if only in known else "", " ".join(name.split())[:_LONGEST_NAME], "", None
    try:
        first = parse_date(day, "the first day")
        since = None if first is None else datetime.combine(first, time(), UTC)
    except UsageError as error:
        day, trouble = "", f"{error}."
    return Asked(only=only, name=name, day=day, since=since, trouble=trouble)


def _find_whose(asked: Asked) -> Whose:
    return Whose(name=asked.name or None, since=asked.since)


def _find_wanted(asked: Asked) -> WantedActs:
    since = None if asked.since is None else asked.since.timestamp()
    return WantedActs(groups=_GROUPS[asked.only], name=asked.name or None, since=since)


def _parse_before(text: str) -> Before:
    """Where a page goes on; the newest where the address does not say it."""
    numbers = [
        int(part) if part.isascii() and part.isdecimal() and len(part) < 16 else None for part in text.split("-")
    ]
    read, review, judgement, left = (numbers + [None] * 4)[:4]
    return Before(read=read, review=review, judgement=judgement, left=left)
