"""Review: one claim after another beside its report, decided on by keys or buttons."""

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.fields import CHOICES, EMPTY, parse_fields, parse_number
from bearwitness.apps.room.fields import Form as Entered
from bearwitness.apps.room.marking import cut_text
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.core.errors import StaleError, UsageError
from bearwitness.core.records import Claim, Reading
from bearwitness.store.register_claims import (
    Seen,
    Standing,
    list_pending,
    load_report,
    load_reviews_of,
    load_seen_claim,
    load_standing_claim,
)
from bearwitness.workflow.hand_claims import find_quote, read_fields
from bearwitness.workflow.judging import Signed, judge
from bearwitness.workflow.reviewing import Signature, add_claim, correct_claim, decide_claim, split_claim

router = APIRouter(route_class=GuardedRoute)
_LONGEST_SEEN: Final = 18
_AHEAD: Final = 20
"""So many claims ahead one is looked for that nobody else is looking at."""
Because = Annotated[str, Form(max_length=2_000)]
SeenText = Annotated[str, Form(alias="seen", max_length=40)]


@router.get("/review", name="review")
def find_first(request: Request) -> Response:
    """On to the first claim nobody has decided on."""
    return _go_on(request, (0, -1))


@router.get("/review/{ident}", name="review.claim")
def show_claim(request: Request, ident: str) -> Response:
    """The claim beside its report."""
    room = get_room(request)
    room.looking.note(ident, get_visit(request).name, room.now())
    return _render(request, _load(get_room(request), ident))


@router.get("/review/{ident}/next", name="review.next")
def find_next(request: Request, ident: str) -> Response:
    """On to the next claim nobody has decided on, past this one."""
    standing = load_standing_claim(get_room(request).live.register, ident)
    return _go_on(request, (0, -1) if standing is None else (standing.seen.reading, standing.position))


@router.post("/review/{ident}/accept", name="review.accept")
def accept_claim(request: Request, ident: str, seen: SeenText, because: Because = "") -> Response:
    """The claim says what the report says."""
    return _decide(
        request, ident, seen, because, lambda room, signed: decide_claim(room.live.register, ident, "accepted", signed)
    )


@router.post("/review/{ident}/reject", name="review.reject")
def reject_claim(request: Request, ident: str, seen: SeenText, because: Because = "") -> Response:
    """It does not, for a reason."""
    return _decide(
        request, ident, seen, because, lambda room, signed: decide_claim(room.live.register, ident, "rejected", signed)
    )


@router.post("/review/{ident}/correct", name="review.correct")
async def correct(request: Request, ident: str) -> Response:
    """The claim as the person tells it."""
    return await _with_form(
        request,
        ident,
        lambda room, form, signed: correct_claim(room.live.register, ident, parse_fields(form), signed),
    )


@router.get("/review/{ident}/split", name="review.split")
def show_split(request: Request, ident: str) -> Response:
    """The form of the two claims that one is to be."""
    standing = _load(get_room(request), ident)
    fields = read_fields(standing.claim)
    return render_page(request, "split.html", standing=standing, parts=(fields, fields), choices=CHOICES, trouble="")


@router.post("/review/{ident}/split", name="review.split.save")
async def split(request: Request, ident: str) -> Response:
    """Two claims in the place of one."""

    def save(room: Room, form: Entered, signed: Signature) -> object:
        parts = (parse_fields(Entered(data=form.data, lead="a_")), parse_fields(Entered(data=form.data, lead="b_")))
        return split_claim(room.live.register, ident, parts, signed)

    return await _with_form(request, ident, save)


@router.post("/review/{ident}/merge", name="review.merge")
def merge(request: Request, ident: str, other: Annotated[str, Form()] = "", because: Because = "") -> Response:
    """This claim and another of its report tell of one occurrence: judged the same, which can be taken back."""
    room = get_room(request)
    standing = _load(room, ident)
    try:
        if other not in {claim.id for claim in standing.reading.claims}:
            raise UsageError("choose the claim that tells of the same occurrence")
        signed = Signed(
            name=get_visit(request).name, because=because.strip() or "one occurrence, told twice in its report"
        )
        judge(room.live.get().snapshot.view, (ident, other), "same", signed, room.settings.clock())
    except UsageError as error:
        return _render(request, standing, trouble=f"{error}.", status=400)
    return RedirectResponse(f"/review/{ident}/next", status_code=303)


@router.post("/reports/{uid}/add", name="review.add")
async def add(request: Request, uid: str) -> Response:
    """A claim by hand, on words chosen in the text."""
    form = Entered(data=await request.form())
    return await run_in_threadpool(_add, request, uid, form)


def _add(request: Request, uid: str, form: Entered) -> Response:
    room = get_room(request)
    found = load_report(room.live.register, uid)
    if found is None:
        raise HTTPException(status_code=404)
    quote = find_quote(found[1].report, form.text("words"), parse_number(form.text("start"), "the place of the words"))
    signed = _sign(request, Seen(reading=found[0], review=0), form.text("because"))
    told = add_claim(room.live.register, uid, [quote], parse_fields(form), signed)
    return RedirectResponse(f"/reports/{uid}#c-{told.id}", status_code=303)


async def _with_form(request: Request, ident: str, save: Callable[[Room, Entered, Signature], object]) -> Response:
    """Decide with a form of many fields."""
    form = Entered(data=await request.form())
    return await run_in_threadpool(
        _decide,
        request,
        ident,
        form.text("seen"),
        form.text("because"),
        lambda room, signed: save(room, form, signed),
    )


def _decide(
    request: Request, ident: str, seen: str, because: str, act: Callable[[Room, Signature], object]
) -> Response:
    """Do it, and go on to the next claim; where the claim has changed since, show both versions and do nothing."""
    room, looked = get_room(request), _parse_seen(seen)
    before = load_standing_claim(room.live.register, ident)
    try:
        act(room, _sign(request, looked, because))
    except StaleError:
        return _show_stale(request, ident, looked)
    except UsageError as error:
        return _render(request, _load(room, ident), trouble=f"{error}.", status=400)
    return _go_on(request, (0, -1) if before is None else (before.seen.reading, before.position))


def _sign(request: Request, seen: Seen, because: str) -> Signature:
    room = get_room(request)
    return Signature(name=get_visit(request).name, because=because.strip(), at=room.settings.clock(), seen=seen)


def _parse_seen(text: str) -> Seen:
    reading, dash, review = text.partition("-")
    if not (dash and reading.isdecimal() and review.isdecimal() and text.isascii() and len(text) < _LONGEST_SEEN):
        raise UsageError("the form does not say what it was filled in for; open the claim again")
    return Seen(reading=int(reading), review=int(review))


def _load(room: Room, ident: str) -> Standing:
    standing = load_standing_claim(room.live.register, ident)
    if standing is None:
        raise HTTPException(status_code=404)
    return standing


def _go_on(request: Request, after: tuple[int, int]) -> Response:
    room = get_room(request)
    pending = list_pending(room.live.register, after, _AHEAD)
    ident = room.looking.choose(pending, get_visit(request).name, room.now())
    if ident is None:
        return render_page(request, "review_done.html")
    return RedirectResponse(f"/review/{ident}", status_code=303)


def _render(request: Request, standing: Standing, *, trouble: str = "", status: int = 200) -> Response:
    room = get_room(request)
    seen = room.live.get()
    reading = standing.reading
    pending = sum(
        1 for one in reading.claims if one.id not in seen.snapshot.view.accepted | seen.snapshot.view.rejected
    )
    return render_page(
        request,
        "review.html",
        status=status,
        standing=standing,
        claim=standing.claim,
        report=reading.report,
        reading=reading,
        uid=standing.uid,
        pieces=cut_text(reading.report.text, reading.claims),
        reviews=load_reviews_of(room.live.register, [claim.id for claim in reading.claims]),
        home=seen.snapshot.homes.get(standing.claim.id),
        fields=read_fields(standing.claim),
        empty=EMPTY,
        choices=CHOICES,
        pending=pending,
        trouble=trouble,
    )


def _show_stale(request: Request, ident: str, seen: Seen) -> Response:
    """Both versions: what the person had before them, and what stands now."""
    register = get_room(request).live.register
    then, now = load_seen_claim(register, ident, seen), load_standing_claim(register, ident)
    current = load_report(register, then.uid) if now is None and then is not None else None
    instead = () if then is None or current is None else _find_instead(then.claim, current[1])
    return render_page(request, "stale.html", status=409, then=then, now=now, instead=instead)


def _find_instead(claim: Claim, reading: Reading) -> tuple[Claim, ...]:
    """The claims that today rest on words of one that is gone."""
    return tuple(
        one
        for one in reading.claims
        if any(q.start < r.end and r.start < q.end for q in one.quotes for r in claim.quotes)
    )
