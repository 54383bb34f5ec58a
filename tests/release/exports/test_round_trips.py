"""What is exported comes back as it was: a law for cells, for dates, and for every format that can hold all of a row."""

import csv
import io
import json
import warnings
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bearwitness.core.cells import clean_words, disarm, rearm
from bearwitness.core.records import When
from bearwitness.release.exports.columns import build_incident, load_columns
from bearwitness.release.exports.comma_separated import parse_records, render_records
from bearwitness.release.exports.conflict_tables import render_acled, render_ucdp
from bearwitness.release.exports.edtf_dates import parse_days, render_days, render_edtf
from bearwitness.release.exports.excel import INCIDENTS, parse_excel, render_excel
from bearwitness.release.exports.followthemoney import render_followthemoney
from bearwitness.release.exports.geojson import parse_geojson, render_geojson
from bearwitness.release.exports.parquet import parse_parquet, render_parquet
from bearwitness.release.exports.records import Export, ExportedIncident
from tests.release.exports.made_up_rows import SCOPE, ends, exports

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its grammar is written for an older pyparsing, and says so on import
    from edtf import parse_edtf

few = settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""A failing row is shown as it was made: making a workbook smaller step by step takes minutes."""
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")


@given(st.text() | st.text(alphabet="'=+-@ \t"))
def test_a_disarmed_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = disarm(text)
    assert cell[:1] not in DANGEROUS
    assert rearm(cell) == text


@given(st.text())
def test_cleaned_words_are_one_line_without_control_characters(text: str) -> None:
    words = clean_words(text)
    assert words == clean_words(words)
    assert words.isprintable() or not any(ord(letter) < 32 for letter in words)


@given(ends(), st.booleans())
def test_days_come_back_from_edtf(two: tuple[date | None, date | None], is_about: bool) -> None:
    first, last = two
    if first and last and first > last:
        return
    text = render_days(first, last, is_about=is_about)
    assert parse_days(text) == (first, last)
    assert not text or str(parse_edtf(text)) == text


@given(ends())
def test_the_edtf_library_reads_the_same_days(two: tuple[date | None, date | None]) -> None:
    first, last = two
    if first is None or last is None or first > last:
        return
    read = parse_edtf(render_days(first, last))
    assert tuple(read.lower_strict()[:3]) == (first.year, first.month, first.day)
    assert tuple(read.upper_strict()[:3]) == (last.year, last.month, last.day)


@pytest.mark.parametrize(
    ("words", "written"),
    [("on about 15 May", "2019-05-15~"), ("on 15 May", "2019-05-15"), ("around midday of May 15", "2019-05-15~")],
)
def test_about_is_written_only_where_words_say_it(words: str, written: str) -> None:
    day = date(2019, 5, 15)
    assert render_edtf(When(earliest=day, latest=day, prec=1, basis="stated", text=words)) == written


def test_a_day_without_its_year_has_no_year() -> None:
    when = When(earliest=None, latest=None, prec=1, basis="stated", text="on May 24", month_day="05-24")
    assert render_edtf(when) == "XXXX-05-24"
    assert str(parse_edtf("XXXX-05-24")) == "XXXX-05-24"


@few
@given(exports)
def test_incidents_come_back_from_csv(export: Export) -> None:
    columns = load_columns("incident")
    text = render_records(export.incidents, columns)
    assert tuple(build_incident(row) for row in parse_records(text, columns)) == export.incidents


@few
@given(exports)
def test_incidents_come_back_from_geojson(export: Export) -> None:
    assert parse_geojson(render_geojson(export)) == export.incidents


@few
@given(exports)
def test_incidents_come_back_from_parquet(export: Export) -> None:
    assert parse_parquet(render_parquet(export)) == export.incidents


@few
@given(exports)
def test_incidents_come_back_from_a_workbook_in_which_nothing_is_a_formula(export: Export) -> None:
    content = render_excel(export)
    assert parse_excel(content) == export.incidents
    sheet = load_workbook(io.BytesIO(content))[INCIDENTS]
    assert {box.data_type for row in sheet.iter_rows() for box in row} <= {"s", "n", "d"}


@few
@given(exports)
def test_named_columns_never_invent_a_best_number_a_day_or_a_point(export: Export) -> None:
    ucdp = list(csv.DictReader(io.StringIO(render_ucdp(export))))
    acled = list(csv.DictReader(io.StringIO(render_acled(export))))
    for one, theirs, others in zip(export.incidents, ucdp, acled, strict=True):
        is_death = one.act == "killing" and one.unit == "person"
        assert theirs["low"] == (str(one.low) if is_death else "")
        assert theirs["high"] == ("" if one.high is None or not is_death else str(one.high))
        assert theirs["best"] == (str(one.low) if is_death and one.low == one.high else "")
        assert others["fatalities"] == theirs["low"]
        assert others["event_date"] == (
            one.first_day.isoformat() if one.first_day and one.first_day == one.last_day else ""
        )
        assert (theirs["latitude"] == "") is (others["longitude"] == "") is (one.lat is None)
        assert (int(theirs["people_low"]), theirs["relid"]) == (one.low, one.id)
        assert rearm(others["location"]) == one.place


@pytest.mark.parametrize(("high", "best"), [(4, ""), (None, ""), (3, "3")])
def test_no_best_number_is_told_between_two_bounds(high: int | None, best: str) -> None:
    row = ExportedIncident(
        id="i_1", act="killing", shape="incident", first_day=None, last_day=None, date_prec=None, edtf="", place="", place_id=None,
        country="", country_name="", admin1="", admin2="", where_prec=None, lat=None, lon=None, low=3, high=high, unit="person",
        female=None, male=None, children=None, grade="single-source", origins=1, reports=1, voices=(), accepted=0, conflicts=0,
        in_question="possible", claims=("c_1",),
    )  # fmt: skip
    (told,) = csv.DictReader(io.StringIO(render_ucdp(Export(scope=SCOPE, incidents=(row,)))))
    assert (told["low"], told["best"], told["high"]) == ("3", best, "" if high is None else str(high))


@few
@given(exports)
def test_days_and_ids_come_back_from_followthemoney(export: Export) -> None:
    rows = [json.loads(line) for line in render_followthemoney(export).splitlines()]
    events = [row for row in rows if row["schema"] == "Event"]
    for one, row in zip(export.incidents, events, strict=True):
        told = row["properties"]
        first, last = (told.get(name, [None])[0] for name in ("startDate", "endDate"))
        assert (row["id"], first, last) == (
            one.id,
            one.first_day and one.first_day.isoformat(),
            one.last_day and one.last_day.isoformat(),
        )
