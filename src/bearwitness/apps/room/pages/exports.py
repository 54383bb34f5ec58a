"""Export: the register, or a part of it, as a file for others' tools, for those who may see the register."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.errand_work import export
from bearwitness.apps.room.errands import Task
from bearwitness.apps.room.fields import parse_date
from bearwitness.apps.room.pages.errands import find_who, send_errand
from bearwitness.apps.room.rendering import render_page
from bearwitness.apps.room.settings import get_room
from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS
from bearwitness.workflow.export_files import REVIEWS
from bearwitness.workflow.exported_rows import Wanted
from bearwitness.workflow.question import build_question
from bearwitness.workflow.tools import load_places

router = APIRouter(route_class=GuardedRoute)
FORMATS: Final = {
    "xlsx": "workbook for people (.xlsx)",
    "ucdp": "table with columns named after UCDP (CSV)",
    "acled": "table with columns named after ACLED (CSV)",
    "geojson": "map (GeoJSON)",
    "hxl": "table with HXL hashtags (CSV)",
    "huridocs": "tables after HURIDOCS (zip)",
    "ftm": "FollowTheMoney entities (JSON lines)",
    "prov": "where all of it comes from (W3C PROV)",
    "datapackage": "Frictionless Data Package (zip)",
    "parquet": "Parquet, for programs",
    REVIEWS: "sheet of claims to decide in (CSV)",
}
"""Every format of the command, the one most people open first, and what it is."""
_FIELDS: Final = ("format", "act", "from", "to", "place", "quotes", "outlets")
Text = Annotated[str, Form(max_length=200)]


@router.get("/export", name="export")
def show_export(request: Request) -> Response:
    """The form, as its address fills it in, and the files that are there."""
    return _render(request, request.query_params)


@router.post("/export", name="export.make")
def make_export(
    request: Request,
    name: Annotated[str, Form(alias="format")] = "",
    act: Text = "",
    earliest: Annotated[str, Form(alias="from", max_length=20)] = "",
    latest: Annotated[str, Form(alias="to", max_length=20)] = "",
    place: Text = "",
    quotes: Text = "",
    outlets: Text = "",
) -> Response:
    """Have the file made."""
    values = (name, act, earliest, latest, place, quotes, outlets)
    typed = QueryParams(list(zip(_FIELDS, values, strict=True)))
    room = get_room(request)
    try:
        wanted = _read_wanted(typed)
        if name not in FORMATS:
            raise UsageError("there is no such format; choose one of the list")
        task = Task(
            kind="export",
            title=f"Export: {FORMATS[name]}",
            work=export,
            given=(room.settings.register, wanted, name, find_who(request)),
        )
        return send_errand(request, task, detail=name)
    except UsageError as error:
        return _render(request, typed, trouble=f"{error}.")


def _read_wanted(typed: QueryParams) -> Wanted:
    act = next((one for one in ACTS if one == typed.get("act")), None)
    if typed.get("act") and act is None:
        raise UsageError("there is no such act; choose one of the list")
    earliest, latest = parse_date(typed["from"], "the first day"), parse_date(typed["to"], "the last day")
    place = typed["place"].strip() or None
    # Asked before anything is begun, so that who mistyped a place hears of it while the form is before them.
    build_question(load_places(), act or ACTS[0], (earliest, latest), place, None)
    return Wanted(
        act=act,
        earliest=earliest,
        latest=latest,
        place=place,
        with_quotes=bool(typed["quotes"]),
        with_outlets=bool(typed["outlets"]),
    )


def _render(request: Request, typed: QueryParams, *, trouble: str = "") -> Response:
    shown: dict[str, Any] = {name: typed.get(name, "") for name in _FIELDS}
    return render_page(
        request,
        "export.html",
        status=400 if trouble else 200,
        typed=shown,
        acts=ACTS,
        formats=FORMATS,
        errands=get_room(request).errands.list_all("export", "proof"),
        trouble=trouble,
    )
