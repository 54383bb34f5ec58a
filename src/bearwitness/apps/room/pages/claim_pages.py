"""The pages that show one claim: under review, refused, changed by somebody else meanwhile, or gone for what was put in its place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.room.access import get_visit
from bearwitness.apps.room.fields import CHOICES, EMPTY_ADDING, Typed, keep_typed
from bearwitness.apps.room.fields import Form as Entered
from bearwitness.apps.room.marking import cut_text
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.core.errors import RegisterError
from bearwitness.core.incidents import Review
from bearwitness.core.records import Claim, Reading
from bearwitness.store.register import load_reading_of, report_uid
from bearwitness.store.register_claims import (
    Seen,
    Standing,
    load_report,
    load_reviews_of,
    load_seen_claim,
    load_standing_claim,
)
from bearwitness.workflow.browsing import find_needs
from bearwitness.workflow.hand_claims import Fields, read_fields
from bearwitness.workflow.reviewing import find_retellings

PARTS: Final = ("a_", "b_")
"""What the names of the fields of the two parts of a split begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A form that was refused: which one, why, and what was typed into it; `status` 503 where only the moment was wrong."""

    how: str
    because: str
    trouble: str
    fields: Typed | None = None
    status: int = 400


def say_unkept(error: RegisterError) -> str:
    """Why nothing was kept, where the register could not be written at this moment."""
    return f"Nothing was kept: {error}. What you typed is still here; send it again in a moment."


def load_or_miss(room: Room, ident: str) -> Standing:
    """The claim as it stands; a page that is not there where it does not."""
    standing = load_standing_claim(room.live.register, ident)
    if standing is None:
        raise HTTPException(status_code=404)
    return standing


def show_refused(request: Request, ident: str, form: Entered, refused: Refused) -> Response:
    """The form as it was typed, with what is wrong with it."""
    standing = load_or_miss(get_room(request), ident)
    if refused.how == "split":
        parts = tuple(keep_typed(Entered(data=form.data, lead=lead)) for lead in PARTS)
        return show_split_form(request, standing, parts, refused)
    return show_claim_page(
        request, standing, replace(refused, fields=keep_typed(form) if refused.how == "correct" else None)
    )


def show_split_form(
    request: Request, standing: Standing, parts: tuple[Fields | Typed, ...], refused: Refused | None = None
) -> Response:
    """The form of the two claims that one is to be, and what is rejected with it."""
    again = set(find_retellings(standing.reading, standing.claim.id))
    return render_page(
        request,
        "split.html",
        status=refused.status if refused else 200,
        standing=standing,
        parts=parts,
        again=[one for one in standing.reading.claims if one.id in again],
        choices=CHOICES,
        because=refused.because if refused else "",
        trouble=refused.trouble if refused else "",
    )


def find_done(request: Request, ident: str) -> Standing | None:
    """The claim that the visitor has just decided on, if it stands so."""
    found = load_standing_claim(get_room(request).live.register, ident) if ident else None
    by = None if found is None or found.review is None else found.review.by
    return found if by == get_visit(request).name else None


def show_claim_page(
    request: Request, standing: Standing, refused: Refused | None = None, *, did: Standing | None = None
) -> Response:
    """The claim beside its report; `did` is the one that the visitor decided on just before."""
    room = get_room(request)
    seen = room.live.get()
    reading, reviews = (
        standing.reading,
        load_reviews_of(room.live.register, [one.id for one in standing.reading.claims]),
    )
    return render_page(
        request,
        "review.html",
        status=refused.status if refused else 200,
        standing=standing,
        claim=standing.claim,
        report=reading.report,
        reading=reading,
        uid=standing.uid,
        pieces=cut_text(reading.report.text, reading.claims),
        reviews=reviews,
        home=seen.snapshot.homes.get(standing.claim.id),
        fields=(refused and refused.fields) or read_fields(standing.claim),
        adding=EMPTY_ADDING,
        others=[one for one in reading.claims if _may_be_one(one, standing.claim, reviews)],
        choices=CHOICES,
        pending=sum(one.id not in reviews for one in reading.claims),
        left=room.keep(seen.snapshot, "needs", find_needs).claims,
        did=did,
        refused=refused,
    )


def _may_be_one(one: Claim, claim: Claim, reviews: Mapping[str, Review]) -> bool:
    """Whether it makes sense to ask if both tell of one occurrence: not of what was rejected, nor of an arrest and a return."""
    review = reviews.get(one.id)
    return one.id != claim.id and one.act == claim.act and (review is None or review.decision != "rejected")


def show_gone(request: Request, ident: str) -> Response:
    """A claim that no reading holds any more, as links in the log and in letters still name it: what it said, and what stands in its place."""
    register = get_room(request).live.register
    former = load_reading_of(register, ident)
    claim = None if former is None else next((one for one in former.claims if one.id == ident), None)
    if former is None or claim is None:
        raise HTTPException(status_code=404)
    uid = report_uid(former.report)
    current = load_report(register, uid)
    return render_page(
        request,
        "gone.html",
        status=410,
        claim=claim,
        uid=uid,
        review=load_reviews_of(register, [ident]).get(ident),
        instead=() if current is None else _find_instead(claim, current[1]),
    )


def show_stale(request: Request, ident: str, seen: Seen) -> Response:
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
