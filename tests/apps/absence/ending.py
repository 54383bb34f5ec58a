"""Processes that end badly: `python -m tests.apps.absence.ending` loads everything once, and starts one for each line that it is given.

Each is the program as it is started from a shell, with streams, limits and hooks of its own; only that it is there at once. What befalls it:
a fault of a library that says its value, as libraries do, at its so-manieth step with a name in hand or when it writes its answer; a signal; a
file system that takes no more.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, Final

from tests.apps.absence.planted import ALL, PASSPHRASE, SOURCE

OWN: Final = str(Path(__file__).parents[3] / "src" / "bearwitness")
STREAMS: Final = "../../streams"
"""Beside the world, for they are no file of the program."""
QUIET: Final = ("/core/records", "/apps/options", "/apps/main", "/apps/faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One process: the words of the command, what befalls it and at which step (from 0), and where its streams go.

    `how` is "none", "answer" (when it writes), "hand" (when it is given a name), "kill" or "dump" (a signal, then), "full" (`at` is how many
    bytes a file may have).
    """

    name: str
    words: tuple[str, ...]
    how: str = "none"
    at: int = 0
    gives: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How it ended: the exit code (negative: a signal), whether it fell to what was planned, and whether the system wrote a core."""

    code: int
    befell: bool
    dumped: bool


class PlantedError(Exception):
    """A library's error that says its value."""


def serve_endings() -> None:
    """One process a line, one after another; how each ended is told on a line."""
    load_all()
    for line in sys.stdin:
        given = json.loads(line)
        sys.stdout.write(json.dumps(asdict(run_one(Ending(**{**given, "words": tuple(given["words"])})))) + "\n")
        sys.stdout.flush()


def load_all() -> None:
    """What is loaded at the first use is there for every process."""
    from bearwitness.apps import commands, upload_desk  # noqa: F401
    from bearwitness.custody.vault_identities import open_identity
    from bearwitness.workflow import exporting, proving, releasing, vault_opening, verifying  # noqa: F401
    from bearwitness.workflow.tools import load_english

    load_english()
    identity = Path(os.environ["XDG_CONFIG_HOME"]) / "bearwitness" / "identity.age"
    sealed = identity.read_bytes()
    # A passphrase takes a second.
    opened = open_identity(sealed, PASSPHRASE)
    setattr(vault_opening, "open_identity", lambda *_: opened)  # noqa: B010 - it is another module's


def run_one(ending: Ending) -> Ended:
    """A process of its own; its streams are files in the folder `streams`."""
    mark = Path(STREAMS, f"{ending.name}.befell")
    child = os.fork()
    if child == 0:
        _be(ending, partial(_note, mark))
    _, status = os.waitpid(child, 0)
    befell = mark.exists()
    mark.unlink(missing_ok=True)
    return Ended(code=os.waitstatus_to_exitcode(status), befell=befell, dumped=os.WCOREDUMP(status))


def _note(mark: Path) -> None:
    mark.touch()


def _be(ending: Ending, note: Callable[[], None]) -> None:
    for number, name in ((1, "out"), (2, "err")):
        handle = os.open(f"{STREAMS}/{ending.name}.{name}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        os.dup2(handle, number)
    read, write = os.pipe()
    os.write(write, (json.dumps(SOURCE) if ending.gives == "source" else ending.gives).encode())
    os.close(write)
    os.dup2(read, 0)
    # What the server of processes has in its own is none of theirs.
    for name, number, how in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        setattr(sys, name, os.fdopen(number, how, encoding="utf-8", closefd=False))
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
    _prepare(ending, note)
    sys.argv = ["bearwitness", *ending.words]
    # A fork of an interpreter ends as one does: hooks, threads, streams.
    code: Any = 0
    try:
        from bearwitness.apps.main import run

        run()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - what the interpreter would do with it
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.settrace(None)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def _prepare(ending: Ending, note: Callable[[], None]) -> None:
    if ending.how == "full":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ending.at, ending.at))
    elif ending.how == "answer":
        _fall_at_the_answer(note)
    elif ending.how in {"hand", "kill", "dump"}:
        left = [ending.at]

        def watch(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(OWN) and (value := find_name(frame)):
                left[0] -= 1
                if left[0] < 0:
                    sys.settrace(None)
                    note()
                    if ending.how != "hand":
                        os.kill(os.getpid(), signal.SIGKILL if ending.how == "kill" else signal.SIGABRT)
                    raise PlantedError(f"cannot take {value}")

        sys.settrace(watch)


def _fall_at_the_answer(note: Callable[[], None]) -> None:
    from bearwitness.apps import screen, vault_guarding, vault_output

    def fall(*given: Any, **_: Any) -> None:
        note()
        raise PlantedError(f"cannot write {given} for {' '.join(ALL)}")

    for module, name in ((screen, "_write"), (vault_guarding, "show_secret"), (vault_output, "show_secret")):
        setattr(module, name, fall)


def find_name(frame: FrameType) -> str:
    """What a function is given that holds a name, as a library would show it."""
    if any(part in frame.f_code.co_filename for part in QUIET):
        return ""
    given = frame.f_code.co_varnames[: frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount]
    for name in given:
        value = frame.f_locals.get(name)
        if isinstance(value, bytes) and len(value) < 100_000:
            value = value.decode("utf-8", "replace")
        if isinstance(value, str) and any(word in value for word in ALL):
            return repr(value)
    return ""


if __name__ == "__main__":
    serve_endings()
