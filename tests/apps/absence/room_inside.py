"""The reading room inside the test's own process: every page that a reader finds, the interface, an upload, a fault behind every page."""

import logging
import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from unittest import mock

from bearwitness.reading.english.read import EnglishTools
from bearwitness.workflow.live_view import LiveView
from bearwitness.workflow.upload_work import Bench, read_one, work_off
from bearwitness.workflow.uploads import open_uploads
from tests.apps.absence.planted import REPORTS, B, V
from tests.apps.absence.world import World
from tests.apps.room.program import Program, let_in
from tests.apps.room.visitor import OpenRoom, Visitor, open_for_test


def visit_room(world: World, english: EnglishTools) -> None:
    """Every page and every list that a reader finds by its links, decisions of a lead, an upload, and a fault behind every page."""
    # The room's own logger: `serve`, wherever it ran before in this process, lets nothing of it go further up.
    log = logging.getLogger("bearwitness.room")
    handler = logging.StreamHandler(world.log)
    log.addHandler(handler)
    level, log.level = log.level, logging.DEBUG
    try:
        with open_for_test(world.register, Path.cwd()) as room:
            lead = room.log_in("Lena", "lead")
            _crawl(world, lead)
            _ask_interface(world, let_in(room, "read"))
            _upload(room, lead, english)
            _review(world, lead)
            with mock.patch.object(LiveView, "get", side_effect=ValueError(f"{V} {B}")):
                for path in ("/", "/reports", "/incidents", "/count", "/trend", "/sources", "/pairs"):
                    world.pages[f"falling: {path}"] = lead.get(path).content
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _crawl(world: World, visitor: Visitor, most: int = 48) -> None:
    waiting, seen = ["/", "/help", "/log", "/sources", f"/count?{_ASKED}", f"/trend?{_ASKED}&by=month"], set[str]()
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/logout", "/static")):
            continue
        seen.add(path)
        page = visitor.get(path)
        world.pages[path] = page.content + repr(sorted(page.headers.items())).encode()
        found = re.findall(r'(?:href|src|hx-get|action)="(/[^"#]*)', page.text)
        waiting += [one.replace("&amp;", "&") for one in found]


_ASKED: Final = "act=arrest&from=2019-05-01&to=2019-05-31&place=CN"


def _ask_interface(world: World, program: Program) -> None:
    for path, query in (
        ("/claims", {}),
        ("/links", {}),
        ("/pairs", {}),
        ("/log", {}),
        ("/incidents", {}),
        ("/reports", {}),
        ("/count", {"act": "arrest", "from_": "2019-05-01", "to": "2019-05-31", "place": "CN"}),
        ("/trend", {"act": "arrest", "from_": "2019-05-01", "to": "2019-05-31", "place": "CN", "by": "month"}),
        ("/openapi.json", {}),
    ):
        answer = program.get(path, None, **query)
        world.pages[f"/api/v1{path}"] = answer.content
    world.pages["/api/v1 wrong"] = program.get("/claims", act=V).content


def _upload(room: OpenRoom, visitor: Visitor, english: EnglishTools) -> None:
    sent = visitor.send("/add/text", {"text": REPORTS["b.txt"] + "It rained.\n"}, page="/add")
    assert sent.status_code == 303
    bench = Bench(
        queue=open_uploads(room.settings.room),
        register=room.settings.register,
        clock=lambda: datetime.now(UTC),
        read=partial(read_one, load=lambda: english),
    )
    while work_off(bench):
        pass


def _review(world: World, visitor: Visitor) -> None:
    page = visitor.get("/review", follow_redirects=True)
    world.pages["/review reached"] = page.content
