"""The command line's front door. Help is answered from a file, so that it comes at once; everything else loads on demand."""

import sys
from importlib.resources import files

HELP = "help.txt"
"""`bearwitness --help` as Typer writes it; `make docs` renders it anew and a test holds it true."""


def run() -> None:
    """Answer `bearwitness …` and end the process with 0 (done), 1 (some reports failed) or 2 (cannot be understood)."""
    if sys.argv[1:] in ([], ["--help"], ["-h"]):
        sys.stdout.write(files("bearwitness.apps").joinpath(HELP).read_text(encoding="utf-8"))
        raise SystemExit(0 if sys.argv[1:] else 2)
    if sys.argv[1:] == ["--version"]:
        from bearwitness import __version__

        sys.stdout.write(f"bearwitness {__version__}\n")
        raise SystemExit(0)
    from bearwitness.apps.commands import app
    from bearwitness.core.errors import BearwitnessError

    try:
        app()
    except BearwitnessError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    except BrokenPipeError:
        # `bearwitness incidents | head`: the reader went away, which is its right.
        sys.stderr.close()
        raise SystemExit(0) from None
