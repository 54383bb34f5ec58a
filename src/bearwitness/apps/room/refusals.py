"""What was turned away, on its way into the log of the room: a flood of it becomes one line with a number."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bearwitness.store.room_acts import NOBODY, NewAct, note_acts
from bearwitness.store.room_file import RoomFile

_HOUR: Final = 60 * 60
_EACH: Final = 20
"""So many refusals of one kind an hour have a line each; what comes on top is counted, and has one together: whoever sends a million wrong
requests must not fill the disk with them."""


@dataclass(slots=True)
class _Flood:
    """Refusals of one kind within an hour."""

    begun_at: float
    written: int = 0
    left_over: int = 0


@dataclass(slots=True, kw_only=True)
class Refusals:
    """What was turned away, on its way into the room's file. Threads share it."""

    file: RoomFile
    now: Callable[[], float]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _floods: dict[str, _Flood] = field(default_factory=dict)

    def note(self, act: NewAct) -> None:
        """Write it down, or count it."""
        with self._lock:
            due = self._take_counted(self.now() - _HOUR)
            flood = self._floods.setdefault(act.what, _Flood(self.now()))
            if flood.written < _EACH:
                flood.written += 1
                due.append(act)
            else:
                flood.left_over += 1
        if due:
            note_acts(self.file, due)

    def stop(self) -> None:
        """Write down what was only counted."""
        with self._lock:
            due = self._take_counted(float("inf"))
        note_acts(self.file, due)

    def _take_counted(self, before: float) -> list[NewAct]:
        over = [what for what, flood in self._floods.items() if flood.begun_at < before]
        floods = [(what, self._floods.pop(what)) for what in over]
        return [
            NewAct(at=self.now(), by=NOBODY, what=what, times=flood.left_over, detail="more within an hour")
            for what, flood in floods
            if flood.left_over
        ]
