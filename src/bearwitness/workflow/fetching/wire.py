"""One question to one server and its whole answer, with the exact bytes of both.

The connection goes to the number that was checked. Nothing is taken from the environment (no proxy, no password file), no cookie is kept,
and an answer has a longest time and size: a server that drips or floods holds up one page.
"""

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any, Final, cast

from bearwitness import __version__
from bearwitness.core.errors import UnreadableError
from bearwitness.workflow.fetching.addresses import WebAddress

PROGRAM: Final = "bearwitness"
"""What robots.txt calls us."""
AGENT: Final = f"{PROGRAM}/{__version__} (documentation of human rights violations)"
_PIECE: Final = 65_536
_ACCEPT: Final = "text/html,application/xhtml+xml,application/pdf,text/plain,application/rss+xml,application/atom+xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class WireLimits:
    """Seconds to reach a server, between two pieces of an answer, and for the whole; bytes of an answer."""

    connect: float = 10.0
    idle: float = 20.0
    whole: float = 90.0
    size: int = 32_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What was sent and what came, byte for byte, and the number that answered."""

    request: bytes
    answer: bytes
    number: str


def write_request(address: WebAddress, headers: tuple[tuple[str, str], ...] = ()) -> bytes:
    """The bytes of a question: who asks is said, and nothing of who sent it here."""
    rows = (
        ("Host", address.called),
        ("User-Agent", AGENT),
        ("Accept", _ACCEPT),
        ("Accept-Encoding", "gzip"),
        ("Accept-Language", "en"),
        *headers,
        ("Connection", "close"),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in rows if value.isprintable())
    return f"GET {address.target} HTTP/1.1\r\n{head}\r\n".encode("latin-1", "replace")


def exchange(
    address: WebAddress, numbers: tuple[str, ...], limits: WireLimits, headers: tuple[tuple[str, str], ...] = ()
) -> Exchange:
    """Ask the server. Raises UnreadableError, in plain words, for all that can go wrong on the way."""
    request = write_request(address, headers)
    ends = time.monotonic() + limits.whole
    try:
        line, number = _connect(address, numbers, limits)
        with line:
            line.settimeout(limits.idle)
            line.sendall(request)
            return Exchange(request=request, answer=_take(line, limits, ends), number=number)
    except TimeoutError:
        raise UnreadableError(f"{address.host} gave no whole answer in time; try again later") from None
    except ssl.SSLCertVerificationError as error:
        said = f"{error.verify_message}"[:80]
        raise UnreadableError(f"{address.host} cannot prove that it is itself ({said}); it is not read") from None
    except http.client.IncompleteRead:
        raise UnreadableError(f"{address.host} broke off in the middle of its answer; try again later") from None
    except (http.client.HTTPException, ValueError):
        raise UnreadableError(
            f"{address.host} gives an answer that is none of a web server; check the address"
        ) from None
    except OSError:
        raise UnreadableError(
            f"{address.host} could not be reached, or broke off; check the address and your connection"
        ) from None


def _connect(address: WebAddress, numbers: tuple[str, ...], limits: WireLimits) -> tuple[socket.socket, str]:
    failure: OSError = OSError()
    for number in numbers[:4]:
        try:
            line = socket.create_connection((number, address.port), timeout=limits.connect)
        except OSError as error:
            failure = error
            continue
        if not address.is_encrypted:
            return line, number
        try:
            return ssl.create_default_context().wrap_socket(line, server_hostname=address.host), number
        except OSError:
            line.close()
            raise
    raise failure


def _take(line: socket.socket, limits: WireLimits, ends: float) -> bytes:
    recorder = _Recorder(line, limits, ends)
    response = http.client.HTTPResponse(cast(Any, _Line(recorder)), method="GET")
    try:
        response.begin()
        # Piece by piece: asked for all at once, Python makes room for whatever size a server states.
        while response.read(_PIECE):
            pass
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
    finally:
        response.close()
    return bytes(recorder.taken)


class _Recorder(io.RawIOBase):
    """What comes over the wire, kept as it comes, within the limits."""

    def __init__(self, line: socket.socket, limits: WireLimits, ends: float) -> None:
        super().__init__()
        self.line = line
        self.limits = limits
        self.ends = ends
        self.taken = bytearray()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.line.settimeout(min(self.limits.idle, left))
        count = self.line.recv_into(buffer)
        self.taken += memoryview(buffer)[:count]
        if len(self.taken) > self.limits.size:
            raise UnreadableError(
                f"its answer is larger than {self.limits.size // 1_000_000} MB; save the page and give that"
            )
        return count


@dataclass(frozen=True, slots=True)
class _Line:
    """As much of a socket as the parser of answers asks for."""

    recorder: _Recorder

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self.recorder)
