"""Pairs of claims that may tell of one occurrence: those to judge, one of them, and a judgement on it."""

from typing import Annotated, Final

from fastapi import Query, Request
from starlette.responses import Response

from bearwitness.apps.room.api import list_shapes, queries
from bearwitness.apps.room.api.answers import ask
from bearwitness.apps.room.api.door import get_token
from bearwitness.apps.room.api.errors import ApiError
from bearwitness.apps.room.api.rendering import render_doubt, render_listed
from bearwitness.apps.room.api.routing import IF_KNOWN, IF_SEEN, TAGGED, WRITES, build_router, document
from bearwitness.apps.room.api.tags import answer, build_tag, read_pair_state, refuse_known
from bearwitness.apps.room.settings import get_room
from bearwitness.core.contract import render_link
from bearwitness.core.errors import StaleError
from bearwitness.store.register_judged import find_judged
from bearwitness.store.register_judgements import find_last_judgement
from bearwitness.workflow.doubts import list_doubts
from bearwitness.workflow.judging import Signed, judge
from bearwitness.workflow.listing import find_listed

router = build_router()
_WAIT: Final = 20
_JUDGED = {
    **TAGGED,
    **document(WRITES),
    409: {"model": list_shapes.StalePair, "description": "Somebody else judged the two; both judgements."},
}


@router.get("/pairs", name="api.pairs", response_model=list_shapes.Pairs, responses=TAGGED, openapi_extra=IF_KNOWN)
def list_pairs(request: Request, query: Annotated[queries.PairsQuery, Query()]) -> Response:
    """The pairs to judge, those that would move totals most first. It has no cursor: what is judged leaves the list."""
    room = get_room(request)
    seen = room.live.get()
    tag = build_tag(seen)
    if (known := refuse_known(request, tag)) is not None:
        return known
    doubts = ask(room, seen.snapshot, "doubts", list_doubts)
    body = {"items": [render_doubt(one) for one in doubts[: query.limit]], "found": len(doubts)}
    return answer(request, tag, body)


@router.get(
    "/pairs/{left}/{right}", name="api.pair", response_model=list_shapes.Pair, responses=TAGGED, openapi_extra=IF_KNOWN
)
def get_pair(request: Request, left: queries.Ident, right: queries.Ident) -> Response:
    """Two claims, and what stands on them. Its ETag is what a judgement must be made on."""
    return _answer(request, left, right)


@router.post(
    "/pairs/{left}/{right}",
    name="api.pair.judge",
    response_model=list_shapes.Pair,
    responses=_JUDGED,
    openapi_extra=IF_SEEN,
)
def judge_pair(request: Request, left: queries.Ident, right: queries.Ident, body: queries.Judging) -> Response:
    """Judge the two, as a person does: it outranks every rule. Needs If-Match."""
    room, looked = get_room(request), read_pair_state(request)
    snapshot = room.live.get(patience=_WAIT).snapshot
    if find_listed(snapshot, left) is None or find_listed(snapshot, right) is None:
        raise ApiError(404)
    signed = Signed(name=get_token(request).program, because=body.because, seen=looked)
    try:
        judge(snapshot.view, (left, right), body.judgement, signed, room.settings.clock())
    except StaleError:
        last = find_last_judgement(room.live.register, left, right)
        then, now = (find_judged(room.live.register, (left, right), number) for number in (looked, last))
        more = {"seen": then and render_link(then), "now": now and render_link(now)}
        raise ApiError(409, more=more) from None
    return _answer(request, left, right)


def _answer(request: Request, left: str, right: str) -> Response:
    room = get_room(request)
    # Asked before the view is: what is judged between the two makes the state older than the answer, and the next judgement stale.
    last = find_last_judgement(room.live.register, left, right)
    seen = room.live.get()
    sides = [find_listed(seen.snapshot, ident) for ident in (left, right)]
    ends, view = {left, right}, seen.snapshot.view
    one, other = sides
    if one is None or other is None:
        raise ApiError(404)
    judged = next((link for link in view.judged if {link.left, link.right} == ends), None)
    body = {
        "left": render_listed(one),
        "right": render_listed(other),
        "links": [render_link(link) for link in seen.snapshot.links.get(left, ()) if {link.left, link.right} == ends],
        "judged": None if judged is None else render_link(judged),
    }
    return answer(request, build_tag(seen, str(last)), body)
