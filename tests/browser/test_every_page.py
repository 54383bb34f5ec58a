"""Every page of the room in a real browser, on the samples and on an empty register: none may be ugly, shut or wrong."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bearwitness.apps.room.access import GuardedRoute
from bearwitness.apps.room.pages import ROUTERS
from tests.apps.room.visitor import OpenRoom, Visitor
from tests.browser.looking import glance_at, look_at, open_page
from tests.browser.served import Served, log_in, open_before, serve


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A page to look at: its route, its address or the address of a page with a link to it, and the name of its pictures."""

    route: str
    at: str
    link: str = ""
    name: str = ""


VISITS = (
    Visit(route="desk", at="/"),
    Visit(route="reports", at="/reports"),
    Visit(route="report", at="/reports", link="text=Six cases in May"),
    Visit(route="add", at="/add"),
    Visit(route="add.job", at="/add", link="tbody a"),
    Visit(route="review.claim", at="/review", name="review"),
    Visit(route="review.split", at="/review", link="a[data-key=s]", name="split"),
    Visit(route="pairs", at="/pairs"),
    Visit(route="pair", at="/pairs", link="tbody a"),
    Visit(route="pair", at="/log?only=people", link="a[href^='/pairs/']", name="pair-judged"),
    Visit(route="incidents", at="/incidents"),
    Visit(route="incident", at="/incidents?conflict=1", link="tbody a[href^='/incidents/i_']"),
    Visit(route="count", at="/count", name="count-unasked"),
    Visit(route="count", at="/count?act=arrest&from=2019-05-01&to=2019-05-31&place=CN"),
    Visit(route="count", at="/count?act=arrest&by=month", name="count-by-month"),
    Visit(route="count", at="/count?act=arrest&by=month&by=sex", name="count-by-month-and-sex"),
    Visit(route="trend", at="/trend?act=arrest&by=month&from=2019-04-01&to=2019-07-31&place=CN"),
    Visit(route="sources", at="/sources"),
    Visit(route="custody", at="/custody"),
    Visit(route="export", at="/export"),
    Visit(route="release", at="/release"),
    Visit(route="log", at="/log"),
    Visit(route="log.room", at="/log/room"),
    Visit(route="help", at="/help"),
    Visit(route="account", at="/account"),
    Visit(route="people", at="/people"),
    Visit(route="tokens", at="/tokens"),
)
"""The pages of the samples' register."""

FIRST_DAY = {
    "desk": "This register is empty",
    "reports": "No report has been read yet",
    "add": "Nothing yet",
    "review": "Nothing waits for review",
    "pairs": "No two incidents are in doubt",
    "incidents": "0 incidents",
    "count?act=arrest": "0 people",
    "trend?act=arrest&by=month": "No claim and no dated report",
    "sources": "0 origins",
    "custody": "It begins with the first report",
    "export": "Nothing that is still there",
    "release": "Nothing yet",
    "log": "Nothing yet",
    "tokens": "There is none",
}
"""What pages say where nothing has been read."""

ARRIVAL = frozenset({"set_up", "login", "factor"})
"""Pages before anybody is in; the empty room is entered through them."""

ELSEWHERE = frozenset({"errand"})
"""What is there only for a while: `test_handing_on.py` looks at it."""

NO_PAGES = frozenset({
    "static", "health", "desk.totals", "claim", "add.progress", "review", "review.next", "map.data", "map.outlines",
    "map.picture", "count.certificate", "count.chart", "count.table", "trend.chart", "add.review", "log.file", "log.room.file",
    "custody.checkpoint", "errand.progress", "errand.file",
})  # fmt: skip
"""What is fetched, downloaded or leads on at once."""


def test_every_page_of_the_rules_has_its_visit() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, GuardedRoute)]
    shown = {route.name for route in routes if "GET" in (route.methods or ())}
    assert {visit.route for visit in VISITS} | ARRIVAL | ELSEWHERE | NO_PAGES == shown


@pytest.fixture(scope="module")
def worked_room(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenRoom, Served]]:
    """A room over the samples in which somebody has worked for a while."""
    register = tmp_path_factory.mktemp("worked") / "team.db"
    shutil.copy(sample_folder / "team.db", register)
    with open_before(register) as opened:
        work_a_little(opened.log_in("Eva", "admin"))
        opened.add("Jonas Ólafsson-Brightwater", "reviewer")
    with serve(register, is_new=False) as served:
        yield opened, served


def work_a_little(visitor: Visitor) -> None:
    """Acts that pages show: claims decided on, a pair judged, a report sent and cancelled, a program let in."""
    for _ in range(3):
        at = visitor.get("/review").headers["location"]
        claim = visitor.get(at).text
        seen = claim.partition('name="seen" value="')[2].partition('"')[0]
        visitor.send(f"{at}/accept", {"seen": seen, "because": "read twice"}, page=at)
    at = visitor.get("/review").headers["location"]
    seen = visitor.get(at).text.partition('name="seen" value="')[2].partition('"')[0]
    visitor.send(f"{at}/reject", {"seen": seen, "because": "a headline of its own claim"}, page=at)
    pair = "/pairs/" + visitor.get("/pairs").text.partition('href="/pairs/')[2].partition('"')[0]
    seen = visitor.get(pair).text.partition('name="seen" value="')[2].partition('"')[0]
    visitor.send(pair, {"answer": "different", "seen": seen, "because": "two evenings"}, page=pair)
    text = "Border\n\nTwo more held\n\nTwo men were arrested in Dandong on May 3, 2019."
    sent = visitor.send("/add/text", {"text": text, "outlet": "Yalu Post"}, page="/add").headers["location"]
    visitor.send(f"{sent}/cancel", {}, page=sent)
    visitor.send("/tokens/add", {"name": "monthly figures", "days": "30", "scope": "read"}, page="/tokens")


def test_every_page_can_be_looked_at(browser: Browser, worked_room: tuple[OpenRoom, Served]) -> None:
    opened, served = worked_room
    faults: list[str] = []
    with open_page(browser, served) as page:
        log_in(page, opened, "Eva")
        for visit in VISITS:
            page.goto(visit.at)
            if visit.link:
                page.locator(visit.link).first.click()
            if visit.route == "incidents":
                page.locator("#map-here.is-live[data-ready=yes]").wait_for()
            faults += look_at(page, visit.name or visit.route.replace(".", "-"))
        page.goto("/nothing-here")
        faults += look_at(page, "trouble")
    assert faults == []


def test_an_empty_register_says_so_in_plain_words(browser: Browser, tmp_path: Path) -> None:
    with open_before(tmp_path / "new.db") as opened:
        opened.add("Eva", "admin")
    faults: list[str] = []
    with serve(tmp_path / "new.db", is_new=False) as served, open_page(browser, served) as page:
        log_in(page, opened, "Eva")
        for at, words in FIRST_DAY.items():
            page.goto("/" if at == "desk" else f"/{at}")
            expect(page.locator("main")).to_contain_text(words)
            faults += glance_at(page, f"empty-{at.partition('?')[0]}")
    assert faults == []
