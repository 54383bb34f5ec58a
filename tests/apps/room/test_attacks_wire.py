"""Attacks on the wire: a room as it really listens, and bytes that no browser sends. Each is ended, and nobody else waits for it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

MARK = b"zqxw7"
ROOM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bearwitness.apps import listening
from bearwitness.apps.room.application import build_app
from bearwitness.apps.room.settings import Limits, Settings
from bearwitness.apps.serve_command import _log_plainly
_log_plainly()
listening.HEAD_SECONDS, listening.TAKE_SECONDS, listening.MOST = 2.0, 2.0, 40
folder, port = Path(sys.argv[1]), int(sys.argv[2])
settings = Settings(
    register=folder / "team.db", room=folder / "team.room.db", clock=lambda: datetime.now(UTC), limits=Limits(body_seconds=2), token="x"
)
listening.listen(build_app(settings), "127.0.0.1", port, None, None)
"""
HEAD = b"POST /login HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n"
GET = b"GET /health HTTP/1.1\r\nhost: localhost\r\n"
LONG = 25.0
"""More than any of them may take, on a machine that is busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A room that listens, and where it logs."""

    port: int
    folder: Path

    def connect(self) -> socket.socket:
        """A connection."""
        made = socket.create_connection(("127.0.0.1", self.port), timeout=LONG)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def is_open(self) -> bool:
        """Whether somebody else is answered at once."""
        begun = time.monotonic()
        with closing(self.connect()) as other:
            other.sendall(GET + b"connection: close\r\n\r\n")
            answered = read_all(other).endswith(b"open\n")
        return answered and time.monotonic() - begun < LONG / 3


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The room in a process of its own, with short times."""
    folder = tmp_path_factory.mktemp("wire")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([sys.executable, "-c", ROOM, str(folder), str(port)], stdout=out, stderr=out)
        try:
            found = Served(port=port, folder=folder)
            end = time.monotonic() + 90
            while True:
                with suppress(OSError):
                    if found.is_open():
                        break
                assert process.poll() is None, (folder / "out").read_text()
                assert time.monotonic() < end
                time.sleep(0.1)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=60)


def read_all(connection: socket.socket) -> bytes:
    """All that comes until the other side ends it."""
    whole = b""
    with suppress(ConnectionResetError, BrokenPipeError):
        while part := connection.recv(65_536):
            whole += part
    return whole


def send_slowly(connection: socket.socket, whole: bytes, every: float) -> None:
    """Send letter by letter until it is whole or the other side has had enough."""
    connection.settimeout(every)
    with suppress(ConnectionResetError, BrokenPipeError):
        for letter in whole:
            connection.sendall(bytes([letter]))
            try:
                if not connection.recv(1, socket.MSG_PEEK):
                    break
            except TimeoutError:
                continue
            break
    connection.settimeout(LONG)


SLOW = {
    "silence": (b"", r"^$"),
    "half a head, then silence": (GET + b"x-" + MARK, r"^HTTP/1.1 408 .*took too long"),
    "half a body, then silence": (HEAD + b"content-length: 100\r\n\r\nname=" + MARK, r"^HTTP/1.1 408 .*took too long"),
    "half a chunk, then silence": (HEAD + b"transfer-encoding: chunked\r\n\r\nff\r\nname=" + MARK, r"^HTTP/1.1 408 "),
    "an answer, then half a head": (GET + b"\r\n" + GET, r"^HTTP/1.1 200 .*open\nHTTP/1.1 408 "),
    "a body that nobody asked for, without end": (GET + b"transfer-encoding: chunked\r\n\r\nff\r\n" + MARK, r"^HTTP/1.1 200 "),
}  # fmt: skip


@pytest.mark.parametrize("name", SLOW)
def test_who_stops_in_the_middle_is_not_waited_for(served: Served, name: str) -> None:
    sent, words = SLOW[name]
    begun = time.monotonic()
    with closing(served.connect()) as slow:
        slow.sendall(sent)
        assert served.is_open()
        answer = read_all(slow)
    assert time.monotonic() - begun < LONG
    assert re.search(words, answer.decode(), re.DOTALL), answer
    assert MARK not in answer


@pytest.mark.parametrize(
    ("head", "words"),
    [(GET + b"x-slow: " + b"a" * 500, "408"), (HEAD + b"content-length: 500\r\n\r\n" + b"a" * 499, "408")],
    ids=["head", "body"],
)
def test_letter_by_letter_is_too_slow(served: Served, head: bytes, words: str) -> None:
    start = head.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in head else len(GET)
    with closing(served.connect()) as slow:
        slow.sendall(head[:start])
        send_slowly(slow, head[start:], 0.05)
        answer = read_all(slow)
    assert answer.startswith(b"HTTP/1.1 " + words.encode())
    assert served.is_open()


BROKEN = {
    "two lengths": (HEAD + b"content-length: 5\r\ncontent-length: 6\r\n\r\nabcdef", "400"),
    "a length and chunks": (HEAD + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + GET + b"\r\n", "400"),
    "chunks and something": (HEAD + b"transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n", "(400|501)"),
    "chunks hidden by a space": (HEAD + b"transfer-encoding : chunked\r\n\r\n0\r\n\r\n", "400"),
    "chunks hidden by a letter": (HEAD + b"transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n", "(400|501)"),
    "a chunk's size below zero": (HEAD + b"transfer-encoding: chunked\r\n\r\n-1\r\n\r\n", "(400|413|408)"),
    "a length below zero": (HEAD + b"content-length: -1\r\n\r\n", "400"),
    "a length with a plus": (HEAD + b"content-length: +5\r\n\r\nabcde", "400"),
    "two hosts": (b"GET / HTTP/1.1\r\nhost: localhost\r\nhost: elsewhere.example\r\n\r\n", "400"),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", "400"),
    "no host, of old": (b"GET / HTTP/1.0\r\n\r\n", "421"),
    "an address of elsewhere": (b"GET http://elsewhere.example/ HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n", "421"),
    "a folded line": (GET + b"x-a: b\r\n c\x00: d\r\n\r\n", "400"),
    "a zero byte": (GET + b"x-a: \x00" + MARK + b"\r\n\r\n", "400"),
    "a lone return": (GET + b"x-a: b\rset-cookie: c\r\n\r\n", "400"),
    "letters that are none": (b"GET /\xff\xfe HTTP/1.1\r\nhost: localhost\r\n\r\n", "400"),
    "a method of one's own": (MARK + b" / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "(404|405)"),
    "a head without end": (GET + b"x-a: " + MARK * 20_000 + b"\r\n\r\n", "(400|431)"),
    "thousands of headers": (GET + b"x: y\r\n" * 20_000 + b"\r\n", "(400|431)"),
    "an address without end": (b"GET /health?" + MARK * 20_000 + b" HTTP/1.1\r\nhost: localhost\r\n\r\n", "(400|431)"),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00\x01\x00" + MARK + b"\r\n\r\n", "400"),
    "of another version": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "(400|404|421)"),
    "an upgrade": (GET + b"connection: upgrade, close\r\nupgrade: websocket\r\n\r\n", "200"),
    "chunks without end": (HEAD + b"transfer-encoding: chunked\r\n\r\n" + (b"2710\r\n" + b"a" * 10_000 + b"\r\n") * 12, "413"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_no_browser_sends_is_refused_and_nothing_behind_it_is_answered(served: Served, name: str) -> None:
    sent, words = BROKEN[name]
    with closing(served.connect()) as connection:
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(sent)
        answer = read_all(connection).decode("latin-1")
    # Who goes on sending may be cut off before the answer comes through.
    assert re.match(rf"HTTP/1.1 {words} ", answer) or (not answer and len(sent) > 65_536), answer
    assert answer.count("HTTP/1.1 ") <= 1
    assert MARK.decode() not in answer
    assert served.is_open()


def test_who_reads_no_answer_is_not_waited_for(served: Served) -> None:
    with closing(served.connect()) as page:
        page.sendall(b"GET /set-up HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        found = re.search(rb'src="(/static/htmx[^"]+)"', read_all(page))
    assert found is not None
    with closing(socket.socket()) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        deaf.connect(("127.0.0.1", served.port))
        deaf.sendall((b"GET " + found[1] + b" HTTP/1.1\r\nhost: localhost\r\n\r\n") * 300)
        end, is_ended = time.monotonic() + LONG, False
        while not is_ended and time.monotonic() < end:
            time.sleep(0.2)
            try:
                deaf.send(b"x")
            except OSError:
                is_ended = True
            assert served.is_open()
    assert is_ended


def test_hundreds_who_keep_the_room_waiting_lock_nobody_out(served: Served) -> None:
    slow = []
    try:
        for number in range(300):
            slow.append(served.connect())
            with suppress(ConnectionResetError, BrokenPipeError):
                slow[-1].sendall((GET, HEAD + b"content-length: 9\r\n\r\nname=")[number % 2])
            if number % 60 == 59:
                assert served.is_open()
    finally:
        for one in slow:
            one.close()
    assert served.is_open()


def test_whose_page_lies_open_makes_place_before_who_is_still_sending(served: Served) -> None:
    """A team's browsers keep answered connections open; an upload over a slow line must not be ended for them."""
    sending, idle, answers = served.connect(), [], list[bytes]()
    try:
        sending.sendall(HEAD + b"content-length: 9\r\n\r\nname=")
        for _ in range(41):
            idle.append(served.connect())
            idle[-1].sendall(GET + b"\r\n")
            answers.append(idle[-1].recv(4_096))
            assert answers[-1].startswith(b"HTTP/1.1 200")
        sending.setblocking(False)
        with pytest.raises(BlockingIOError):
            sending.recv(1)
        idle[0].settimeout(LONG)
        # What it answered, which may have come with its head; and then it is ended.
        assert (answers[0] + read_all(idle[0])).endswith(b"open\n")
    finally:
        for one in (sending, *idle):
            one.close()


def test_nothing_of_it_is_in_what_the_room_printed_or_kept(served: Served) -> None:
    for sent in (SLOW["half a head, then silence"][0], *(sent for sent, _ in BROKEN.values())):
        with closing(served.connect()) as connection, suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            read_all(connection)
    assert served.is_open()
    printed = (served.folder / "out").read_bytes()
    assert b"? - 400" in printed
    for one in (printed, *(path.read_bytes() for path in served.folder.glob("team.room.db*"))):
        assert MARK not in one
        assert b"elsewhere" not in one
