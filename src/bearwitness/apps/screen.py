"""Where output goes: results to standard output, notes and progress beside it; 80 columns and no colour in a pipe."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Timer
from typing import Any, Final, NoReturn, TextIO

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bearwitness.apps.wording import clean

NARROW: Final = 80
WIDE: Final = 100
"""From this width on tables show the longer forms of places and sources."""
PATIENCE: Final = 1.0
"""Seconds that work may take before it is said what takes time."""


def build_console(stream: TextIO | None = None) -> Console:
    """A console on `stream` (standard output). COLUMNS sets the width of a pipe, which is 80 otherwise."""
    to = stream or sys.stdout
    is_open = to.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    return Console(file=to, highlight=False, emoji=False, width=None if is_open else NARROW)


def is_wide() -> bool:
    """Whether standard output has room for the longer forms."""
    return build_console().width >= WIDE


def show(*things: RenderableType, style: str | None = None) -> None:
    """Write each thing to standard output on lines of its own. Ends the program quietly when nobody reads any more."""
    console = build_console()
    with console.capture() as captured:
        for thing in things:
            console.print(clean(thing) if isinstance(thing, str) else thing, style=style, markup=False)
    text = captured.get()
    # Rich fills every line of a table up to its width: in a pipe that is noise at the ends of lines.
    _write(sys.stdout, text if sys.stdout.isatty() else "\n".join(line.rstrip() for line in text.split("\n")))


def show_aside(text: str, style: str) -> None:
    """One line to standard error, so that a pipe gets only results; it is not broken where that is no terminal."""
    console = build_console(sys.stderr)
    with console.capture() as captured:
        console.print(clean(text), style=style, markup=False, soft_wrap=not sys.stderr.isatty())
    _write(sys.stderr, captured.get())


def write_json(value: Any) -> None:
    """One JSON value on one line of standard output; letters are escaped where it cannot hold them."""
    can_hold_all = (sys.stdout.encoding or "").lower().startswith("utf")
    _write(sys.stdout, json.dumps(value, ensure_ascii=not can_hold_all) + "\n")


def write_text(text: str) -> None:
    """Text to standard output as it is, such as lines of comma-separated values."""
    _write(sys.stdout, text)


def build_progress(*, as_json: bool) -> Progress:
    """A line that counts reports while they are read; nothing at all where standard error is no terminal."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.completed} read"),
        TimeElapsedColumn(),
        console=build_console(sys.stderr),
        transient=True,
        # `read … > file` on a terminal: Rich would send standard output to the terminal with the bar.
        redirect_stdout=sys.stdout.isatty(),
        disable=not sys.stderr.isatty() or (as_json and sys.stdout.isatty()),
    )


@contextmanager
def show_work(what: str) -> Iterator[None]:
    """Say what takes time once it takes more than a second; nothing where standard error is no terminal."""
    console = build_console(sys.stderr)
    if not console.is_terminal:
        yield
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty())
    progress.add_task(what)
    late = Timer(PATIENCE, progress.start)
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()
        progress.stop()


_NUMBERS: Final = frozenset(
    ["people", "reports", "origins", "holds", "only there", "in all", "of", "outlets", "languages"]
)
"""Columns that stand to the right."""


def build_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A plain table; of all columns only places and words are broken over lines, and nothing is cut off."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        table.add_column(
            name,
            justify="right" if name in _NUMBERS else "left",
            overflow="fold",
            no_wrap=name not in {"where", "because", "words", "means", "tell of", "shared with", "hang together"},
        )
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    return table


def build_hanging(lead: str, body: RenderableType, style: str = "") -> Table:
    """`body` behind `lead`, its further lines under its first."""
    grid = Table.grid(padding=0)
    grid.add_column(no_wrap=True, width=len(lead))
    grid.add_column(overflow="fold")
    grid.add_row(lead, Text(clean(body)) if isinstance(body, str) else body, style=style)
    return grid


def stop_writing(stream: TextIO) -> NoReturn:
    """`bearwitness incidents | head`: the reader went away, which is its right, and no fault."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    raise SystemExit(0)


def _write(stream: TextIO, text: str) -> None:
    # Through the stream itself and not by Rich, which would write past the progress line into the middle of it.
    try:
        stream.write(text)
    except BrokenPipeError:
        stop_writing(stream)
