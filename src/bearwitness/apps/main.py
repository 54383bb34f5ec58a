"""The command line's front door. Help is answered from a file, so that it comes at once; everything else loads on
demand.
"""

import sys
from collections.abc import Sequence
from importlib.resources import files
from io import TextIOWrapper

HELP = "help.txt"
"""`bearwitness --help` as Typer writes it; `make docs` renders it anew and a test holds it true."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Answer `bearwitness …` and end the process.

    The exit code is 0 (done), 1 (some reports could not be read), 2 (it cannot be done as asked) or 130 (stopped by
    the user).
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a letter shows its number; in JSON that is the escape itself.
            stream.reconfigure(errors="backslashreplace")
    if given in ([], ["--help"], ["-h"]):
        sys.stdout.write(files("bearwitness.apps").joinpath(HELP).read_text(encoding="utf-8"))
        raise SystemExit(0 if given else 2)
    if given == ["--version"]:
        from bearwitness import __version__

        sys.stdout.write(f"bearwitness {__version__}\n")
        raise SystemExit(0)
    if arguments is None:
        # Only where the process is the program's own, and no other program's that calls it.
        from bearwitness.apps.faults import guard_words

        guard_words()
    _run_command(given)


def _run_command(given: list[str]) -> None:
    from typer.main import get_command

    from bearwitness.apps.commands import app
    from bearwitness.apps.screen import show_aside, stop_writing
    from bearwitness.core.errors import BearwitnessError

    try:
        # Not `app(…)`: that would put Typer's own words on faults in the place of ours, with their messages.
        get_command(app)(args=given, prog_name="bearwitness")
    except BearwitnessError as error:
        show_aside(str(error), "red")
        raise SystemExit(2) from None
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            stop_writing(sys.stdout)
