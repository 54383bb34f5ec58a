"""A report's outlet and day, said after it was read: it is read anew, and what persons did stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bearwitness.capture.report import build_report
from bearwitness.core.errors import UsageError
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.register import Register, load_current, open_register, report_uid
from bearwitness.store.register_claims import load_report, load_standing_claim
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.hand_claims import find_quote, read_fields
from bearwitness.workflow.inputs import Overrides
from bearwitness.workflow.reading import ReadOptions, read_batch
from bearwitness.workflow.recording import record_readings
from bearwitness.workflow.report_facts import ReportFacts, give_facts
from bearwitness.workflow.reviewing import Signature, add_claim, decide_claim
from bearwitness.workflow.view import load_view

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLD = b"Police detained four women at a market in Shenyang on Sunday. They had come from Tumen a week before.\n"
FACTS = ReportFacts(outlet="Harbour Post", published_on=date(2019, 5, 7), url="https://harbour.example/1")


@pytest.fixture
def register(tmp_path: Path, english: EnglishTools) -> Iterator[Register]:
    """A register of one report that says neither who printed it nor when."""
    captured = Captured(input="a.txt", report=build_report(TOLD, "a.txt").report)
    readings = read_batch([captured], lambda: english, ReadOptions(overrides=Overrides()))
    list(record_readings(readings, tmp_path / "r.db", lambda: NOW))
    with open_register(tmp_path / "r.db", create=False) as opened:
        yield opened


def test_on_sunday_gets_its_day_and_decisions_stay(register: Register, english: EnglishTools, tmp_path: Path) -> None:
    (reading,) = load_current(register)
    uid, (claim, *_) = report_uid(reading.report), reading.claims
    assert claim.when is None
    standing = load_standing_claim(register, claim.id)
    assert standing is not None
    signed = Signature(name="eva", because="so", at=NOW, seen=standing.seen)
    decide_claim(register, claim.id, "accepted", signed)
    words = find_quote(reading.report, "They had come from Tumen", None)
    told = add_claim(register, uid, [words], replace(read_fields(claim), place="CN/Jilin/Tumen"), signed)
    kept = give_facts(register, uid, FACTS, ("nur", NOW), lambda: english)
    (now,) = load_current(register)
    assert now == kept
    assert (now.report.text, now.report.sha256, now.report.id) == (
        reading.report.text, reading.report.sha256, reading.report.id,
    )  # fmt: skip
    assert now.report.outlet == "Harbour Post"
    again = next(one for one in now.claims if one.id == claim.id)
    assert again.when is not None
    assert again.when.earliest == again.when.latest == date(2019, 5, 5)
    assert told.id in {one.id for one in now.claims}
    assert {claim.id, told.id} <= load_view(tmp_path / "r.db").accepted
    assert any("as nur gave them" in note for note in now.notes)


def test_what_was_said_wrongly_can_be_said_otherwise_and_back(register: Register, english: EnglishTools) -> None:
    (reading,) = load_current(register)
    uid = report_uid(reading.report)
    none = ReportFacts(outlet=None, published_on=None, url=None)
    for number, facts in enumerate((FACTS, replace(FACTS, published_on=date(2019, 6, 1)), none, FACTS)):
        give_facts(register, uid, facts, ("nur", NOW + timedelta(seconds=number)), lambda: english)
        found = load_report(register, uid)
        assert found is not None
        assert found[1].report.published_on == facts.published_on
    (now,) = load_current(register)
    assert len(now.claims) == len(reading.claims)


def test_nothing_new_and_no_report_are_refused(register: Register, english: EnglishTools) -> None:
    (reading,) = load_current(register)
    none = ReportFacts(outlet=None, published_on=None, url=None)
    with pytest.raises(UsageError, match="holds already"):
        give_facts(register, report_uid(reading.report), none, ("nur", NOW), lambda: english)
    with pytest.raises(UsageError, match="no such report"):
        give_facts(register, "u_none", FACTS, ("nur", NOW), lambda: english)
