"""A process that works for this one, one thing after another, and ends with it however that ends."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

T = TypeVar("T")
_KIND: Final = 10
"""How much it gives way to the process that answers."""
STOPPED: Final = "nothing is worked on any more"


class Worker:
    """One process, started when it is first needed, and again when it died. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        self._held_open: Connection | None = None
        self._is_stopped = False

    def begin(self, work: Callable[..., T], *given: Any) -> "Future[T]":
        """Have a function of a module called there. Raises RuntimeError when it was stopped."""
        with self._lock:
            if self._is_stopped:
                raise RuntimeError(STOPPED)
            try:
                return self._start().submit(work, *given)
            except BrokenExecutor:
                self._end()
                return self._start().submit(work, *given)

    def stop(self) -> None:
        """End it at once, whatever it is at; what it was writing is not kept."""
        with self._lock:
            self._is_stopped = True
            self._end()

    def _start(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # Spawned and not forked: the program that answers has threads, and a fork would copy their locks as they are.
            context = get_context("spawn")
            there, self._held_open = context.Pipe(duplex=False)
            self._executor = ProcessPoolExecutor(1, mp_context=context, initializer=_live_with, initargs=(there,))
        return self._executor

    def _end(self) -> None:
        if self._executor is not None and self._held_open is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._held_open.close()
            self._executor = self._held_open = None


def _live_with(there: Connection) -> None:
    """In the process: give way, and end when the other end of this pipe is closed, which the system does for whoever is killed.

    Without it a room that was killed left its worker behind, which waits for ever for work from a pipe that both hold open.
    """
    if hasattr(os, "nice"):
        os.nice(_KIND)
    # What Python prints by itself of an error or a warning can hold a report's words. What goes wrong is told to whoever asked.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches it too, and it ends with the room
    threading.Thread(target=_end_with, args=(there,), daemon=True).start()


def _end_with(there: Connection) -> None:
    with suppress(EOFError, OSError):
        there.recv_bytes()
    os._exit(0)
