"""Which numbers a name leads to, asked within a time limit: the system's own way has none, and a dead name server holds it for minutes."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

Resolve = Callable[[str, int], Sequence[str]]
"""What gives the numbers of a name; raises OSError or UnicodeError where it has none."""
_Answer = Sequence[str] | OSError | UnicodeError


def ask_system(host: str, port: int) -> list[str]:
    """As every program on this machine asks."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Whom to ask, and how many seconds to wait for an answer."""

    seconds: float = 10.0
    resolve: Resolve = ask_system


def find_all(host: str, port: int, lookup: Lookup) -> tuple[str, ...]:
    """The numbers of a name, each once. Raises TimeoutError where no answer comes in time, and whatever else the asking raises.

    An asking that takes longer is left to itself and heeded no more; it keeps no program from ending.
    """
    said: SimpleQueue[_Answer] = SimpleQueue()
    Thread(target=_ask, args=(host, port, lookup.resolve, said), daemon=True).start()
    try:
        answer = said.get(timeout=lookup.seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError | UnicodeError):
        raise answer
    return tuple(dict.fromkeys(answer))


def _ask(host: str, port: int, resolve: Resolve, said: "SimpleQueue[_Answer]") -> None:
    try:
        said.put(resolve(host, port))
    except (OSError, UnicodeError) as error:
        said.put(error)
