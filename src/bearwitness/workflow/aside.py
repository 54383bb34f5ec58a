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
from bearwitness.workflow.catching_up import catch_up
from bearwitness.workflow.view import Made, View, find_view, make_view

T = TypeVar("T")
LARGE: Final = 5_000
"""From so many claims on, what takes long is done in another process."""
_KIND: Final = 10
"""How much the other processes give way to the one that answers."""
_TRIES: Final = 5
"""So often links are brought up to date for a view before it is made with links worked out for it alone: whoever decides at that moment
makes them old again.
"""
_held: dict[Address, tuple[Moment, Made]] = {}
"""The view that a working process holds of each register."""


class Workers:
    """One process for links and one for answers, or threads; started when first needed. One thread at a time loads."""

    def __init__(self, *, is_large: bool) -> None:
        self.is_large = is_large
        self._made: Made | None = None
        self._links = _build_executor(is_large=is_large)
        self._answers = _build_executor(is_large=is_large)

    def load(self, path: Address) -> View:
        """The register's view with its links up to date, made from the one before. Only linking is done in the other process: a view of
        100,000 claims takes longer to travel than what came in takes to be put into the one that is here.
        """

        def link() -> None:
            if self.is_large:
                self._links.submit(catch_up_at, path).result()
            else:
                catch_up_at(path)

        self._made = _make_caught_up(path, self._made, link)
        return self._made.view

    def begin(self, view: View, moment: Moment, compute: Callable[[View], T]) -> "Future[T]":
        """Compute something of a view. `compute` is a function of a module, or a partial of one: it may have to travel."""
        if self.is_large:
            return self._answers.submit(_compute, view.path, moment, compute)
        return self._answers.submit(compute, view)

    def stop(self) -> None:
        """Let what has not begun go."""
        for executor in (self._links, self._answers):
            executor.shutdown(wait=False, cancel_futures=True)


def load_caught_up(path: Address) -> View:
    """The view, after what came in was linked. Decisions are kept at once and linked here, so that nobody who decides waits for that."""
    return _make_caught_up(path, None, lambda: catch_up_at(path)).view


def catch_up_at(path: Address) -> None:
    """Link what came in."""
    with open_register(path, create=False) as register:
        catch_up(register, is_run=False)


def _make_caught_up(path: Address, former: Made | None, link: Callable[[], None]) -> Made:
    for _ in range(_TRIES):
        link()
        made = find_view(path, former)
        if made is not None:
            return made
    return make_view(path, former)


def _compute(path: Address, moment: Moment, compute: Callable[[View], T]) -> T:
    """In the other process: over the view it holds, or a newer one where the register has gone on."""
    held = _held.get(path)
    if held is None or held[0] != moment:
        with open_register(path, create=False) as register:
            now = find_moment(register)
        made = _make_caught_up(path, None if held is None else held[1], lambda: catch_up_at(path))
        _held[path] = held = (now, made)
    return compute(held[1].view)


def _build_executor(*, is_large: bool) -> Executor:
    if not is_large:
        return ThreadPoolExecutor(1, thread_name_prefix="aside")
    # Spawned and not forked: the program that answers has threads, and a fork would copy their locks as they are.
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_give_way)


def _give_way() -> None:
    os.nice(_KIND)
