"""Count: a question as a form and as an address; its bounds drawn, their reasons in sentences, and its table by what it is broken down."""

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.asking import ask_answer, ask_table, is_asked, keep_query, read_inquiry
from bearwitness.apps.room.figure_view import describe_figure
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.apps.room.table_view import describe_table
from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS
from bearwitness.counting.dimensions import KINDS
from bearwitness.store.log_overview import count_events
from bearwitness.workflow.live_view import Snapshot

router = APIRouter(route_class=GuardedRoute)
_DIMENSIONS: Final = (*KINDS[:4], "place", *KINDS[4:])


@router.get("/count", name="count")
def show_count(request: Request) -> Response:
    """The form; with a question in the address its answer."""
    query = request.query_params
    seen = get_room(request).live.get()
    kept = keep_query(query)
    shown: dict[str, Any] = {"answered": None, "table": None, "is_waiting": False}
    trouble = ""
    try:
        if is_asked(query):
            _answer(request, seen.snapshot, shown)
    except UsageError as error:
        trouble = f"{error}."
    return render_page(
        request,
        "count.html",
        status=400 if trouble else 200,
        seen=seen,
        query=dict(kept),
        by=[value for key, value in kept if key == "by"],
        address=urlencode(kept),
        whole_address=urlencode([pair for pair in kept if pair[0] != "at"]),
        acts=ACTS,
        dimensions=_DIMENSIONS,
        trouble=trouble,
        can_prove=may(request, "count.proof"),
        has_checkpoint=count_events(get_room(request).live.register, "checkpoint") > 0,
        **shown,
    )


def _answer(request: Request, snapshot: Snapshot, shown: dict[str, Any]) -> None:
    """Put into `shown` what there is of the answer. What is there stays there where the rest cannot be told."""
    room, inquiry = get_room(request), read_inquiry(request.query_params)
    is_late = False
    if inquiry.has_figure:
        answered = ask_answer(room, snapshot, inquiry)
        is_late = answered is None
        if answered is not None:
            shown |= describe_figure(answered, snapshot)
    if inquiry.wanted.kinds:
        # Who has waited for the figure does not wait as long again for its table.
        table = ask_table(room, snapshot, inquiry, 0.0 if is_late else None)
        is_late = is_late or table is None
        if table is not None:
            shown |= describe_table(table, keep_query(request.query_params))
    shown["is_waiting"] = is_late
