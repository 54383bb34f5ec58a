"""A secret is nowhere: everything is run with canaries planted, then every byte that is left or was written is searched.

Who a source is must be in the vault alone, which is sealed. A victim's name stands in the report, which the register keeps, and in the quotes of
claims; it is looked for everywhere else, and where it is by design is listed here, so that a new place does not come unseen.
"""

import re
import signal
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bearwitness.reading.english.read import EnglishTools
from tests.apps.absence_world import (
    BYSTANDER,
    COMMANDS,
    PEOPLE,
    READ,
    SECRETS,
    VAULT,
    VICTIM,
    World,
    ask_everything,
    ask_model,
    build_world,
    end,
    fail_reading,
    fall_over,
    keep_sources,
    start_ending,
    visit_room,
)
from tests.canaries import find_words, list_files
from tests.register_homes import BINARIES, Homes

OPENED = {"vault show", "vault list open"}
"""Who asks for a source gets it."""
QUOTING = {"read json", "read again", "read names json", "show", "show json", "why", "why json"}
"""Commands that show the words of reports."""
QUOTING_PAGES = {"/reports/", "/review", "/pairs/", "/incidents/", "/count?", "/api/v1/claims"}
"""Pages, behind a login, that show the words of reports."""
TELLING = {
    "reports.text": PEOPLE,
    "claims.body": VICTIM,
    "linking_cards.details": PEOPLE,
    "linking_details.word": PEOPLE,
    "linking_words.word": PEOPLE,
}
"""Columns of the register that hold words of reports: the text, the quotes, and by what linking finds reports of one occurrence."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, english: EnglishTools) -> Iterator[World]:
    """Everything run, on SQLite."""
    root = tmp_path_factory.mktemp("absence")
    with build_world(root, root / "work" / "team.db", english) as made:
        made.run("read", *READ)
        keep_sources(made)
        here = str(made.register)
        endings = (
            start_ending(
                "killed vault", ("bearwitness.workflow.vault_keeping", "write_file", 0), signal.SIGABRT,
                ("vault", "add", *VAULT), here,
            ),
            start_ending(
                "killed reader", ("bearwitness.workflow.recording", "save_reading", 2), signal.SIGKILL,
                READ, str(root / "work" / "killed.db"),
            ),
        )  # fmt: skip
        ask_everything(made)
        made.run("read json", *READ, "--json", register=Path("other.db"))
        made.run("read names", *READ, "--names", register=Path("names.db"))
        made.run("read names json", *READ, "--names", "--json", register=Path("names.db"))
        made.run("copy", "copy", "team.db", "copy.db")
        fall_over(made)
        fail_reading(made)
        ask_model(made)
        visit_room(made, english)
        for ending in endings:
            end(made, ending)
        yield made


def find_in(written: dict[str, bytes], words: tuple[str, ...]) -> set[str]:
    """Where any of the words is."""
    return {name for name, text in written.items() if find_words(text, words)}


def test_the_canaries_were_planted_and_the_search_sees_them(world: World) -> None:
    assert find_words(world.written["vault show"], SECRETS) == set(SECRETS)
    assert find_words(world.written["read json"], VICTIM) == set(VICTIM)
    files = dict(list_files(world.root))
    assert find_words(files["work/in/a.txt"], PEOPLE) == set(PEOPLE)
    assert find_words(files["work/killed.db-wal"], PEOPLE) == set(PEOPLE), "the reader was killed with reports in hand"


def test_who_a_source_is_stands_in_no_byte_of_any_file(world: World) -> None:
    assert find_in(dict(list_files(world.root)), SECRETS) == set()


def test_who_a_source_is_was_written_only_for_who_asked(world: World) -> None:
    assert find_in(world.written, SECRETS) == OPENED
    assert find_in(world.errors, SECRETS) == set()
    assert find_in(world.pages, SECRETS) == set()


def test_the_passphrase_stands_in_no_file_either(world: World) -> None:
    words = ("grey herons", "AGE-SECRET-KEY-1")
    assert find_in(dict(list_files(world.root)), words) == set()
    assert find_in({**world.written, **world.errors, **world.pages}, words) == set()


def test_a_process_that_is_ended_with_a_secret_in_hand_leaves_no_core(world: World) -> None:
    assert not world.dumped
    assert [path for path in world.root.rglob("*") if path.name.startswith("core")] == []


def test_a_victims_name_is_written_only_where_words_of_reports_are_shown(world: World) -> None:
    assert find_in(world.written, PEOPLE) == QUOTING
    # Beside a quote a few words of its context are shown.
    assert find_in(world.written, BYSTANDER) <= {"why", "why json", "show"}


def test_no_error_and_no_traceback_names_anybody(world: World) -> None:
    assert find_in(world.errors, PEOPLE) == set()
    assert {name for name in world.errors if name.startswith("falling: ")} > {"falling: why json", "falling: read json"}
    assert b"cut off" in world.errors["falling: why json"]
    assert b"ValueError" in world.written["read failing"] + world.errors["read failing"]


def test_pages_name_nobody_but_where_they_show_words_of_reports(world: World) -> None:
    found = find_in(world.pages, PEOPLE)
    assert {path for path in found if not any(path.startswith(start) for start in QUOTING_PAGES)} == set()
    assert {start for start in QUOTING_PAGES if not any(path.startswith(start) for path in found)} == set()
    assert len(world.pages) > 50


def test_the_rooms_log_names_nobody_and_says_where_it_failed(world: World) -> None:
    log = world.log.getvalue()
    assert find_words(log.encode(), (*SECRETS, *PEOPLE)) == set()
    assert re.search(r"fault ValueError at \S+:\d+", log)


def test_files_hold_names_only_where_reports_are_kept(world: World) -> None:
    found = find_in(dict(list_files(world.root)), PEOPLE)
    registers = r"(team|other|model|names|copy|killed|failing|failing-json)\.db(-wal)?"
    assert {path for path in found if not re.fullmatch(rf"work/({registers}|in/[abc]\.txt)", path)} == set()


def test_nothing_is_left_in_home_caches_and_folders_of_temporary_files(world: World) -> None:
    left = {str(path.relative_to(world.root)) for path in world.root.rglob("*") if path.is_file()}
    assert {path for path in left if not path.startswith("work/")} == {"config/bearwitness/identity.age"}


def test_files_of_the_vault_and_the_identity_are_their_owners_alone(world: World) -> None:
    paths = [*(world.root / "work" / "team.vault").rglob("*"), world.root / "config/bearwitness/identity.age"]
    assert all(not stat.S_IMODE(path.stat().st_mode) & 0o077 for path in paths)


@pytest.mark.parametrize("name", ["team.db", "names.db", "model.db"])
def test_columns_that_hold_names_are_those_that_hold_words_of_reports(world: World, name: str) -> None:
    raw = sqlite3.connect(world.root / "work" / name)
    found: dict[str, set[str]] = {}
    for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        rows = raw.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the register's own names
        names = [column[0] for column in rows.description]
        for row in rows:
            for column, value in zip(names, row, strict=True):
                if words := find_words(str(value).encode(), (*SECRETS, *PEOPLE)):
                    found.setdefault(f"{table}.{column}", set()).update(words)
    raw.close()
    assert found == {column: set(words) for column, words in TELLING.items()}


if BINARIES is not None:

    def test_who_a_source_is_stands_in_no_byte_of_a_server(homes: Homes, tmp_path: Path, english: EnglishTools) -> None:
        """Its tables, its log of writes and its log of what went wrong."""
        cluster = homes.cluster
        with cluster.lend("made") as address, build_world(tmp_path, address, english, is_quick=True) as made:
            made.run("read", *READ)
            keep_sources(made)
            for name in ("incidents json", "count json", "trend csv", "link json"):
                made.run(name, *COMMANDS[name])
            cluster.run("CHECKPOINT")
            numbers = {name: number for number, name in cluster.run("SELECT oid, datname FROM pg_database")}
            own = numbers[address.shown.rpartition("/")[2]]
            others = {path for path in (cluster.folder / "data" / "base").iterdir() if path.name != str(own)}
            paths = [
                path for path in cluster.folder.rglob("*") if path.is_file() and not others.intersection(path.parents)
            ]
            blobs = {str(path): re.sub(rb"\0{64,}", b"\0", path.read_bytes()) for path in paths}
            assert find_in(blobs, SECRETS) == set()
            assert find_in({path: blob for path, blob in blobs.items() if "pg_wal" in path}, VICTIM), "it is searched"
            assert find_words(blobs[str(cluster.folder / "log")], PEOPLE) == set()
            assert find_in(made.written, SECRETS) == OPENED
            assert find_in(made.errors, SECRETS) == set()
