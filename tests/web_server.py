"""A web server of our own on 127.0.0.1, which answers as a test says: well, badly, late, elsewhere or not at all."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An answer: raw bytes in `pieces`, each after `pause` seconds; or a body with a status and headers."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/html; charset=utf-8"
    pieces: tuple[bytes, ...] = ()
    pause: float = 0.0


@dataclass(slots=True, kw_only=True)
class WebServer:
    """A running server, and what it was asked: path, headers, and when."""

    url: str
    port: int
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


NOT_FOUND = Served(status=404, body=b"<p>None.</p>")


@contextmanager
def serve_pages(
    answer: dict[str, Served] | Callable[[str], Served], context: ssl.SSLContext | None = None
) -> Iterator[WebServer]:
    """Run the server while the block lasts; paths it does not know are not found."""
    find = answer if callable(answer) else lambda path: answer.get(path, NOT_FOUND)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            server.times.append(time.monotonic())
            _send(self, find(self.path))

        def handle(self) -> None:
            with suppress(OSError):  # a client that does not trust us hangs up
                super().handle()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        if context is not None:
            http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        port = http.server_address[1]
        server = WebServer(url=f"{'http' if context is None else 'https'}://127.0.0.1:{port}", port=port)
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()


def _send(handler: BaseHTTPRequestHandler, served: Served) -> None:
    handler.close_connection = True
    try:
        if served.pieces:
            for piece in served.pieces:
                time.sleep(served.pause)
                handler.wfile.write(piece)
                handler.wfile.flush()
            return
        handler.send_response(served.status)
        for name, value in (
            ("Content-Type", served.content_type),
            ("Content-Length", str(len(served.body))),
            *served.headers,
        ):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(served.body)
    except OSError:
        pass  # the client has had enough, which is what these tests are about
