"""Sources: whose word the incidents are, which outlets carry it, and who repeats whom."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.workflow.sources import list_sources

router = APIRouter(route_class=GuardedRoute)
_PAGE: Final = 50


@router.get("/sources", name="sources")
def show_sources(request: Request, page: str = "1") -> Response:
    """Both tables, fifty rows of each to a page."""
    room = get_room(request)
    seen = room.live.get()
    snapshot = seen.snapshot
    found = room.keep(snapshot, "sources", list_sources)
    rows = max(len(found.origins), len(found.outlets))
    pages = max(1, -(-rows // _PAGE))
    number = min(max(1, int(page)), pages) if page.isascii() and page.isdecimal() and len(page) < 9 else 1
    part = slice((number - 1) * _PAGE, number * _PAGE)
    return render_page(
        request,
        "sources.html",
        seen=seen,
        found=found,
        origins=found.origins[part],
        outlets=found.outlets[part],
        number=number,
        pages=pages,
    )
