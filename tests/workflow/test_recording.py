"""Readings into the register: the same again changes nothing, order means nothing, and a break loses nothing saved."""

import io
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from bearwitness.core.errors import RegisterError
from bearwitness.core.records import Reading
from bearwitness.reading.english.read import EnglishTools
from bearwitness.workflow.inputs import Overrides, find_inputs
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.recording import ALREADY_THERE
from bearwitness.workflow.view import load_view
from tests.register_homes import Home
from tests.workflow.wave import LINES, read_lines, record


@pytest.fixture(scope="module")
def readings(english: EnglishTools) -> list[Reading]:
    return read_lines(english)


def test_what_was_saved_is_what_is_loaded(readings: list[Reading], home: Home) -> None:
    assert record(readings, home("r.db")) == readings
    view = load_view(home("r.db"))
    assert list(view.readings) == readings
    assert view.claims == tuple(claim for reading in readings for claim in reading.claims)


def test_the_same_again_is_passed_on_with_a_note_and_changes_nothing(readings: list[Reading], home: Home) -> None:
    path = home("r.db")
    record(readings, path)
    before = load_view(path)
    assert [reading.notes[-1] for reading in record(readings, path)] == [ALREADY_THERE] * 3
    assert load_view(path) == before


def test_order_of_reports_changes_no_incident(readings: list[Reading], home: Home) -> None:
    views = []
    for number, order in enumerate(permutations(readings)):
        record(order, home(f"{number}.db"))
        views.append(load_view(home(f"{number}.db")))
    assert {frozenset(view.incidents) for view in views} == {frozenset(views[0].incidents)}
    assert {frozenset(view.links) for view in views} == {frozenset(views[0].links)}
    assert len(views[0].incidents) == 7


@pytest.mark.parametrize("broken_after", [0, 1, 2])
def test_a_break_between_reports_loses_nothing_saved(broken_after: int, readings: list[Reading], home: Home) -> None:
    def break_off() -> Iterator[Reading]:
        yield from readings[:broken_after]
        raise KeyboardInterrupt

    path, whole = home("r.db"), home("whole.db")
    with pytest.raises(KeyboardInterrupt):
        record(break_off(), path)
    assert list(load_view(path).readings) == readings[:broken_after]
    record(readings, path)
    record(readings, whole)
    assert load_view(path).incidents == load_view(whole).incidents
    assert load_view(path).links == load_view(whole).links


def test_a_reader_of_the_stream_that_stops_keeps_what_it_saw(readings: list[Reading], home: Home) -> None:
    """Each reading is saved before it is passed on: `read … | head -1` keeps the one that was seen."""
    from bearwitness.workflow.recording import record_readings
    from tests.workflow.wave import NOON

    stream = record_readings(readings, home("r.db"), lambda: NOON)
    assert next(iter(stream)) == readings[0]
    stream.close()  # type: ignore[attr-defined]
    assert list(load_view(home("r.db")).readings) == readings[:1]


def test_what_could_not_be_captured_is_passed_on_and_not_registered(english: EnglishTools, home: Home) -> None:
    captured = find_inputs(["gone.txt", "-"], io.BytesIO(LINES[1].encode()))
    batch = read_batch(captured, lambda: english, ReadOptions(overrides=Overrides()))
    passed = record(batch, home("r.db"))
    assert [bool(reading.error) for reading in passed] == [True, False]
    assert [reading.report.id for reading in load_view(home("r.db")).readings] == ["killings"]


def test_without_a_register_there_is_no_view(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="there is no register at"):
        load_view(tmp_path / "r.db")
