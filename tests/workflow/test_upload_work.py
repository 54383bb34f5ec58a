"""Uploads: whatever comes in, nothing is written outside the spool; killed at any point, nothing is lost and nothing is read twice."""

import multiprocessing
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bearwitness.core.errors import RegisterError, UsageError
from bearwitness.core.records import Reading
from bearwitness.reading.english.story.claims import READER
from bearwitness.store import schema
from bearwitness.store.register import load_current, open_register, save_reading
from bearwitness.store.register_file import read_from
from bearwitness.store.spool import open_spool, read_spool
from bearwitness.store.upload_progress import find_job, has_work, list_items, list_jobs, tally_job
from bearwitness.store.upload_queue import Queue, begin_job, cancel_job, strike_items, sweep_spool, take_item
from bearwitness.store.upload_records import Given, Item
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.upload_work import GONE, MOST_STARTS, UNLUCKY, Bench, work_off
from bearwitness.workflow.uploads import (
    Sender,
    Upload,
    UploadLimits,
    accept_uploads,
    clean_name,
    find_spool_path,
    open_uploads,
)
from tests.workflow.upload_processes import UNREADABLE, read_briefly, send, send_and_tell, work_briefly

SENDER = Sender(name="Eva", at=0.0, given=Given())
KILLS = 24
names = st.sampled_from(
    ["../../x", "/etc/passwd", "..", "", "CON", "queue.db", "worker.lock", "a\0b", "C:\\x", "~/x"]
) | st.text(max_size=300)
starts = st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"PK\x05\x06", b'{"id": "a"}\n', b'[{"a": 1}]', b"<html>"])
bodies = st.builds(bytes.__add__, starts, st.binary(max_size=200) | st.text(max_size=100).map(str.encode))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The path of a register in a folder of its own."""
    (tmp_path / "case").mkdir()
    return tmp_path / "case" / "team.db"


def build_bench(register: Path, read: Callable[[Captured], Reading | None] | None = None) -> Bench:
    told = register.parent / "read-twice"
    brief = read or (lambda captured: read_briefly(captured, told, register))
    return Bench(queue=open_uploads(register), register=register, clock=lambda: datetime.now(UTC), read=brief)


def spooled(register: Path) -> set[str]:
    return {one.name for one in find_spool_path(register).glob("*.upload")}


def all_items(queue: Queue) -> Iterator[Item]:
    for job in list_jobs(queue, 1_000):
        yield from list_items(queue, job.number)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(names, bodies), min_size=1, max_size=5))
def test_whatever_comes_in_nothing_is_written_outside_the_spool(parts: Sequence[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "in" / "team.db"
        register.parent.mkdir()
        queue = open_uploads(register)
        uploads = [Upload(name=name, data=data) for name, data in parts]
        with suppress(UsageError):
            accept_uploads(queue, uploads, SENDER, UploadLimits())
        outside = [p for p in Path(folder).rglob("*") if find_spool_path(register) not in {p, *p.parents}]
        assert outside == [register.parent]
        inside = {one.name for one in find_spool_path(register).iterdir()} - {"queue.db"}
        assert all(len(name) == 39 and name.endswith(".upload") for name in inside)
        assert all(one.stat().st_mode & 0o077 == 0 for one in find_spool_path(register).iterdir())
        items = list(all_items(queue))
        assert {item.spool for item in items if item.state == "waiting"} == inside
        for item in items:
            assert (item.state == "failed") == bool(item.reason)
            assert len(item.name) <= 120
            assert item.name.isprintable()
            if item.state == "waiting":
                piece = read_spool(queue.spool, item.spool, item.start, item.length)
                assert any(piece is not None and piece in data for _, data in parts)


@given(names | st.text(st.characters(categories=("Cc", "Cf", "Zl", "Lu")), max_size=400))
def test_names_are_words_on_one_line(name: str) -> None:
    shown = clean_name(name)
    assert shown
    assert len(shown) <= 120
    assert shown.isprintable()
    assert not set("/\\\n\u202e") & set(shown)


def test_killed_at_any_point_every_report_is_recorded_once_or_failed(register: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.workflow.upload_processes"])
    chance = random.Random(6)
    queue = open_uploads(register)
    kills, first = 0, 0
    while kills < KILLS or has_work(queue):
        if not has_work(queue):
            sender = context.Process(target=send_and_tell, args=(register, first, 12))
            kills += _run(sender, queue, 0, chance.uniform(0.0, 0.05) if chance.random() < 0.5 else None)
            first += 12
        worker = context.Process(target=work_briefly, args=(register,))
        delay = chance.uniform(0.0, 0.05) if kills < KILLS else None
        kills += _run(worker, queue, chance.choice([0, 1, 1, 2, 3]), delay)
    accepted = {int(one.name.partition("-")[2]) for one in register.parent.glob("accepted-*")}
    jobs = list_jobs(queue, 1_000)
    assert accepted <= {job.number for job in jobs}
    assert len(accepted) > 2
    assert {job.state for job in jobs} == {"done"}
    items = list(all_items(queue))
    assert {item.state for item in items} == {"new", "failed"}
    assert {item.reason for item in items if item.state == "failed"} == {UNREADABLE}
    with open_register(register, create=False) as opened, read_from(opened) as connection:
        readings = Counter(connection.scalars(select(schema.readings.c.uid)))
    assert set(readings.values()) == {1}
    assert set(readings) == {item.uid for item in items}
    assert not (register.parent / "read-twice").exists()
    sweep_spool(queue, now=time.time() + 10_000)
    assert spooled(register) == set()


def _run(process: Any, queue: Queue, more: int, delay: float | None) -> int:
    """Let it run to its end, or kill it that long after it has done so many `more` reports; whether it was killed."""
    wanted = _count_done(queue) + more
    process.start()
    while delay is not None and process.is_alive() and _count_done(queue) < wanted:
        time.sleep(0.001)
    process.join(delay)
    process.kill()
    process.join()
    assert process.exitcode in {0, -9}
    return int(process.exitcode == -9)


def _count_done(queue: Queue) -> int:
    return sum(tally_job(queue, job.number).done for job in list_jobs(queue, 1_000))


def test_what_was_saved_just_before_the_kill_is_not_read_again(register: Path) -> None:
    """The one moment between the register's transaction and the queue's, reached on purpose."""
    send(register, 1, 1)
    bench = build_bench(register)
    job = begin_job(bench.queue)
    assert job is not None

    def save_and_die(captured: Captured) -> Reading:
        assert captured.report is not None
        with open_register(register, create=True) as opened:
            save_reading(opened, Reading(report=captured.report), reader=READER, at=datetime.now(UTC))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work_off(build_bench(register, save_and_die))
    assert tally_job(bench.queue, 1).reading == 1
    assert work_off(bench)
    assert not (register.parent / "read-twice").exists()
    assert tally_job(bench.queue, 1).new == 1


def test_cancelled_between_two_reports(register: Path) -> None:
    number = send(register, 1, 9)
    read: list[str] = []

    def read_two(captured: Captured) -> Reading:
        read.append(captured.input)
        if len(read) == 2:
            assert cancel_job(queue, number, by="Ida", at=1.0)
        return read_briefly(captured, register.parent / "read-twice", register)

    queue = open_uploads(register)
    assert work_off(build_bench(register, read_two))
    tally = tally_job(queue, number)
    assert (len(read), tally.cancelled, tally.waiting, tally.reading) == (2, 7, 0, 0)
    job = find_job(queue, number)
    assert job is not None
    assert (job.state, job.cancelled_by) == ("cancelled", "Ida")
    assert spooled(register) == set()
    assert not cancel_job(queue, number, by="Eva", at=2.0)
    with open_register(register, create=False) as opened:
        assert len(load_current(opened)) == 2


def test_a_report_that_ends_the_reader_fails_and_the_rest_is_read(register: Path) -> None:
    send(register, 1, 3)
    queue = open_uploads(register)
    for strike in range(3):
        job = begin_job(queue)
        assert job is not None
        taken = take_item(queue, job, at=0.0)
        assert taken is not None
        assert strike_items(queue, most=3, reason="it ended the reader") == (strike == 2)
    assert work_off(build_bench(register))
    tally = tally_job(queue, 1)
    assert (tally.failed, tally.new) == (1, 2)


def test_a_report_begun_again_and_again_fails(register: Path) -> None:
    send(register, 1, 1)
    queue = open_uploads(register)
    job = begin_job(queue)
    assert job is not None
    for _ in range(MOST_STARTS):
        take_item(queue, job, at=0.0)
    assert work_off(build_bench(register))
    assert list_items(queue, 1)[0].reason == UNLUCKY


def test_bytes_that_are_gone_are_a_reason(register: Path) -> None:
    send(register, 1, 2)
    for name in spooled(register):
        (find_spool_path(register) / name).unlink()
    assert work_off(build_bench(register))
    assert {item.reason for item in list_items(open_uploads(register), 1)} == {GONE}


def test_what_was_cut_off_is_swept_and_what_waits_is_not(register: Path) -> None:
    send(register, 1, 2)
    queue = open_uploads(register)
    waiting = spooled(register)
    (queue.spool.path / f"{'0' * 32}.upload").write_bytes(b"half an upload")
    sweep_spool(queue, now=time.time())
    assert len(spooled(register)) == len(waiting) + 1
    sweep_spool(queue, now=time.time() + 10_000)
    assert spooled(register) == waiting


def test_a_spool_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").write_bytes(b"")
    for name in ("link", "file", "no/folder"):
        with pytest.raises(RegisterError):
            open_spool(tmp_path / name)
    spool = open_spool(tmp_path / "own")
    assert spool.path.stat().st_mode & 0o077 == 0
    with pytest.raises(RegisterError, match="names no file of the spool"):
        read_spool(spool, "../file", 0, 1)
