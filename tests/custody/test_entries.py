"""Entries of the log: frozen as they are, different for whatever differs, and giving nothing away."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.custody.entries import (
    KINDS,
    Moment,
    Plain,
    Record,
    build_record,
    find_time,
    hash_record,
    name_row,
    render_entry,
)

AT = Moment(at="2026-11-29T01:00:00+00:00", why="written")
SALT = bytes(range(16))
values: st.SearchStrategy[Plain] = st.none() | st.integers(-(2**40), 2**40) | st.text()


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Of any kind, with anything in it."""
    kind = draw(st.sampled_from(sorted(KINDS[1])))
    many = len(KINDS[1][kind].fields)
    return Record(kind=kind, values=tuple(draw(st.lists(values, min_size=many, max_size=many))))


def test_the_first_format_is_frozen() -> None:
    """A register that was signed with it must be understood for ever: if this fails, make a further format."""
    review = build_record(
        "review",
        {"number": 4, "claim": "c_1", "decision": "accepted", "by": "eva", "at": AT.at, "because": "read\u00e9"},
    )
    assert render_entry(review, AT) == (
        '{"format":1,"kind":"review","logged_at":"2026-11-29T01:00:00+00:00","record":{"at":"2026-11-29T01:00:00+00:00",'
        '"because":"read\\u00e9","by":"eva","claim":"c_1","decision":"accepted","number":4},"why":"written"}'
    )
    assert hash_record(review, AT, SALT).hex() == "448a2d03bb04f0437b19c26f4cdeb93939bb6a0034596589925606e9e86e23f5"
    assert name_row(review) == "4"


@given(record=records(), data=st.data())
def test_any_other_value_is_another_entry(record: Record, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(record.values) - 1))
    other = data.draw(values.filter(lambda value: value != record.values[place]))
    changed = replace(record, values=(*record.values[:place], other, *record.values[place + 1 :]))
    assert render_entry(changed, AT) != render_entry(record, AT)
    assert json.loads(render_entry(record, AT))["kind"] == record.kind


@given(record=records(), salt=st.binary(min_size=16, max_size=16))
def test_the_hash_is_of_the_salt_too(record: Record, salt: bytes) -> None:
    """Without it a short record could be guessed from its hash beside another's proof."""
    assert (hash_record(record, AT, salt) == hash_record(record, AT, SALT)) == (salt == SALT)


@given(record=records())
def test_when_and_why_it_was_logged_are_part_of_it(record: Record) -> None:
    for moment in (replace(AT, at="2026-11-29T01:00:01+00:00"), replace(AT, why="upgrade")):
        assert render_entry(record, moment) != render_entry(record, AT)


def test_of_a_report_the_entry_holds_a_hash_of_the_text() -> None:
    row = dict.fromkeys(KINDS[1]["report"].fields) | {"text": "Two people were taken.", "revision": "v_1"}
    entry = render_entry(build_record("report", row), AT)
    assert "taken" not in entry
    assert '"text_sha256":"' in entry


@pytest.mark.parametrize(
    ("given", "told"),
    [(date(2019, 5, 1), "2019-05-01"), (1, 1.0), (0.5, 0.5), (None, None), (b"\xff", "bytes: b'\\xff'")],
)
def test_what_an_engine_gives_back_is_made_plain(given: object, told: object) -> None:
    assert build_record("link", {"score": given}).values[5] == told


@pytest.mark.parametrize(
    ("said", "at"), [(AT.at, datetime(2026, 11, 29, 1, tzinfo=UTC)), ("2026-11-29", None), (7, None)]
)
def test_when_a_record_was_made(said: object, at: datetime | None) -> None:
    assert find_time(build_record("review", {"at": said})) == at
    assert find_time(build_record("claim", {"reading": 1})) is None
