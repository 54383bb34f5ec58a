"""An export is closed by default: whatever a register holds, no words of reports, no names and no outlets are in any file of it."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from bearwitness.core.errors import UsageError
from bearwitness.core.records import Actor, Claim, People, Quote, Reading, Voice, Where
from bearwitness.linking.incidents import build_incidents
from bearwitness.release.exports.formats import FORMATS, render_export
from bearwitness.release.exports.records import Export, ExportedClaim, ExportedIncident, ExportedReport
from bearwitness.store.address import parse_address
from bearwitness.workflow.exported_rows import Wanted
from bearwitness.workflow.exporting import build_export, save_export
from bearwitness.workflow.tools import load_places
from bearwitness.workflow.view import View
from tests.linking.told import make_claim, make_reading
from tests.strategies import readings

DAY = date(2019, 9, 1)
CANARY = "Zzyzxwolf"


def make_view(*told: Reading) -> View:
    claims = tuple(claim for reading in told for claim in reading.claims)
    return View(
        path=parse_address("none.db"),
        readings=told,
        claims=claims,
        links=(),
        incidents=build_incidents(told, ()),
        accepted=frozenset(),
        rejected=frozenset(),
    )


def plant(claim: Claim) -> Claim:
    """The claim with a canary in every field of words."""
    quote = Quote(start=0, end=len(CANARY), text=CANARY)
    where = (
        None if claim.where is None else replace(claim.where, name=CANARY, admin1=CANARY, admin2=CANARY, text=CANARY)
    )
    return replace(
        claim,
        when=None if claim.when is None else replace(claim.when, text=CANARY, anchor=CANARY),
        where=where,
        count=replace(claim.count, text=CANARY),
        people=replace(claim.people, group=CANARY, names=(CANARY,)),
        actor=Actor(text=CANARY, kind="state"),
        manner=(CANARY,),
        voices=(Voice(kind="witness", name=CANARY, text=CANARY),),
        relations=(),
        quotes=(quote,),
        found_by=f"person:{CANARY}",
        also_found_by=(CANARY,),
    )


def plant_reading(reading: Reading) -> Reading:
    report = replace(
        reading.report, id=CANARY, input=CANARY, url=CANARY, outlet=CANARY, title=CANARY, language=CANARY, text=CANARY
    )
    return Reading(report=report, claims=tuple(plant(claim) for claim in reading.claims))


def list_bytes(export: Export) -> Iterator[bytes]:
    """All bytes of an export in every format, zips unpacked."""
    for name in FORMATS:
        content = render_export(export, name)
        yield content
        if content.startswith(b"PK"):
            with zipfile.ZipFile(BytesIO(content)) as packed:
                yield from (packed.read(entry) for entry in packed.namelist())


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(readings)
def test_no_word_of_a_report_is_in_any_export(reading: Reading) -> None:
    export = build_export(make_view(plant_reading(reading)), Wanted(), DAY)
    assert CANARY not in repr(export)
    assert not any(CANARY.encode() in content for content in list_bytes(export))


def test_words_and_outlets_come_in_where_asked_for_and_names_of_victims_and_sources_never() -> None:
    claim = replace(
        make_claim("c_1"),
        people=People(group="three teachers", names=("Planted Victim",)),
        actor=Actor(text="border police", kind="state"),
        voices=(Voice(kind="witness", name="Planted Source", text="a neighbour"),),
        quotes=(Quote(start=0, end=9, text="were held"),),
        found_by="person:planted-reviewer",
    )
    view = make_view(make_reading("Valley Herald", claim))
    both = b"".join(list_bytes(build_export(view, Wanted(with_quotes=True, with_outlets=True), DAY)))
    for words in (b"three teachers", b"border police", b"were held", b"Valley Herald"):
        assert words in both
    for name in (b"Planted Victim", b"Planted Source", b"planted-reviewer", b"a neighbour"):
        assert name not in both
    quotes = b"".join(list_bytes(build_export(view, Wanted(with_quotes=True), DAY)))
    assert b"were held" in quotes
    assert b"Valley Herald" not in quotes
    outlets = b"".join(list_bytes(build_export(view, Wanted(with_outlets=True), DAY)))
    assert b"Valley Herald" in outlets
    assert b"were held" not in outlets


def test_the_rows_have_no_field_that_holds_a_name() -> None:
    held = {field.name for kind in (ExportedIncident, ExportedClaim, ExportedReport) for field in fields(kind)}
    assert not held & {"names", "name", "by", "also_found_by", "text", "because", "reviewer"}


@pytest.mark.parametrize(
    ("found_by", "told"),
    [
        ("en/7", "en/7"),
        ("lm/llama3.1:8b", "lm/llama3.1:8b"),
        ("person:eva", "person"),
        ("a note of eva", "another reader"),
    ],
)
def test_a_reader_is_told_with_its_version_and_a_person_as_no_more_than_that(found_by: str, told: str) -> None:
    claim = replace(make_claim("c_1"), found_by=found_by)
    (row,) = build_export(make_view(make_reading("Valley Herald", claim)), Wanted(), DAY).claims
    assert row.read_by == told


def build_where(**changes: Any) -> Where:
    place = next(one for one in load_places().find("Shenyang") if one.kind == "town")
    where = Where(
        name="Shenyang", geonameid=place.geonameid, country="CN", admin1="Liaoning", admin2=None, lat=1.0, lon=1.0, prec=1,
        text="Shenyang",
    )  # fmt: skip
    return replace(where, **changes)


@pytest.mark.parametrize(
    ("changes", "geometry", "prec", "place"),
    [
        ({}, "Point", 1, "Shenyang"),
        ({"prec": 2}, "area", 2, "Shenyang"),
        ({"basis": "inferred"}, "area", 6, ""),
        ({"geonameid": None, "name": "a shelter on the hill"}, "area", 4, ""),
        ({"geonameid": None, "name": "China", "admin1": None, "prec": 6}, "area", 6, ""),
        ({"geonameid": None, "name": "the world", "country": None, "admin1": None}, None, None, ""),
    ],
)
def test_a_point_is_a_stated_town_and_all_else_an_area(
    changes: dict[str, Any], geometry: str | None, prec: int | None, place: str
) -> None:
    claim = replace(make_claim("c_1"), where=build_where(**changes))
    export = build_export(make_view(make_reading("Valley Herald", claim)), Wanted(), DAY)
    (row,) = export.incidents
    (feature,) = json.loads(render_export(export, "geojson"))["features"]
    drawn = feature["geometry"] and feature["geometry"]["type"]
    assert (drawn if drawn in {"Point", None} else "area") == geometry
    assert (row.where_prec, row.place) == (prec, place)
    # The coordinates are the gazetteer's, never those that a claim brings.
    assert row.lat != 1.0


def test_what_is_asked_narrows_the_export_and_what_may_lie_in_it_is_marked() -> None:
    spring = make_claim("c_1")
    unknown = replace(make_claim("c_2", place="Tonghua"), when=None)
    late = make_claim("c_3", place="Dalian", day=date(2019, 8, 1))
    view = make_view(*(make_reading(f"outlet {one.id}", one) for one in (spring, unknown, late)))
    wanted = Wanted(act="arrest", earliest=date(2019, 5, 1), latest=date(2019, 5, 31), place="CN")
    export = build_export(view, wanted, DAY)
    assert {one.claims: one.in_question for one in export.incidents} == {("c_1",): "certain", ("c_2",): "possible"}
    assert export.figure is not None
    assert (export.figure.low, export.figure.high) == (2, 4)
    assert build_export(view, replace(wanted, act="killing"), DAY).incidents == ()


def test_an_export_is_its_owners_alone_and_writes_over_nothing(tmp_path: Path) -> None:
    export = build_export(make_view(make_reading("Valley Herald", make_claim("c_1"))), Wanted(), DAY)
    notes = save_export(export, "ucdp", tmp_path / "a.csv")
    assert {file.stat().st_mode & 0o777 for file in (notes, tmp_path / "a.csv")} == {0o600}
    assert "NOT a public release" in notes.read_text(encoding="utf-8")
    before = (tmp_path / "a.csv").read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        save_export(export, "acled", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == before
