"""Table, map and timeline of one address are of the same incidents; what is drawn can be taken away; nothing is fetched from elsewhere."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bearwitness.workflow.kept_answers import KeptAnswers
from tests.apps.room.visitor import Visitor, open_for_test

ADDRESSES = (
    "",
    "?act=arrest",
    "?place=CN",
    "?from=2019-05-01&to=2019-05-31",
    "?on=area:CN",
    "?on=none",
    "?shape=total",
    "?act=arrest&group=koreans",
    "?act=killing&grade=corroborated",
    "?on=area:CN/Jilin&act=arrest",
    "?place=Shenyang&act=arrest",
    "?place=riverbank",
)


@pytest.fixture(scope="module")
def reader(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """One reader for all: nothing here is written."""
    folder = tmp_path_factory.mktemp("pictures")
    shutil.copy(sample_folder / "team.db", folder / "team.db")
    with open_for_test(folder / "team.db", folder) as opened:
        yield opened.log_in("Rea", "reader")


def find_count(page: str) -> int:
    """How many incidents the table says there are."""
    found = re.search(r'role="status">([\d,]+) (?:incident|total)', page)
    assert found is not None
    return int(found[1].replace(",", ""))


def find_perhaps(page: str) -> int:
    """How many of them may only be in what is asked for."""
    found = re.search(r"([\d,]+) of them perhaps", page)
    return int(found[1].replace(",", "")) if found else 0


def find_cells(page: str, label: str) -> list[tuple[str, str, str]]:
    """Of each row of a picture's table: its name, its people, the page that counts them."""
    table = page.partition(f'aria-label="{label}"')[2].partition("</table>")[0]
    rows = re.findall(
        r'<tr><td[^>]*><a href="[^"]*">([^<]*)</a>.*?<td class="num">([^<]*|<a [^<]*</a>)</td></tr>', table
    )
    cells = []
    for name, people in rows:
        link = re.fullmatch(r'<a href="([^"]*)">([^<]*)</a>', people)
        cells.append((name, link[2] if link else people, link[1].replace("&amp;", "&") if link else ""))
    return cells


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@pytest.mark.parametrize("address", ADDRESSES)
def test_table_map_and_timeline_have_the_same_incidents(reader: Visitor, address: str) -> None:
    found = find_count(reader.get(f"/incidents{address}").text)
    for name in ("map", "timeline"):
        rows = read_csv(reader.get(f"/map/{name}.csv{address}").text)
        assert sum(int(row["incidents"] or 0) for row in rows) == found, name
        assert rows[-1]["kind"] == "all"


@pytest.mark.parametrize("label", ["Places", "Periods"])
@pytest.mark.parametrize(
    "address", ["?act=arrest", "?act=killing&place=MM", "?act=arrest&from=2019-05-10&to=2019-06-20"]
)
def test_each_number_of_people_is_the_one_its_own_page_counts(reader: Visitor, address: str, label: str) -> None:
    cells = find_cells(reader.get(f"/incidents{address}").text, label)
    assert sum(bool(link) for _, _, link in cells) > 3
    for name, people, link in cells:
        if link:
            answer = re.search(r'class="answer">([^<]*)', reader.get(link).text)
            assert answer is not None
            numbers = re.findall(r"\d[\d,]*", answer[1])
            said = re.findall(r"\d[\d,]*", people)
            assert numbers[: len(said)] == said, (name, people, answer[1])
            assert people.endswith("+") == ("at least" in answer[1].lower() or "no upper end" in answer[1])


@pytest.mark.parametrize("name", ["map", "timeline"])
def test_files_hold_the_numbers_of_the_table(reader: Visitor, name: str) -> None:
    cells = find_cells(reader.get("/incidents?act=arrest").text, "Places" if name == "map" else "Periods")
    rows = [row for row in read_csv(reader.get(f"/map/{name}.csv?act=arrest").text) if row["people_low"]]
    told = [row for row in rows if row["kind"] not in {"all", "span"}]
    ends = [
        f"{row['people_low']}–{row['people_high']}" if row["people_high"] else f"{row['people_low']}+" for row in told
    ]
    same = [end.split("–")[0] if len(set(end.split("–"))) == 1 and "–" in end else end for end in ends]
    assert same == [people.replace(",", "") for _, people, _ in cells]
    drawn = reader.get(f"/map/{name}.svg?act=arrest").text
    for row in told:
        if name == "map" or row["people_high_stated"] != "0":
            low, high = row["people_low"], row["people_high"]
            words = (
                f"at least {int(low):,}"
                if not high
                else f"{int(low):,} to {int(high):,}"
                if low != high
                else f"{int(low):,}"
            )
            assert f"{row['place']}: {words} p" in drawn if name == "map" else f"{words} p" in drawn, row


def test_nothing_adds_up_incidents_to_people(reader: Visitor) -> None:
    """Of several towns together, and of what has no place, only the incidents are said."""
    page = reader.get("/incidents?act=arrest").text
    assert "people" not in "".join(re.findall(r'aria-label="(\d+ towns: [^"]*)"', page))
    nowhere = reader.get("/incidents?on=none&act=arrest").text
    assert "in all that is shown" not in nowhere


def test_what_is_being_counted_says_so_and_gives_no_number(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(KeptAnswers, "ask", lambda *_, **__: None)
        page = reader.get("/incidents?act=arrest").text
        assert "People are being counted" in page
        assert "in all that is shown" not in page
        assert {people for _, people, _ in find_cells(page, "Places")} == {"–"}
        assert {people for _, people, _ in find_cells(page, "Periods")} == {"–"}
        labels = "".join(re.findall(r'aria-label="([^"]*)"', page.partition('id="rows"')[2]))
        assert not re.search(r"\d (?:people|person)", labels)
        again = reader.get("/incidents?act=arrest", headers={"hx-target": "counting"})
        assert again.text.lstrip().startswith('<p class="note" id="counting"')
        assert "hx-retarget" not in again.headers
        assert reader.get("/map/map.csv?act=arrest").status_code == 503
        assert all(
            one["properties"]["level"] == -1 for one in reader.get("/map/data?act=arrest").json()["areas"]["features"]
        )
    there = reader.get("/incidents?act=arrest", headers={"hx-target": "counting"})
    assert there.headers["hx-retarget"] == "#rows"
    assert "in all that is shown" in there.text
    assert "<h1>" not in there.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("?shape=total", "totals are not counted apart"),
        ("?conflict=1", "disagree are not counted apart"),
        ("?place=hen", "“hen” is not one place"),
    ],
)
def test_where_people_are_not_counted_the_page_says_why(reader: Visitor, address: str, said: str) -> None:
    page = reader.get(f"/incidents{address}").text
    assert said in page
    assert "in all that is shown" not in page


def test_every_filter_is_in_the_address_and_can_be_taken_back(reader: Visitor) -> None:
    asked = {
        "act": "arrest",
        "grade": "corroborated",
        "place": "CN",
        "from": "2019-05-01",
        "to": "2019-05-31",
        "group": "x",
    }
    page = reader.get("/incidents", params=asked).text
    chips = re.findall(r'class="chip" href="([^"]*)"', page)
    assert len(chips) == 5
    for key in ("act", "grade", "place", "from", "group"):
        assert sum(f"{key}=" not in chip for chip in chips) == 1
    assert 'href="/incidents">Show everything' in page
    assert all(f"{key}=" in reader.get("/incidents", params=asked).text for key in asked)


def test_days_the_wrong_way_round_are_refused_in_words(reader: Visitor) -> None:
    answer = reader.get("/incidents?from=2019-06-01&to=2019-05-01")
    assert answer.status_code == 400
    assert "swap them" in answer.text


def test_what_the_browser_draws_has_no_point_for_an_area(reader: Visitor) -> None:
    data = json.loads(reader.get("/map/data").text)
    rows = read_csv(reader.get("/map/map.csv").text)
    towns = [row for row in rows if row["kind"] == "town"]
    assert len(data["towns"]["features"]) == len(towns) > 0
    assert all(one["properties"]["id"].startswith("town:") for one in data["towns"]["features"])
    assert {one["geometry"]["type"] for one in data["areas"]["features"]} == {"MultiPolygon"}
    assert all(not row["east"] for row in rows if row["kind"] != "town")


def test_the_drawn_map_leads_to_its_incidents(reader: Visitor) -> None:
    page = reader.get("/incidents?act=arrest").text
    found = re.findall(r'<a href="([^"]*)" class="dot[^"]*" aria-label="[^"]*?([\d,]+) incidents?', page)
    assert found
    for address, number in found:
        assert "act=arrest" in address
        chosen = reader.get(address.replace("&amp;", "&")).text
        assert find_count(chosen) - find_perhaps(chosen) == int(number)


def test_the_timeline_leads_to_its_days(reader: Visitor) -> None:
    page = reader.get("/incidents?act=arrest").text
    address = re.findall(r'<a href="([^"]*)" class="upright"', page)[0].replace("&amp;", "&")
    assert "from=" in address
    assert "to=" in address
    assert find_count(reader.get(address).text) > 0


@pytest.mark.parametrize("name", ["map", "timeline"])
def test_pictures_say_what_they_are(reader: Visitor, name: str) -> None:
    drawn = reader.get(f"/map/{name}.svg?act=arrest")
    assert drawn.headers["content-disposition"].startswith("attachment")
    text = "".join(ElementTree.fromstring(drawn.text).itertext())
    assert "arrest" in text
    assert "2026-11-28" in text
    assert "rules 3" in text
    assert "Natural Earth" in text
    assert "href" not in drawn.text.replace("xmlns", "")
    assert reader.get(f"/map/{name}.png?act=arrest").content.startswith(b"\x89PNG")
    told = reader.get(f"/map/{name}.csv?act=arrest").text
    assert told.startswith("# ")
    assert "CC BY 4.0" in told


@pytest.mark.parametrize("path", ["/map/world.svg", "/map/map.exe", "/map/map.html"])
def test_there_is_no_such_picture(reader: Visitor, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("part", ["x", "box:1,2", "box:nan,1,2,3"])
def test_a_part_of_the_map_that_is_none_is_refused_in_words(reader: Visitor, part: str) -> None:
    for path in ("/incidents", "/map/data", "/map/map.csv"):
        answer = reader.get(path, params={"on": part})
        assert answer.status_code == 400
        assert "part of the map" in answer.text


def test_a_script_in_an_address_stays_text(reader: Visitor) -> None:
    bad = "area:<script>alert(1)</script>"
    page = reader.get("/incidents", params={"on": bad, "place": "<script>x"}).text
    assert "<script>alert" not in page
    assert "<script>x" not in page
    assert "<script>x" not in reader.get("/map/map.svg", params={"place": "<script>x"}).text


def test_outlines_are_kept_by_the_browser(reader: Visitor) -> None:
    answer = reader.get("/map/outlines")
    assert "max-age" in answer.headers["cache-control"]
    assert len(answer.json()["features"]) > 240


def test_the_chart_of_a_trend_can_be_taken_away(reader: Visitor) -> None:
    drawn = reader.get("/trend/chart.svg?act=arrest&by=month")
    assert drawn.status_code == 200
    assert "rules 3" in drawn.text
    assert reader.get("/trend/chart.png?act=arrest&by=month").content.startswith(b"\x89PNG")
    assert reader.get("/trend/chart.csv?act=arrest&by=month").text.startswith("# arrest")
    assert reader.get("/trend/chart.svg?act=nothing").status_code == 400
    assert "/trend/chart.svg" in reader.get("/trend?act=arrest").text
