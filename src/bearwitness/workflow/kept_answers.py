"""Answers that take long, computed once beside whoever asks, and kept: the next who asks the same has them at once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Final, TypeVar

T = TypeVar("T")
_AT_ONCE: Final = 2


class KeptAnswers:
    """Up to `most` answers, the ones longest not asked for forgotten first. Two at most are being computed at one time."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Future[object]] = OrderedDict()
        self._lock = threading.Lock()
        self._workers = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="answer")

    def ask(self, key: Hashable, compute: Callable[[], T], patience: float) -> T | None:
        """The answer of this key, None while it is not there after `patience` seconds. Raises what computing it raised."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                found = self._held[key] = self._workers.submit(compute)
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        try:
            answer: T = found.result(patience)  # type: ignore[assignment]
        except NotYet:
            return None
        return answer

    def recall(self, key: Hashable) -> object | None:
        """The answer of this key if it is there; nothing is computed."""
        with self._lock:
            found = self._held.get(key)
        return found.result() if found is not None and found.done() and found.exception() is None else None
