"""Answers that take long, computed once beside whoever asks, and kept: the next who asks the same has them at once.

A question is asked of a state of the register, by its number. While one state's answer is being computed no other state's is begun: where
answers take minutes and decisions come by the second, the work would pile up and none would ever be there.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Key = tuple[Hashable, int]
"""A question, and the number of the state it is asked of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[T]):
    """The newest answer to a question there is, and the number of the state it was computed for."""

    value: T
    number: int


class KeptAnswers:
    """Up to `most` answers, the ones longest not asked for forgotten first."""

    def __init__(self, most: int = 128) -> None:
        self._most = most
        self._held: OrderedDict[Key, tuple[Future[Any], float]] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, key: Key, begin: Callable[[], "Future[T]"], patience: float) -> T | None:
        """The answer of this key, None where it is not there `patience` seconds after it was first asked for; who asks later than that
        does not wait. Raises what computing it raised.
        """
        now = time.monotonic()
        with self._lock:
            found = self._held.get(key)
            if found is None:
                running = next(
                    (one for other, one in self._held.items() if other[0] == key[0] and not one[0].done()), None
                )
                if running is not None:
                    return None
                found = self._held[key] = (begin(), now)
            self._held.move_to_end(key)
            self._forget()
        try:
            answer: T = found[0].result(max(0.0, found[1] + patience - now))
        except NotYet:
            return None
        return answer

    def compute(self, key: Key, compute: Callable[[], T]) -> T:
        """What is quick enough to be computed by whoever asks first, kept for the others."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
        if found is None:
            done: Future[T] = Future()
            done.set_result(compute())
            with self._lock:
                found = self._held.setdefault(key, (done, time.monotonic()))
                self._held.move_to_end(key)
                # Here too: whoever reads page after page with other filters would fill the memory.
                self._forget()
        answer: T = found[0].result()
        return answer

    def _forget(self) -> None:
        """What is there goes before what somebody still waits for."""
        while len(self._held) > self._most:
            done = (key for key, (future, _) in self._held.items() if future.done())
            oldest = next(done, None) or next(iter(self._held))
            self._held.pop(oldest)[0].cancel()

    def recall(self, question: Hashable, before: int) -> Known[Any] | None:
        """The answer to the question for the newest state before this one for which it is there; nothing is computed."""
        with self._lock:
            there = [
                (key[1], future)
                for key, (future, _) in self._held.items()
                if key[0] == question and key[1] < before and future.done() and not future.cancelled()
            ]
        good = [(number, future) for number, future in there if future.exception() is None]
        if not good:
            return None
        number, future = max(good, key=lambda one: one[0])
        return Known(value=future.result(), number=number)
