"""The pages that are read: what they show, what they escape, and what a wrong address gets."""

import json
import re
from pathlib import Path

import pytest

from bearwitness.workflow.certifying import check_certificate
from tests.apps.room.visitor import OpenRoom, Visitor

QUESTION = "act=arrest&from=2019-05-01&to=2019-05-31&place=CN"
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def reader(sample_room: OpenRoom) -> Visitor:
    return sample_room.log_in("Rui", "reader")


def test_a_reader_reads_everything_and_changes_nothing(reader: Visitor) -> None:
    for path in (
        "/",
        "/reports",
        "/pairs",
        "/incidents",
        "/count",
        "/trend",
        "/sources",
        "/log",
        "/help",
        f"/count?{QUESTION}",
    ):
        page = reader.get(path)
        assert page.status_code == 200, path
        assert "/review" not in page.text, path
    report = re.search(r'href="(/reports/u_[^"]+)"', reader.get("/reports").text)
    assert report is not None
    assert "Add a claim" not in reader.get(report[1]).text
    pair = re.search(r'href="(/pairs/[^"]+)"', reader.get("/pairs").text)
    assert pair is not None
    assert "Your answer" not in reader.get(pair[1]).text


def test_the_text_of_a_report_is_whole_and_its_quotes_are_marked(reader: Visitor) -> None:
    for address in re.findall(r'href="(/reports/u_[^"]+)"', reader.get("/reports").text):
        page = reader.get(address).text
        marked = set(re.findall(r'<mark data-claims="([^"]+)"', page))
        claims = set(re.findall(r'data-claim="(c_[0-9a-f]+)"', page))
        assert {one for ids in marked for one in ids.split()} == claims
        assert {f'id="q-{claim}"' in page for claim in claims if f'id="q-{claim}"' in page} <= {True}


def test_reports_are_found_by_words_and_by_what_is_left(sample_room: OpenRoom) -> None:
    visitor = sample_room.log_in("Eva", "reviewer")

    def rows(query: str) -> int:
        return visitor.get(f"/reports?{query}").text.count('<tr><td><a href="/reports/u_')

    everything = rows("")
    assert 0 < rows("q=Tonghua") < everything
    assert rows("q=+tONGHUA+") == rows("q=Tonghua")
    assert rows("q=nobody-wrote-this") == rows("unread=1&left=1") == 0
    assert "No report fits" in visitor.get("/reports?q=nobody-wrote-this").text
    assert "&lt;b&gt;" in visitor.get("/reports?q=<b>&page=99999").text
    claim = visitor.get("/review").headers["location"]
    seen = re.search(r'name="seen" value="([^"]+)"', visitor.get(claim).text)
    assert seen is not None
    with_some = rows("left=1")
    form = dict.fromkeys(("low", "high"), "1") | {"act": "arrest", "unit": "person", "place": "", "group": ""}
    form |= {"shape": "incident", "status": "reported", "seen": seen[1], "because": "", "earliest": "", "latest": ""}
    assert visitor.send(f"{claim}/correct", form, page="/review").status_code == 303
    # A person's correction is a new reading, and no other report: neither in the list nor among what came in.
    assert rows("") == everything
    assert with_some - 1 <= rows("left=1") <= with_some
    came_in = visitor.get("/").text.partition("What came in")[2]
    assert "<td>Eva</td>" not in came_in


def test_incidents_are_chosen_by_their_address(reader: Visitor) -> None:
    everything = reader.get("/incidents").text
    some = reader.get("/incidents?act=arrest&place=liaoning&from=2019-05-20&to=2019-05-28").text
    assert 0 < some.count('<tr><td><a href="/incidents/') < everything.count('<tr><td><a href="/incidents/')
    assert "Tonghua" not in some.partition('id="rows"')[2]
    assert "never added" in reader.get("/incidents?shape=total").text
    assert reader.get("/incidents?from=tomorrow").status_code == 400
    assert reader.get("/incidents?page=0&act=x").status_code == 200
    part = reader.get("/incidents?act=arrest", headers={"hx-request": "true", "hx-target": "rows"}).text
    assert part.startswith('<div id="rows">')


def test_an_incident_shows_origins_conflicts_and_grade(reader: Visitor) -> None:
    found = re.search(r'href="(/incidents/i_[^"]+)"', reader.get("/incidents?conflict=1").text)
    assert found is not None
    page = reader.get(found[1]).text
    for words in ("The claims disagree on", "Origins", "told by", "History", "<mark>"):
        assert words in page


def test_a_question_is_an_address_with_bounds_reasons_and_a_certificate(reader: Visitor, tmp_path: Path) -> None:
    page = reader.get(f"/count?{QUESTION}").text
    assert "At least 17 people" in page
    assert "<svg" in page
    assert "These incidents hold both ends" in page or "These hold the low end" in page
    answer = reader.get(f"/count/certificate?{QUESTION}")
    assert answer.headers["content-disposition"] == 'attachment; filename="bearwitness-count.json"'
    (tmp_path / "answer.json").write_text(answer.text, encoding="utf-8")
    checked = check_certificate(tmp_path / "answer.json")
    assert (checked.faults, checked.low) == ((), json.loads(answer.text)["low"])
    for wrong in ("act=party", "act=arrest&from=May", "act=arrest&place=Nowhere-at-all"):
        assert reader.get(f"/count?{wrong}").status_code == 400
        assert reader.get(f"/count/certificate?{wrong}").status_code == 400


def test_a_trend_is_an_address_with_bounds_beside_the_volume(reader: Visitor) -> None:
    page = reader.get("/trend?act=arrest&by=month&from=2019-04-01&to=2019-07-31&place=CN").text
    assert "2019-05</th>" in page
    assert "at least 17" in page
    assert "8 of 8" in page
    assert "cannot be told" in page
    assert "at least" in reader.get("/trend?act=killing&by=year").text
    for wrong in (
        "act=party",
        "act=arrest&by=decade",
        "act=arrest&at=May",
        "act=arrest&by=month&at=2019-05&against=2019-06",
    ):
        assert reader.get(f"/trend?{wrong}").status_code == 400, wrong


def test_sources_say_who_repeats_whom(reader: Visitor) -> None:
    page = reader.get("/sources").text
    assert re.search(r"Delta Evening Post</th>(?:.|\n)*?Peninsula Press Agency <span", page)
    assert "None on this page" not in page
    assert reader.get("/sources?page=99").status_code == 200


def test_help_shows_the_tables_in_force(reader: Visitor) -> None:
    page = reader.get("/help").text
    assert re.search(r"dozens</th><td class=\"num\">12</td><td class=\"num\">open", page)
    assert "at least, no fewer than" in page
    assert "Keys" not in page


def test_the_log_names_who_did_what_and_goes_on(reader: Visitor) -> None:
    page = reader.get("/log").text
    assert page.count("read <a") == 23
    assert reader.get("/log?before=3--").text.count("read <a") == 2
    assert reader.get("/log?before=x-y&only=z").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/reports/u_none", "/claims/c_none", "/incidents/i_none", "/pairs/c_a/c_b", "/nowhere", "/reports/..%2f..%2fetc"],
)
def test_what_is_not_there_gets_a_plain_page(reader: Visitor, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert "Traceback" not in answer.text


def test_logs_say_what_was_done_and_never_what_was_asked_for(
    sample_room: OpenRoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bearwitness.room")
    visitor = sample_room.log_in("Eva", "reader")
    visitor.get(f"/count?{QUESTION}&group=journalists")
    visitor.get("/reports/u_secret")
    said = [record.getMessage() for record in caplog.records if record.name == "bearwitness.room"]
    assert any(re.fullmatch(r"GET count 200 \d+ ms", line) for line in said)
    assert any(re.fullmatch(r"GET report 404 \d+ ms", line) for line in said)
    assert not {"journalists", "u_secret", "CN", "Eva"} & {word for line in said for word in line.split()}
