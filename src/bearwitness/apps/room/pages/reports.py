"""Reports: the list of what came in, and one with its quotes lit up in the text and its claims in the margin."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.fields import CHOICES, EMPTY
from bearwitness.apps.room.marking import cut_text
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.store.register_acts import Before, list_doings
from bearwitness.store.register_claims import load_report, load_reviews_of, load_standing_claim
from bearwitness.workflow.hand_claims import BY_HAND

router = APIRouter(route_class=GuardedRoute)
_PAGE: Final = 50


@router.get("/reports", name="reports")
def show_reports(request: Request, before: Annotated[int | None, Query(ge=0, le=2**53)] = None) -> Response:
    """What was read, newest first."""
    rows = list_doings(get_room(request).live.register, Before(read=before), _PAGE + 1, ["read"])
    return render_page(
        request, "reports.html", rows=rows[:_PAGE], more=rows[_PAGE - 1].number if len(rows) > _PAGE else None
    )


@router.get("/reports/{uid}", name="report")
def show_report(request: Request, uid: str) -> Response:
    """One report as it is read now."""
    room = get_room(request)
    found = load_report(room.live.register, uid)
    if found is None:
        raise HTTPException(status_code=404)
    reading = found[1]
    snapshot = room.live.get().snapshot
    return render_page(
        request,
        "report.html",
        uid=uid,
        reading=reading,
        report=reading.report,
        pieces=cut_text(reading.report.text, reading.claims),
        reviews=load_reviews_of(room.live.register, [claim.id for claim in reading.claims]),
        homes=snapshot.homes,
        can_review=may(request, "review.claim"),
        is_changed=any(claim.found_by.startswith(BY_HAND) for claim in reading.claims),
        fields=EMPTY,
        choices=CHOICES,
    )


@router.get("/claims/{ident}", name="claim")
def find_claim(request: Request, ident: str) -> Response:
    """On to the claim in its report."""
    standing = load_standing_claim(get_room(request).live.register, ident)
    if standing is None:
        raise HTTPException(status_code=404)
    return RedirectResponse(f"/reports/{standing.uid}#c-{ident}", status_code=303)
