"""Every export opens in its own library, or follows the schema its makers publish; made from the register of the samples."""

import csv
import io
import json
import re
import warnings
import zipfile
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import geojson
import pytest
import yaml
from frictionless import Package, system
from openpyxl import load_workbook
from prov.model import ProvDocument
from pyarrow import parquet, types

from bearwitness.core.cells import rearm
from bearwitness.release.exports.columns import build_claim, build_incident
from bearwitness.release.exports.formats import FORMATS, render_export
from bearwitness.release.exports.huridocs import ACT, EVENT, INFORMATION, INVOLVEMENT
from bearwitness.release.exports.records import Export
from bearwitness.store.address import parse_address
from bearwitness.workflow.exported_rows import Wanted
from bearwitness.workflow.exporting import build_export, save_export
from bearwitness.workflow.view import View, load_view

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from edtf import parse_edtf

SCHEMAS = Path(__file__).parent / "followthemoney"
DAY = date(2019, 9, 1)


@pytest.fixture(scope="module")
def view(sample_folder: Path) -> View:
    return load_view(parse_address(str(sample_folder / "team.db")))


@pytest.fixture(scope="module")
def export(view: View) -> Export:
    return build_export(view, Wanted(act="arrest", with_quotes=True, with_outlets=True), DAY)


@pytest.fixture(scope="module")
def bare(view: View) -> Export:
    return build_export(view, Wanted(), DAY)


def test_geojson_is_valid_and_draws_areas_as_areas(bare: Export) -> None:
    read = geojson.loads(render_export(bare, "geojson"))
    assert read.is_valid, read.errors()
    kinds = {one["id"]: one["geometry"] and one["geometry"]["type"] for one in read["features"]}
    for one in bare.incidents:
        kind = kinds[one.id]
        assert (kind == "Point") is (one.lat is not None)
        assert kind != "Point" or one.where_prec == 1
    assert {"Point", "MultiPolygon"} <= {kind for kind in kinds.values() if kind}
    assert all(_turns_left(ring) for one in read["features"] for ring in _list_outer(one["geometry"]))


def _list_outer(geometry: Any) -> list[Any]:
    if not geometry or geometry["type"] == "Point":
        return []
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [polygon[0] for polygon in polygons]


def _turns_left(ring: Any) -> bool:
    """Whether a ring goes anticlockwise, as RFC 7946 asks of outer ones."""
    return bool(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) >= 0)


HXL_TAGS = frozenset({"#event", "#date", "#loc", "#country", "#adm1", "#adm2", "#geo", "#affected", "#meta"})
"""Of the hashtags in the core schema of the HXL standard 1.1 those that an event needs."""


def test_hxl_keeps_the_rules_of_its_standard(bare: Export) -> None:
    """libhxl itself found no fault in it (5.2.2, tried by hand): it comes as source only, which no locked installation builds."""
    lines = list(csv.reader(io.StringIO(render_export(bare, "hxl").decode())))
    at = next(
        i for i, line in enumerate(lines) if all(re.fullmatch(r"(#[a-z]\w*( ?\+[a-z]\w*)*)?", cell) for cell in line)
    )
    tags = lines[at]
    assert {tag.partition("+")[0].strip() for tag in tags if tag} <= HXL_TAGS
    assert len(set(tags)) == len(tags)
    rows = [dict(zip(tags, line, strict=True)) for line in lines[at + 1 :]]
    assert [row["#event+id"] for row in rows] == [one.id for one in bare.incidents]
    assert [row["#affected+min"] for row in rows] == [str(one.low) for one in bare.incidents]
    assert [row["#affected+max"] for row in rows] == [
        "" if one.high is None else str(one.high) for one in bare.incidents
    ]
    assert [rearm(row["#adm1+name"]) for row in rows] == [one.admin1 for one in bare.incidents]
    for row in rows:
        for tag in ("#date+start", "#date+end"):
            assert not row[tag] or date.fromisoformat(row[tag]).isoformat() == row[tag]


def test_prov_is_read_by_its_library_and_leads_from_the_figure_to_reports(export: Export) -> None:
    document = ProvDocument.deserialize(content=render_export(export, "prov").decode(), format="json")
    assert document == ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert "wasDerivedFrom" in document.get_provn()
    parents: dict[str, set[str]] = {}
    for record in document.get_records():
        if record.get_type().localpart == "Derivation":
            child, parent = (str(value) for _, value in record.formal_attributes[:2])
            parents.setdefault(child, set()).add(parent)
    reached: set[str] = set()
    waiting = ["bw:figure"]
    while waiting:
        for one in parents.get(waiting.pop(), set()) - reached:
            reached.add(one)
            waiting.append(one)
    assert {f"bw:{one.id}" for one in export.incidents} <= reached
    assert {f"bw:{one.id}" for one in export.claims} <= reached
    assert {f"bw:{one.id}" for one in export.reports} <= reached


def test_frictionless_finds_the_package_valid_and_reads_the_same_rows(export: Export, tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_bytes(render_export(export, "datapackage"))
    with zipfile.ZipFile(tmp_path / "package.zip") as packed:
        packed.extractall(tmp_path)
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "datapackage.json"))
        report = package.validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])
        rows = {name: _read_rows(package, name) for name in ("incidents", "claims")}
    assert tuple(build_incident(_rearm(row)) for row in rows["incidents"]) == export.incidents
    assert tuple(build_claim(_rearm(row)) for row in rows["claims"]) == export.claims
    assert package.licenses[0]["name"] == "other-closed"
    assert "NOT a public release" in str(package.description)


def test_a_changed_package_is_found_by_its_hash(bare: Export, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(render_export(bare, "datapackage"))) as packed:
        packed.extractall(tmp_path)
    table = tmp_path / "incidents.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",arrest,", ",escape,", 1), encoding="utf-8")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert "hash-count" in {row[0] for row in report.flatten(["type"])}


def _read_rows(package: Any, name: str) -> Any:
    return package.get_resource(name).read_rows()


def _rearm(row: Any) -> dict[str, Any]:
    cells = row.to_dict()
    numbers = {name: float(cells[name]) for name in ("lat", "lon") if cells.get(name) is not None}
    return {name: rearm(cell) if isinstance(cell, str) else cell for name, cell in cells.items()} | numbers


def test_parquet_has_typed_columns_and_says_what_it_is(bare: Export) -> None:
    table = parquet.read_table(io.BytesIO(render_export(bare, "parquet")))
    assert types.is_date32(table.schema.field("first_day").type)
    assert types.is_int64(table.schema.field("low").type)
    assert types.is_list(table.schema.field("claims").type)
    assert b"NOT a public release" in table.schema.metadata[b"bearwitness"]
    assert "quotes" not in table.column_names


def test_the_workbook_has_headings_that_stay_filters_and_an_explanation(export: Export) -> None:
    book = load_workbook(io.BytesIO(render_export(export, "xlsx")))
    assert book.sheetnames == ["About", "Incidents", "Claims", "Columns"]
    sheet = book["Incidents"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.endswith(str(len(export.incidents) + 1))
    headings = [box.value for box in sheet[1]]
    explained = {row[1] for row in book["Columns"].iter_rows(values_only=True) if row[0] == "Incidents"}
    assert set(headings) == explained
    assert "NOT a public release" in str(book["About"]["A1"].value)


def test_huridocs_tables_hang_together_and_set_no_stand_in_day(bare: Export) -> None:
    tables = {}
    with zipfile.ZipFile(io.BytesIO(render_export(bare, "huridocs"))) as packed:
        for name in ("event", "act", "involvement", "information"):
            tables[name] = list(csv.DictReader(io.StringIO(packed.read(f"{name}.csv").decode())))
    assert [tuple(tables[name][0]) for name in tables] == [EVENT, ACT, INVOLVEMENT, INFORMATION]
    events = {row["event_record_number"]: row for row in tables["event"]}
    assert set(events) == {one.id for one in bare.incidents}
    assert all(row["event"] in events for name in ("act", "involvement", "information") for row in tables[name])
    acts = {row["act_record_number"] for row in tables["act"]}
    assert {row["act"] for row in tables["involvement"]} <= acts
    for one in bare.incidents:
        row = events[one.id]
        assert bool(row["initial_date"]) is (one.first_day is not None and one.first_day == one.last_day)
        assert not row["date_edtf"] or parse_edtf(row["date_edtf"])
    arrests = [row for row in tables["act"] if row["our_act"] == "arrest"]
    assert {row["type_of_act_code"] for row in arrests} == {"03 01 01"}
    assert {row["confidentiality"] for name in tables for row in tables[name]} == {"y"}


def test_followthemoney_entities_follow_its_schema(export: Export, bare: Export) -> None:
    rows = [json.loads(line) for line in render_export(export, "ftm").decode().splitlines()]
    assert {row["schema"] for row in rows} == {"Event", "Article", "Documentation"}
    known = {row["id"]: row["schema"] for row in rows}
    assert len(known) == len(rows)
    assert [fault for row in rows for fault in find_schema_faults(row, known)] == []
    assert {json.loads(line)["schema"] for line in render_export(bare, "ftm").decode().splitlines()} == {"Event"}


def test_the_check_of_followthemoney_bites() -> None:
    good = {"id": "i_1", "schema": "Event", "properties": {"name": ["Arrest"], "date": ["2019-05"]}}
    assert find_schema_faults(good, {}) == []
    for properties in ({}, {"name": ["A"], "date": ["May"]}, {"name": ["A"], "victims": ["3"]}, {"name": "A"}):
        assert find_schema_faults({**good, "properties": properties}, {})


@cache
def load_schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SCHEMAS / f"{name}.yaml").read_text(encoding="utf-8"))[name]
    return loaded


def list_schemas(name: str) -> list[str]:
    """A schema and all that it extends."""
    return [name, *(above for one in load_schema(name).get("extends", []) for above in list_schemas(one))]


def find_schema_faults(row: dict[str, Any], known: dict[str, str]) -> list[str]:
    """Where an entity breaks FollowTheMoney's own schema: properties it lacks or does not know, and values of the wrong type."""
    own = load_schema(row["schema"])
    properties: dict[str, Any] = {}
    for name in reversed(list_schemas(row["schema"])):
        properties |= load_schema(name).get("properties", {})
    faults = ["abstract"] if own.get("abstract") else []
    faults += [f"lacks {name}" for name in own.get("required", []) if not row["properties"].get(name)]
    for name, values in row["properties"].items():
        if name not in properties or not isinstance(values, list):
            faults.append(f"unknown or no list: {name}")
            continue
        kind = properties[name].get("type", "string")
        faults += [f"{name} is no {kind}" for value in values if not _fits(value, kind, known)]
    return faults


def _fits(value: str, kind: str, known: dict[str, str]) -> bool:
    forms = {"date": r"\d{4}(-\d\d(-\d\d)?)?", "country": r"[a-z]{2}", "url": r"https?://\S+"}
    if kind == "entity":
        return value in known
    return bool(value) and bool(re.fullmatch(forms.get(kind, r"(?s).+"), value))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_format_with_room_for_words_says_that_it_is_no_public_release(name: str, bare: Export) -> None:
    content = render_export(bare, name)
    if name in {"geojson", "ftm", "prov", "ucdp", "acled", "parquet"}:
        assert b"not a public release" in content.lower()


@pytest.mark.parametrize("name", ["ucdp", "acled"])
def test_notes_say_what_each_column_of_a_table_means(name: str, export: Export, tmp_path: Path) -> None:
    """They listed the columns of other formats, and of people_low or relid nothing."""
    save_export(export, name, tmp_path / "table.csv")
    notes = (tmp_path / "table.csv.notes.txt").read_text(encoding="utf-8")
    header = (tmp_path / "table.csv").read_text(encoding="utf-8").partition("\n")[0].strip().split(",")
    assert re.findall(r"^  (\w+): \S", notes, re.MULTILINE) == header
