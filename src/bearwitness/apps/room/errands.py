"""What a person sends the room to do and comes back for: one after another, each in a process of its own, while pages are answered.

A register verified, an export, a proof, a release planned. What comes of it is kept in memory alone, for an hour and only the last few, and
goes with the room: no file with a report's words is left lying about.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from bearwitness.core.errors import UsageError
from bearwitness.workflow.apart import Apart, ApartError, Progress

Kind = Literal["verify", "export", "proof", "plan"]
State = Literal["waiting", "working", "done", "failed", "stopped"]
_LOG: Final = logging.getLogger("bearwitness.room")
_MOST_WAITING: Final = 6
_KEPT: Final = 6
"""So many that are done are kept; an export of a large register takes fifty megabytes."""
_KEPT_SECONDS: Final = 60 * 60
_FAULT: Final = "something went wrong, which is a fault of the program"
_FRESH: Final = Progress(words="Starting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that came of an errand, held in memory until it is fetched or forgotten."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an errand: sentences, the files to take away, and what the page of its kind shows (None: nothing more)."""

    words: tuple[str, ...] = ()
    files: tuple[Made, ...] = ()
    shown: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done: of what kind, in words; `work` is a function of a module that takes what is `given` and whom to tell how far it
    is, and gives back an Outcome.
    """

    kind: Kind
    title: str
    work: Callable[..., Outcome]
    given: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One errand as it stands: who sent it and when, how far it is, and what came of it or why nothing did."""

    number: int
    task: Task
    by: str
    at: float
    state: State = "waiting"
    progress: Progress = _FRESH
    ended_at: float = 0.0
    outcome: Outcome | None = None
    trouble: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in {"waiting", "working"}


@dataclass(slots=True)
class Errands:
    """All errands of a room. Threads share it; a thread is started when something waits, and ends when nothing does."""

    now: Callable[[], float]
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _held: dict[int, Errand] = field(default_factory=dict)
    _last: int = 0
    _running: tuple[int, Apart] | None = None
    _is_stopped: bool = False

    def send(self, task: Task, by: str) -> Errand:
        """Put it behind those that wait. Raises UsageError where too many do."""
        with self._lock:
            self._forget()
            if sum(one.is_open for one in self._held.values()) >= _MOST_WAITING:
                raise UsageError("too much is waiting to be done; come back when something of it is finished")
            self._last += 1
            errand = Errand(number=self._last, task=task, by=by, at=self.now())
            self._held[errand.number] = errand
            if self._running is None and not self._is_stopped:
                self._begin(errand)
            return errand

    def find(self, number: int) -> Errand | None:
        """One that is there; None where there was none, or it is forgotten."""
        with self._lock:
            self._forget()
            return self._held.get(number)

    def find_last(self, kind: Kind) -> Errand | None:
        """The newest of a kind that came to its end."""
        with self._lock:
            self._forget()
            done = [one for one in self._held.values() if one.task.kind == kind and one.state == "done"]
            return done[-1] if done else None

    def list_all(self, *kinds: Kind) -> list[Errand]:
        """Those of some kinds, newest first."""
        with self._lock:
            self._forget()
            return [one for one in reversed(self._held.values()) if one.task.kind in kinds]

    def cancel(self, number: int) -> bool:
        """Have it not done, or not gone on with; False where it is over already."""
        with self._lock:
            errand = self._held.get(number)
            if errand is None or not errand.is_open:
                return False
            self._held[number] = replace(errand, state="stopped", ended_at=self.now())
            if self._running is not None and self._running[0] == number:
                self._running[1].stop()
            return True

    def stop(self) -> None:
        """The room ends: nothing more is begun, and what is worked on is not gone on with."""
        with self._lock:
            self._is_stopped = True
            running = self._running
        if running is not None:
            running[1].stop()

    def _begin(self, errand: Errand) -> None:
        apart = Apart()
        self._running = (errand.number, apart)
        self._held[errand.number] = replace(errand, state="working")
        args = (errand.number, errand.task, apart)
        threading.Thread(target=self._work, args=args, name="errand", daemon=True).start()

    def _work(self, number: int, task: Task, apart: Apart) -> None:
        def hear(progress: Progress) -> None:
            self._change(number, progress=progress)

        try:
            outcome = apart.run(task.work, task.given, hear)
            self._change(number, state="done", outcome=outcome, ended_at=self.now())
        except ApartError as error:
            if error.place:
                _LOG.error("an errand failed: %s", error.place)
            self._change(number, state="failed", trouble=str(error), ended_at=self.now())
        finally:
            # However it ended, it is over, and nobody waits for it for ever.
            self._change(number, state="failed", trouble=_FAULT, ended_at=self.now())
            with self._lock:
                self._running = None
                waiting = [one for one in self._held.values() if one.state == "waiting"]
                if waiting and not self._is_stopped:
                    self._begin(waiting[0])

    def _change(self, number: int, **values: Any) -> None:
        with self._lock:
            errand = self._held.get(number)
            if errand is not None and errand.is_open:  # one that was stopped stays so
                self._held[number] = replace(errand, **values)

    def _forget(self) -> None:
        over = [one for one in self._held.values() if not one.is_open]
        late = self.now() - _KEPT_SECONDS
        for place, one in enumerate(over):
            if one.ended_at < late or place < len(over) - _KEPT:
                del self._held[one.number]
