"""What a running room is: its files, its limits, and what its pages reach through `request.app`."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from starlette.requests import Request

from bearwitness.apps.room.drawer import Drawer
from bearwitness.apps.room.errands import Errands
from bearwitness.apps.room.looking import Looking
from bearwitness.apps.room.refusals import Refusals
from bearwitness.apps.room.templating import Templates
from bearwitness.apps.upload_desk import UploadDesk
from bearwitness.store.address import Address
from bearwitness.store.room_file import RoomFile
from bearwitness.workflow.aside import Workers
from bearwitness.workflow.kept_answers import KeptAnswers
from bearwitness.workflow.live_view import LiveView, Snapshot
from bearwitness.workflow.uploads import UploadLimits
from bearwitness.workflow.view import View

T = TypeVar("T")
DESK: Final = frozenset({"totals", "doubts"})
"""What is kept for the desk, over the whole register: computed apart from what a person asks."""
PATIENT: Final = frozenset({"picture counts"})
"""What goes behind every question: the people of each place and period of the pictures, which take a minute."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much. Times in seconds, sizes in bytes: `form` of what is entered, `body` of a pasted report. `patience` is how long a
    page waits for a figure before it says that it is being counted.
    """

    idle: float = 60 * 60
    absolute: float = 12 * 60 * 60
    half: float = 10 * 60
    patience: float = 1.5
    form: int = 100_000
    body: int = 1_000_000
    body_seconds: float = 20
    window: float = 15 * 60
    attempts_of_account: int = 10
    attempts_of_address: int = 60
    requests_of_token: int = 600
    minute: float = 60
    answer_seconds: float = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the room is opened. `hosts` are the names it answers to, without a port; `token` is the one-time word of the first set-up."""

    register: Address
    room: Path
    clock: Callable[[], datetime]
    hosts: frozenset[str] = LOOPBACK
    token: str = ""
    limits: Limits = field(default_factory=Limits)
    uploads: UploadLimits = field(default_factory=UploadLimits)
    reads_uploads: bool = False
    """Whether what is uploaded is read, in a process of its own; else it waits for a room that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The running room. `key` signs what is no session's."""

    settings: Settings
    file: RoomFile
    refusals: Refusals
    live: LiveView
    answers: KeptAnswers
    workers: Workers
    drawer: Drawer
    looking: Looking
    uploads: UploadDesk
    errands: Errands
    templates: Templates
    key: bytes

    def ask(
        self, snapshot: Snapshot, key: Hashable, compute: Callable[[View], T], patience: float | None = None
    ) -> T | None:
        """What takes long to find in a view, None while it is not there. `compute` is a function of a module, or a partial of one. Whoever
        has more patience than programs have waits for a file, and from now on.
        """
        limits = self.settings.limits
        wait = limits.patience if patience is None else patience
        begin = partial(self.workers.begin, snapshot.view, snapshot.moment, compute, is_desk=key in DESK)
        return self.answers.ask((key, snapshot.number), begin, wait, anew=wait > limits.answer_seconds)

    def keep(self, snapshot: Snapshot, key: Hashable, compute: Callable[[Snapshot], T]) -> T:
        """What is found at once, and kept for as long as the snapshot is the newest."""
        return self.answers.compute((key, snapshot.number), partial(compute, snapshot))

    def now(self) -> float:
        """The moment in seconds."""
        return self.settings.clock().timestamp()


def get_room(request: Request) -> Room:
    """The room a request came to."""
    room = request.app.state.room
    assert isinstance(room, Room)
    return room
