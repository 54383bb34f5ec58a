"""Sees that uploads are read: starts the process that reads them, starts it again when it dies, and ends it when it hangs."""

import logging
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bearwitness.store.upload_progress import find_begun, has_work
from bearwitness.store.upload_queue import Queue, strike_items, sweep_spool

_LOG: Final = logging.getLogger("bearwitness.room")
_LONGEST: Final = 900.0
"""Seconds that reading one report may take; one of a thousand pages takes a minute."""
MOST_STRIKES: Final = 3
DIED: Final = (
    f"the reader ended {MOST_STRIKES} times while reading it and left it unread; please report this as a fault"
)
HUNG: Final = f"reading it took more than {_LONGEST / 60:.0f} minutes and was stopped; split it"


@dataclass(slots=True)
class UploadDesk:
    """The queue of a register, and whoever works it off. Nothing is started before something waits."""

    queue: Queue
    register: Path
    is_reading: bool = True
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _watcher: threading.Thread | None = None

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

    def _watch(self) -> None:
        pause = 1.0
        while True:
            with self._lock:
                if not has_work(self.queue):
                    self._watcher = None
                    return
            code = self._run()
            if code == 0:
                pause = 1.0
                continue
            _LOG.error("reading uploads ended unexpectedly (%d)", code)
            strike_items(self.queue, most=MOST_STRIKES, reason=DIED)
            time.sleep(pause)
            pause = min(30.0, pause * 2)

    def _run(self) -> int:
        """One process, watched to its end; its exit status."""
        command = [sys.executable, "-m", "bearwitness.apps.upload_worker", str(self.register.absolute())]
        # What it would print of an error can hold a report's words. Its standard input is open for as long as this process lives.
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
