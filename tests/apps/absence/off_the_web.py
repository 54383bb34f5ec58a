"""What comes from servers: pages and feeds fetched, and the answers of a language model."""

import json
from pathlib import Path
from urllib.parse import quote

from tests.apps.absence.asking import READ
from tests.apps.absence.planted import REPORTS, B, V
from tests.apps.absence.world import World
from tests.capture.archive_writer import write_page
from tests.model_server import Json, Reply, propose, row, serve
from tests.web_server import Served, serve_pages

SLUG = f"/2021/zelim-{quote(V).lower()}-held"


def fetch_all(world: World) -> None:
    """Pages that name victims in words, titles and addresses; servers that name them in errors and redirects."""
    page = Served(body=write_page(REPORTS["c.txt"], f"Zelim {V} held"))
    entries = [
        f"<item><guid>{path}</guid><title>Zelim {V}</title><link>{path}</link><description>Anna {B}</description></item>"
        for path in (SLUG, f"/none-{quote(V)}", f"/moved-{quote(V)}")
    ]
    moved = Served(status=302, headers=(("Location", f"ftp://post.example/{quote(V)}"),))
    pages = {
        SLUG: page,
        "/page": page,
        f"/moved-{quote(V)}": moved,
        "/moved": moved,
        "/feed": Served(
            body=f"<rss><channel>{''.join(entries)}</channel></rss>".encode(), content_type="application/rss+xml",
            headers=(("ETag", '"one"'),),
        ),
        "/good": Served(body=f"<rss><channel>{entries[0]}</channel></rss>".encode()),
        "/broken": Served(pieces=(f"HTTP/1.1 {V} {B}\r\n{V}\r\n\r\n".encode(),)),
        "/short": Served(pieces=(f"HTTP/1.1 200 OK\r\nContent-Length: 999\r\nX-Name: {quote(V)}\r\n\r\n{V} {B}".encode(),)),
        "/packed": Served(body=f"{V} {B}".encode(), headers=(("Content-Encoding", "gzip"),)),
        "/empty": Served(body=f"<html><title>{V}</title></html>".encode()),
    }  # fmt: skip
    register, near = Path("web.db"), ("--allow-private", "--delay", "0")
    with serve_pages(pages) as server:
        urls = [
            f"{server.url}{path}" for path in ("/page", "/none", "/moved", "/broken", "/short", "/packed", "/empty")
        ]
        world.run("fetch", "fetch", *urls, *near, "--published-on", "2019-05-09", register=register)
        world.run(
            "fetch json", "fetch", urls[0], *near, "--json", "--names", register=Path("fetched.db"), shows="words"
        )
        world.run(
            "fetch alone",
            "fetch",
            urls[0],
            *near,
            "--no-register",
            "--no-copies",
            "--outlet",
            "Post",
            "--language",
            "en",
        )
        feed = f"{server.url}/feed"
        world.run("watch", "watch", feed, *near, "--seen", "seen.json", register=register)
        world.run("watch what is well", "watch", f"{server.url}/good", *near, "--seen", "other.json", register=register)
        watch = ("watch", feed, f"{server.url}/page", *near, "--no-copies", "--outlet", "Post", "--language", "en")
        world.run("watch json", *watch, "--json", "--names", register=Path("watched.db"), shows="words")
    world.run("evidence of the web", "evidence", "check", register=register)
    world.run(
        "evidence of the web out", "evidence", "export", "--act", "killing", "--out", "web.wacz", register=register
    )


def ask_model(world: World) -> None:
    """A language model that gives the report back as its error, and one that proposes what stands in no report."""

    def repeat(body: Json) -> Reply:
        return Reply(pieces=(json.dumps({"error": json.dumps(body)}).encode(),), status=500)

    def invent(_: Json) -> Reply:
        return propose(row(f"Police arrested Anna {B}", "arrest", "arrested", f"Anna {B}"))

    for name, answer in (("repeating", repeat), ("inventing", invent)):
        with serve(answer) as server:
            words = (*READ, "--model", name, "--model-url", server.url, "--model-wait", "20")
            world.run(f"read with a model {name}", *words, register=Path("model.db"))
            with serve_pages(
                {"/page": Served(body=write_page("Held", "Police held two men in Yanji on Monday."))}
            ) as web:
                asked = ("--allow-private", "--delay", "0", *words[words.index("--model") :])
                world.run(f"fetch with a model {name}", "fetch", f"{web.url}/page", *asked, register=Path("asked.db"))
