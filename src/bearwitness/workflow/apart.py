"""One piece of work in a process of its own that says how far it is, gives back what came of it, and ends with the program that began it.

A worker (`worker.py`) is kept for what is asked again and again; this is for what is done now and then and takes much memory for it: to
verify a register, to write all of it into a file. When it is done the process is gone, and what it held with it.
"""

import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final, TypeVar

from bearwitness.core.errors import BearwitnessError

T = TypeVar("T")
_KIND: Final = 10
"""How much it gives way to the process that answers."""
_ENDED: Final = "the process that worked on it ended before it was done; try again, or use the command line"
_FAULT: Final = "something went wrong, which is a fault of the program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far work is: what is being done, and how much of how much; `of` 0 where nobody can say."""

    words: str
    done: int = 0
    of: int = 0


Tell = Callable[[Progress], None]
"""What work tells how far it is."""


def keep_silent(progress: Progress) -> None:
    """For work that nobody waits for with a page before them."""


class ApartError(BearwitnessError):
    """The work came to no end; the message says why. `place` is where the program failed, "" where the work was refused on purpose."""

    def __init__(self, words: str, place: str = "") -> None:
        super().__init__(words)
        self.place = place


@dataclass(slots=True)
class Apart:
    """A process for one piece of work. Threads may share it: one waits, another may stop it."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: BaseProcess | None = None
    _is_stopped: bool = False

    def run(self, work: Callable[..., T], given: tuple[Any, ...], hear: Tell) -> T:
        """Have a function of a module called there with what is given, and behind it whom to tell how far it is; wait for what comes of it.

        Raises ApartError where the work was refused, stopped, or failed: its words are those of a refusal, and of a fault never what it
        said, which can hold a report's words.
        """
        # Spawned and not forked: the program that answers has threads, and a fork would copy their locks as they are.
        context = get_context("spawn")
        here, there = context.Pipe()
        with here:
            with self._lock:
                if self._is_stopped:
                    raise ApartError(_ENDED)
                process = context.Process(target=_work, args=(there, work, given), daemon=True)
                try:
                    process.start()
                except OSError as error:
                    raise ApartError(f"no process could be begun for it ({error.strerror}); try again later") from None
                finally:
                    there.close()
                self._process = process
            try:
                told: T = self._listen(here, hear)
            except (EOFError, OSError):
                raise ApartError(_ENDED) from None
            finally:
                process.kill()
                process.join()
        return told

    def stop(self) -> None:
        """End it at once, whatever it is at."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()

    def _listen(self, here: Connection, hear: Tell) -> Any:
        while True:
            kind, told = here.recv()
            if kind == "done":
                return told
            if kind == "failed":
                raise ApartError(*told)
            hear(told)


def _work(there: Connection, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    """In the process."""
    if hasattr(os, "nice"):
        os.nice(_KIND)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches it too, and it ends with the program that began it
    threading.Thread(target=_end_with, args=(there,), daemon=True).start()
    # In a thread, whose end holds whatever was raised: left to itself a process prints it, with what it says of a report.
    done = ThreadPoolExecutor(1).submit(work, *given, lambda progress: there.send(("progress", progress)))
    error = done.exception()
    if error is None:
        there.send(("done", done.result()))
    elif isinstance(error, BearwitnessError):
        there.send(("failed", (str(error), "")))
    else:
        at = traceback.extract_tb(error.__traceback__)[-1]
        there.send(("failed", (_FAULT, f"{type(error).__name__} at {at.filename.rpartition('/')[2]}:{at.lineno}")))


def _end_with(there: Connection) -> None:
    """The other end of the pipe is closed by the system when whoever holds it is killed: then nobody waits any more."""
    with suppress(EOFError, OSError):
        there.recv_bytes()
    os._exit(0)
