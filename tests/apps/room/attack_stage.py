"""The room that attacks are tried on: people of every role, a program, an upload of somebody else; and what its log and files may not hold."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import httpx

from bearwitness.store.room_acts import RoomAct, WantedActs, list_acts
from tests.apps.room.program import Program
from tests.apps.room.visitor import OpenRoom, Visitor

MARK = "zqxw7"
"""In everything that an attack sends: neither the log, nor the room's file, nor what the process prints may hold it."""
SECRET = (MARK, "Shenyang", "passwd", "alert(", "elsewhere.example")


@dataclass(slots=True, kw_only=True)
class Stage:
    """One room for all rows of the table; a row that ends a login makes its own."""

    room: OpenRoom
    admin: Visitor
    lead: Visitor
    eva: Visitor
    ben: Visitor
    reader: Visitor
    nobody: Visitor
    program: Program
    claim: str
    pair: str

    def list_new(self, after: int) -> tuple[RoomAct, ...]:
        """The acts that came to the log after that one."""
        return tuple(one for one in list_acts(self.room.file, WantedActs(), None, 50) if one.number > after)

    def find_last(self) -> int:
        """The number of the newest act."""
        found = list_acts(self.room.file, WantedActs(), None, 1)
        return found[0].number if found else 0

    def read_file(self) -> bytes:
        """All that the room's file holds, and beside it what SQLite lays there."""
        path = self.room.settings.room
        return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))

    def read_acts(self) -> str:
        """Every cell of the log."""
        with closing(sqlite3.connect(self.room.settings.room)) as connection:
            return repr(connection.execute("SELECT * FROM acts").fetchall())


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """How it is sent, the status and words of the refusal, and what the log says of it ("" where it is only somebody's mistake)."""

    name: str
    send: Callable[[Stage], httpx.Response]
    status: int
    words: str
    noted: str = ""


def post(who: Visitor, path: str, form: dict[str, str], **options: object) -> httpx.Response:
    """Send a form with a token that holds."""
    answer: httpx.Response = who.client.post(path, data={"csrf": who.token("/help"), **form}, **options)
    return answer


def post_raw(who: Visitor, path: str, body: bytes, kind: str) -> httpx.Response:
    """Send a body as it is, the token in its header."""
    headers = {"x-csrf-token": who.token("/help"), "content-type": kind}
    answer: httpx.Response = who.client.post(path, content=body, headers=headers)
    return answer


def upload(who: Visitor, name: str, data: bytes) -> httpx.Response:
    """Send a file, and give the page of its job."""
    sent = who.client.post(
        "/add/files", data={"csrf": who.token("/add")}, files=[("files", (name, data, "text/plain"))]
    )
    return who.get(sent.headers["location"]) if sent.status_code == 303 else sent


def ask_raw(stage: Stage, body: bytes, kind: str = "application/json") -> httpx.Response:
    """A program's decision with a body as it is."""
    path = f"/api/v1/claims/{stage.claim}/accept"
    seen = stage.program.get(f"/claims/{stage.claim}").headers["etag"]
    headers = stage.program.headers | {"if-match": seen, "content-type": kind}
    answer: httpx.Response = stage.nobody.client.post(path, content=body, headers=headers)
    return answer
