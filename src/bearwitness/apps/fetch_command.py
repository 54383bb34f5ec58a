"""`bearwitness fetch`: pages off the web into the register, politely, with their exact bytes kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bearwitness.apps.evidence_command import find_copies_folder, say_where_copies_are
from bearwitness.apps.options import (
    AsJson,
    DryRun,
    EvidenceFolderPath,
    Language,
    Names,
    Outlet,
    Published,
    RegisterFile,
    find_register_path,
    parse_day,
)
from bearwitness.apps.screen import show_aside
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address

if TYPE_CHECKING:
    from bearwitness.workflow.captured import Captured
    from bearwitness.workflow.fetching.visiting import Visitor
    from bearwitness.workflow.inputs import Overrides

Urls = Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of pages, http or https.")]
Delay = Annotated[
    float,
    typer.Option(
        "--delay", metavar="SECONDS", help="Pause between two requests to one server, or more where it asks so."
    ),
]
AllowPrivate = Annotated[
    bool,
    typer.Option(
        "--allow-private",
        help="Also ask addresses of this machine and its network. Only for servers of your own, as in tests.",
    ),
]
NoCopies = Annotated[
    bool, typer.Option("--no-copies", help="Do not keep the exact bytes, which stand for the page when it is gone.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where pages go, and what was given for all of them; None as `copies` where no copy is kept. `asked` are the addresses that a person gave,
    where pages have others.
    """

    register: Address | None
    copies: Path | None
    overrides: "Overrides"
    names: bool = False
    asked: frozenset[str] | None = None


def fetch_command(
    urls: Urls,
    register: RegisterFile = None,
    published_on: Published = None,
    outlet: Outlet = None,
    language: Language = None,
    names: Names = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
    evidence: EvidenceFolderPath = None,
    no_copies: NoCopies = False,
    delay: Delay = 3.0,
    allow_private: AllowPrivate = False,
) -> None:
    """Fetch pages off the web into the register.

    The server of each page sees your address and when you asked. robots.txt is heeded, redirects are checked, addresses of private
    networks are not asked. Exit code: 0 done, 1 some pages could not be fetched or read, 2 the command cannot be understood.
    """
    from bearwitness.workflow.fetching.visiting import fetch_pages
    from bearwitness.workflow.inputs import Overrides

    overrides = Overrides(published_on=parse_day(published_on, "--published-on"), outlet=outlet, language=language)
    path = None if dry_run else find_register_path(register)
    copies = None if no_copies or (dry_run and evidence is None) else find_copies_folder(path, evidence)
    visitor = build_visitor(delay, allow_private=allow_private)
    wanted = Wanted(register=path, copies=copies, overrides=overrides, names=names)
    raise typer.Exit(read_pages(fetch_pages(urls, visitor), wanted, as_json=as_json))


def build_visitor(delay: float, *, allow_private: bool) -> "Visitor":
    """Who visits; what an address off this machine gives away is said before the first is asked."""
    from bearwitness.workflow.fetching.visiting import LONGEST_DELAY, Visitor

    if not 0 <= delay <= LONGEST_DELAY or (delay < 1 and not allow_private):
        raise UsageError(f"--delay is {delay:g}; it must be from 1 to {LONGEST_DELAY:g} seconds")
    if allow_private:
        show_aside("Addresses of this machine and its network may be asked too (--allow-private).", "yellow")
    show_aside(
        "A fetch is seen by the other side: each server sees your address, this program's name, and when you asked.",
        "yellow",
    )
    return Visitor(delay=delay, allow_private=allow_private)


def read_pages(pages: Iterable["Captured"], wanted: Wanted, *, as_json: bool) -> int:
    """Keep, read and record pages as they come; returns the exit code."""
    from bearwitness.apps.read_output import show_readings
    from bearwitness.workflow.evidence import keep_copies
    from bearwitness.workflow.reading import ReadOptions, read_batch
    from bearwitness.workflow.recording import record_readings
    from bearwitness.workflow.tools import load_english

    if wanted.copies is not None:
        say_where_copies_are(wanted.copies)
        pages = keep_copies(pages, wanted.copies, lambda: datetime.now(UTC))
    readings = read_batch(pages, load_english, ReadOptions(overrides=wanted.overrides, names=wanted.names))
    if wanted.register is not None:
        readings = record_readings(readings, wanted.register, lambda: datetime.now(UTC))
    return show_readings(readings, as_json=as_json, register=wanted.register, asked=wanted.asked)
