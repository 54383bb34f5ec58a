"""What is taken away from Count: the certificate of an answer, its drawing and its table as SVG, PNG or CSV."""

import json
from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bearwitness.apps.beside_output import render_beside
from bearwitness.apps.breakdown_chart import build_table_chart
from bearwitness.apps.breakdown_output import render_table_csv
from bearwitness.apps.comma_separated import render_csv
from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.asking import Inquiry, ask_answer, ask_table, build_asked, read_inquiry
from bearwitness.apps.room.chart_files import LONGEST, check_ending, hold_out, send_chart
from bearwitness.apps.room.errand_work import prove
from bearwitness.apps.room.errands import Task
from bearwitness.apps.room.figure_view import build_chart, list_rows
from bearwitness.apps.room.pages.errands import find_who, send_errand
from bearwitness.apps.room.settings import get_room
from bearwitness.core.contract import render_estimate
from bearwitness.workflow.breakdowns import certify_part
from bearwitness.workflow.certifying import certify_question
from bearwitness.workflow.figures import Answered
from bearwitness.workflow.live_view import Snapshot

router = APIRouter(route_class=GuardedRoute)


@router.get("/count/certificate", name="count.certificate")
def get_certificate(request: Request) -> Response:
    """The answer with its certificate, as `bearwitness count --json` writes it and `bearwitness verify-count` checks it."""
    room = get_room(request)
    inquiry, answered, snapshot = _ask(request)
    wanted, at = inquiry.wanted, inquiry.at
    certify = (
        partial(certify_part, wanted, at)
        if at
        else partial(certify_question, wanted.asked, accepted_only=wanted.accepted_only)
    )
    key = ("certificate", wanted, at)
    certified = hold_out(room.ask(snapshot, key, certify, LONGEST), "count --json")
    evidence = {"certificate": certified.certificate, "certificate_reason": certified.reason}
    body = render_estimate(answered.estimate, answered.footing) | render_beside(answered.beside) | evidence
    name = {"content-disposition": 'attachment; filename="bearwitness-count.json"'}
    return Response(json.dumps(body, ensure_ascii=False, indent=1), media_type="application/json", headers=name)


@router.get("/count/chart.{ending}", name="count.chart")
def get_chart(request: Request, ending: str) -> Response:
    """The figure and what holds its ends, drawn or as CSV; 404 where the claims clash, for then there are no bounds."""
    check_ending(ending)
    _, answered, snapshot = _ask(request)
    if answered.estimate.low is None:
        raise HTTPException(status_code=404)
    spec = build_chart(answered, snapshot)
    return send_chart("count", ending, spec, partial(render_csv, list_rows(answered, snapshot)), get_room(request))


@router.get("/count/table.{ending}", name="count.table")
def get_table(request: Request, ending: str) -> Response:
    """The table, drawn or as CSV; 404 where none is asked for, or nothing lies in it."""
    check_ending(ending)
    room, inquiry = get_room(request), read_inquiry(request.query_params)
    if not inquiry.wanted.kinds:
        raise HTTPException(status_code=404)
    found = ask_table(room, room.live.get().snapshot, inquiry, LONGEST)
    table = hold_out(found, "count --by")
    if not table.breakdown.cells:
        raise HTTPException(status_code=404)
    spec = build_table_chart(table)
    return send_chart("table", ending, spec, partial(render_table_csv, table), room)


@router.post("/count/proof", name="count.proof")
def make_proof(request: Request) -> Response:
    """Have the proof of the whole question made that the address asks; 404 for a part of a table, which no proof holds."""
    room, query = get_room(request), request.query_params
    if query.getlist("at"):
        raise HTTPException(status_code=404)
    given = (room.settings.register, build_asked(query), bool(query.get("accepted")), find_who(request))
    return send_errand(request, Task(kind="proof", title="Proof of a figure", work=prove, given=given))


def _ask(request: Request) -> tuple[Inquiry, Answered, Snapshot]:
    """What is asked, and its figure; 404 for several acts together, which have none."""
    room, inquiry = get_room(request), read_inquiry(request.query_params)
    if not inquiry.has_figure:
        raise HTTPException(status_code=404)
    snapshot = room.live.get().snapshot
    answered = ask_answer(room, snapshot, inquiry, LONGEST)
    return inquiry, hold_out(answered, "count"), snapshot
