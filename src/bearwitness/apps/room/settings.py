"""What a running room is: its files, its limits, and what its pages reach through `request.app`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from starlette.requests import Request

from bearwitness.apps.room.templating import Templates
from bearwitness.apps.upload_desk import UploadDesk
from bearwitness.store.room_file import RoomFile
from bearwitness.workflow.kept_answers import KeptAnswers
from bearwitness.workflow.live_view import LiveView
from bearwitness.workflow.uploads import UploadLimits

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much. Times in seconds, sizes in bytes. `patience` is how long a page waits for a figure before it says that it is
    being counted.
    """

    idle: float = 60 * 60
    absolute: float = 12 * 60 * 60
    half: float = 10 * 60
    patience: float = 1.5
    body: int = 1_000_000
    body_seconds: float = 20
    window: float = 15 * 60
    attempts_of_account: int = 10
    attempts_of_address: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the room is opened. `hosts` are the names it answers to, without a port; `token` is the one-time word of the first set-up."""

    register: Path
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
    live: LiveView
    answers: KeptAnswers
    uploads: UploadDesk
    templates: Templates
    key: bytes

    def now(self) -> float:
        """The moment in seconds."""
        return self.settings.clock().timestamp()


def get_room(request: Request) -> Room:
    """The room a request came to."""
    room = request.app.state.room
    assert isinstance(room, Room)
    return room
