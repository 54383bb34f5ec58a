"""Table, map and timeline of one address are of the same incidents; what is drawn can be taken away; nothing is fetched from elsewhere."""

import csv
import json
import re
from xml.etree import ElementTree

import pytest

from tests.apps.room.visitor import OpenRoom, Visitor

ADDRESSES = (
    "",
    "?act=arrest",
    "?place=CN",
    "?from=2019-05-01&to=2019-05-31",
    "?on=area:CN",
    "?on=none",
    "?shape=total",
)


@pytest.fixture
def reader(sample_room: OpenRoom) -> Visitor:
    return sample_room.log_in("Rea", "reader")


def find_count(page: str) -> int:
    """How many incidents the table says there are."""
    found = re.search(r'role="status">([\d,]+) (?:incident|total)', page)
    assert found is not None
    return int(found[1].replace(",", ""))


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@pytest.mark.parametrize("address", ADDRESSES)
def test_table_map_and_timeline_have_the_same_incidents(reader: Visitor, address: str) -> None:
    found = find_count(reader.get(f"/incidents{address}").text)
    for name in ("map", "timeline"):
        rows = read_csv(reader.get(f"/map/{name}.csv{address}").text)
        assert sum(int(row["incidents"]) for row in rows) == found, name


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
        assert find_count(reader.get(address.replace("&amp;", "&")).text) == int(number)


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
