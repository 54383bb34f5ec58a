"""`bearwitness fetch` as a user meets it, against a server of our own."""

from pathlib import Path

from tests.apps.front_door import call
from tests.capture.archive_writer import write_page
from tests.model_server import propose, row, serve
from tests.web_server import Served, serve_pages

PAGES = {
    "/a": Served(body=write_page()),
    "/b": Served(body=write_page("Soldiers shot four men in Bago on 3 June 2021.")),
}


def test_pages_come_into_the_register_with_copies_and_one_failure_is_one_line(tmp_path: Path) -> None:
    register = str(tmp_path / "team.db")
    with serve_pages(PAGES) as server:
        urls = [f"{server.url}/{name}" for name in ("a", "none", "b")]
        done = call("fetch", *urls, "--register", register, "--allow-private", "--delay", "0")
    said = " ".join(done.err.split())
    assert done.code == 1
    assert "may be asked too (--allow-private)" in said
    assert "A fetch is seen by the other side" in said
    assert f"not read: {urls[1]}: the server has no such page" in said
    assert "2 reports read into" in " ".join(done.out.split())
    state = call("evidence", "check", "--register", register, "--json").row
    assert (state["sound"], state["faults"], state["without_copy"]) == (2, [], [])


def test_without_copies_none_are_kept_and_without_a_register_nothing_is(tmp_path: Path) -> None:
    with serve_pages(PAGES) as server:
        options = ("--allow-private", "--delay", "0", "--json")
        done = call("fetch", f"{server.url}/a", *options, "--register", str(tmp_path / "team.db"), "--no-copies")
        assert done.row["report"]["url"] == f"{server.url}/a"
        assert call("fetch", f"{server.url}/a", *options, "--no-register").code == 0
    assert not list(tmp_path.glob("*.evidence"))


def test_a_pause_too_short_or_an_address_of_this_machine_is_refused(tmp_path: Path) -> None:
    done = call("fetch", "http://post.example/", "--delay", "0.1", "--no-register")
    assert (done.code, "must be from 1 to 60" in done.err) == (2, True)
    with serve_pages(PAGES) as server:
        done = call("fetch", f"{server.url}/a", "--register", str(tmp_path / "team.db"))
        assert done.code == 1
        assert "127.0.0.1, which is no public address" in " ".join(done.err.split())
        assert server.asked == []


def test_a_model_reads_what_is_fetched_as_it_reads_files(tmp_path: Path) -> None:
    pages = {"/a": Served(body=write_page("Officers swept up three women in Tumen on 14 May 2021."))}
    swept = row("Officers swept up three women in Tumen", "arrest", "swept up", "three women", date="14 May 2021")
    with serve_pages(pages) as server, serve(lambda _: propose(swept)) as model:
        options = ("--register", str(tmp_path / "team.db"), "--allow-private", "--delay", "0", "--json")
        asked = ("--model", "a-model", "--model-url", model.url)
        done = call("fetch", f"{server.url}/a", *options, *asked)
        assert [claim["found_by"] for claim in done.row["claims"]] == ["lm/a-model"]
        refused = call("fetch", f"{server.url}/a", *options, "--model-url", model.url)
    assert (refused.code, "add --model NAME" in refused.err) == (2, True)
