"""`bearwitness watch`: what is new in feeds of news, fetched into the register once or every so many minutes."""

import time
from pathlib import Path
from typing import Annotated

import typer

from bearwitness.apps.evidence_command import find_copies_folder
from bearwitness.apps.fetch_command import AllowPrivate, Delay, NoCopies, Wanted, build_visitor, read_pages
from bearwitness.apps.options import (
    AsJson,
    EvidenceFolderPath,
    Language,
    Names,
    Outlet,
    RegisterFile,
    find_register_path,
)
from bearwitness.apps.read_output import tell_notes
from bearwitness.core.errors import UsageError
from bearwitness.store.address import Address

Feeds = Annotated[list[str], typer.Argument(metavar="FEED...", help="Addresses of RSS or Atom feeds.")]
Every = Annotated[
    float | None,
    typer.Option("--every", metavar="MINUTES", help="Look again every so many minutes (5 or more), until stopped."),
]
Seen = Annotated[
    Path | None,
    typer.Option(
        "--seen", metavar="FILE", help="Remembers what was fetched (default: beside the register's file, .watch.json)."
    ),
]
_SHORTEST = 5.0


def watch_command(
    feeds: Feeds,
    every: Every = None,
    register: RegisterFile = None,
    outlet: Outlet = None,
    language: Language = None,
    names: Names = False,
    as_json: AsJson = False,
    evidence: EvidenceFolderPath = None,
    no_copies: NoCopies = False,
    seen: Seen = None,
    delay: Delay = 3.0,
    allow_private: AllowPrivate = False,
) -> None:
    """Fetch what is new in RSS or Atom feeds.

    Each entry is fetched once; one that fails is tried three times. Whoever watches a feed every so often tells its server so. Exit code:
    0 done, 1 some feeds or pages could not be fetched, 2 the command cannot be understood.
    """
    from bearwitness.store.seen_entries import load_seen
    from bearwitness.workflow.fetching.watching import watch_feeds
    from bearwitness.workflow.inputs import Overrides

    if every is not None and every < _SHORTEST:
        raise UsageError(f"--every is {every:g}; a feed may be asked every {_SHORTEST:g} minutes at most")
    path = find_register_path(register)
    memory = load_seen(find_seen_path(path, seen))
    wanted = Wanted(
        register=path,
        copies=None if no_copies else find_copies_folder(path, evidence),
        overrides=Overrides(outlet=outlet, language=language),
        names=names,
        asked=frozenset(feeds),
    )
    while True:
        visitor = build_visitor(delay, allow_private=allow_private)
        code = read_pages(tell_notes(watch_feeds(feeds, visitor, memory)), wanted, as_json=as_json)
        if every is None:
            raise typer.Exit(code)
        time.sleep(60 * every)


def find_seen_path(register: Address, given: Path | None) -> Path:
    """Where it is remembered; raises UsageError for a register on a server without a file named."""
    if given is not None:
        return given
    if not isinstance(register, Path):
        raise UsageError("the register is on a server, so say where seen entries are remembered: add --seen FILE")
    return register.with_name(f"{register.stem}.watch.json")
