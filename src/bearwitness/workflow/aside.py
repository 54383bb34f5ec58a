"""Long work in processes of its own, so that whoever asks meanwhile is answered at once: views loaded, figures counted.

Python runs one thread of a process at a time. Loading 100,000 claims takes a minute; beside it in one process every page took seconds.
A small register is worked on where it is asked about: starting a process would take longer.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from bearwitness.store.register import Address, open_register
from bearwitness.store.register_moment import Moment, find_moment
from bearwitness.workflow.catching_up import catch_up
from bearwitness.workflow.view import Made, View, find_view, make_view
from bearwitness.workflow.worker import Worker

T = TypeVar("T")
LARGE: Final = 5_000
"""From so many claims on, what takes long is done in another process."""
_TRIES: Final = 5
"""So often links are brought up to date for a view before it is made with links worked out for it alone: whoever decides at that moment
makes them old again.
"""
_held: dict[Address, tuple[Moment, Made]] = {}
"""The view that a working process holds of each register."""


class Workers:
    """One process for links, one for what persons ask and one for what the desk shows; of a small register threads. Each is started when
    first needed. One thread at a time loads.
    """

    def __init__(self, *, is_large: bool) -> None:
        self.is_large = is_large
        self._made: Made | None = None
        self._links, self._asked, self._desk = Worker(), Worker(), Worker()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="aside")

    def load(self, path: Address) -> View:
        """The register's view with its links up to date, made from the one before. Only linking is done in the other process: a view of
        100,000 claims takes longer to travel than what came in takes to be put into the one that is here.
        """

        def link() -> None:
            if self.is_large:
                self._links.begin(catch_up_at, path).result()
            else:
                catch_up_at(path)

        self._made = _make_caught_up(path, self._made, link)
        return self._made.view

    def begin(self, view: View, moment: Moment, compute: Callable[[View], T], *, is_desk: bool = False) -> "Future[T]":
        """Compute something of a view. `compute` is a function of a module, or a partial of one: it may have to travel. What the desk shows
        is computed apart: it takes minutes over a large register, and no question may wait for it.
        """
        if self.is_large:
            return (self._desk if is_desk else self._asked).begin(_compute, view.path, moment, compute)
        return self._threads.submit(compute, view)

    def stop(self) -> None:
        """End what other processes work on, and let go what has not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in (self._links, self._asked, self._desk):
            worker.stop()


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
