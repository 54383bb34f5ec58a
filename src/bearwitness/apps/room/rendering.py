"""Pages from templates: escaped always, strict about what they name, with what every page has."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from bearwitness.apps.room.access import Visit, get_visit
from bearwitness.apps.room.rules import RULES, Role
from bearwitness.apps.room.settings import get_room
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.store.address import Address
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.told_places import list_told_places

NAVIGATION: Final = (
    ("Desk", "desk", "/"),
    ("Reports", "reports", "/reports"),
    ("Add", "add", "/add"),
    ("Review", "review", "/review"),
    ("Pairs", "pairs", "/pairs"),
    ("Incidents", "incidents", "/incidents"),
    ("Count", "count", "/count"),
    ("Trend", "trend", "/trend"),
    ("Sources", "sources", "/sources"),
    ("Custody", "custody", "/custody"),
    ("Log", "log", "/log"),
    ("Help", "help", "/help"),
)
"""What stands at the top of every page: words, route, address. Only what the visitor may open is shown."""


_UNDER: Final = {
    "report": "reports",
    "pair": "pairs",
    "incident": "incidents",
    "map": "incidents",
    "export": "custody",
    "release": "custody",
    "errand": "custody",
}
"""Which of them a page of one thing belongs to."""


def render_page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of a template; `values` are what it names."""
    visit = getattr(request.state, "visit", None)
    if visit is None:
        visit = Visit(session=None, role=Role.ANYONE, token="")
    shown = [entry for entry in NAVIGATION if visit.role >= RULES[entry[1]]] if visit.role > Role.HALF else []
    here = getattr(request.scope.get("route"), "name", "").partition(".")[0]
    here = _UNDER.get(here, here)
    template_of = get_room(request).templates.environment.get_template(template)
    settings = get_room(request).settings
    body = template_of.render(
        visit=visit,
        navigation=shown,
        here=here,
        register=name_register(settings.register),
        rules_in_force=RULES_VERSION,
        printed_at=settings.clock(),
        printed_from=str(request.url),
        told_places=partial(find_told_places, request),
        **values,
    )
    return HTMLResponse(body, status_code=status)


def find_told_places(request: Request) -> tuple[str, ...]:
    """The places that forms offer: those of the register's incidents. Templates ask for it where they have such a field."""
    room = get_room(request)
    return room.keep(room.live.get().snapshot, "told places", _list_places)


def _list_places(snapshot: Snapshot) -> tuple[str, ...]:
    return list_told_places(incident.where for incident in snapshot.view.incidents)


def name_register(register: Address) -> str:
    """A register's file or database as the bar names it: without folders, servers and persons."""
    return register.name if isinstance(register, Path) else str(register).rpartition("/")[2]


def may(request: Request, route: str) -> bool:
    """Whether the visitor may use a route."""
    return get_visit(request).role >= RULES[route]
