"""Long work in processes of its own, so that whoever asks meanwhile is answered at once: views loaded, figures counted.

Python runs one thread of a process at a time. Loading 100,000 claims takes a minute; beside it in one process every page took seconds.
A small register is worked on where it is asked about: starting a process would take longer.
"""

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Final, TypeVar

from bearwitness.store.register import Address, open_register
from bearwitness.store.register_moment import Moment, find_moment
from bearwitness.workflow.catching_up import catch_up, pause_collecting
from bearwitness.workflow.view import View, load_view

T = TypeVar("T")
LARGE: Final = 5_000
"""From so many claims on, what takes long is done in another process."""
_KIND: Final = 10
"""How much the other processes give way to the one that answers."""
_held: dict[Address, tuple[Moment, View]] = {}
"""The view that a working process holds of each register."""


class Workers:
    """One process for views and one for answers, or threads; started when first needed."""

    def __init__(self, *, is_large: bool) -> None:
        self.is_large = is_large
        self._views = _build_executor(is_large=is_large)
        self._answers = _build_executor(is_large=is_large)

    def load(self, path: Address) -> View:
        """The register's view with its links up to date."""
        with pause_collecting():  # no look for dead objects while millions of live ones arrive
            return self._views.submit(load_caught_up, path).result() if self.is_large else load_caught_up(path)

    def begin(self, view: View, moment: Moment, compute: Callable[[View], T]) -> "Future[T]":
        """Compute something of a view. `compute` is a function of a module, or a partial of one: it may have to travel."""
        if self.is_large:
            return self._answers.submit(_compute, view.path, moment, compute)
        return self._answers.submit(compute, view)

    def stop(self) -> None:
        """Let what has not begun go."""
        for executor in (self._views, self._answers):
            executor.shutdown(wait=False, cancel_futures=True)


def load_caught_up(path: Address) -> View:
    """The view, after what came in was linked. Decisions are kept at once and linked here, so that nobody who decides waits for that."""
    with open_register(path, create=False) as register:
        catch_up(register, is_run=False)
    return load_view(path)


def _compute(path: Address, moment: Moment, compute: Callable[[View], T]) -> T:
    """In the other process: over the view it holds, or a newer one where the register has gone on."""
    held = _held.get(path)
    if held is None or held[0] != moment:
        with open_register(path, create=False) as register:
            now = find_moment(register)
        _held[path] = held = (now, load_view(path))
    return compute(held[1])


def _build_executor(*, is_large: bool) -> Executor:
    if not is_large:
        return ThreadPoolExecutor(1, thread_name_prefix="aside")
    # Spawned and not forked: the program that answers has threads, and a fork would copy their locks as they are.
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_give_way)


def _give_way() -> None:
    os.nice(_KIND)
