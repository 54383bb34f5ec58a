"""`bearwitness watch`: each entry of a feed once, failures tried again, an unchanged feed not sent again."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from tests.apps.front_door import Answer, call
from tests.capture.archive_writer import write_page
from tests.web_server import Served, WebServer, serve_pages

HEAD, TAIL = b"<rss><channel>", b"</channel></rss>"


def watch(server: WebServer, folder: Path, *more: str) -> Answer:
    options = ("--register", str(folder / "team.db"), "--allow-private", "--delay", "0")
    return call("watch", f"{server.url}/feed", *options, *more)


def entry(name: str) -> bytes:
    return f"<item><guid>{name}</guid><link>/{name}</link></item>".encode()


def test_each_entry_is_fetched_once_and_new_ones_when_they_come(tmp_path: Path) -> None:
    pages = {
        "/feed": Served(
            body=HEAD + entry("a") + TAIL, content_type="application/rss+xml", headers=(("ETag", '"one"'),)
        ),
        "/a": Served(body=write_page()),
        "/b": Served(body=write_page("Soldiers shot four men in Bago on 3 June 2021.")),
    }
    with serve_pages(pages) as server:
        done = watch(server, tmp_path)
        assert done.code == 0, done.err
        assert "1 new of 1 entries" in " ".join(done.err.split())
        assert "1 report read into" in " ".join(done.out.split())
        assert stat.S_IMODE((tmp_path / "team.watch.json").stat().st_mode) == 0o600
        assert b"http://127.0.0.1" in (tmp_path / "team.watch.json").read_bytes()
        server.asked.clear()
        pages["/feed"] = Served(status=304)
        assert "nothing new" in watch(server, tmp_path).err
        assert server.asked == ["/robots.txt", "/feed"]
        assert server.headers[-1]["if-none-match"] == '"one"'
        pages["/feed"] = Served(body=HEAD + entry("b") + entry("a") + TAIL)
        server.asked.clear()
        assert "1 new of 2 entries" in " ".join(watch(server, tmp_path).err.split())
        assert server.asked == ["/robots.txt", "/feed", "/b"]
    state = call("evidence", "check", "--register", str(tmp_path / "team.db"), "--json").row
    assert (state["sound"], state["reports"]) == (2, 2)


def test_an_entry_that_fails_is_tried_three_times_and_no_more(tmp_path: Path) -> None:
    pages = {"/feed": Served(body=HEAD + entry("gone") + TAIL, headers=(("ETag", '"x"'),))}
    with serve_pages(pages) as server:
        codes = [watch(server, tmp_path).code for _ in range(4)]
        assert codes == [1, 1, 1, 0]
        assert server.asked.count("/gone") == 3
        assert [row.get("if-none-match") for row in server.headers if "if-none-match" in row] == []


def test_a_feed_that_is_none_does_not_stop_the_others(tmp_path: Path) -> None:
    pages = {
        "/feed": Served(body=HEAD + entry("a") + TAIL),
        "/a": Served(body=write_page()),
        "/page": Served(body=write_page()),
    }
    with serve_pages(pages) as server:
        done = call(
            "watch",
            f"{server.url}/page",
            f"{server.url}/feed",
            "--register",
            str(tmp_path / "team.db"),
            "--allow-private",
            "--delay",
            "0",
        )
        assert done.code == 1
        assert f"not read: {server.url}/page: it is no feed of news" in " ".join(done.err.split())
        assert "1 report read" in done.out


def test_options_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    with serve_pages({}) as server:
        assert "every 5 minutes at most" in watch(server, tmp_path, "--every", "1").err
        (tmp_path / "team.watch.json").write_text("[]")
        done = watch(server, tmp_path)
        assert (done.code, "does not remember feeds" in done.err) == (2, True)
        assert server.asked == []
    assert (
        "add --seen FILE"
        in call("watch", "http://post.example/", "--register", "postgresql://nobody@localhost/none").err
    )


def test_a_register_that_is_locked_is_said_and_tried_again_the_next_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended with an error at night, and nobody saw it before the morning."""
    monkeypatch.setattr("bearwitness.store.sqlite.PATIENCE", 0.1)
    pages = {"/feed": Served(body=HEAD + entry("a") + TAIL), "/a": Served(body=write_page())}
    with serve_pages(pages) as server, closing(sqlite3.connect(tmp_path / "team.db", isolation_level=None)) as other:
        assert watch(server, tmp_path, "--seen", str(tmp_path / "no.json")).code == 0
        pages["/a"] = Served(body=write_page("Soldiers shot four men in Bago on 3 June 2021."))
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) > 1:
                raise KeyboardInterrupt
            other.execute("ROLLBACK")

        other.execute("BEGIN IMMEDIATE")
        with mock.patch("bearwitness.apps.watch_command.time.sleep", sleep):
            done = watch(server, tmp_path, "--every", "5")
        said = " ".join(done.err.split())
        assert "is locked by another program" in said
        assert "What could not be recorded is fetched again in 5 minutes." in said
        assert slept == [300, 300]
        assert server.asked.count("/a") == 3
        assert "1 report read into" in " ".join(done.out.split())
        other.execute("BEGIN IMMEDIATE")
        once = watch(server, tmp_path, "--seen", str(tmp_path / "other.json"))
        assert (once.code, "is locked by another program" in once.err) == (2, True)
        other.execute("ROLLBACK")
    checked = call("evidence", "check", "--register", str(tmp_path / "team.db"), "--json").row
    # What was kept while the register was locked is told of by the log with the next round's; only the last one's was not.
    assert (checked["reports"], checked["logged"]) == (2, 3)
    assert [one["fault"] for one in checked["faults"]] == ["not logged"]


def test_a_register_that_is_wrong_ends_the_watching(tmp_path: Path) -> None:
    (tmp_path / "team.db").write_bytes(b"no register at all " * 100)
    stop = mock.patch("bearwitness.apps.watch_command.time.sleep", side_effect=KeyboardInterrupt)
    with serve_pages({}) as server, stop:
        done = watch(server, tmp_path, "--every", "5")
    assert (done.code, "is not a register" in done.err) == (2, True)
