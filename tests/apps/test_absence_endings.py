"""A process that falls over, is killed or finds the disk full with a name in its hands leaves none: not in what it writes, nor in any file.

Each command is run as from a shell and falls over when it writes its answer; those that handle names or sources fall over with one in hand too,
at the first, a middle and the last step of so many. The fault says the name, as the error of a library does.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

import pytest

from bearwitness.reading.english.read import EnglishTools
from tests.apps.absence.asking import ARREST, COMMANDS, EVERY, READ
from tests.apps.absence.ending import Ended, Ending
from tests.apps.absence.handing_on import YANJI, hand_on_briefly
from tests.apps.absence.keeping_sources import VAULT
from tests.apps.absence.leaves import find_leaf, list_leaves
from tests.apps.absence.off_the_web import SLUG
from tests.apps.absence.planted import ALL, PASSPHRASE, PEOPLE, REPORTS, SECRETS, SOURCE, V
from tests.apps.absence.world import World, build_world
from tests.canaries import find_words, list_files
from tests.capture.archive_writer import write_page
from tests.conftest import ROOT
from tests.web_server import Served, serve_pages

NO_ANSWER = {
    "serve": "falls over in test_absence_room.py",
    "vault recipients add": "needs a card of somebody; it answers as `vault rotate` does",
    "vault recipients remove": "the same",
    "vault new": "an identity takes seconds to seal; it answers as `keys new` does",
    "keys public": "a key takes a second to open; it answers as `keys new` does",
}
"""Commands that are not run here, and why."""
ROUNDS = 1 if os.environ.get("ABSENCE_LONG") is None else 60
"""So many steps of each are tried beside the first; ABSENCE_LONG=1 tries sixty, which takes minutes."""


@dataclass(slots=True, kw_only=True)
class Endings:
    """The processes so far, and how each ended."""

    root: Path
    server: "subprocess.Popen[str]"
    ended: dict[str, Ended] = field(default_factory=dict)
    asked: dict[str, Ending] = field(default_factory=dict)

    def run(self, name: str, *words: str, how: str = "none", at: int = 0, gives: str = "") -> Ended:
        """Run one to its end."""
        ending = Ending(name=name.replace(" ", "-"), words=words, how=how, at=at, gives=gives)
        assert name not in self.ended
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        self.server.stdin.write(json.dumps(asdict(ending)) + "\n")
        self.server.stdin.flush()
        told = self.server.stdout.readline()
        assert told, "the server of processes ended"
        self.ended[name], self.asked[name] = Ended(**json.loads(told)), ending
        return self.ended[name]

    def read(self, name: str, stream: str) -> bytes:
        """What it wrote to a stream."""
        return (self.root.parent / "streams" / f"{self.asked[name].name}.{stream}").read_bytes()


def list_lines(url: str, claims: tuple[str, str], entry: str) -> dict[str, tuple[str, ...]]:
    """One line for each command; what it writes goes to names of its own."""
    near = ("--allow-private", "--delay", "0", "--no-copies")
    policy = ("--policy", "policy.toml", "--as-of", "2025-03-31")
    key = ("--key", "harbour-watch.pub")
    return {
        "read": (*READ, "--json", "--no-register"),
        "incidents": ("incidents", "--json"),
        "show": ("show", "told-1"),
        "count": ("count", *ARREST, "--json"),
        "verify-count": ("verify-count", "answer.json"),
        "why": ("why", *EVERY),
        "fates": COMMANDS["fates"],
        "unseen": COMMANDS["unseen"],
        "trend": COMMANDS["trend csv"],
        "dates": ("dates", "in"),
        "places": ("places", "in"),
        "link": ("link",),
        "links": ("links", "--json"),
        "judge": ("judge", *claims, "different", "--by", "eva", "--because", "two days"),
        "review": ("review", "--list"),
        "checkpoint": ("checkpoint", "--key", "harbour-watch.key"),
        "prove": ("prove", *YANJI, "--texts", "--out", "OUT.zip"),
        "verify": ("verify", "team.db", *key),
        "copy": ("copy", "team.db", "OUT.db"),
        "upgrade": ("upgrade",),
        "export": ("export", "--format", "ftm", "--with-quotes", "--with-outlets", "--out", "OUT.jsonl"),
        "import": ("import", "filled.csv", "--by", "eva", "--check"),
        "fetch": ("fetch", f"{url}/page", *near, "--register", "OUT.db"),
        "watch": ("watch", f"{url}/feed", *near, "--register", "OUT.db"),
        "evidence check": ("evidence", "check", "--evidence", "lines.evidence"),
        "evidence export": (
            "evidence",
            "export",
            "--act",
            "arrest",
            "--evidence",
            "lines.evidence",
            "--out",
            "OUT.wacz",
        ),
        "token": ("token", "dashboard", "--scope", "read", "--by", "eva"),
        "demo": ("demo", "--samples", "in"),
        "keys new": ("keys", "new", "OUT"),
        "release plan": ("release", "plan", *policy),
        "release build": ("release", "build", *policy, "--by", "eva", "--out", "OUT"),
        "release diff": ("release", "diff", "march", "april"),
        "release attack": ("release", "attack", "march"),
        "release check": ("release", "check", "march", *key),
        "release hold": ("release", "hold", claims[0], "--by", "eva", "--because", "they asked"),
        "release free": ("release", "free", claims[0], "--by", "eva", "--because", "they agree"),
        "release holds": ("release", "holds"),
        "vault add": ("vault", "add", *VAULT),
        "vault show": ("vault", "show", entry, *VAULT),
        "vault list": ("vault", "list", "--open", *VAULT),
        "vault recipients": ("vault", "recipients", *VAULT),
        "vault rotate": ("vault", "rotate", *VAULT),
        "vault check": ("vault", "check", *VAULT),
        "vault attach": ("vault", "attach", entry, claims[0], "--vault", "team.vault", "--by", "team"),
        "vault remove": ("vault", "remove", entry, "--because", "asked", "--by", "team", "--vault", "team.vault"),
    }


HANDLING = (
    "read",
    "show",
    "why",
    "link",
    "prove",
    "export",
    "fetch",
    "watch",
    "evidence export",
    "places",
    "vault add",
    "vault show",
    "vault list",
    "demo",
)
"""Commands whose own functions are given a name as text."""
SHOWING = {"read", "show", "why"}
"""Lines that may have shown words of reports before they ended."""
OPENING = {"vault show", "vault list"}
"""Lines that may have shown a source."""
PAGE = (REPORTS["c.txt"], f"Zelim {V} held")
"""A page's words and its title."""
FULL = {
    "read": (("read", "told.jsonl", "--register", "full.db"), 200_000),
    "read copies": (
        ("read", "told.jsonl", "--keep-copies", "--evidence", "full.evidence", "--register", "full2.db"),
        1_000,
    ),
    "copy": (("copy", "team.db", "full3.db"), 100_000),
    "export": (("export", "--format", "xlsx", "--with-quotes", "--out", "full.xlsx"), 2_000),
    "prove": (("prove", *YANJI, "--texts", "--out", "full.zip"), 2_000),
    "evidence export": (
        ("evidence", "export", "--act", "arrest", "--evidence", "lines.evidence", "--out", "full.wacz"),
        2_000,
    ),
    "release build": (
        ("release", "build", "--policy", "policy.toml", "--by", "eva", "--as-of", "2025-03-31", "--out", "full"),
        1_500,
    ),
    "fetch": (("fetch", "URL/page", "--allow-private", "--delay", "0", "--register", "full4.db"), 50_000),
    "vault add": (("vault", "add", *VAULT), 5_000),
    "vault rotate": (("vault", "rotate", *VAULT), 5_000),
}
"""Commands that write, and after how many bytes of a file the disk is full."""
NAMING = {
    r"(team|OUT)\.db(-wal)?|(answer|hand|full)-?[^/]*\.db(-wal)?|full\d\.db(-wal)?": "registers, whole or cut off",
    r"in/.*|told\.jsonl": "the reports as they came",
    r"(lines|full)\.evidence/.*": "exact copies, which were asked for",
    r"export-words.*|filled\.csv|(answer|hand)-export-\d+\.jsonl|full\.xlsx": "exports with words of reports, and a sheet made of one",
    r"(answer|hand)-prove-\d+\.zip|full\.zip": "proofs with texts",
    r"(answer|hand)-evidence-export-\d+\.wacz|full\.wacz": "copies exported",
}
"""Files in which a name may be, and why."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, english: EnglishTools) -> Iterator[World]:
    """A register, a vault, and what they are handed on as."""
    root = tmp_path_factory.mktemp("endings") / "world"
    root.mkdir()
    with build_world(root, root / "work" / "team.db", english) as made:
        made.run("read", *READ)
        made.run("read lines", "read", "told.jsonl", "--keep-copies", "--evidence", "lines.evidence")
        hand_on_briefly(made)
        made.run("vault new", "vault", "new", "--as", "eva", *VAULT)
        made.ids.append(made.run("vault add", "vault", "add", *VAULT, stdin=json.dumps(SOURCE).encode()).strip())
        assert {one.code for one in made.ran.values()} == {0}
        yield made


@pytest.fixture(scope="module")
def endings(world: World) -> Endings:
    """Every process, ended."""
    (world.root.parent / "streams").mkdir()
    environment = {
        **os.environ, "BEARWITNESS_REGISTER": "team.db", "WORD": PASSPHRASE, "BEARWITNESS_PASSPHRASE": PASSPHRASE, "USER": "eva",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    pages = {
        "/page": Served(body=write_page(PAGE[0], PAGE[1])),
        "/feed": Served(body=f"<rss><channel><item><guid>a</guid><link>{SLUG}</link></item></channel></rss>".encode()),
        SLUG: Served(body=write_page(PAGE[0], PAGE[1])),
    }
    with serve_pages(pages) as web, subprocess.Popen(
        [sys.executable, "-m", "tests.apps.absence.ending"], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as server:  # fmt: skip
        made = Endings(root=world.root, server=server)
        _end_all(made, world, web.url)
        assert server.stdin is not None
        server.stdin.close()
        server.wait()
    return made


def _end_all(made: Endings, world: World, url: str) -> None:
    incidents = [json.loads(line) for line in world.written["incidents json"].splitlines()]
    lines = list_lines(url, (incidents[0]["claims"][0], incidents[1]["claims"][0]), world.ids[0])
    for leaf, words in lines.items():
        given = "source" if leaf == "vault add" else ""
        for how, ats in (("answer", (0,)), ("hand", _choose_steps(leaf) if leaf in HANDLING else ())):
            for at in ats:
                name = f"{how} {leaf} {at}"
                own = [word.replace("OUT", name.replace(" ", "-")) for word in words]
                made.run(name, *own, how=how, at=at, gives=given)
    for leaf in ("vault add", "read"):
        for how in ("kill", "dump"):
            made.run(f"{how} {leaf}", *lines[leaf], how=how, at=2, gives="source" if leaf == "vault add" else "")
    with closing(sqlite3.connect("team.db")) as held:
        # While somebody has it open, the file that its readers share is there: else its making would be what finds the disk full.
        held.execute("SELECT count(*) FROM reports").fetchall()
        for name, (words, size) in FULL.items():
            own = [word.replace("URL", url) for word in words]
            made.run(f"full {name}", *own, how="full", at=size, gives="source" if name == "vault add" else "")
    made.run("whole vault check", "vault", "check", *VAULT)
    made.run("whole verify", "verify", "team.db", "--key", "harbour-watch.pub")


def _choose_steps(leaf: str) -> tuple[int, ...]:
    chance = Random(leaf)
    return (0, *sorted(chance.sample(range(1, 300), ROUNDS)))


def test_every_command_falls_over_when_it_answers(endings: Endings) -> None:
    fell = {
        find_leaf(endings.asked[name].words)
        for name, one in endings.ended.items()
        if one.befell and endings.asked[name].how == "answer"
    }
    assert set(list_leaves()) - fell == set(NO_ANSWER), "give the new command a line, or say in NO_ANSWER why not"


def test_a_fault_is_told_by_its_place(endings: Endings) -> None:
    for name, one in endings.ended.items():
        if one.befell and endings.asked[name].how == "answer":
            said = endings.read(name, "err").decode()
            assert (one.code, "PlantedError" in said, "This is a fault of the program" in said) == (1, True, True), (
                name,
                said,
            )


def test_each_that_is_given_names_falls_over_with_one_in_hand(endings: Endings) -> None:
    for leaf in HANDLING:
        assert endings.ended[f"hand {leaf} 0"].befell, leaf


def test_no_stream_of_a_process_that_ended_badly_names_anybody(endings: Endings) -> None:
    assert {name for name in endings.ended if find_words(endings.read(name, "err"), ALL)} == set()
    named = {name for name in endings.ended if find_words(endings.read(name, "out"), ALL)}
    assert {find_leaf(endings.asked[name].words) for name in named} <= SHOWING | OPENING
    opened = {name for name in named if find_words(endings.read(name, "out"), SECRETS)}
    assert {find_leaf(endings.asked[name].words) for name in opened} <= OPENING


def test_who_a_source_is_stands_in_no_file_that_was_left(endings: Endings) -> None:
    assert {path for path, data in list_files(endings.root) if find_words(data, SECRETS)} == set()


def test_names_stand_in_no_file_but_registers_reports_and_what_was_asked_for(endings: Endings) -> None:
    found = {path.removeprefix("work/") for path, data in list_files(endings.root) if find_words(data, PEOPLE)}
    assert {path for path in found if not any(re.fullmatch(one, path) for one in NAMING)} == set()


def test_processes_were_killed_and_none_left_a_core(endings: Endings) -> None:
    for leaf in ("vault add", "read"):
        for how, by in (("kill", signal.SIGKILL), ("dump", signal.SIGABRT)):
            ended = endings.ended[f"{how} {leaf}"]
            assert (ended.code, ended.befell, ended.dumped) == (-by, True, False)
    assert [path for path in endings.root.rglob("core*") if path.is_file()] == []


def test_a_full_disk_is_said_in_words_and_leaves_nothing_half(endings: Endings) -> None:
    for name in FULL:
        ended, said = endings.ended[f"full {name}"], endings.read(f"full {name}", "err").decode()
        assert ended.code in {1, 2}, (name, ended, said)
        assert not re.search("fault of the program|Traceback", said), (name, said)
        assert said.strip(), name
    assert endings.ended["whole vault check"].code in {0, 1}
    assert endings.ended["whole verify"].code == 0, endings.read("whole verify", "out")
