"""One claim, and what a program with the scope decides on it, if it still is what the program saw."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import Request
from starlette.responses import Response

from bearwitness.apps.room.api import list_shapes, queries, shapes
from bearwitness.apps.room.api.door import get_token
from bearwitness.apps.room.api.errors import ApiError
from bearwitness.apps.room.api.rendering import render_listed, render_review
from bearwitness.apps.room.api.routing import IF_KNOWN, IF_SEEN, TAGGED, WRITES, build_router, document
from bearwitness.apps.room.api.tags import answer, build_tag, read_claim_state
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.core.errors import StaleError, UsageError
from bearwitness.core.records import Claim
from bearwitness.store.register_claims import Standing, load_seen_claim, load_standing_claim
from bearwitness.workflow.hand_claims import Fields, read_fields
from bearwitness.workflow.listing import list_claim
from bearwitness.workflow.live_view import Seen
from bearwitness.workflow.reviewing import Signature, correct_claim, decide_claim

router = build_router()
_DECIDED = {
    **TAGGED,
    **document(WRITES),
    409: {"model": list_shapes.StaleClaim, "description": "It has changed since; both versions."},
}


@router.get(
    "/claims/{ident}", name="api.claim", response_model=shapes.OneClaim, responses=TAGGED, openapi_extra=IF_KNOWN
)
def get_claim(request: Request, ident: queries.Ident) -> Response:
    """One claim with the last decision on it. Its ETag is what a decision must be made on."""
    return _answer(request, _load(get_room(request), ident))


@router.post(
    "/claims/{ident}/accept",
    name="api.claim.accept",
    response_model=shapes.OneClaim,
    responses=_DECIDED,
    openapi_extra=IF_SEEN,
)
def accept_claim(request: Request, ident: queries.Ident, body: queries.Accepting) -> Response:
    """The claim says what the report says. Needs If-Match."""

    def act(room: Room, signed: Signature) -> str:
        decide_claim(room.live.register, ident, "accepted", signed)
        return ident

    return _decide(request, ident, body.because, act)


@router.post(
    "/claims/{ident}/reject",
    name="api.claim.reject",
    response_model=shapes.OneClaim,
    responses=_DECIDED,
    openapi_extra=IF_SEEN,
)
def reject_claim(request: Request, ident: queries.Ident, body: queries.Rejecting) -> Response:
    """It does not, for a reason. Needs If-Match."""

    def act(room: Room, signed: Signature) -> str:
        decide_claim(room.live.register, ident, "rejected", signed)
        return ident

    return _decide(request, ident, body.because, act)


@router.post(
    "/claims/{ident}/correct",
    name="api.claim.correct",
    response_model=shapes.OneClaim,
    responses=_DECIDED,
    openapi_extra=IF_SEEN,
)
def correct(request: Request, ident: queries.Ident, body: queries.Correcting) -> Response:
    """Put the claim with other fields in its place, and give that one: it has an id of its own. Needs If-Match."""

    def act(room: Room, signed: Signature) -> str:
        standing = load_standing_claim(room.live.register, ident)
        if standing is None:
            raise StaleError("this claim was replaced since you saw it")
        fields = merge_fields(read_fields(standing.claim), body.fields)
        return correct_claim(room.live.register, ident, fields, signed).id

    return _decide(request, ident, body.because, act)


def merge_fields(former: Fields, changed: queries.ChangedFields) -> Fields:
    """The fields with those changed that were sent; raises UsageError where one may not be null."""
    given: dict[str, Any] = {name: getattr(changed, name) for name in changed.model_fields_set}
    for name in ("act", "shape", "status", "low", "unit"):
        if name in given and given[name] is None:
            raise UsageError(f"{name} cannot be null; leave it out where it is to stay")
    for name in ("place", "group"):
        if name in given:
            given[name] = (given[name] or "").strip()
    return replace(former, **given)


def _decide(request: Request, ident: str, because: str, act: Callable[[Room, Signature], str]) -> Response:
    room, looked = get_room(request), read_claim_state(request)
    program = get_token(request).program
    signed = Signature(name=program, because=because.strip(), at=room.settings.clock(), seen=looked)
    then = load_seen_claim(room.live.register, ident, looked)
    if then is None:
        _load(room, ident)
    try:
        done = act(room, signed)
    except StaleError:
        now, seen = load_standing_claim(room.live.register, ident), room.live.get()
        more = {"seen": _render(seen, then), "now": _render(seen, now)}
        raise ApiError(409, more=more) from None
    return _answer(request, _load(room, done))


def _load(room: Room, ident: str) -> Standing:
    standing = load_standing_claim(room.live.register, ident)
    if standing is None:
        raise ApiError(404)
    return standing


def _answer(request: Request, standing: Standing) -> Response:
    seen = get_room(request).live.get()
    tag = build_tag(seen, f"{standing.seen.reading}-{standing.seen.review}")
    return answer(request, tag, _render(seen, standing))


def _render(seen: Seen, standing: Standing | None) -> dict[str, Any] | None:
    """The claim as it stands; what was decided by the register itself, which may be further on than the snapshot."""
    if standing is None:
        return None
    listed = list_claim(seen.snapshot, _heed(seen, standing.claim), standing.reading)
    review = standing.review
    decided = replace(listed, decision="proposed" if review is None else review.decision)
    return render_listed(decided) | {"review": render_review(review)}


def _heed(seen: Seen, claim: Claim) -> Claim:
    """The claim without the relations that persons overrule, where the snapshot has it."""
    held = seen.snapshot.claims.get(claim.id)
    return claim if held is None or replace(held, relations=claim.relations) != claim else held
