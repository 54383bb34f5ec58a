"""The process that reads uploads, apart from the one that answers pages: `python -m bearwitness.apps.upload_worker`.

Its standard input tells where the register, the spool and the room are, and by its end that the room is gone, with which it ends too. One works
at a time, held by a lock that the system lets go of however a process ends.
"""

import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bearwitness.apps.faults import guard_words
from bearwitness.core.errors import BearwitnessError
from bearwitness.store.address import parse_address
from bearwitness.store.room_file import open_room
from bearwitness.store.spool import open_spool
from bearwitness.store.upload_progress import has_work
from bearwitness.store.upload_queue import Queue, open_queue, strike_items
from bearwitness.workflow.upload_work import Bench, read_one, work_off

MOST_TROUBLES: Final = 6
"""So often may saving one report fail, each time after a longer pause, before it is given up."""
_LONGEST_PAUSE: Final = 30.0
_PATIENCE: Final = 60.0


def main() -> None:
    """Work until the room ends, or for a while after the last job."""
    guard_words()
    where, spool, room = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_room, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(10)  # pages come first
    queue = open_queue(open_spool(Path(spool)))
    work(
        Bench(
            queue=queue,
            register=parse_address(where),
            clock=lambda: datetime.now(UTC),
            read=read_one,
            room=None if room is None else open_room(Path(room)),
        )
    )


def work(bench: Bench, *, patience: float = _PATIENCE) -> None:
    """Work the queue off, and go on looking for `patience` seconds: the reader takes seconds to load."""
    queue = bench.queue
    with hold_place(queue):
        worked_at, pause = time.monotonic(), 0.5
        while True:
            try:
                has_worked = work_off(bench)
            except BearwitnessError as error:
                # What it says is of the register, never of a report.
                strike_items(queue, most=MOST_TROUBLES, reason=f"it could not be saved: {error}")
                time.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
                continue
            pause = 0.5
            if has_worked:
                worked_at = time.monotonic()
                continue
            while not has_work(queue):
                if time.monotonic() - worked_at > patience:
                    return
                time.sleep(0.2)


@contextmanager
def hold_place(queue: Queue) -> Iterator[None]:
    """Be the only one who reads; wait for another to end. An open transaction is a lock that no crash leaves behind."""
    path = queue.spool.path / "worker.lock"
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, timeout=0.2, isolation_level=None)) as connection:
        while True:
            try:
                connection.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.OperationalError:
                time.sleep(0.2)
        yield


def _end_with_the_room() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
