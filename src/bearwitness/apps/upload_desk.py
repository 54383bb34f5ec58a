"""Sees that uploads are read: starts the process that reads them, starts it again when it dies, and ends it when it hangs."""

import json
import logging
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from bearwitness.store.address import Address, Server
from bearwitness.store.room_file import RoomFile
from bearwitness.store.upload_progress import find_begun, has_work
from bearwitness.store.upload_queue import Queue, strike_items, sweep_spool

_LOG: Final = logging.getLogger("bearwitness.room")
_LONGEST: Final = 900.0
"""Seconds that reading one report may take; one of a thousand pages takes a minute."""
COMMAND: Final = ("-m", "bearwitness.apps.upload_worker")
"""What this Python is asked to run."""
PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
"""Seconds before a reader that died is started again, twice as many each time."""
MOST_STRIKES: Final = 3
DIED: Final = (
    f"the reader ended {MOST_STRIKES} times while reading it and left it unread; please report this as a fault"
)
HUNG: Final = f"reading it took more than {_LONGEST / 60:.0f} minutes and was stopped; split it"


@dataclass(slots=True)
class UploadDesk:
    """The queue of a register, and whoever works it off. Nothing is started before something waits."""

    queue: Queue
    register: Address
    is_reading: bool = True
    room: RoomFile | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _watcher: threading.Thread | None = None
    _process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        """Go on with what a former run of the room left, and remove what it left half written."""
        sweep_spool(self.queue, now=time.time())
        self.wake()

    def wake(self) -> None:
        """See that what waits is worked off; returns at once."""
        if not self.is_reading:
            return
        with self._lock:
            if self._watcher is None and has_work(self.queue):
                self._watcher = threading.Thread(target=self._watch, name="read uploads", daemon=True)
                self._watcher.start()

    def stop(self) -> None:
        """Let nothing more be read, and wait until the process that read has ended; what is not done waits for the next room."""
        with self._lock:
            self.is_reading = False
            watcher, process = self._watcher, self._process
            if process is not None:
                process.kill()
        if watcher is not None:
            watcher.join()

    def _watch(self) -> None:
        pause = PAUSE
        while True:
            with self._lock:
                if not self.is_reading or not has_work(self.queue):
                    self._watcher = None
                    return
            code = self._run()
            if code == 0 or not self.is_reading:
                pause = PAUSE
                continue
            _LOG.error("reading uploads ended unexpectedly (%d)", code)
            strike_items(self.queue, most=MOST_STRIKES, reason=DIED)
            time.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    def _run(self) -> int:
        """One process, watched to its end; its exit status."""
        # What it would print of an error can hold a report's words. Its standard input stays open for as long as this process lives, and
        # tells where the register is: a command line is everybody's to see.
        with self._lock:
            if not self.is_reading:
                return 0
            process = subprocess.Popen(
                [sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            self._process = process
        with process:
            if process.stdin is not None:
                with suppress(BrokenPipeError):
                    process.stdin.write(render_places(self.register, self.queue, self.room).encode() + b"\n")
                    process.stdin.flush()
            return self._wait_for(process)

    def _wait_for(self, process: "subprocess.Popen[bytes]") -> int:
        while True:
            try:
                return process.wait(timeout=1.0)
            except subprocess.TimeoutExpired:
                begun = find_begun(self.queue)
                if begun is not None and time.time() - begun > _LONGEST:
                    process.kill()
                    process.wait()
                    strike_items(self.queue, most=0, reason=HUNG)
                    return 0


def render_places(register: Address, queue: Queue, room: RoomFile | None) -> str:
    """Where the register, the spool and the room's file are, on one line, as `upload_worker` reads it."""
    where = register.conninfo if isinstance(register, Server) else str(register.absolute())
    log = None if room is None else str(room.path.absolute())
    return json.dumps([where, str(queue.spool.path.absolute()), log])
