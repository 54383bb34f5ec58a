"""The commands that keep a register itself: copied to another engine, and brought forward from an older version."""

from typing import Annotated

import typer

from bearwitness.apps.options import RegisterFile, find_register_path
from bearwitness.apps.screen import show
from bearwitness.apps.wording import say_number

Source = Annotated[str, typer.Argument(metavar="FROM", help="The register to copy: a file, or postgresql://…")]
Target = Annotated[
    str, typer.Argument(metavar="TO", help="Where to: a file that is not there yet, or a database that is empty.")
]
IsCopied = Annotated[
    bool, typer.Option("--copied", help="A copy of the database is made already (a file is copied by the program).")
]


def copy_command(source: Source, target: Target) -> None:
    """Copy a register to PostgreSQL, or back to a file.

    All that was read, reviewed and judged, in one go, and compared row by row before it counts. Links are made anew by
    the next `link`. The register copied from stays as it is.
    """
    from bearwitness.store.address import parse_address
    from bearwitness.store.copying import copy_register

    given, taken = parse_address(source), parse_address(target)
    copied = copy_register(given, taken)
    show(f"Copied from {given} to {taken}, and compared:", style="bold")
    for table in copied:
        show(f"  {table.name:<11}{say_number(table.rows, 'row'):>16}  the same in both ({table.digest[:12]})")
    show("Next: bearwitness link, with --register TO", style="dim")


def upgrade_command(register: RegisterFile = None, is_copied: IsCopied = False) -> None:
    """Bring a register of an older version forward, after a copy.

    A file is copied beside itself first. Of a database on a server make a copy yourself, and say so with --copied. A
    register of today's version stays as it is.
    """
    from bearwitness.store.upgrading import upgrade_register

    address = find_register_path(register)
    done = upgrade_register(address, is_copied=is_copied)
    if done.before == done.after:
        show(f"The register {address} has version {done.after}, which is today's; nothing was changed.")
        return
    kept = f" As it was, it is in {done.copy}." if done.copy else ""
    show(f"The register {address} was brought from version {done.before} to {done.after}.{kept}")
