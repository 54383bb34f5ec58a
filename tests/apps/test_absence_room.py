"""The reading room as a process of its own: who a source is and whom a report names stand in nothing that it writes but what it is there for.

People log in, mistype, upload, review, ask, download; programs ask; the room fails behind every page, and is ended by a signal. Searched are the
answers, the streams, every file that is left, every file that any of its processes opened to write, and the command lines of what it started.
"""

import re
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from bearwitness.apps.room.rules import RULES
from bearwitness.custody.vault_entries import make_source
from bearwitness.store.address import Address
from bearwitness.workflow.judging import Signed
from bearwitness.workflow.vault_keeping import add_source, attach_source
from tests.apps.absence.planted import ALL, CONTACT, NAME, NOTE, PEOPLE, SECRETS, VICTIM, WITNESS
from tests.apps.absence.room_outside import Visited, visit_served
from tests.canaries import find_words
from tests.register_homes import BINARIES, Homes
from tests.workflow.vault_places import NOW, found_for_test

QUOTING = ("/reports/u_", "/reports/ ", "/review/", "/pairs/", "/incidents/i_", "/count?act", "/api/v1/claims")
"""Pages that show the words of reports: a report, claims and pairs to decide on, an incident, what a figure rests on."""
HEADLINES = ("/", "/reports", "/log", "/log?only=readings", "/api/v1/log", "/api/v1/reports")
"""Pages that call reports by their titles, which outlets make of names."""
TYPED = ("stranger: ", "download: count of an unknown place", "download: table of nothing", "api wrong", "/claims/")
"""What was typed is said to who typed it, and nowhere else."""
VOICES = ("/sources", "/api/v1/incidents")
"""Pages that say whose word a claim is, where a report quotes somebody by name."""
REFUSING = {
    "set_up",
    "set_up.save",
    "account.password",
    "review.reject",
    "review.correct",
    "review.split.save",
    "review.merge",
    "report.about",
    "review.add",
    "pair.judge",
    "pair.undo",
}
"""Routes that were only ever used wrongly here: with names in the wrong fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A room that was open: the engine of its register, where it lay, and what there is to search."""

    engine: str
    folder: Path
    visited: Visited
    server: dict[str, bytes]


@pytest.fixture(scope="module", params=["sqlite"] if BINARIES is None else ["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Everything done in a room, on each engine."""
    folder = tmp_path_factory.mktemp("room")
    (folder / "work").mkdir()
    if request.param == "sqlite":
        keep_source(folder, folder / "work" / "team.db")
        visited = visit_served(folder / "work" / "team.db", folder, by=signal.SIGABRT)
        return Place(engine="sqlite", folder=folder, visited=visited, server={})
    with homes.cluster.lend("made") as address:
        keep_source(folder, address)
        visited = visit_served(address, folder)
        homes.cluster.run("CHECKPOINT")
        numbers = {name: number for number, name in homes.cluster.run("SELECT oid, datname FROM pg_database")}
        own = str(numbers[address.shown.rpartition("/")[2]])
        base = homes.cluster.folder / "data" / "base"
        paths = [
            path
            for path in homes.cluster.folder.rglob("*")
            if path.is_file() and (base not in path.parents or own in path.parts)
        ]
        server = {
            str(path.relative_to(homes.cluster.folder)): re.sub(rb"\0{64,}", b"\0", path.read_bytes()) for path in paths
        }
    return Place(engine="postgresql", folder=folder, visited=visited, server=server)


def keep_source(folder: Path, register: Address) -> None:
    """A vault beside the register, with a source behind a claim."""
    vault = found_for_test(folder / "work", register)
    entry = add_source(vault, make_source(" ".join(NAME), (" ".join(CONTACT),), " ".join(NOTE)), NOW)
    attach_source(vault.place, entry, ("claim", "c_1"), Signed(name="team", because="asked"), NOW)


def find_in(written: dict[str, bytes], words: tuple[str, ...]) -> set[str]:
    """Where any of the words is."""
    return {name for name, text in written.items() if find_words(text, words)}


def test_every_route_of_the_room_was_used(place: Place) -> None:
    routes = place.visited.routes
    assert set(RULES) - set(routes) == set(), "let somebody use the new route in room_outside.py"
    assert {name for name in RULES if min(routes[name]) >= 400} <= REFUSING
    assert {name for name in routes if name.startswith("api.") and min(routes[name]) < 400} >= {
        "api.count",
        "api.breakdown",
        "api.certificate",
        "api.trend",
    }


def test_who_a_source_is_stands_nowhere(place: Place) -> None:
    seen = place.visited
    assert find_in({**seen.pages, **seen.files, **place.server, "log": seen.log}, SECRETS) == set()
    assert any(name.startswith("work/team.vault/entry-") for name in seen.files)


def test_what_the_room_writes_to_its_log_names_nobody(place: Place) -> None:
    log = place.visited.log
    assert find_words(log, ALL) == set()
    assert re.search(rb"fault ValueError at \S+:\d+", log)
    assert b"Traceback" not in log


def test_pages_name_people_only_where_words_of_reports_are_shown(place: Place) -> None:
    pages = place.visited.pages
    found = {name for name in find_in(pages, PEOPLE) if not name.startswith(TYPED)}
    assert {name for name in found if not name.startswith(QUOTING)} <= set(HEADLINES)
    quoted = {name for name in find_in(pages, WITNESS) if not name.startswith(QUOTING)}
    assert quoted <= set(VOICES)
    assert len(pages) > 90


def test_what_is_downloaded_names_nobody(place: Place) -> None:
    """Certificates, charts, tables, maps, trends, the log; counts and trends of the interface; and every page that failed."""
    got = {
        name: text
        for name, text in place.visited.pages.items()
        if re.match(r"download|failing|/api/v1/(count|trend|links|pairs)|/trend|/totals|admin", name)
    }
    assert find_in({name: text for name, text in got.items() if not name.startswith(TYPED)}, ALL) == set()
    assert {name for name in got if name.startswith("download")} > {
        "download: certificate",
        "download: chart",
        "download: picture",
    }
    assert b'"low"' in got["download: certificate"]
    assert b"500" in got["failing: /"] or b"fault" in got["failing: /"].lower()


def test_files_name_people_only_where_reports_are_kept(place: Place) -> None:
    found = find_in(place.visited.files, ALL)
    assert found <= {"work/team.db", "work/team.db-wal"}
    assert bool(found) == (place.engine == "sqlite")
    assert {name for name in place.visited.files if name.startswith("tmp/")} == set()


def test_no_process_of_the_room_opened_a_file_elsewhere_or_was_started_with_a_name(place: Place) -> None:
    heard = set(place.visited.heard)
    opened = {
        line
        for line in heard
        if line.startswith("open ") and not re.fullmatch(r"open (\d+|'/dev/null'|(PosixPath\()?'[^/].*)", line)
    }
    here = str(place.folder / "work")
    assert {line for line in opened if here not in line} == set()
    assert any(".upload" in line for line in heard), "it hears"
    assert any("upload_worker" in line for line in heard if line.startswith("start "))
    assert find_words("\n".join(heard).encode(), ALL) == set()


def test_a_room_that_is_ended_leaves_no_core_and_no_upload(place: Place) -> None:
    assert {name for name in place.visited.files if "core" in name or name.endswith(".upload")} == set()


if BINARIES is not None:

    def test_the_server_of_the_register_logs_no_name(place: Place) -> None:
        if place.engine == "postgresql":
            assert find_words(place.server["log"], ALL) == set()
            assert find_in(place.server, VICTIM), "it is searched"
