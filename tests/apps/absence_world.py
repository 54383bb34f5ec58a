"""A world in which canaries are planted and everything is run: what each step wrote, and every file that is left.

Who a source is goes into the vault: name, contact and note. A victim's name stands in reports, once in words that tell an act (so in a quote)
and once, another's, in words that tell none.
"""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Final
from unittest import mock

from bearwitness.apps import screen, vault_guarding
from bearwitness.custody.vault_identities import open_identity
from bearwitness.custody.vault_records import Identity
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.address import Address
from bearwitness.workflow import reading, vault_keeping, vault_opening
from bearwitness.workflow.live_view import LiveView
from bearwitness.workflow.upload_work import Bench, read_one, work_off
from bearwitness.workflow.uploads import open_uploads
from tests.apps.front_door import OWN, call
from tests.apps.room.program import Program, let_in
from tests.apps.room.visitor import OpenRoom, Visitor, open_for_test
from tests.model_server import Json, Reply, propose, row, serve
from tests.register_homes import spell

NAME, CONTACT, NOTE = ("Zorvathquill", "뷁쒧꽳"), ("Plimsarovex", "쀍쓟킇"), ("Dwenquartho", "껽뛣쩶")
SECRETS: Final = (*NAME, *CONTACT, *NOTE)
"""What only the vault may know."""
VICTIM: Final = ("Kvaristad", "꿻뙯쫿")
"""In the quotes of claims."""
BYSTANDER: Final = ("Brixonvar", "뾃쨟깵")
"""In the text of reports and in no quote."""
PASSPHRASE: Final = "six grey herons wait"
PEOPLE: Final = (*VICTIM, *BYSTANDER)
SOURCE: Final = {"name": " ".join(NAME), "contacts": [" ".join(CONTACT)], "note": " ".join(NOTE)}
_V, _B = " ".join(VICTIM), " ".join(BYSTANDER)
REPORTS: Final = {
    "a.txt": f"Police in Shenyang arrested Zelim {_V}, a 34-year-old North Korean woman, and two other women at a market on "
    "5 May 2019, an aid worker said.\n\nThe three women were taken to a detention centre. The mother of Anna "
    f"{_B} waited at the gate for a day.\n",
    "b.txt": "Three North Korean women were detained in Shenyang on 5 May 2019, the Harbour Network said. One of them, Zelim "
    f"{_V}, 34, was later sent back to North Korea.\n\nA friend of Anna {_B} saw the police cars.\n",
    "c.txt": f"In all, 12 North Koreans were arrested in Shenyang in May 2019, among them Zelim {_V}, the monitor said.\n\n"
    f"Officials killed a man named Zelim {_V} in Tonghua on 7 May 2019.\n",
}
QUESTION: Final = ("--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN")
ARREST: Final = ("--act", "arrest", *QUESTION)
YEAR: Final = ("--act", "arrest", "--place", "CN", "--from", "2019-01-01", "--to", "2019-12-31", "--by", "month")
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "incidents": ("incidents",),
    "incidents json": ("incidents", "--json"),
    "count": ("count", *ARREST),
    "count json": ("count", *ARREST, "--json"),
    "count csv": ("count", "--by", "act", "--by", "month", *QUESTION, "--csv"),
    "count by json": ("count", "--by", "town", *ARREST, "--json"),
    "count by group": ("count", "--by", "group", *ARREST, "--csv"),
    "count drawn": ("count", "--by", "town", *ARREST, "--plot", "count.svg"),
    "why": ("why", *ARREST),
    "why json": ("why", *ARREST, "--json"),
    "fates": ("fates", *ARREST),
    "fates json": ("fates", *ARREST, "--json"),
    "unseen": ("unseen", *ARREST),
    "unseen json": ("unseen", *ARREST, "--json"),
    "trend": ("trend", *YEAR),
    "trend json": ("trend", *YEAR, "--json"),
    "trend csv": ("trend", *YEAR, "--csv"),
    "trend drawn": ("trend", *YEAR, "--plot", "trend.svg"),
    "link": ("link",),
    "link json": ("link", "--json"),
    "links": ("links",),
    "links json": ("links", "--json"),
    "review list": ("review", "--list"),
    "review json": ("review", "--json"),
    "review question": ("review", *ARREST, "--list"),
    "upgrade": ("upgrade",),
    "token": ("token", "dashboard", "--scope", "read", "--by", "eva"),
    "tokens": ("token",),
}
"""Every command that asks a register; `show`, `judge` and `copy`, which need an id or a place, are run beside them."""


@dataclass(slots=True, kw_only=True)
class World:
    """Where it lies, what each step wrote to its streams, and what the room's log says."""

    root: Path
    register: Address
    written: dict[str, bytes] = field(default_factory=dict)
    errors: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    log: StringIO = field(default_factory=StringIO)
    ids: list[str] = field(default_factory=list)
    dumped: bool = False

    def run(self, name: str, *words: str, stdin: bytes = b"", register: Address | None = None) -> str:
        """Run a command, keep what it wrote (and the traceback where it ended in one), and give its output."""
        env = {
            "BEARWITNESS_REGISTER": spell(self.register if register is None else register),
            "WORD": PASSPHRASE,
        }
        try:
            answer = call(*words, stdin=stdin, env={**env, "USER": "eva"})
        except RuntimeError as fault:
            self.errors[name] = "".join(traceback.format_exception(fault)).encode()
            return ""
        self.written[name], self.errors[name] = answer.out.encode(), answer.err.encode()
        return answer.out


@contextmanager
def build_world(root: Path, register: Address, english: EnglishTools, *, is_quick: bool = False) -> Iterator[World]:
    """The world, with home, settings, caches and temporary files of its own. A quick one puts no passphrase on the identity."""
    folders = {name: root / name for name in ("home", "config", "cache", "data", "tmp", "work")}
    for folder in folders.values():
        folder.mkdir()
    env = {
        "HOME": str(folders["home"]),
        "TMPDIR": str(folders["tmp"]),
        "XDG_CONFIG_HOME": str(folders["config"]),
        "XDG_CACHE_HOME": str(folders["cache"]),
        "XDG_DATA_HOME": str(folders["data"]),
    }
    world = World(root=root, register=register)
    opened: dict[bytes, Identity] = {}

    def open_once(sealed: bytes, passphrase: str) -> Identity:
        # The passphrase takes a second each time; once is real.
        if sealed not in opened:
            opened[sealed] = open_identity(sealed, passphrase)
        return opened[sealed]

    def seal_quickly(identity: Identity, _: str) -> bytes:
        opened[b"sealed"] = identity
        return b"sealed"

    with ExitStack() as ending:
        if is_quick:
            ending.enter_context(mock.patch.object(vault_opening, "seal_identity", seal_quickly))
        ending.enter_context(mock.patch.dict(os.environ, env))
        ending.enter_context(mock.patch.object(tempfile, "tempdir", None))
        ending.enter_context(mock.patch.object(vault_opening, "open_identity", open_once))
        ending.enter_context(mock.patch.object(vault_guarding, "forbid_dumps", return_value=True))
        ending.enter_context(mock.patch("bearwitness.workflow.tools.load_english", return_value=english))
        ending.enter_context(chdir(folders["work"]))
        Path("in").mkdir()
        for name, text in REPORTS.items():
            Path("in", name).write_text(text, encoding="utf-8")
        yield world


READ: Final = ("read", "in", "--published-on", "2019-05-09")
VAULT: Final = ("--vault", "team.vault", "--passphrase-env", "WORD")


def keep_sources(world: World) -> None:
    """The vault: made, filled, opened, attached, sealed anew, one entry removed."""
    run = world.run
    run("vault new", "vault", "new", *VAULT)
    for turn in (1, 2):
        added = run(f"vault add {turn}", "vault", "add", *VAULT, stdin=json.dumps(SOURCE).encode())
        world.ids.append(added.strip())
    first, second = world.ids
    run("vault add escaped", "vault", "add", *VAULT, stdin=json.dumps(SOURCE, ensure_ascii=True).encode())
    run("vault add wrong", "vault", "add", *VAULT, stdin=json.dumps({**SOURCE, "more": 1}).encode())
    run("vault add no json", "vault", "add", *VAULT, stdin=json.dumps(SOURCE).encode()[:-1])
    run("vault show", "vault", "show", first, *VAULT)
    run("vault list open", "vault", "list", "--open", *VAULT)
    run("vault list", "vault", "list", "--vault", "team.vault")
    run("vault list json", "vault", "list", "--json", "--vault", "team.vault")
    run("vault recipients", "vault", "recipients", *VAULT)
    claim = json.loads(run("read again", *READ, "--json").splitlines()[0])["claims"][0]["id"]
    run("vault attach", "vault", "attach", first, claim, "--vault", "team.vault")
    run("vault rotate", "vault", "rotate", *VAULT)
    run("vault remove", "vault", "remove", second, "--because", "asked", "--json", "--vault", "team.vault")
    run("vault check", "vault", "check", *VAULT)
    run("vault check json", "vault", "check", "--json", *VAULT)
    with mock.patch.object(vault_keeping, "write_file", side_effect=RuntimeError("the disk is gone")):
        run("vault add falling", "vault", "add", *VAULT, stdin=json.dumps(SOURCE).encode())
        run("vault rotate falling", "vault", "rotate", *VAULT)
    with mock.patch.object(vault_keeping, "open_entry", side_effect=RuntimeError("planted")):
        run("vault show falling", "vault", "show", first, *VAULT)


def ask_everything(world: World) -> None:
    """Every command that asks."""
    run = world.run
    for name, words in COMMANDS.items():
        run(name, *words)
    incidents = [json.loads(line) for line in world.written["incidents json"].splitlines()]
    first, second = (one["claims"][0] for one in incidents[:2])
    run("show", "show", first)
    killing = next(one for one in incidents if one["act"] == "killing")
    run("show json", "show", killing["claims"][0], "--json")
    run("show incident json", "show", killing["id"], "--json")
    run("judge", "judge", first, second, "different", "--by", "eva", "--because", "two days")
    run("judge undone", "judge", first, second, "--undo", "--by", "eva", "--because", "a slip")
    run("review", "review", "--by", "eva", stdin=b"skip\nq\n")
    Path("answer.json").write_bytes(world.written["count json"].splitlines()[0])
    run("verify-count", "verify-count", "answer.json")


def fall_over(world: World) -> None:
    """Each command again, with a fault in the middle of its answer: what the interpreter then prints is kept."""
    once = {words[0]: (name, words) for name, words in COMMANDS.items() if "--plot" not in words}
    with mock.patch.object(screen, "_write", side_effect=RuntimeError("cut off")):
        for name, words in (*once.values(), ("read json", (*READ, "--json"))):
            world.run(f"falling: {name}", *words)


def fail_reading(world: World) -> None:
    """A reader that fails with the report's own words in its error, as libraries do."""

    def fail(report: Any, *_: object, **__: object) -> None:
        raise ValueError(f"cannot read {report.text!r}")

    with mock.patch.object(reading, "read_english", fail):
        world.run("read failing", *READ, register=Path("failing.db"))
        world.run("read failing json", *READ, "--json", register=Path("failing-json.db"))


def ask_model(world: World) -> None:
    """A language model that gives the report back as its error, and one that proposes what stands in no report."""

    def repeat(body: Json) -> Reply:
        return Reply(pieces=(json.dumps({"error": json.dumps(body)}).encode(),), status=500)

    def invent(_: Json) -> Reply:
        return propose(row(f"Police arrested Anna {_B}", "arrest", "arrested", f"Anna {_B}"))

    for name, answer in (("repeating", repeat), ("inventing", invent)):
        with serve(answer) as server:
            words = (*READ, "--model", name, "--model-url", server.url)
            world.run(f"read with a model {name}", *words, register=Path("model.db"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A process that is to be ended by a signal at its so-manieth step of a kind, with a secret or a report in its hands."""

    name: str
    process: "subprocess.Popen[bytes]"
    by: int


def start_ending(name: str, step: tuple[str, str, int], by: int, words: tuple[str, ...], register: str) -> Ending:
    """Start one: it stops at a step (module, function, how many times it is let through), with a source on its standard input."""
    environment = {key: value for key, value in os.environ.items() if key not in OWN}
    environment |= {"WORD": PASSPHRASE, "BEARWITNESS_REGISTER": register}
    process = subprocess.Popen(
        [sys.executable, "-c", _STOPPING, json.dumps([*step, words])],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(SOURCE).encode())
    process.stdin.close()
    return Ending(name=name, process=process, by=by)


def end(world: World, ending: Ending) -> None:
    """Wait until it has it in hand, and end it."""
    process = ending.process
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        said = b""
        while not said.endswith(b"HERE") and (letter := process.stdout.read(1)):
            said += letter
        os.kill(process.pid, ending.by)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -ending.by
        world.written[ending.name], world.errors[ending.name] = said + process.stdout.read(), process.stderr.read()
    assert said.endswith(b"HERE"), world.errors[ending.name]
    world.dumped |= os.WCOREDUMP(status)


_STOPPING: Final = """
import json, sys, time, resource, importlib
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
where, what, times, words = json.loads(sys.argv.pop())
module = importlib.import_module(where)
real, left = getattr(module, what), [times]
def stop(*given, **named):
    if left[0]:
        left[0] -= 1
        return real(*given, **named)
    sys.stdout.write("HERE"); sys.stdout.flush(); time.sleep(120)
setattr(module, what, stop)
from bearwitness.apps.main import run
run(words)
"""


def visit_room(world: World, english: EnglishTools) -> None:
    """Every page and every list that a reader finds by its links, decisions of a lead, an upload, and a fault behind every page."""
    # The room's own logger: `serve`, wherever it ran before in this process, lets nothing of it go further up.
    log = logging.getLogger("bearwitness.room")
    handler = logging.StreamHandler(world.log)
    log.addHandler(handler)
    level, log.level = log.level, logging.DEBUG
    try:
        with open_for_test(world.register, Path.cwd()) as room:
            lead = room.log_in("Lena", "lead")
            _crawl(world, lead)
            _ask_interface(world, let_in(room, "read"))
            _upload(room, lead, english)
            _review(world, lead)
            with mock.patch.object(LiveView, "get", side_effect=ValueError(f"{_V} {_B}")):
                for path in ("/", "/reports", "/incidents", "/count", "/trend", "/sources", "/pairs"):
                    world.pages[f"falling: {path}"] = lead.get(path).content
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _crawl(world: World, visitor: Visitor, most: int = 48) -> None:
    waiting, seen = ["/", "/help", "/log", "/sources", f"/count?{_ASKED}", f"/trend?{_ASKED}&by=month"], set[str]()
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/logout", "/static")):
            continue
        seen.add(path)
        page = visitor.get(path)
        world.pages[path] = page.content + repr(sorted(page.headers.items())).encode()
        found = re.findall(r'(?:href|src|hx-get|action)="(/[^"#]*)', page.text)
        waiting += [one.replace("&amp;", "&") for one in found]


_ASKED: Final = "act=arrest&from=2019-05-01&to=2019-05-31&place=CN"


def _ask_interface(world: World, program: Program) -> None:
    for path, query in (
        ("/claims", {}),
        ("/links", {}),
        ("/pairs", {}),
        ("/log", {}),
        ("/incidents", {}),
        ("/reports", {}),
        ("/count", {"act": "arrest", "from_": "2019-05-01", "to": "2019-05-31", "place": "CN"}),
        ("/trend", {"act": "arrest", "from_": "2019-05-01", "to": "2019-05-31", "place": "CN", "by": "month"}),
        ("/openapi.json", {}),
    ):
        answer = program.get(path, None, **query)
        world.pages[f"/api/v1{path}"] = answer.content
    world.pages["/api/v1 wrong"] = program.get("/claims", act=_V).content


def _upload(room: OpenRoom, visitor: Visitor, english: EnglishTools) -> None:
    sent = visitor.send("/add/text", {"text": REPORTS["b.txt"] + "It rained.\n"}, page="/add")
    assert sent.status_code == 303
    bench = Bench(
        queue=open_uploads(room.settings.room),
        register=room.settings.register,
        clock=lambda: datetime.now(UTC),
        read=partial(read_one, load=lambda: english),
    )
    while work_off(bench):
        pass


def _review(world: World, visitor: Visitor) -> None:
    page = visitor.get("/review", follow_redirects=True)
    world.pages["/review reached"] = page.content
