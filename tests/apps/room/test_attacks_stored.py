"""Scripts stored wherever words come in: every page and every file shows them as words, and has the elements it has without them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from bearwitness.apps.room.guards import HEADERS
from bearwitness.core.records import Reading
from bearwitness.store.register import open_register, save_reading
from tests.apps.room.attack_stage import upload
from tests.apps.room.program import let_in
from tests.apps.room.test_review_pages import form_of
from tests.apps.room.visitor import OpenRoom, Visitor, open_for_test
from tests.linking.told import make_claim, make_reading, quoting

SCRIPT = (
    "</script><script>alert('zqxw7')</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>{{7*7}}{% raw %}<!--"
    "</title></textarea></noscript><base href=//elsewhere.example><a href=javascript:alert(1)>\u2028\u2029&lt;b&gt;]]>"
)
SHORT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
PLAIN, PLAIN_SHORT = "!".ljust(len(SCRIPT), "w"), "!".ljust(len(SHORT), "w")  # sorted as the script is


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes, and what stands in its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[tuple[str, str]] = []
        self.scripts = ""
        self.is_script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element."""
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.values += [(name, value or "") for name, value in attrs]
        self.is_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's
        """Its end."""
        self.is_script = False

    def handle_data(self, data: str) -> None:
        """Words."""
        self.scripts += data if self.is_script else ""


def save(register: Path, said: str) -> None:
    """A report in which everything that can be words is `said`."""
    claim = quoting(make_claim("c_" + "1" * 16), said)
    reading = make_reading(said, claim)
    text = f"Said: {said}\r\n\u202eturned\x1b[31m"
    start = text.index(said)
    quote = replace(claim.quotes[0], start=start, end=start + len(said), text=said)
    report = replace(
        reading.report, text=text, sha256="b" * 64, title=said, input=f"{said}.html", outlet=said, url="javascript:x"
    )
    told = replace(claim, quotes=(quote,), people=replace(claim.people, group=said), manner=(said,))
    with open_register(register, create=True) as opened:
        save_reading(opened, Reading(report=report, claims=(told,)), reader=said, at=datetime(2026, 1, 1, tzinfo=UTC))


def fill(room: OpenRoom, said: str, short: str) -> Visitor:
    """Enter it wherever a form takes words."""
    admin = room.log_in("Ada", "admin")
    admin.send("/people/add", {"name": short, "role": "reviewer"}, page="/people")
    admin.send("/tokens/add", {"name": f"{short[:55]}p", "scope": "read"}, page="/tokens")
    ident = "c_" + "1" * 16
    corrected = form_of(room, ident, group=said[:200]) | {"seen": "1-0", "because": said}
    assert admin.send(f"/review/{ident}/correct", corrected, page="/review").status_code == 200  # and nothing left
    upload(admin, f"{said}.txt", f"Police {said} detained four women".encode())
    admin.send("/add/text", {"text": said, "outlet": said}, page="/add")
    return admin


def list_pages(admin: Visitor, said: str) -> Iterator[tuple[str, dict[str, str] | None]]:
    """Every page that shows words of others, or of whoever asks."""
    report = re.search(r'href="(/reports/u_[^"]+)"', admin.get("/reports").text)
    claim = re.search(r'id="c-(c_[0-9a-f]+)"', admin.get(report[1]).text) if report else None
    assert report is not None
    assert claim is not None
    incident = re.search(r'href="(/incidents/i_[^"]+)"', admin.get("/incidents").text)
    assert incident is not None
    for path in ("/", "/reports", report[1], f"/review/{claim[1]}", f"/review/{claim[1]}/split", "/incidents", incident[1], "/log",
                 "/log/room", "/people", "/tokens", "/add", "/add/1", "/add/1/progress", "/sources", "/pairs", "/account"):  # fmt: skip
        yield path, None
    for path in ("/incidents", "/count", "/trend", "/log", "/log/room"):
        yield (
            path,
            {
                "act": "arrest",
                "place": said,
                "group": said,
                "who": said,
                "only": said,
                "since": said,
                "on": said,
                "at": said,
            },
        )
    yield "/count", {"act": "arrest", "group": said}
    yield "/trend", {"act": "arrest", "group": said, "by": said}
    yield f"/review/{claim[1]}/{said}", None
    yield "/login", {"next": f"/{said}"}


def look(folder: Path, said: str, short: str) -> "list[tuple[str, int, Elements]]":
    """The pages of a room full of these words."""
    folder.mkdir()
    save(folder / "r.db", said)
    pages = []
    with open_for_test(folder / "r.db", folder) as room:
        admin = fill(room, said, short)
        for path, query in list_pages(admin, said):
            answer = admin.get(path, params=query)
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS
            assert not {"\x1b", "\u202e", "\r"} & set(answer.text), path
            pages.append((path.replace(said, "…"), answer.status_code, Elements(answer.text)))
        check_files(admin, said)
        check_program(room)
    return pages


def check_files(admin: Visitor, said: str) -> None:
    """What is taken away: under a name of the room's own, and no cell a formula."""
    for path in (
        "/log/file",
        "/log/room/file",
        f"/log/room/file?who={said[:20]}",
        "/count/certificate?act=arrest",
        "/map/map.csv",
    ):
        answer = admin.get(path)
        assert answer.status_code == 200, path
        assert re.fullmatch(r'attachment; filename="[a-z-]+\.[a-z]+"', answer.headers["content-disposition"])
        assert answer.headers["content-type"].startswith(("text/csv", "application/json"))
    for path in (f"/map/map.svg?{urlencode({'place': said})}", "/map/timeline.svg"):
        drawn = ElementTree.fromstring(admin.get(path).text)
        assert not [one.tag for one in drawn.iter() if one.tag.endswith(("script", "foreignObject", "image"))]


def check_program(room: OpenRoom) -> None:
    """JSON is JSON, and no browser takes it for a page."""
    program = let_in(room, "read")
    for path in ("/reports", "/claims", "/incidents", "/log"):
        answer = program.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.text)


def test_every_page_has_the_elements_it_has_without_the_script(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bearwitness.room")
    attacked, plain = look(tmp_path / "attacked", SCRIPT, SHORT), look(tmp_path / "plain", PLAIN, PLAIN_SHORT)
    assert len(attacked) == len(plain) > 20
    shown = 0
    for (path, status, page), (_, other, like) in zip(attacked, plain, strict=True):
        assert (path, status, page.found) == (path, other, like.found)
        assert page.scripts == ""
        assert not [
            value
            for name, value in page.values
            if name in {"href", "src", "action"} and not value.startswith(("/", "#"))
        ], path
        for name, value in page.values:
            assert not name.startswith("on"), path
            if name in {"hx-headers", "content"} and value.startswith("{"):
                json.loads(value)
        shown += sum("alert" in value for _, value in page.values)
    assert shown  # the words did come through, as words
    assert "alert" not in caplog.text


def test_a_chart_shows_a_script_as_words(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "r.db", tmp_path) as room:
        save(tmp_path / "r.db", SCRIPT)
        reader = room.log_in("Rui", "reader")
        answer = reader.get("/trend/chart.svg", params={"act": "arrest", "by": "year"})
        drawn = ElementTree.fromstring(answer.text) if answer.status_code == 200 else ElementTree.Element("svg")
        assert answer.status_code in {200, 404}
        assert not [one.tag for one in drawn.iter() if one.tag.endswith(("script", "foreignObject", "image"))]


FORMULAS: list[Any] = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_log_is_a_formula(sample_room: OpenRoom, formula: str) -> None:
    lead = sample_room.log_in("Lou", "lead")
    ident = lead.get("/review").headers["location"].removeprefix("/review/")
    seen = re.search(r'name="seen" value="([^"]+)"', lead.get(f"/review/{ident}").text)
    assert seen is not None
    lead.send(f"/review/{ident}/reject", {"seen": seen[1], "because": f"{formula}zqxw7"}, page="/review")
    line = next(line for line in lead.get("/log/file").text.splitlines() if "zqxw7" in line)
    assert re.search(r",\"?'?[^,=+@-]*[^,=+@-][=+@-]?", line)
    assert not re.search(r",\"?[=+@\t\r-]", line.partition("rejected")[2])
