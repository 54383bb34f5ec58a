"""Pairs: two claims side by side that may tell of one occurrence, judged by a person; and what the answer does to the totals."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bearwitness.apps.room.access import GuardedRoute, get_visit
from bearwitness.apps.room.pages.claim_pages import Refused, say_unkept
from bearwitness.apps.room.pages.desk import ask_doubts, find_totals
from bearwitness.apps.room.rendering import may, render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import RegisterError, StaleError, UsageError
from bearwitness.core.records import Claim, Reading
from bearwitness.core.vocabulary import JUDGEMENTS
from bearwitness.store.register_judged import find_judged
from bearwitness.store.register_judgements import find_last_judgement
from bearwitness.workflow.doubts import Doubt
from bearwitness.workflow.judging import Signed, judge, undo
from bearwitness.workflow.live_view import Snapshot

router = APIRouter(route_class=GuardedRoute)
_SHOWN: Final = 50
_NO_REASON: Final = "judged in the reading room, side by side"
_STALE: Final = "Somebody else judged these two since you saw them. Nothing was changed. Your answer was “{}”; what stands now is below."
ANSWERS: Final = {
    "same": ("s", "Same", "One occurrence, told twice: its people are counted once."),
    "different": ("d", "Different", "Two occurrences: no rule may ever join them."),
    "part-of": ("p", "Left is part of right", "The people of the left are among those of the right."),
    "holds": ("o", "Right is part of left", "The people of the right are among those of the left."),
    "unsure": ("u", "Unsure", "It cannot be told; both readings stay within the bounds."),
}


@router.get("/pairs", name="pairs")
def list_pairs(request: Request, moved: str = "") -> Response:
    """The pairs to judge, those that would move totals most first."""
    room = get_room(request)
    seen = room.live.get()
    doubts = ask_doubts(room, seen.snapshot)
    return render_page(
        request,
        "pairs.html",
        seen=seen,
        doubts=None if doubts is None else doubts[:_SHOWN],
        found=0 if doubts is None else len(doubts),
        done=moved if moved in {*ANSWERS, "undo"} else "",
        answers=ANSWERS,
        **find_totals(room, seen.snapshot),
    )


@router.get("/pairs/{left}/{right}", name="pair")
def show_pair(request: Request, left: str, right: str) -> Response:
    """Two claims side by side."""
    return _render(request, left, right)


@router.post("/pairs/{left}/{right}", name="pair.judge")
def judge_pair(
    request: Request,
    left: str,
    right: str,
    answer: Annotated[str, Form()],
    seen: Annotated[int, Form(ge=0, le=2**53)],
    because: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Judge them."""
    room = get_room(request)
    view = room.live.get().snapshot.view
    signed = Signed(name=get_visit(request).name, because=because.strip() or _NO_REASON, seen=seen)
    pair = (right, left) if answer == "holds" else (left, right)
    try:
        judgement = next((one for one in JUDGEMENTS if one == ("part-of" if answer == "holds" else answer)), None)
        if judgement is None:
            raise UsageError("choose one of the answers")
        judge(view, pair, judgement, signed, room.settings.clock())
    except StaleError:
        refused = Refused(how="judge", because=because, trouble=_STALE.format(ANSWERS[answer][1]), status=409)
        return _render(request, left, right, refused)
    except UsageError as error:
        return _render(request, left, right, Refused(how="judge", because=because, trouble=f"{error}."))
    except RegisterError as error:
        refused = Refused(how="judge", because=because, trouble=say_unkept(error), status=503)
        return _render(request, left, right, refused)
    return RedirectResponse(f"/pairs?moved={answer}", status_code=303)


@router.post("/pairs/{left}/{right}/undo", name="pair.undo")
def undo_pair(
    request: Request, left: str, right: str, because: Annotated[str, Form(max_length=2_000)] = ""
) -> Response:
    """Take back the judgement that stands on the two."""
    room = get_room(request)
    view = room.live.get(patience=30).snapshot.view
    signed = Signed(name=get_visit(request).name, because=because)
    try:
        undo(view, (left, right), signed, room.settings.clock())
    except UsageError as error:
        return _render(request, left, right, Refused(how="undo", because=because, trouble=f"{error}."))
    except RegisterError as error:
        refused = Refused(how="undo", because=because, trouble=say_unkept(error), status=503)
        return _render(request, left, right, refused)
    return RedirectResponse("/pairs?moved=undo", status_code=303)


def _render(request: Request, left: str, right: str, refused: Refused | None = None) -> Response:
    room = get_room(request)
    seen = room.live.get()
    snapshot = seen.snapshot
    sides = [_find_side(snapshot, ident) for ident in (left, right)]
    doubts = ask_doubts(room, snapshot)
    ends = {left, right}
    links = [link for link in snapshot.links.get(left, ()) if {link.left, link.right} == ends]
    last = find_last_judgement(room.live.register, left, right)
    # Of a large register the snapshot can be behind: who was refused as too late is shown what stands, not what stood.
    newest = find_judged(room.live.register, (left, right), last)
    return render_page(
        request,
        "pair.html",
        status=refused.status if refused else 200,
        seen=seen,
        sides=sides,
        links=links,
        judged=newest or next((link for link in snapshot.view.judged if {link.left, link.right} == ends), None),
        doubt=_find_doubt(doubts, ends),
        last=last,
        answers=ANSWERS,
        can_judge=may(request, "pair.judge"),
        can_undo=may(request, "pair.undo"),
        trouble=refused.trouble if refused else "",
        refused=refused,
    )


def _find_side(snapshot: Snapshot, ident: str) -> tuple[Claim, Reading]:
    claim, reading = snapshot.claims.get(ident), snapshot.readings.get(ident)
    if claim is None or reading is None:
        raise HTTPException(status_code=404)
    return claim, reading


def _find_doubt(doubts: tuple[Doubt, ...] | None, ends: set[str]) -> Doubt | None:
    return next((one for one in doubts or () if {one.left.id, one.right.id} == ends), None)
