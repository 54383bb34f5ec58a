"""The reader beside the room, as it really runs: killed with the room, gone on with by the next, and out of the way of pages."""

import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bearwitness.apps.room.settings import Room, Settings
from bearwitness.apps.upload_desk import DIED, MOST_STRIKES, UploadDesk
from bearwitness.store.register import load_current, open_register
from bearwitness.store.upload_progress import find_begun, list_items, tally_job
from bearwitness.store.upload_queue import Queue
from bearwitness.store.upload_records import Given
from bearwitness.workflow.uploads import Sender, Upload, UploadLimits, accept_uploads, open_uploads
from tests.apps.room.visitor import Visitor, open_for_test

ROOM = """
import sys, time
from pathlib import Path
from bearwitness.apps.upload_desk import UploadDesk
from bearwitness.workflow.uploads import open_uploads
desk = UploadDesk(open_uploads(Path(sys.argv[1])), Path(sys.argv[2]))
time.sleep(600)
"""
TOLD = "Police detained {} women at a market in Shenyang on {} May 2019, the Harbour Network said. Two were sent back. "


def send(queue: Queue, many: int) -> int:
    uploads = [Upload(name=f"{n}.txt", data=(TOLD.format(n + 3, n + 1) * 3).encode()) for n in range(many)]
    return accept_uploads(queue, uploads, Sender(name="Eva", at=0.0, given=Given()), UploadLimits())


def wait_for(what: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until it is so, or fail."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_free(queue: Queue) -> bool:
    """Whether nobody holds the reader's place."""
    connection = sqlite3.connect(queue.spool.path / "worker.lock", timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def _read_uploads(settings: Settings) -> Settings:
    return replace(settings, reads_uploads=True)


def measure(visitor: Visitor, times: int) -> float:
    """The median of so many pages."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        assert visitor.get("/add").status_code == 200
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def test_the_room_killed_while_reading_and_opened_again(tmp_path: Path) -> None:
    register = tmp_path / "team.db"
    queue = open_uploads(tmp_path / "test.room.db")
    number = send(queue, 5)
    killed = subprocess.Popen([sys.executable, "-c", ROOM, str(tmp_path / "test.room.db"), str(register)])
    wait_for(lambda: find_begun(queue) is not None)
    killed.kill()
    killed.wait()
    wait_for(lambda: is_free(queue))  # the reader ended with the room
    assert tally_job(queue, number).done < 5
    with open_for_test(register, tmp_path) as quiet:
        alone = measure(quiet.log_in("Eva", "reviewer"), 30)
    with open_for_test(register, tmp_path, change=_read_uploads) as opened:
        room: Room = opened.app._app._pages.state.room
        visitor = opened.log_in("Ben", "reviewer")
        wait_for(lambda: not is_free(queue))
        beside = []
        while tally_job(queue, number).done < 5:
            beside.append(measure(visitor, 5))
        wait_for(lambda: "Done: 5 of 5" in visitor.get(f"/add/{number}").text)
        room.uploads.stop()
    assert statistics.median(beside) < 8 * alone
    assert tally_job(queue, number).new == 5
    assert list(queue.spool.path.glob("*.upload")) == []
    with open_register(register, create=False) as found:
        assert len(load_current(found)) == 5


def test_a_reader_that_dies_is_started_again_until_the_report_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that brings the reader down (here: a reader that takes the report and dies) fails, and says so."""
    register = tmp_path / "team.db"
    queue = open_uploads(tmp_path / "test.room.db")
    number = send(queue, 1)
    dying = (
        "import json, os, sys; from pathlib import Path; from bearwitness.store.spool import open_spool;"
        "from bearwitness.store.upload_queue import open_queue, begin_job, take_item, finish_job;"
        "q = open_queue(open_spool(Path(json.loads(sys.stdin.readline())[1])));"
        "j = begin_job(q); i = take_item(q, j, at=9e9); i or finish_job(q, j, at=0.0); os._exit(7 if i else 0)"
    )
    monkeypatch.setattr("bearwitness.apps.upload_desk.COMMAND", ("-c", dying))
    monkeypatch.setattr("bearwitness.apps.upload_desk.PAUSE", 0.01)
    desk = UploadDesk(queue, register)
    wait_for(lambda: tally_job(queue, number).failed == 1)
    desk.stop()
    item = list_items(queue, number)[0]
    assert (item.reason, item.strikes) == (DIED, MOST_STRIKES)
    assert "ended unexpectedly (7)" in caplog.text
