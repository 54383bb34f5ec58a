"""A stand-in for a language model's server on 127.0.0.1, which answers as a test says: well, badly, late or not at all."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server sends: `pieces` of the body, each after `pause` seconds; None of them closes the line at once."""

    pieces: tuple[bytes, ...] | None
    status: int = 200
    pause: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Server:
    """A running server: its address as a user gives it, and the requests it was sent (headers and body)."""

    url: str
    asked: list[Json] = field(default_factory=list)
    headers: list[Json] = field(default_factory=list)


Answering = Callable[[Json], Reply]


def complete(content: str) -> Reply:
    """A chat completion with this content."""
    body = {"object": "chat.completion", "choices": [{"message": {"role": "assistant", "content": content}}]}
    return Reply(pieces=(json.dumps(body).encode(),))


def propose(*rows: Json) -> Reply:
    """A chat completion that proposes these claims."""
    return complete(json.dumps({"claims": rows}))


def row(quote: str, act: str, act_words: str, people: str, **more: Any) -> Json:
    """One proposed claim; keys not given are null, reported, and no total."""
    empty = {"date": None, "place": None, "actor": None, "voice": None, "status": "reported", "total": False}
    return {"quote": quote, "act": act, "act_words": act_words, "people": people, **empty, **more}


@contextmanager
def serve(answer: Answering) -> Iterator[Server]:
    """Run the server while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(body)
            server.headers.append({**self.headers, "path": self.path})
            _send(self, answer(body))

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        server = Server(url=f"http://127.0.0.1:{http.server_address[1]}/v1")
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    if reply.pieces is None:
        handler.close_connection = True
        return
    try:
        handler.send_response(reply.status)
        for name, value in (*reply.headers, ("Content-Type", "application/json"), ("Connection", "close")):
            handler.send_header(name, value)
        handler.end_headers()
        for piece in reply.pieces:
            time.sleep(reply.pause)
            handler.wfile.write(piece)
            handler.wfile.flush()
    except OSError:
        pass  # the client has had enough, which is what these tests are about
