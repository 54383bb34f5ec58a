"""Exact copies stand in the register's log: each with its report, and whatever is done to the folder afterwards is found and named."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import select

from bearwitness.core.errors import RegisterError
from bearwitness.core.evidence_record import BY_FETCH, Copy, build_note, parse_note, render_note
from bearwitness.core.records import Reading, Report
from bearwitness.custody.signing import derive_public
from bearwitness.store import schema
from bearwitness.store.address import Address
from bearwitness.store.evidence_folder import keep_copy, open_evidence
from bearwitness.store.log_reading import Event, load_events, load_log, look_at, save_event
from bearwitness.store.register import open_register
from bearwitness.store.upgrading import upgrade_register
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.evidence import (
    LOGGED_AND_GONE,
    NOT_LOGGED,
    CopyLedger,
    check_evidence,
    keep_copies,
)
from bearwitness.workflow.inputs import find_inputs
from bearwitness.workflow.recording import record_readings
from bearwitness.workflow.verifying import Trust, Verified, verify_register
from tests.register_homes import Home
from tests.workflow.tampering import SIGNER

ADDRESS = "https://post.example/2021/two-held"
TRUST = Trust(keys=(derive_public(SIGNER.seed, SIGNER.name),))


def now() -> datetime:
    return datetime.now(UTC)


def capture(*texts: str) -> list[Captured]:
    """Pages as `fetch` brings them, without a net."""
    found = []
    for text in texts:
        data = text.encode()
        (item,) = find_inputs(["-"], BytesIO(data))
        assert item.report is not None
        copy = Copy(data=data, form="file", method=BY_FETCH, url=ADDRESS, captured_at=datetime(2021, 3, 1, tzinfo=UTC))
        found.append(replace(item, copy=copy))
    return found


def read_in(address: Address, folder: Path, items: Iterable[Captured], ledger: CopyLedger | None = None) -> None:
    """Kept and recorded, as `read --keep-copies` does it, with nothing read from the reports."""
    book = ledger or CopyLedger(folder=folder)
    readings = (Reading(report=one.report) for one in keep_copies(items, book, now) if one.report is not None)
    for _ in record_readings(readings, address, now, ledger=book):
        pass


def events_of(address: Address) -> list[Event]:
    with look_at(address) as connection:
        return [one for one in load_events(connection) if one.kind == "copy"]


def verify(address: Address, folder: Path | None = None) -> Verified:
    return verify_register(address, TRUST, folder)


def test_a_copy_is_logged_in_the_step_of_its_report_and_tells_no_address(home: Home, tmp_path: Path) -> None:
    address, folder = home("register.db"), tmp_path / "copies"
    read_in(address, folder, capture("Two were held in Yanji.", "Four were shot in Bago."))
    with look_at(address) as connection:
        log = load_log(connection)
        uids = list(connection.scalars(select(schema.reports.c.uid)))
        bodies = [one.body for one in load_events(connection) if one.kind == "copy"]
    sizes = [0, *(step.size for step in log.steps)]
    steps = [{leaf.kind for leaf in log.leaves if a <= leaf.number < b} for a, b in pairwise(sizes)]
    assert steps.count({"report", "reading", "event"}) == 2
    assert [set(body) for body in bodies] == [{"note", "copy", "report"}] * 2
    assert sorted(str(body["report"]) for body in bodies) == sorted(uids)
    assert "post.example" not in json.dumps(bodies)
    found = verify(address, folder)
    assert found.findings == ()
    assert found.copies is not None
    assert (found.copies.sound, found.copies.logged, found.copies_logged) == (2, 2, 2)


def test_the_same_once_more_logs_nothing_and_a_copy_kept_later_is_logged_then(home: Home, tmp_path: Path) -> None:
    address, folder = home("register.db"), tmp_path / "copies"
    items = capture("Two were held in Yanji.")
    for _ in record_readings([Reading(report=one.report) for one in items if one.report], address, now):
        pass
    assert events_of(address) == []
    for _ in range(3):
        read_in(address, folder, items)
    assert len(events_of(address)) == 1
    assert verify(address, folder).findings == ()


def find(folder: Path, ending: str) -> Path:
    return min(folder.rglob(f"*.{ending}"))


def change_copy(folder: Path) -> None:
    """Other words."""
    path = find(folder, "copy")
    path.write_bytes(path.read_bytes().replace(b"Two", b"Ten"))


def change_note(folder: Path) -> None:
    """Another day in it, under its old name."""
    path = find(folder, "json")
    path.write_bytes(path.read_bytes().replace(b"2021-03-01", b"2019-03-01"))


def exchange_note(folder: Path) -> None:
    """The same under the name that fits it again: nothing in the folder speaks against it."""
    path = find(folder, "json")
    note = parse_note(path.read_bytes().replace(b"2021-03-01", b"2019-03-01"))
    data = find(folder, "copy").read_bytes()
    path.unlink()
    assert keep_copy(open_evidence(folder, create=False), data, note).is_new


def remove_copy(folder: Path) -> None:
    """Only the note stays."""
    find(folder, "copy").unlink()


def remove_both(folder: Path) -> None:
    """Nothing in the folder tells that there was one."""
    find(folder, "copy").unlink()
    find(folder, "json").unlink()


def add_note(folder: Path) -> None:
    """A sound copy with a sound note, for a report that is in the register."""
    note = parse_note(find(folder, "json").read_bytes())
    keep_copy(
        open_evidence(folder, create=False), find(folder, "copy").read_bytes(), replace(note, url="https://a.example/")
    )


@pytest.mark.parametrize(
    ("tamper", "faults", "sorts"),
    [
        (change_copy, {"changed"}, {"changed"}),
        (change_note, {"note changed"}, {"changed"}),
        (exchange_note, {NOT_LOGGED, LOGGED_AND_GONE}, {"added", "missing"}),
        (remove_copy, {"missing"}, {"missing"}),
        (remove_both, {LOGGED_AND_GONE}, {"missing"}),
        (add_note, {NOT_LOGGED}, {"added"}),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_what_is_done_to_the_folder_is_found_and_named(
    tamper: Callable[[Path], None], faults: set[str], sorts: set[str], tmp_path: Path
) -> None:
    address, folder = tmp_path / "team.db", tmp_path / "team.evidence"
    read_in(address, folder, capture("Two were held in Yanji."))
    name = find(folder, "json").name[:64]
    tamper(folder)
    state, found = check_evidence(address, folder), verify(address)
    assert {fault for _, fault in state.faults} == faults
    assert {one.sort for one in found.findings} == sorts
    assert all(one.kind == "copy" and name in one.row for one in found.findings)
    assert state.logged == (1 if tamper is add_note else 0)


def test_a_folder_that_lies_elsewhere_is_said_and_no_fault(tmp_path: Path) -> None:
    address, folder = tmp_path / "team.db", tmp_path / "team.evidence"
    read_in(address, folder, capture("Two were held in Yanji."))
    folder.rename(tmp_path / "safe")
    found = verify(address)
    assert (found.findings, found.copies, found.copies_logged) == ((), None, 1)
    state = verify(address, tmp_path / "safe").copies
    assert state is not None
    assert state.logged == 1
    with pytest.raises(RegisterError, match="there are no copies at"):
        verify(address, folder)


def test_copies_older_than_the_log_of_them_are_said_and_later_logged_as_found(tmp_path: Path) -> None:
    address, folder = tmp_path / "old.db", tmp_path / "old.evidence"
    with closing(sqlite3.connect(address)) as raw:
        raw.executescript((Path(__file__).parents[1] / "store" / "register_version_1.sql").read_text(encoding="utf-8"))
    upgrade_register(address)
    with look_at(address) as connection:
        row = connection.execute(select(schema.reports.c.id, schema.reports.c.sha256)).first()
    assert row is not None
    data = b"Two were held in Yanji."
    note = replace(
        build_note(Copy(data=data, form="file", method=BY_FETCH), make_report(), now()),
        report=row.id,
        report_sha256=row.sha256,
    )
    keep_copy(open_evidence(folder, create=True), data, note)
    with mock.patch("bearwitness.workflow.evidence._compare_report", return_value=None):
        # The frozen register was read from files that are not here: that its page is in the copy is not what is asked.
        state = check_evidence(address, folder)
        assert (state.faults, len(state.unlogged), state.logged) == ((), 1, 0)
        assert verify(address).findings == ()
        read_in(address, folder, capture("Four were shot in Bago."))
        state = check_evidence(address, folder)
        assert (state.faults, state.unlogged, state.logged, state.found) == ((), (), 2, 1)
        assert [one.body.get("found", False) for one in events_of(address)] == [True, False]
        keep_copy(open_evidence(folder, create=False), data, replace(note, url=ADDRESS))
        assert {fault for _, fault in check_evidence(address, folder).faults} == {NOT_LOGGED}


def make_report() -> Report:
    (item,) = capture("Two were held in Yanji.")
    assert item.report is not None
    return item.report


def test_a_register_on_a_server_may_have_copies_on_other_machines(home: Home, engine: str, tmp_path: Path) -> None:
    address = home("register.db")
    read_in(address, tmp_path / "hers", capture("Two were held in Yanji."))
    read_in(address, tmp_path / "his", capture("Four were shot in Bago."))
    found = verify(address, tmp_path / "his")
    assert found.copies is not None
    if engine == "sqlite":
        assert [one.sort for one in found.findings] == ["missing"]
    else:
        assert (found.findings, found.copies.elsewhere, found.copies.logged) == ((), 1, 1)


def test_a_copy_of_another_register_s_report_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "both"
    read_in(tmp_path / "one.db", folder, capture("Two were held in Yanji."))
    read_in(tmp_path / "other.db", folder, capture("Four were shot in Bago."))
    state = check_evidence(tmp_path / "other.db", folder)
    assert (state.faults, len(state.stray), state.logged) == ((), 1, 1)


def test_a_copy_whose_report_could_not_be_recorded_is_logged_the_next_time(tmp_path: Path) -> None:
    """The register was locked when `watch` came by: the page is fetched anew, and both captures are told of."""
    address, folder = tmp_path / "team.db", tmp_path / "team.evidence"
    book = CopyLedger(folder=folder)
    first, second = capture("Two were held in Yanji."), capture("Two were held in Yanji.")
    assert second[0].copy is not None
    second = [replace(second[0], copy=replace(second[0].copy, captured_at=now()))]
    with (
        mock.patch("bearwitness.workflow.recording.save_reading", side_effect=RegisterError("is locked")),
        pytest.raises(RegisterError),
    ):
        read_in(address, folder, first, book)
    assert events_of_made(address) == 0
    read_in(address, folder, second, book)
    assert events_of_made(address) == 2
    assert verify(address).findings == ()


def events_of_made(address: Path) -> int:
    with closing(sqlite3.connect(address)) as raw:
        return int(raw.execute("SELECT count(*) FROM events WHERE kind = 'copy'").fetchone()[0])


def test_an_event_may_be_the_first_thing_that_befalls_a_register(home: Home) -> None:
    """Numbered before the log began, it stood in the log behind its later: an export of an empty register is such a one."""
    address = home("register.db")
    with open_register(address, create=True) as register:
        save_event(register, Event(number=0, kind="copy", at=now().isoformat(), by="bearwitness", body={}))
    assert verify(address).findings == ()


def test_a_note_is_logged_by_the_hash_of_its_own_bytes(tmp_path: Path) -> None:
    address, folder = tmp_path / "team.db", tmp_path / "team.evidence"
    read_in(address, folder, capture("Two were held in Yanji."))
    data = find(folder, "json").read_bytes()
    assert render_note(parse_note(data)) == data
    assert events_of(address)[0].body["note"] == sha256(data).hexdigest()
    shutil.rmtree(folder)
    assert verify(address).findings == ()


def test_a_copy_that_was_removed_on_purpose_is_not_missing(tmp_path: Path) -> None:
    """Somebody who could be known by a page asked for it to go: the log says that it went, and tells no more of it than hashes."""
    address, folder = tmp_path / "team.db", tmp_path / "team.evidence"
    read_in(address, folder, capture("Two were held in Yanji.", "Four were shot in Bago."))
    sha256_of = find(folder, "copy").name.removesuffix(".copy")
    remove_both(folder)
    assert [one.sort for one in verify(address).findings] == ["missing"]
    body = {"removed": [["copy", sha256_of]], "because": "asked for by the person"}
    with open_register(address, create=False) as register:
        save_event(register, Event(number=0, kind="removal", at=now().isoformat(), by="eva", body=body))
    found = verify(address)
    assert (found.findings, found.removed) == ((), 1)
    assert check_evidence(address, folder).faults == ()
