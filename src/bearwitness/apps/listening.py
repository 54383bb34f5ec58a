"""How the room listens: HTTP/1.1 from whoever connects, and an end to connections that keep it waiting.

The server itself waits without end for a request to become whole, and for an answer to be taken. A few hundred connections that send a letter a
minute, or never read, would then lock everybody out.
"""

import logging
from asyncio import BaseTransport, Transport
from pathlib import Path
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 10.0
"""So long may a request take until its head is whole, and a connection stay open without one."""
TAKE_SECONDS: Final = 30.0
"""So long may an answer lie without any of it being taken."""
MOST: Final = 200
"""Where more than so many connections are open, one makes place: first one that was answered and lies idle, for a browser keeps up to six and
opens another without a word; else the one that has kept the room waiting longest. None that is being answered is ended, so that a team of
fifty is not cut off by its own browsers.
"""
_TOTAL: Final = 256
_LOOK: Final = 1.0
_LOG: Final = logging.getLogger("bearwitness.room")
_SLOW: Final = b"The request took too long to arrive.\n"
_TOO_SLOW: Final = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%b"
    % (len(_SLOW), _SLOW)
)


class PatientProtocol(H11Protocol):
    """One connection, looked at every second: what it waits for, and since when."""

    transport: Transport
    _since: float
    _at: tuple[int, bool] = (0, False)
    _asked: int = 0
    _left: int = 0
    _moved: float

    def connection_made(self, transport: BaseTransport) -> None:
        """Somebody connects; another makes place where there are too many."""
        assert isinstance(transport, Transport)
        super().connection_made(transport)
        self._since = self._moved = self.loop.time()
        if len(self.connections) > MOST:
            waiting = [one for one in self.connections if isinstance(one, PatientProtocol) and one is not self]
            slow = [one for one in waiting if one.is_waiting()]
            if slow:
                min(slow, key=lambda one: (not one.is_spare(), one._since)).give_up()
        self.loop.call_later(_LOOK, self._look)

    def send_400_response(self, msg: str) -> None:
        """What is no request is refused, and what it was stays unsaid."""
        _LOG.info("? - 400")
        super().send_400_response(msg)

    def is_waiting(self) -> bool:
        """Whether it is the other side's turn: to send a head or a body, or to take an answer."""
        return self._is_idle() or self.cycle.more_body or self.transport.get_write_buffer_size() > 0

    def is_spare(self) -> bool:
        """Whether something was asked, all of it is answered and taken, and nothing more has come."""
        return self._asked > 0 and self.is_waiting() and self._is_idle() and not self._holds_anything()

    def handle_events(self) -> None:
        """What has come is looked at; here a request begins."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._asked += 1

    def give_up(self) -> None:
        """End the connection at once."""
        _LOG.info("a connection that kept the room waiting was ended")
        # At once out of those that are open: of many who connect together each must find another to make place.
        self.connections.discard(self)
        self.transport.abort()

    def _is_idle(self) -> bool:
        return bool(getattr(self.cycle, "response_complete", True))

    def _holds_anything(self) -> bool:
        return bool(self.conn.trailing_data[0]) or self.transport.get_write_buffer_size() > 0

    def _look(self) -> None:
        if self not in self.connections:
            return
        now, left = self.loop.time(), self.transport.get_write_buffer_size()
        at = (self._asked, self._is_idle())
        if at != self._at:
            self._at, self._since = at, now
        if left < self._left or not left:
            self._moved = now
        self._left = left
        if left and now - self._moved > TAKE_SECONDS:
            self.give_up()
        elif self._is_idle() and not left and now - self._since > HEAD_SECONDS:
            self._refuse()
        else:
            self.loop.call_later(_LOOK, self._look)

    def _refuse(self) -> None:
        if not self.transport.is_closing() and self.conn.trailing_data[0]:
            _LOG.info("? - 408")
            self.transport.write(_TOO_SLOW)
        self.transport.close()
        self.loop.call_later(_LOOK, self.transport.abort)


def listen(app: Any, host: str, port: int, certificate: Path | None, key: Path | None) -> None:
    """Answer until the process is stopped."""
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=PatientProtocol,
        ws="none",
        ssl_certfile=certificate,
        ssl_keyfile=key,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        limit_concurrency=_TOTAL,
        h11_max_incomplete_event_size=32_768,
    )
