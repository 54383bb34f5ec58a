"""The options of the release commands, and how their words become values."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bearwitness.apps.options import parse_day
from bearwitness.core.errors import UsageError

PolicyFile = Annotated[
    Path, typer.Option("--policy", metavar="FILE", help="What may leave, as TOML; what it does not name stays.")
]
RosterFile = Annotated[
    Path | None,
    typer.Option(
        "--roster", metavar="FILE", help="Incidents an adversary may know: act,day,country,province,town,people as CSV."
    ),
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The release's day (default: today).")]
ReleaseFolder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A folder that is not there yet.")]
SigningKey = Annotated[
    Path | None,
    typer.Option(
        "--key", metavar="FILE", help="Sign with this key: NAME.key, as keys new wrote it.", show_default=False
    ),
]
Built = Annotated[Path, typer.Argument(metavar="FOLDER", help="A release that was built.")]
Before = Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier release's folder.")]
Now = Annotated[Path, typer.Argument(metavar="NOW", help="The later release's folder.")]


def read_text(path: Path, what: str) -> str:
    """The text of a file that was named; raises UsageError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{what} {path} cannot be read ({error.strerror}); check the path and your rights") from None
    except UnicodeDecodeError:
        raise UsageError(f"{what} {path} is not UTF-8 text; save it as UTF-8") from None


def find_today(as_of: str | None) -> date:
    """The day of a release."""
    given = parse_day(as_of, "--as-of")
    return datetime.now(UTC).date() if given is None else given
