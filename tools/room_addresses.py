"""Every address of the reading room that is read by GET, with real ids in it: what a load of readers walks and a measurement visits.

They are taken from the room's own table of routes, so that a new page is visited as well; one whose address has a part that is not known
here stops the tool, which says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from string import Formatter
from typing import Final

from fastapi.routing import APIRoute

from bearwitness.apps.room.api.application import build_routes
from bearwitness.apps.room.api.scopes import SCOPE_OF
from bearwitness.apps.room.pages import ROUTERS
from bearwitness.apps.room.rules import RULES, Role

OUTSIDE: Final = frozenset({"set_up", "login", "factor", "static"})
"""What is visited on the way in, or holds nothing of the register."""
QUERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "incidents": (
        "",
        "?act=arrest",
        "?act=killing&from={first}&to={last}",
        "?grade=single-source",
        "?conflict=1",
        "?page=2",
        "?on=box:60,0,140,50",
    ),
    "map.data": ("", "?act=arrest"),
    "count": ("", "?act=arrest&from={first}&to={last}", "?act=arrest&from={first}&to={last}&by=week"),
    "count.certificate": ("?act=arrest&from={first}&to={last}",),
    "count.chart": ("?act=arrest&from={first}&to={last}",),
    "count.table": ("?act=arrest&from={first}&to={last}&by=week",),
    "trend": ("", "?act=arrest&by=week&from={first}&to={last}"),
    "trend.chart": ("?act=arrest&by=week&from={first}&to={last}",),
    "sources": ("", "?page=2"),
    "export": ("", "?act=arrest&from={first}&to={last}"),
    "log": ("", "?only=people", "?only=readings"),
    "api.reports": ("?limit=50", "?from={first}&to={last}"),
    "api.claims": ("?limit=50", "?act=arrest&decision=proposed", "?status=reported"),
    "api.incidents": ("?limit=50", "?act=killing&from={first}&to={last}", "?grade=corroborated"),
    "api.links": ("?limit=50", "?judgement=unsure", "?by=person"),
    "api.log": ("?limit=50", "?kind=review"),
    "api.count": ("?act=arrest&from={first}&to={last}",),
    "api.certificate": ("?act=arrest&from={first}&to={last}",),
    "api.breakdown": ("?act=arrest&by=week&from={first}&to={last}",),
    "api.trend": ("?act=arrest&by=week&from={first}&to={last}",),
}
"""What is asked of a route beside its bare address; without an entry nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Ids that stand in the register, and the days of a question."""

    reports: tuple[str, ...]
    claims: tuple[str, ...]
    incidents: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    jobs: tuple[str, ...]
    checkpoints: tuple[str, ...]
    errands: tuple[str, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A route's name and one address of it."""

    route: str
    address: str

    @property
    def is_api(self) -> bool:
        """Whether a program asks for it."""
        return self.route in SCOPE_OF


def list_visits(known: Known, role: Role, most: int = 3) -> Iterator[Visit]:
    """Addresses of every route that this role may read, up to `most` things of each kind. Programs' routes come with every role."""
    for route in list_routes():
        if RULES.get(route.name, Role.READER) > role or route.name in OUTSIDE:
            continue
        for path in _fill(route, known, most):
            for query in QUERIES.get(route.name, ("",)):
                yield Visit(route=route.name, address=path + query.format(first=known.first, last=known.last))


def list_routes() -> list[APIRoute]:
    """All that is read: pages and what programs ask."""
    pages = [route for router in ROUTERS for route in router.routes]
    routes = [route for route in (*pages, *build_routes().routes) if isinstance(route, APIRoute)]
    return [route for route in routes if "GET" in (route.methods or ())]


def _fill(route: APIRoute, known: Known, most: int) -> list[str]:
    names = [name for _, name, _, _ in Formatter().parse(route.path) if name]
    if names == ["left", "right"]:
        return [route.path.format(left=left, right=right) for left, right in known.pairs[:most]]
    idents = known.incidents if route.path.endswith("/incidents/{ident}") else known.claims
    parts = {
        "uid": known.reports[:most],
        "ident": idents[:most],
        "number": known.jobs[:most],
        "name": ("map", "timeline"),
        "ending": ("svg", "csv"),
        "checkpoint": known.checkpoints[:most],
        "part": ("note",),
        "errand": known.errands[:most],
        "file": ("0",),
    }
    unknown = [name for name in names if name not in parts]
    if unknown:
        raise LookupError(f"nothing is known to put for {unknown} in {route.path}; add it to tools/room_addresses.py")
    return [
        route.path.format(**dict(zip(names, values, strict=True))) for values in product(*(parts[n] for n in names))
    ]
