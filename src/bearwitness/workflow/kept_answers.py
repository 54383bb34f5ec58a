"""Answers that take long, computed one after another beside whoever asks, and kept: the next who asks the same has them at once.

A question is asked of a state of the register, by its number. It waits for its turn, behind what was asked before it (what can wait, such
as the people of a map, behind all that cannot), and is then computed for the newest state that it was asked of: where answers take minutes
and decisions come by the second, the work would else pile up and none would ever be there. What nobody has asked for any more for a minute
is dropped. What the desk shows has a line of its own, in which no person's question waits.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")
Key = tuple[Hashable, int]
"""A question, and the number of the state it is asked of."""
FORGOTTEN: Final = 60.0
"""After so many seconds nobody waits for an answer any more: a page asks again every few seconds, a program when it was told to."""
MOST_WAITING: Final = 16
"""So many wait at the same time, each on a thread of those that answer all pages; whoever else asks is told at once to ask again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[T]):
    """The newest answer to a question there is, and the number of the state it was computed for."""

    value: T
    number: int


@dataclass(slots=True, eq=False)
class _Turn:
    """A question of a state, when it was asked first and last, and how many wait for it now."""

    key: Key
    begin: "Callable[[], Future[Any]]"
    first: float
    last: float
    waiting: int = 0
    done: "Future[Any]" = field(default_factory=Future)


class KeptAnswers:
    """Up to `most` answers, the ones longest not asked for forgotten first; `desk` are the questions with a line of their own,
    `patient` those that go behind all others; of a question that is a tuple its first part tells that.
    """

    def __init__(
        self,
        most: int = 128,
        desk: frozenset[Hashable] = frozenset(),
        patient: frozenset[Hashable] = frozenset(),
    ) -> None:
        self._most, self._desk, self._patient = most, desk, patient
        self._held: OrderedDict[Key, _Turn] = OrderedDict()
        self._lines: dict[bool, list[_Turn]] = {False: [], True: []}
        self._running: dict[bool, _Turn] = {}
        self._waiting = 0
        self._is_stopped = False
        self._lock = threading.RLock()

    def ask(self, key: Key, begin: "Callable[[], Future[T]]", patience: float, *, anew: bool = False) -> T | None:
        """The answer of this key, None where it is not there `patience` seconds after it was first asked for; who asks later than that
        does not wait, but for those who wait `anew`. Raises what computing it raised.
        """
        now = time.monotonic()
        with self._lock:
            turn = self._held.get(key)
            if turn is None or turn.done.cancelled():
                turn = self._line_up(_Turn(key=key, begin=begin, first=now, last=now))
            turn.last = now
            self._held.move_to_end(key)
            self._forget()
            left = max(0.0, (now if anew else turn.first) + patience - now)
            left = left if self._waiting < MOST_WAITING else 0.0
            turn.waiting += 1
            self._waiting += 1
        self._go_on(is_desk=key[0] in self._desk)
        try:
            answer: T = turn.done.result(left)
        except (NotYet, CancelledError):
            return None
        finally:
            with self._lock:
                turn.waiting -= 1
                self._waiting -= 1
        return answer

    def compute(self, key: Key, compute: Callable[[], T]) -> T:
        """What is quick enough to be computed by whoever asks first, kept for the others."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
        if found is None:
            now = time.monotonic()
            made: _Turn = _Turn(key=key, begin=Future, first=now, last=now)
            made.done.set_result(compute())
            with self._lock:
                found = self._held.setdefault(key, made)
                self._held.move_to_end(key)
                # Here too: whoever reads page after page with other filters would fill the memory.
                self._forget()
        answer: T = found.done.result()
        return answer

    def recall(self, question: Hashable, before: int) -> Known[Any] | None:
        """The answer to the question for the newest state before this one for which it is there; nothing is computed."""
        with self._lock:
            there = [
                (key[1], turn.done)
                for key, turn in self._held.items()
                if key[0] == question and key[1] < before and turn.done.done() and not turn.done.cancelled()
            ]
        good = [(number, future) for number, future in there if future.exception() is None]
        if not good:
            return None
        number, future = max(good, key=lambda one: one[0])
        return Known(value=future.result(), number=number)

    def stop(self) -> None:
        """Nothing is begun any more, and whoever waits waits no longer."""
        with self._lock:
            self._is_stopped = True
            for turn in [*self._running.values(), *self._lines[False], *self._lines[True]]:
                if not turn.done.cancel() and not turn.done.done():
                    turn.done.set_exception(CancelledError())

    def _line_up(self, turn: _Turn) -> _Turn:
        """Put it into its line: where the same is asked of an earlier state and nobody waits for that one, in its place."""
        line = self._lines[turn.key[0] in self._desk]
        for at, one in enumerate(line):
            if one.key[0] == turn.key[0] and one.key[1] < turn.key[1] and not one.waiting:
                one.done.cancel()
                self._held.pop(one.key, None)
                line[at] = turn
                break
        else:
            line.append(turn)
        if self._is_stopped:
            turn.done.cancel()
        self._held[turn.key] = turn
        return turn

    def _go_on(self, *, is_desk: bool) -> None:
        """Begin what is next in a line, where nothing of it is being computed."""
        with self._lock:
            if is_desk in self._running or self._is_stopped:
                return
            turn = self._take_next(self._lines[is_desk])
            if turn is None:
                return
            self._running[is_desk] = turn
        try:
            turn.begin().add_done_callback(partial(self._end, turn, is_desk))
        except RuntimeError as error:  # whoever computes has ended
            failed: Future[Any] = Future()
            failed.set_exception(error)
            self._end(turn, is_desk, failed)

    def _take_next(self, line: list[_Turn]) -> _Turn | None:
        now = time.monotonic()
        while line:
            turn = next((one for one in line if not self._is_patient(one)), line[0])
            line.remove(turn)
            if not turn.waiting and now - turn.last > FORGOTTEN:
                turn.done.cancel()
                self._held.pop(turn.key, None)
            elif turn.done.set_running_or_notify_cancel():
                return turn
        return None

    def _is_patient(self, turn: _Turn) -> bool:
        question = turn.key[0]
        return (question[0] if isinstance(question, tuple) else question) in self._patient

    def _end(self, turn: _Turn, is_desk: bool, future: "Future[Any]") -> None:
        error = CancelledError() if future.cancelled() else future.exception()
        with self._lock:
            self._running.pop(is_desk, None)
            if isinstance(error, CancelledError | BrokenExecutor) and self._held.get(turn.key) is turn:
                del self._held[turn.key]  # it tells nothing of the question: the next who asks has it computed
            if not turn.done.done():
                turn.done.set_result(future.result()) if error is None else turn.done.set_exception(error)
        self._go_on(is_desk=is_desk)

    def _forget(self) -> None:
        """What is there goes before what somebody still waits for."""
        while len(self._held) > self._most:
            done = (key for key, turn in self._held.items() if turn.done.done())
            oldest = next(done, None) or next(iter(self._held))
            self._held.pop(oldest).done.cancel()
