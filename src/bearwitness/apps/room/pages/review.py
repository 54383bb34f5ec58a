"""Review: one claim after another beside its report, decided on by keys or buttons.

The next claim's page names what was just decided, with a way back; what was refused is shown as it was typed.
"""

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.fields import Form as Entered
from bearwitness.apps.room.fields import parse_fields
from bearwitness.apps.room.pages.claim_pages import (
    PARTS,
    Refused,
    find_done,
    load_or_miss,
    say_unkept,
    show_claim_page,
    show_gone,
    show_refused,
    show_split_form,
    show_stale,
)
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.core.errors import RegisterError, StaleError, UsageError
from bearwitness.core.vocabulary import Decision
from bearwitness.store.register_claims import Seen, list_pending, load_standing_claim
from bearwitness.workflow.hand_claims import read_fields
from bearwitness.workflow.judging import Signed, judge
from bearwitness.workflow.reviewing import Signature, correct_claim, decide_claim, split_claim

router = APIRouter(route_class=GuardedRoute)
_LONGEST_SEEN: Final = 18
_AHEAD: Final = 20
"""So many claims ahead one is looked for that nobody else is looking at."""
_LONGEST_REASON: Final = 2_000
Because = Annotated[str, Form(max_length=_LONGEST_REASON)]
Did = Annotated[str, Query(max_length=40)]
Act = Callable[[Room, Entered, Signature], str]
"""What a form asks for; it gives the claim that stands for it afterwards."""


@router.get("/review", name="review")
def find_first(request: Request) -> Response:
    """On to the first claim nobody has decided on."""
    return _go_on(request, (0, -1))


@router.get("/review/{ident}", name="review.claim")
def show_claim(request: Request, ident: str, did: Did = "") -> Response:
    """The claim beside its report; `did` names the claim decided on just before."""
    room = get_room(request)
    standing = load_standing_claim(room.live.register, ident)
    if standing is None:
        return show_gone(request, ident)
    room.looking.note(ident, get_visit(request).name, room.now())
    return show_claim_page(request, standing, did=find_done(request, did))


@router.get("/review/{ident}/next", name="review.next")
def find_next(request: Request, ident: str) -> Response:
    """On to the next claim nobody has decided on, past this one."""
    standing = load_standing_claim(get_room(request).live.register, ident)
    return _go_on(request, (0, -1) if standing is None else (standing.seen.reading, standing.position))


@router.post("/review/{ident}/accept", name="review.accept")
async def accept_claim(request: Request, ident: str) -> Response:
    """The claim says what the report says."""
    return await _decide(request, ident, "accept", lambda room, _, signed: _settle(room, ident, "accepted", signed))


@router.post("/review/{ident}/reject", name="review.reject")
async def reject_claim(request: Request, ident: str) -> Response:
    """It does not, for a reason."""
    return await _decide(request, ident, "reject", lambda room, _, signed: _settle(room, ident, "rejected", signed))


@router.post("/review/{ident}/correct", name="review.correct")
async def correct(request: Request, ident: str) -> Response:
    """The claim as the person tells it."""
    return await _decide(
        request,
        ident,
        "correct",
        lambda room, form, signed: correct_claim(room.live.register, ident, parse_fields(form), signed).id,
    )


@router.get("/review/{ident}/split", name="review.split")
def show_split(request: Request, ident: str) -> Response:
    """The form of the two claims that one is to be."""
    standing = load_or_miss(get_room(request), ident)
    fields = read_fields(standing.claim)
    return show_split_form(request, standing, (fields, fields))


@router.post("/review/{ident}/split", name="review.split.save")
async def split(request: Request, ident: str) -> Response:
    """Two claims in the place of one."""

    def save(room: Room, form: Entered, signed: Signature) -> str:
        one, other = (parse_fields(Entered(data=form.data, lead=lead)) for lead in PARTS)
        return split_claim(room.live.register, ident, (one, other), signed)[0].id

    return await _decide(request, ident, "split", save)


@router.post("/review/{ident}/merge", name="review.merge")
def merge(request: Request, ident: str, other: Annotated[str, Form()] = "", because: Because = "") -> Response:
    """This claim and another of its report tell of one occurrence: judged the same, which can be taken back."""
    room = get_room(request)
    standing = load_or_miss(room, ident)
    try:
        if other not in {claim.id for claim in standing.reading.claims}:
            raise UsageError("choose the claim that tells of the same occurrence")
        signed = Signed(
            name=get_visit(request).name, because=because.strip() or "one occurrence, told twice in its report"
        )
        judge(room.live.get().snapshot.view, (ident, other), "same", signed, room.settings.clock())
    except UsageError as error:
        return show_claim_page(request, standing, Refused(how="merge", because=because, trouble=f"{error}."))
    except RegisterError as error:
        refused = Refused(how="merge", because=because, trouble=say_unkept(error), status=503)
        return show_claim_page(request, standing, refused)
    return RedirectResponse(f"/review/{ident}/next", status_code=303)


async def _decide(request: Request, ident: str, how: str, act: Act) -> Response:
    """Do what the form says, and go on to the next claim."""
    form = Entered(data=await request.form())
    return await run_in_threadpool(_decide_now, request, ident, how, form, act)


def _decide_now(request: Request, ident: str, how: str, form: Entered, act: Act) -> Response:
    """Where the claim has changed since, both versions are shown and nothing is done; where the form is refused, it is shown as it was typed."""
    room, looked, because = get_room(request), _parse_seen(form.text("seen")), form.text("because")
    if len(because) > _LONGEST_REASON:
        raise UsageError(f"the reason has {len(because):,} characters; give it in at most {_LONGEST_REASON:,}")
    before = load_standing_claim(room.live.register, ident)
    try:
        done = act(room, form, _sign(request, looked, because))
    except StaleError:
        return show_stale(request, ident, looked)
    except UsageError as error:
        return show_refused(request, ident, form, Refused(how=how, because=because, trouble=f"{error}."))
    except RegisterError as error:
        refused = Refused(how=how, because=because, trouble=say_unkept(error), status=503)
        return show_refused(request, ident, form, refused)
    return _go_on(request, (0, -1) if before is None else (before.seen.reading, before.position), done)


def _settle(room: Room, ident: str, decision: Decision, signed: Signature) -> str:
    decide_claim(room.live.register, ident, decision, signed)
    return ident


def _sign(request: Request, seen: Seen, because: str) -> Signature:
    room = get_room(request)
    return Signature(name=get_visit(request).name, because=because.strip(), at=room.settings.clock(), seen=seen)


def _parse_seen(text: str) -> Seen:
    reading, dash, review = text.partition("-")
    if not (dash and reading.isdecimal() and review.isdecimal() and text.isascii() and len(text) < _LONGEST_SEEN):
        raise UsageError("the form does not say what it was filled in for; open the claim again")
    return Seen(reading=int(reading), review=int(review))


def _go_on(request: Request, after: tuple[int, int], done: str = "") -> Response:
    room = get_room(request)
    pending = list_pending(room.live.register, after, _AHEAD)
    ident = room.looking.choose(pending, get_visit(request).name, room.now())
    if ident is None:
        return render_page(request, "review_done.html", did=find_done(request, done), is_empty=not _has_claims(room))
    return RedirectResponse(f"/review/{ident}" + (f"?did={done}" if done else ""), status_code=303)


def _has_claims(room: Room) -> bool:
    return bool(room.live.get().snapshot.claims)
