"""How things are written to a terminal or a pipe: one console each, 80 columns when nobody says otherwise, no colour in pipes."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bearwitness.core.records import Count, Quote, When, Where

QUOTE_STYLE = "bold reverse"


@cache
def build_console() -> Console:
    """Where results go."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 80)


@cache
def build_side_console() -> Console:
    """Where progress, notes and errors go, so that a pipe gets only results."""
    return Console(file=sys.stderr, highlight=False, width=None if sys.stderr.isatty() else 120)


def write_json(value: Any) -> None:
    """One JSON value on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def build_progress() -> Progress:
    """A line that counts reports while they are read; nothing at all in a pipe."""
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), TextColumn("{task.completed} read"), TimeElapsedColumn(),
        console=build_side_console(), transient=True, disable=not sys.stderr.isatty(),
    )  # fmt: skip


def build_table(title: str, columns: Sequence[str]) -> Table:
    """A plain table that also reads well piped and at 80 columns."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, justify="right" if name == "people" else "left", overflow="fold")
    return table


def say_count(count: Count) -> str:
    """ "4", "at least 41", "27 to 33", with families and places named as such."""
    if count.high is None:
        size = f"at least {count.low}"
    elif count.low == count.high:
        size = str(count.low)
    else:
        size = f"{count.low} to {count.high}"
    if count.unit == "person":
        return size
    plural = {"family": "families"}.get(count.unit, f"{count.unit}s")
    return f"{size} {count.unit if count.high == 1 else plural}"


def say_when(when: When | None) -> str:
    """The date as far as it is known: "25 May 2019", "May 2019", "24–25 May 2019", "before 3 June 2019", "24 May, year unknown"."""
    if when is None:
        return "unknown"
    if when.month_day is not None:
        month, _, day = when.month_day.partition("-")
        name = date(2000, int(month), 1).strftime("%B")
        return f"{int(day)} {name}, year unknown" if day else f"{name}, year unknown"
    if when.earliest is None:
        return f"before {_day(when.latest)}" if when.latest else "unknown"
    if when.latest is None:
        return f"since {_day(when.earliest)}"
    if when.earliest == when.latest:
        return _day(when.earliest)
    return _say_span(when.earliest, when.latest)


def _say_span(first: date, last: date) -> str:
    whole_month = first.day == 1 and (last.year, last.month) == (first.year, first.month) and _is_month_end(last)
    if whole_month:
        return first.strftime("%B %Y")
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _is_month_end(day: date) -> bool:
    return day.month != date.fromordinal(day.toordinal() + 1).month


def _day(day: date) -> str:
    return f"{day.day} {day.strftime('%B %Y')}"


def say_where(where: Where | None) -> str:
    """The place and what it lies in; only an area where only an area is known."""
    if where is None:
        return "unknown"
    parts = [where.name, where.admin1 if where.prec <= 3 and where.admin1 != where.name else None, where.country if where.country != where.name else None]
    if where.prec >= 6:
        parts = [where.name]
    near = "near " if where.prec == 2 else ""
    return near + ", ".join(p for p in parts if p)


def highlight(text: str, quotes: Iterable[Quote], around: int = 90) -> Text:
    """Each quote in its report, with the words around it; in a pipe the quote stands between » and «."""
    out = Text()
    for number, quote in enumerate(sorted(quotes, key=lambda q: q.start)):
        if number:
            out.append("\n")
        before = text[max(0, quote.start - around) : quote.start]
        after = text[quote.end : quote.end + around]
        before, after = before.rsplit("\n", 1)[-1], after.split("\n", 1)[0]
        lead = "…" if quote.start - len(before) > 0 and not text[: quote.start - len(before)].endswith("\n") else ""
        tail = "…" if text[quote.end + len(after) : quote.end + len(after) + 1] not in {"", "\n"} else ""
        out.append(lead + before, style="dim")
        out.append("»")
        out.append(quote.text, style=QUOTE_STYLE)
        out.append("«")
        out.append(after + tail, style="dim")
    return out
