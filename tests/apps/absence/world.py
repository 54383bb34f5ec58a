"""A world in which words are planted and everything is run: what each step wrote, and every file that is left."""

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest import mock

from bearwitness.apps import vault_guarding
from bearwitness.apps.faults import render_fault
from bearwitness.custody.vault_identities import open_identity
from bearwitness.custody.vault_records import Identity
from bearwitness.reading.english.read import EnglishTools
from bearwitness.store.address import Address
from bearwitness.workflow import vault_opening
from tests.apps.absence.planted import PASSPHRASE, write_reports
from tests.apps.front_door import call
from tests.register_homes import spell

WHY_SHOWN: Final = {
    "": "Nobody is named.",
    "source": "Who asks the vault for a source, with the key, gets it.",
    "words": "Words of reports were asked for: what a report says of whom stands in its words.",
    "quoted": "Whom a report quotes by name is one whose word a claim is, as an outlet is.",
}
"""Why a step may write a planted word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One step: the words of the command, why names may be in what it wrote, and how it ended (None where it fell over)."""

    words: tuple[str, ...]
    shows: str
    code: int | None


@dataclass(slots=True, kw_only=True)
class World:
    """Where it lies, what each step wrote to its streams, and which temporary files it opened, also such as were gone at once."""

    root: Path
    register: Address
    ran: dict[str, Ran] = field(default_factory=dict)
    written: dict[str, bytes] = field(default_factory=dict)
    errors: dict[str, bytes] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    temporary: dict[str, set[str]] = field(default_factory=dict)

    def run(self, name: str, *words: str, stdin: bytes = b"", register: Address | None = None, shows: str = "") -> str:
        """Run a command, keep what it wrote (and what is told of a fault where it fell over), and give its output."""
        assert name not in self.ran, f"two steps are called {name}"
        assert shows in WHY_SHOWN
        env = {
            "BEARWITNESS_REGISTER": spell(self.register if register is None else register),
            "WORD": PASSPHRASE,
            "WRONG": "seven grey herons wait",
            "BEARWITNESS_PASSPHRASE": PASSPHRASE,
            "USER": "eva",
        }
        code: int | None = None
        opened = self.temporary.setdefault(name, set())
        _HEARING.append((str(self.root / "tmp"), opened))
        try:
            answer = call(*words, stdin=stdin, env=env)
        except Exception as fault:  # noqa: BLE001 - whatever comes up is what a process of its own would tell of
            self.written[name], self.errors[name] = b"", render_fault(fault).encode()
            self.errors[f"{name}, as Python tells it"] = _list_frames(fault)
            out = ""
        else:
            code, out = answer.code, answer.out
            self.written[name], self.errors[name] = answer.out.encode(), answer.err.encode()
        finally:
            _HEARING.clear()
        self.ran[name] = Ran(words=words, shows=shows, code=code)
        return out


def _list_frames(fault: BaseException) -> bytes:
    """A traceback without messages, which the program never shows."""
    frames = traceback.extract_tb(fault.__traceback__)
    return "".join(traceback.format_list(frames)).encode()


def _hear(event: str, given: tuple[Any, ...]) -> None:
    """Python tells of every file that it opens."""
    if _HEARING and event in {"open", "os.mkdir", "sqlite3.connect"}:
        folder, opened = _HEARING[0]
        path = os.fsdecode(given[0]) if isinstance(given[0], str | bytes | os.PathLike) else ""
        if path.startswith(folder):
            opened.add(path)


_HEARING: Final[list[tuple[str, set[str]]]] = []
sys.addaudithook(_hear)  # for good, and it hears nothing while nobody is in that list


@contextmanager
def build_world(root: Path, register: Address, english: EnglishTools, *, is_quick: bool = False) -> Iterator[World]:
    """The world, with home, settings, caches and temporary files of its own. A quick one puts no passphrase on the identity."""
    world = World(root=root, register=register)
    opened: dict[bytes, Identity] = {}

    def open_once(sealed: bytes, passphrase: str) -> Identity:
        # The passphrase takes a second each time; once is real. Another passphrase is tried really.
        if passphrase != PASSPHRASE:
            return open_identity(sealed, passphrase)
        if sealed not in opened:
            opened[sealed] = open_identity(sealed, passphrase)
        return opened[sealed]

    def seal_quickly(identity: Identity, _: str) -> bytes:
        opened[b"sealed"] = identity
        return b"sealed"

    with ExitStack() as ending:
        if is_quick:
            ending.enter_context(mock.patch.object(vault_opening, "seal_identity", seal_quickly))
        ending.enter_context(mock.patch.dict(os.environ, make_folders(root)))
        ending.enter_context(mock.patch.object(tempfile, "tempdir", None))
        ending.enter_context(mock.patch.object(vault_opening, "open_identity", open_once))
        ending.enter_context(mock.patch.object(vault_guarding, "forbid_dumps", return_value=True))
        ending.enter_context(mock.patch("bearwitness.workflow.tools.load_english", return_value=english))
        ending.enter_context(chdir(root / "work"))
        write_reports(Path())
        yield world


def make_folders(root: Path) -> dict[str, str]:
    """A home, settings, caches and temporary files, and the variables that say where they are."""
    names = {
        "home": "HOME",
        "tmp": "TMPDIR",
        "config": "XDG_CONFIG_HOME",
        "cache": "XDG_CACHE_HOME",
        "data": "XDG_DATA_HOME",
    }
    for name in (*names, "work"):
        (root / name).mkdir()
    return {variable: str(root / name) for name, variable in names.items()}
