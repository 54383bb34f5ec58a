"""Tables of Count: every cell is the figure of its own page, and what is taken away holds the same numbers."""

import csv
import html
import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from bearwitness.apps.room import table_view
from bearwitness.apps.room.asking import find_address
from bearwitness.apps.room.settings import Limits
from bearwitness.apps.room.templating import load_templates
from bearwitness.core.contract import Footing
from bearwitness.core.incidents import Question
from bearwitness.counting.breakdown import At, Cell, break_down
from bearwitness.counting.dimensions import Kind
from bearwitness.counting.estimate import count_people
from bearwitness.workflow.breakdowns import Table
from bearwitness.workflow.certifying import check_certificate
from tests.apps.front_door import call
from tests.apps.room.visitor import OpenRoom, Visitor, open_for_test
from tests.counting.cases import make_claim, make_link

ASKED = "act=arrest&from=2019-05-01&to=2019-07-31&place=CN"
_LINK = re.compile(r'<a href="(/count\?[^"]+)"[^>]*>([^<]+)</a>')


@pytest.fixture
def reader(sample_room: OpenRoom) -> Visitor:
    return sample_room.log_in("Rui", "reader")


def list_cells(page: str) -> list[tuple[str, str]]:
    """The numbers of a table, and where each leads."""
    table = page.partition('id="answer"')[2].partition("<figure")[2].partition("</figure>")[0]
    return [(html.unescape(address), said) for address, said in _LINK.findall(table)]


def say_figure(said: str) -> str:
    """How the page of a figure begins that stands in a table as this."""
    if said.endswith("+"):
        return f"At least {said[:-1]} p"
    low, _, high = said.partition("–")
    return f"Between {low} and {high} p" if high else f"{low} p"


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@pytest.mark.parametrize(
    ("asked", "cells"),
    [
        (f"{ASKED}&by=month", 5),
        (f"{ASKED}&by=place&by=sex", 19),
        ("place=CN&by=act&by=grade", 8),
        (f"{ASKED}&by=group", 6),
        (f"{ASKED}&by=age&by=manner&accepted=1", 0),
    ],
)
def test_every_number_leads_to_its_own_question(reader: Visitor, asked: str, cells: int) -> None:
    found = list_cells(reader.get(f"/count?{asked}").text)
    assert len(found) >= cells
    for address, said in found:
        page = reader.get(address)
        assert page.status_code == 200
        headline = re.search(r'id="answer" class="answer">([^<]+)', page.text)
        assert headline is not None
        assert headline[1].startswith(say_figure(said)), address


def test_days_and_places_are_asked_for_as_anyone_would(reader: Visitor) -> None:
    addresses = [
        dict(parse_qsl(address.partition("?")[2]))
        for address, _ in list_cells(reader.get(f"/count?{ASKED}&by=month").text)
    ]
    may = {"act": "arrest", "from": "2019-05-01", "to": "2019-05-31", "place": "CN"}
    assert addresses[0] == may
    assert {"act": "arrest", "from": "2019-05-01", "to": "2019-07-31", "place": "CN", "at": "month:"} in addresses


def test_each_certificate_of_a_table_holds(reader: Visitor, tmp_path: Path) -> None:
    page = reader.get(f"/count?{ASKED}&by=month").text
    rows = {row["month"]: row for row in read_csv(reader.get(f"/count/table.csv?{ASKED}&by=month").text)}
    found = re.findall(r'<a href="(/count/certificate[^"]+)" aria-label="Certificate of ([^"]+)"', page)
    assert [name for _, name in found] == ["2019-05", "2019-06", "2019-07", "all people"]
    for address, name in found:
        (tmp_path / "answer.json").write_text(reader.get(html.unescape(address)).text, encoding="utf-8")
        checked = check_certificate(tmp_path / "answer.json")
        row = rows[name.removesuffix(" people")]
        assert (checked.faults, str(checked.low)) == ((), row["low"])


def test_a_part_by_traits_says_that_no_certificate_holds_it(reader: Visitor) -> None:
    page = reader.get(f"/count?{ASKED}&at=sex:female").text
    assert "sex: female" in page
    assert f'<a href="/count?{html.escape(ASKED)}">the whole question</a>' in page
    assert "No certificate holds a part by sex" in page
    answer = json.loads(reader.get(f"/count/certificate?{ASKED}&at=sex:female").text)
    assert answer["certificate"] is None
    assert "a part by sex" in answer["certificate_reason"]
    assert answer["question"]["traits"] == [{"kind": "sex", "value": "female"}]


def test_what_is_taken_away_holds_the_numbers_of_the_command(reader: Visitor, samples: str) -> None:
    for by in (("month",), ("place", "sex"), ("act", "month")):
        told = reader.get("/count/table.csv?place=CN&act=arrest&" + "&".join(f"by={kind}" for kind in by)).text
        words = [word for kind in by for word in ("--by", kind)]
        made = call("count", "--act", "arrest", "--place", "CN", *words, "--csv", "--register", samples)
        heads, body = told.splitlines()[:2], told.splitlines()[2:]
        assert body == made.out.splitlines()
        assert heads[0].startswith("# arrest, CN, by ")
        assert "rules 3" in heads[1]


def test_drawings_are_taken_away_as_svg_png_and_csv(reader: Visitor) -> None:
    for name, asked in (
        ("chart", ASKED),
        ("chart", f"{ASKED}&at=sex:"),
        ("table", f"{ASKED}&by=week"),
        ("table", "by=act&by=year"),
    ):
        drawn = reader.get(f"/count/{name}.svg?{asked}")
        assert drawn.headers["content-disposition"].startswith("attachment")
        assert "Register as of 2026-11-28; rules 3" in drawn.text
        assert f'href="/count/{name}.svg?' in reader.get(f"/count?{asked}").text
    assert reader.get(f"/count/chart.png?{ASKED}").content.startswith(b"\x89PNG")
    rows = read_csv(reader.get(f"/count/chart.csv?{ASKED}").text)
    assert rows[0]["what"] == "figure"
    assert {row["what"] for row in rows[1:]} == {"incident", "total"}
    assert all(row["id"].startswith("i_") and row["holds"] for row in rows[1:])


def test_there_is_no_such_file(reader: Visitor) -> None:
    for path in (
        f"/count/chart.pdf?{ASKED}",
        f"/count/table.html?{ASKED}&by=month",
        f"/count/table.csv?{ASKED}",
        "/count/chart.csv?by=act",
        "/count/certificate?by=act",
        "/count/table.svg?act=arrest&place=FR&by=sex",
    ):
        assert reader.get(path).status_code == 404, path


def test_every_act_has_a_table_and_no_figure(reader: Visitor) -> None:
    page = reader.get("/count?by=act&by=year").text
    assert re.search(r'id="answer" class="answer">At least [\d,]+ person-acts in \d+ incidents<', page)
    assert "People, each counted once whatever befell them: at least" in page
    assert '<th scope="row">people</th>' in page
    assert "certificate" not in page


def test_what_cannot_be_asked_is_said(reader: Visitor) -> None:
    for asked, words in (
        ("act=arrest&by=decade", "By is &#39;decade&#39;"),
        ("act=arrest&by=month&by=month", "one or two different ones"),
        ("act=arrest&by=month,sex,age", "one or two different ones"),
        ("act=&by=month", "several are counted together only by act"),
        ("act=", "several are counted together only by act"),
        ("by=sex&by=age", "several are counted together only by act"),
        ("act=arrest&by=outcome&by=month", "stands alone"),
        ("act=arrest&at=outcome:release", "no question of its own"),
        ("act=arrest&at=sex:none", "no row &#39;none&#39;"),
        ("act=arrest&at=shoe:left", "no such part"),
        ("act=arrest&at=sex:male&at=sex:female", "no such part"),
        ("act=arrest&at=sex:male&by=month", "not broken down again"),
        ("at=sex:male", "several are counted together only by act"),
    ):
        page = reader.get(f"/count?{asked}")
        assert page.status_code == 400, asked
        assert words in page.text, asked


@pytest.mark.parametrize("by", ["by=month", "by=month&by=sex"])
def test_a_long_table_says_what_it_leaves_out(reader: Visitor, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_view, "_MOST_ROWS", 2)
    page = reader.get(f"/count?{ASKED}&{by}").text
    assert "The last 2 rows are shown; 2 lie before them" in page
    assert re.findall(r'<th scope="row">([^<]+)</th>', page)[:3] in (
        ["2019-07", "not known", "all people"],
        ["2019-07", "not known", "all"],
    )


def test_a_table_that_takes_long_is_fetched_again(sample_folder: Path, tmp_path: Path) -> None:
    with open_for_test(sample_folder / "team.db", tmp_path, limits=Limits(patience=0.0)) as room:
        visitor = room.log_in("Rui", "reader")
        page = visitor.get(f"/count?{ASKED}&by=month&by=sex").text
        assert "It is being counted" in page
        assert 'hx-get="/count?act=arrest&amp;from=' in page
        assert "by=month&amp;by=sex" in page
        # A file waits for its numbers; then the page has them too.
        assert visitor.get(f"/count/table.csv?{ASKED}&by=month&by=sex").status_code == 200
        assert visitor.get(f"/count/chart.csv?{ASKED}").status_code == 200
        done = visitor.get(f"/count?{ASKED}&by=month&by=sex").text
        assert "It is being counted" not in done
        assert "By month and sex" in done


def make_cell(at: At, place: tuple[str, ...]) -> Cell:
    question = Question(act="arrest", place=place)
    return Cell(at=at, question=question, low=1, high=1, high_stated=1, incidents=1)


def test_a_place_that_the_gazetteer_finds_elsewhere_is_asked_for_by_its_row() -> None:
    known = make_cell((("province", "CN/Jilin"),), ("CN", "Jilin"))
    assert find_address(known, [("act", "arrest"), ("by", "province")]) == "act=arrest&place=CN%2FJilin"
    unknown = make_cell((("town", "CN/Jilin/Nowhere at all"),), ("CN", "Jilin", "Nowhere at all"))
    assert find_address(unknown, [("act", "arrest"), ("place", "CN"), ("by", "town")]) == (
        "act=arrest&place=CN&at=town%3ACN%2FJilin%2FNowhere+at+all"
    )


def test_an_empty_register_has_nobody_in_its_tables(room: OpenRoom) -> None:
    visitor = room.log_in("Rui", "reader")
    for asked in ("by=act", "act=arrest&by=month", "act=arrest&by=sex&by=age", "act=arrest&by=outcome"):
        page = visitor.get(f"/count?{asked}")
        assert page.status_code == 200, asked
        assert "No claim may lie in the question" in page.text, asked
        assert visitor.get(f"/count/table.csv?{asked}").status_code == 404, asked
    assert "0 people" in visitor.get("/count?act=arrest&at=sex:female").text


@pytest.mark.parametrize("kinds", [("month",), ("month", "sex")])
def test_where_the_whole_clashes_no_part_is_shown(kinds: tuple[Kind, ...]) -> None:
    claims = [make_claim("c_1", (4, 4)), make_claim("c_2", (4, 4))]
    links = [make_link("c_1", "c_2", "same"), make_link("c_1", "c_2", "different")]
    question = Question(act="arrest")
    table = Table(
        question=question,
        breakdown=break_down([question], kinds, claims, links),
        estimate=count_people(question, claims, links),
        persons=None,
        note="",
        footing=Footing(proposed=0, accepted=0, rejected=0),
    )
    shown = table_view.describe_table(table, [("act", "arrest")])
    page = load_templates().environment.get_template("count_table.html").render(address="", **shown)
    assert "no part of it can be trusted" in page
    assert "<table" not in page
