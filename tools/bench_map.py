"""How long the page of table, map and timeline takes over many incidents, beside a page with nothing in it.

    PYTHONPATH=src:. python -m tools.bench_map 100000

Every made-up claim is an incident of its own, in a real town of the gazetteer or where its place says, so there are more incidents
than a register of so many claims would have.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bearwitness.core.incidents import Incident
from bearwitness.core.places import Place
from bearwitness.core.records import Claim, Where
from bearwitness.store.gazetteer import load_gazetteer
from bearwitness.workflow.live_view import LiveView
from bearwitness.workflow.view import View
from tests.apps.room.visitor import open_for_test
from tools.bench_claims import build_readings

_AGAIN: Final = 15
_NAMES: Final = (
    "Shenyang",
    "Yangon",
    "Minsk",
    "Homs",
    "Aleppo",
    "Caracas",
    "Kharkiv",
    "Tehran",
    "Kabul",
    "Cairo",
    "Delhi",
    "Lagos",
)
_ASKED: Final = (
    "", "?act=arrest", "?act=killing&from=2001-01-01&to=2001-06-30", "?place=CN", "?on=area:CN/Liaoning", "?page=40",
    "?on=box:60,0,140,50", "?grade=single-source",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    size = int(sys.argv[1])
    readings = build_readings(size, 1)
    towns = list(_list_towns())
    incidents = tuple(
        _make_incident(claim, towns) for reading in readings for claim in reading.claims if claim.shape == "incident"
    )
    with tempfile.TemporaryDirectory() as name, open_for_test(Path(name) / "r.db", Path(name)) as opened:
        pages = opened.app._app._pages
        room = pages.state.room
        view = View(
            path=Path(name) / "r.db", readings=(), claims=(), links=(), incidents=incidents, accepted=frozenset(),
            rejected=frozenset(),
        )  # fmt: skip
        pages.state.room = replace(room, live=LiveView(Path(name) / "r.db", load=lambda _: view))
        visitor = opened.log_in("Eva", "reviewer")
        print(f"{len(incidents):,} incidents, {len(towns)} towns")
        for path in ("/help", *(f"/incidents{asked}" for asked in _ASKED), "/map/data", "/map/map.csv"):
            took = []
            for _ in range(_AGAIN):
                begun = time.perf_counter()
                answer = visitor.get(path)
                took.append((time.perf_counter() - begun) * 1000)
                assert answer.status_code == 200, path
            print(
                f"{path:60} first {took[0]:7.0f} ms, median {statistics.median(took):6.1f} ms, {len(answer.content):,} bytes"
            )


def _list_towns() -> Iterator[Place]:
    gazetteer = load_gazetteer()
    for ident in range(1_500_000, 2_400_000, 25):
        place = gazetteer.place(ident)
        if place is not None and place.kind == "town":
            yield place
    for name in _NAMES:
        yield next(place for place in gazetteer.find(name) if place.kind == "town")


def _make_incident(claim: Claim, towns: list[Place]) -> Incident:
    assert claim.where is not None
    town = towns[(claim.where.geonameid or 0) % len(towns)]
    where: Where = replace(
        claim.where, name=town.name if claim.where.prec == 1 else claim.where.name, country=town.country,
        admin1=town.admin1, geonameid=town.geonameid if claim.where.prec == 1 else None,
    )  # fmt: skip
    return Incident(
        id=claim.id, act=claim.act, when=claim.when, where=where, count=claim.count, people=claim.people, manner=(),
        claims=(claim.id,), reports=(claim.id,), origins=1, grade="single-source", conflicts=(),
    )  # fmt: skip


if __name__ == "__main__":
    main()
