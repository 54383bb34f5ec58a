"""What takes long, worked out once for each state of the register and kept; who asks too early is told to ask again."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from bearwitness.apps.room.api.errors import ApiError
from bearwitness.apps.room.settings import Room
from bearwitness.workflow.live_view import Snapshot
from bearwitness.workflow.view import View

T = TypeVar("T")
_AGAIN = {"retry-after": "5"}


def ask(room: Room, snapshot: Snapshot, key: Hashable, compute: Callable[[View], T]) -> T:
    """The answer to a question; raises ApiError while it is being worked out. `compute` is a function of a module, or a partial of one."""
    patience = room.settings.limits.answer_seconds
    found = room.ask(snapshot, key, compute, patience)
    if found is None:
        raise ApiError(503, headers=_AGAIN)
    return found


def keep(room: Room, snapshot: Snapshot, key: Hashable, compute: Callable[[Snapshot], T]) -> T:
    """What is found at once."""
    return room.keep(snapshot, key, compute)
