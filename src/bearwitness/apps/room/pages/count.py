"""Count: a question as a form and as an address; its bounds drawn, their reasons in sentences, and the certificate to take away."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from bearwitness.apps.beside_output import render_beside, say_beside
from bearwitness.apps.count_output import say_bounds, say_footing
from bearwitness.apps.interval_chart import Interval
from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.drawing import draw_intervals
from bearwitness.apps.room.fields import parse_date
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import Room, get_room
from bearwitness.apps.wording import say_when, say_where
from bearwitness.core.contract import render_estimate
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Estimate, Incident
from bearwitness.core.records import Count
from bearwitness.core.vocabulary import ACTS, RULES_VERSION
from bearwitness.workflow.certifying import certify_question
from bearwitness.workflow.figures import Answered, Asked, Witness, answer_question
from bearwitness.workflow.live_view import Snapshot

router = APIRouter(route_class=GuardedRoute)
_KEYS: Final = ("act", "from", "to", "place", "group", "accepted")
_LONGEST: Final = 60
_DRAWN: Final = 24
_SHOWN: Final = 40
_TITLES: Final = {
    frozenset({"low", "high"}): "These incidents hold both ends",
    frozenset({"low"}): "These hold the low end",
    frozenset({"high"}): "Only the high end rests on these",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An incident, or a claim that is in none, with the claims of it that hold an end of the figure."""

    incident: Incident | None
    witnesses: tuple[Witness, ...]
    holds: frozenset[str]

    @property
    def count(self) -> Count:
        """How many it tells of."""
        return self.witnesses[0].claim.count if self.incident is None else self.incident.count

    @property
    def label(self) -> str:
        """When and where."""
        one = self.incident or self.witnesses[0].claim
        total = ", a total" if one.shape == "aggregate" else ""
        return f"{say_when(one.when, briefly=True)}, {say_where(one.where, briefly=True)}{total}"


@router.get("/count", name="count")
def show_count(request: Request) -> Response:
    """The form; with a question in the address its answer."""
    room, query = get_room(request), request.query_params
    seen = room.live.get()
    answered: Answered | None = None
    trouble, is_asked = "", bool(query.get("act"))
    try:
        if is_asked:
            answered = ask(room, seen.snapshot, query)
    except UsageError as error:
        trouble = f"{error}."
    kept = {key: query[key] for key in _KEYS if query.get(key)}
    return render_page(
        request,
        "count.html",
        status=400 if trouble else 200,
        seen=seen,
        query=kept,
        address=urlencode(kept),
        acts=ACTS,
        trouble=trouble,
        is_waiting=is_asked and not trouble and answered is None,
        **({"answered": None} if answered is None else describe(answered, seen.snapshot)),
    )


@router.get("/count/certificate", name="count.certificate")
def get_certificate(request: Request) -> Response:
    """The answer with its certificate, as `bearwitness count --json` writes it and `bearwitness verify-count` checks it."""
    room, query = get_room(request), request.query_params
    snapshot = room.live.get().snapshot
    asked, accepted_only = build_asked(query), bool(query.get("accepted"))
    certify = partial(certify_question, asked, accepted_only=accepted_only)
    answered = ask(room, snapshot, query, _LONGEST)
    certified = room.ask(snapshot, ("certificate", asked, accepted_only), certify, _LONGEST)
    if answered is None or certified is None:
        raise UsageError("this certificate takes longer than a minute; ask again, or use `bearwitness count --json`")
    evidence = {"certificate": certified.certificate, "certificate_reason": certified.reason}
    body = render_estimate(answered.estimate, answered.footing) | render_beside(answered.beside) | evidence
    name = {"content-disposition": 'attachment; filename="bearwitness-count.json"'}
    return Response(json.dumps(body, ensure_ascii=False, indent=1), media_type="application/json", headers=name)


def ask(room: Room, snapshot: Snapshot, query: QueryParams, patience: float | None = None) -> Answered | None:
    """The answer, None while it is being counted. Raises UsageError for a question that cannot be understood."""
    asked, accepted_only = build_asked(query), bool(query.get("accepted"))
    compute = partial(answer_question, asked, accepted_only=accepted_only)
    return room.ask(snapshot, ("figure", asked, accepted_only), compute, patience)


def build_asked(query: QueryParams) -> Asked:
    """The question of an address; raises UsageError for one that cannot be understood."""
    act = next((one for one in ACTS if one == query.get("act")), None)
    if act is None:
        raise UsageError(f"there is no such act; choose one of: {', '.join(ACTS)}")
    return Asked(
        act=act,
        earliest=parse_date(query.get("from", ""), "the first day"),
        latest=parse_date(query.get("to", ""), "the last day"),
        place=query.get("place", "").strip()[:200] or None,
        group=query.get("group", "").strip()[:200] or None,
    )


def describe(answered: Answered, snapshot: Snapshot) -> dict[str, Any]:
    """What the page shows of an answer."""
    estimate, holders = answered.estimate, _gather(answered.witnesses, snapshot)
    groups = [
        (title, found[:_SHOWN], max(0, len(found) - _SHOWN))
        for holds, title in _TITLES.items()
        if (found := [one for one in holders if one.holds == holds])
    ]
    return {
        "answered": answered,
        "estimate": estimate,
        "bounds": say_bounds(estimate, lambda ident: ident[:8]),
        "footing": say_footing(answered.footing),
        # The command that its words name for a terminal is a page here.
        "beside": [
            line.replace("; `bearwitness judge`", "") for line in say_beside(answered.beside, lambda ident: ident)
        ],
        "rules": RULES_VERSION,
        "drawing": None if estimate.low is None else draw_intervals(_list_intervals(estimate, holders)),
        "not_drawn": max(0, len(holders) - _DRAWN),
        "groups": groups,
    }


def _list_intervals(estimate: Estimate, holders: Sequence[Holder]) -> list[Interval]:
    whole = Interval(row="All together", low=estimate.low or 0, high=estimate.high, stated=estimate.high_stated or 0)
    rows = [
        Interval(row=one.label, low=one.count.low, high=one.count.high, stated=one.count.low)
        for one in holders[:_DRAWN]
    ]
    return [whole, *rows]


def _gather(witnesses: Sequence[Witness], snapshot: Snapshot) -> tuple[Holder, ...]:
    """The witnesses by their incidents, in the order of time."""
    homes: dict[str, list[Witness]] = {}
    for one in witnesses:
        home = snapshot.homes.get(one.claim.id)
        homes.setdefault(home.id if home else one.claim.id, []).append(one)
    holders = [
        Holder(
            incident=snapshot.incidents.get(ident),
            witnesses=tuple(found),
            holds=frozenset(end for one in found for end in one.holds),
        )
        for ident, found in homes.items()
    ]
    return tuple(sorted(holders, key=_by_time))


def _by_time(one: Holder) -> tuple[bool, str, str]:
    when = (one.incident or one.witnesses[0].claim).when
    day = None if when is None else when.earliest or when.latest
    return (
        one.incident is not None and one.incident.shape == "aggregate",
        "9999" if day is None else day.isoformat(),
        one.label,
    )
