"""After every export: its entry in the register's log, and a line where there can be none."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.screen import show_aside
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address

if TYPE_CHECKING:
    from bearwitness.workflow.export_log import Left

ExportedBy = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help="Who exports, for the register's log (default: nobody is named).",
        show_default=False,
    ),
]


def find_exporter(by: str | None) -> str | None:
    """The name given; raises UsageError, before anything is written, for one that is none."""
    name = None if by is None else " ".join(by.split())
    if name == "":
        raise UsageError("--by is empty; give a name, or leave it out")
    return name


def log_export(address: Address, left: "Left") -> None:
    """Tell the register's log of a file that was written; where it cannot be told, say so: the file is there all the same."""
    from bearwitness.workflow.export_log import tell_export

    reason = tell_export(address, left, datetime.now(UTC))
    show_aside(say_told(reason), "dim" if reason is None else "yellow")


def say_told(reason: str | None) -> str:
    """That the register's log tells of a file, or why it could not."""
    if reason is None:
        return "The register's log tells of this file: when, what sort, how many rows, and its SHA-256."
    return f"This file is not in the register's log: {reason}."
