"""Reports: the list of what came in, and one with its quotes lit up in the text and its claims in the margin."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.fields import (
    CHOICES,
    EMPTY_ADDING,
    About,
    Adding,
    keep_typed,
    parse_fields,
    parse_given,
    parse_number,
)
from bearwitness.apps.room.fields import Form as Entered
from bearwitness.apps.room.marking import cut_text
from bearwitness.apps.room.pages.claim_pages import say_unkept, show_gone
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import RegisterError, UsageError
from bearwitness.core.records import Report
from bearwitness.store.register_claims import Seen, load_report, load_reviews_of, load_standing_claim
from bearwitness.workflow.finding_reports import ReportFilter, choose_reports, find_reports
from bearwitness.workflow.hand_claims import BY_HAND, find_quote
from bearwitness.workflow.report_facts import ReportFacts, give_facts
from bearwitness.workflow.reviewing import Signature, add_claim

router = APIRouter(route_class=GuardedRoute)
_LONGEST_WORDS: Final = 200
Short = Annotated[str, Form(max_length=2_000)]


@router.get("/reports", name="reports")
def show_reports(request: Request, q: str = "", left: str = "", unread: str = "", page: int = 1) -> Response:
    """Every report once, the last that came in first; those with some words, with claims to decide on, or that could not be read."""
    seen = get_room(request).live.get()
    wanted = ReportFilter(words=q[:_LONGEST_WORDS], has_left=bool(left), is_unread=bool(unread))
    found = get_room(request).keep(seen.snapshot, ("reports", wanted), lambda now: find_reports(now, wanted))
    chosen = choose_reports(seen.snapshot, found, page)
    kept = urlencode({name: value for name, value in (("q", q), ("left", left), ("unread", unread)) if value})
    return render_page(request, "reports.html", seen=seen, wanted=wanted, chosen=chosen, kept=kept)


@router.get("/reports/{uid}", name="report")
def show_report(request: Request, uid: str) -> Response:
    """One report as it is read now."""
    return _render(request, uid, EMPTY_ADDING)


@router.post("/reports/{uid}/add", name="review.add")
async def add(request: Request, uid: str) -> Response:
    """A claim by hand, on words chosen in the text."""
    form = Entered(data=await request.form())
    return await run_in_threadpool(_add, request, uid, form)


def _add(request: Request, uid: str, form: Entered) -> Response:
    room, because = get_room(request), form.text("because")[:2_000]
    found = load_report(room.live.register, uid)
    if found is None:
        raise HTTPException(status_code=404)
    try:
        quote = find_quote(
            found[1].report, form.text("words"), parse_number(form.text("start"), "the place of the words")
        )
        seen = Seen(reading=found[0], review=0)
        signed = Signature(name=get_visit(request).name, because=because, at=room.settings.clock(), seen=seen)
        told = add_claim(room.live.register, uid, [quote], parse_fields(form), signed)
    except UsageError as error:
        return _render(request, uid, _keep_adding(form, because, f"{error}."))
    except RegisterError as error:
        return _render(request, uid, _keep_adding(form, because, say_unkept(error)), status=503)
    return RedirectResponse(f"/reports/{uid}#c-{told.id}", status_code=303)


@router.post("/reports/{uid}/about", name="report.about")
def save_about(request: Request, uid: str, outlet: Short = "", published_on: Short = "", url: Short = "") -> Response:
    """Say where and when the report was printed; it is read anew with that."""
    room = get_room(request)
    if load_report(room.live.register, uid) is None:
        raise HTTPException(status_code=404)
    try:
        given = parse_given(outlet, published_on, url)
        facts = ReportFacts(outlet=given.outlet, published_on=given.published_on, url=given.url)
        give_facts(room.live.register, uid, facts, (get_visit(request).name, room.settings.clock()))
    except UsageError as error:
        about = About(outlet=outlet, published_on=published_on, url=url, trouble=f"{error}.")
        return _render(request, uid, EMPTY_ADDING, about)
    except RegisterError as error:
        about = About(outlet=outlet, published_on=published_on, url=url, trouble=say_unkept(error))
        return _render(request, uid, EMPTY_ADDING, about, status=503)
    return RedirectResponse(f"/reports/{uid}", status_code=303)


def _keep_adding(form: Entered, because: str, trouble: str) -> Adding:
    return Adding(
        fields=keep_typed(form),
        words=form.text("words"),
        start=form.text("start"),
        because=because,
        trouble=trouble,
        is_open=True,
    )


def _render(request: Request, uid: str, adding: Adding, about: About | None = None, status: int = 400) -> Response:
    room = get_room(request)
    found = load_report(room.live.register, uid)
    if found is None:
        raise HTTPException(status_code=404)
    reading = found[1]
    snapshot = room.live.get().snapshot
    return render_page(
        request,
        "report.html",
        status=status if adding.trouble or about else 200,
        uid=uid,
        reading=reading,
        report=reading.report,
        pieces=cut_text(reading.report.text, reading.claims),
        reviews=load_reviews_of(room.live.register, [claim.id for claim in reading.claims]),
        homes=snapshot.homes,
        can_review=may(request, "review.claim"),
        is_changed=any(claim.found_by.startswith(BY_HAND) for claim in reading.claims),
        adding=adding,
        about=about or _read_about(reading.report),
        choices=CHOICES,
    )


def _read_about(report: Report) -> About:
    day = "" if report.published_on is None else report.published_on.isoformat()
    return About(outlet=report.outlet or "", published_on=day, url=report.url or "")


@router.get("/claims/{ident}", name="claim")
def find_claim(request: Request, ident: str) -> Response:
    """On to the claim in its report."""
    standing = load_standing_claim(get_room(request).live.register, ident)
    if standing is None:
        return show_gone(request, ident)
    return RedirectResponse(f"/reports/{standing.uid}#c-{ident}", status_code=303)
