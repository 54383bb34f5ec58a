"""What keeps an opened secret inside the process, as far as Python and the system allow; and secrets asked for, never taken from arguments.

Arguments stand in the shell's history and in everybody's list of processes; a secret comes from the terminal, a pipe, or a named variable.
"""

import ctypes
import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bearwitness.core.errors import UsageError

if TYPE_CHECKING:
    from bearwitness.custody.vault_records import Source

PassphraseFd = Annotated[
    int | None,
    typer.Option("--passphrase-fd", metavar="NUMBER", help="Read the passphrase from this open file.", min=0),
]
PassphraseEnv = Annotated[
    str | None,
    typer.Option("--passphrase-env", metavar="NAME", help="Take the passphrase from this variable of the environment."),
]
_DUMPABLE: Final = 4
"""PR_SET_DUMPABLE of Linux."""
_TERMINAL: Final = "/dev/tty"
_ASKED: Final = '{"name": "…", "contacts": ["…"], "note": "…"}'


def forbid_dumps() -> bool:
    """No dump of this process's memory, and no look into it by others of its user, from here on; False where that cannot be had."""
    if sys.platform == "win32":
        return False
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A limit alone does not hold where the system hands dumps to a program.
    return sys.platform == "linux" and bool(ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0) == 0)


def find_passphrase(descriptor: int | None, variable: str | None, *, is_new: bool) -> str:
    """The passphrase, from an open file, a variable, or asked at the terminal without showing it (twice for a new one).

    Raises UsageError where none can be had.
    """
    if descriptor is not None and variable is not None:
        raise UsageError("--passphrase-fd and --passphrase-env are two ways for one passphrase; give one")
    if descriptor is not None:
        return _read_passphrase(descriptor)
    if variable is not None:
        # Taken out of the environment, so that no process started from here has it.
        found = os.environ.pop(variable, "")
        if not found:
            raise UsageError(f"--passphrase-env names {variable}, which is not set")
        return found
    if not _has_terminal():
        raise UsageError("a passphrase is needed and there is no terminal; give --passphrase-fd or --passphrase-env")
    given = getpass.getpass("Passphrase of your identity: ")
    if is_new and getpass.getpass("The same again: ") != given:
        raise UsageError("the two passphrases are not the same; nothing was made")
    return given


def ask_source() -> "Source":
    """Who a source is, typed at the terminal, or as JSON from standard input."""
    from bearwitness.custody.vault_entries import make_source

    if not sys.stdin.isatty():
        return _parse_source(sys.stdin.buffer.read())
    with hide_from_scrolling():
        sys.stdout.write(
            "What you type here is sealed, and shown nowhere else. An empty line ends contacts and note.\n\n"
        )
        name = _ask("Name: ")
        contacts = _ask_lines("Contact: ")
        note = "\n".join(_ask_lines("Note: "))
    return make_source(name, contacts, note)


@contextmanager
def hide_from_scrolling() -> Iterator[None]:
    """On a terminal, the second screen, of which nothing stays to scroll back to."""
    is_terminal = sys.stdout.isatty()
    if is_terminal:
        sys.stdout.write("\x1b[?1049h\x1b[H")
    try:
        yield
    finally:
        if is_terminal:
            sys.stdout.write("\x1b[2J\x1b[?1049l")
            sys.stdout.flush()


def show_secret(text: str) -> None:
    """Write what was opened: in a pipe as it is; on a terminal until Enter is pressed, and then it is gone."""
    with hide_from_scrolling():
        sys.stdout.write(text)
        if sys.stdout.isatty() and sys.stdin.isatty():
            _ask("\nPress Enter to close it. ")


def _read_passphrase(descriptor: int) -> str:
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            given = file.readline()
    except OSError:
        given = b""
    text = given.rstrip(b"\r\n").decode("utf-8", errors="replace")
    if not text:
        raise UsageError(
            f"nothing can be read from the open file {descriptor}; give its number as --passphrase-fd 3 3< FILE"
        )
    return text


def _parse_source(given: bytes) -> "Source":
    from bearwitness.custody.vault_entries import make_source

    # An error of the JSON reader would carry what it read.
    try:
        told = json.loads(given)
    except ValueError:
        told = None
    told = told if isinstance(told, dict) and set(told) <= {"name", "contacts", "note"} else None
    contacts = told.get("contacts", []) if told is not None else None
    if told is None or not isinstance(contacts, list):
        raise UsageError(f"standard input must hold one JSON value such as {_ASKED}, and nothing else")
    texts = (told.get("name", ""), told.get("note", ""), *contacts)
    if not all(isinstance(text, str) for text in texts):
        raise UsageError(f"name, contacts and note must be texts, as in {_ASKED}")
    return make_source(texts[0], contacts, texts[1])


def _ask(prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    # Not input(): that would keep lines in the history of the terminal's line editor.
    return sys.stdin.readline().rstrip("\n")


def _ask_lines(prompt: str) -> list[str]:
    found = []
    while line := _ask(prompt):
        found.append(line)
    return found


def _has_terminal() -> bool:
    try:
        os.close(os.open(_TERMINAL, os.O_RDWR))
    except OSError:
        return False
    return True
