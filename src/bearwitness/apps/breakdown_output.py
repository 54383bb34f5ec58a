"""A broken-down figure as a table, as JSON, as CSV and as a chart; all hold the same numbers."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from rich.table import Table as RichTable
from rich.text import Text

from bearwitness.apps.count_output import say_footing
from bearwitness.apps.screen import build_console, build_hanging, show, write_csv, write_json
from bearwitness.apps.wording import clean
from bearwitness.core.contract import render_estimate, render_question
from bearwitness.core.fates import load_fates
from bearwitness.core.vocabulary import RULES_VERSION
from bearwitness.counting.breakdown import At, Breakdown, Cell
from bearwitness.counting.dimensions import Kind, Row
from bearwitness.counting.fate_cases import Bounds
from bearwitness.workflow.breakdowns import Table

_UNKNOWN: Final = "not known"
_ALL: Final = "all"
_PEOPLE: Final = "people"
_GAP: Final = 2


def show_table(table: Table) -> None:
    """The table, why its rows need not add up, and what it rests on."""
    breakdown = table.breakdown
    whole = breakdown.whole
    if whole.low is None:
        show(f"These claims cannot all be true: {', '.join(whole.clash or ())}", style="bold")
        return
    show(f"{say_question(table)}: {say_cell(whole)} {name_whole(breakdown)}", style="bold")
    if not breakdown.cells:
        show("No claim may lie in the question.")
    elif len(breakdown.kinds) == 1:
        show(_build_list(table), "")
    else:
        for part in _build_grids(table):
            show(part, "")
    if table.persons is not None:
        whole_of = table.persons.whole
        show(f"People, each counted once whatever befell them: {say_ends(whole_of.low, whole_of.high)}.")
    if table.note:
        show(build_hanging("  ", table.note))
    if not breakdown.is_exact:
        show(
            build_hanging(
                "  ", "some bounds are true but may be too wide: links can be read in too many ways to work out"
            )
        )
    words = "4–9: from 4 to 9 people; 4+: at least 4 with no upper end. Incidents of several rows are in each."
    show(words, style="dim")
    show(say_footing(table.footing), style="dim")


def say_question(table: Table) -> str:
    """ "arrest, CN, from 2019-05-01 to 2019-05-31"."""
    question = table.question
    parts = ["every act" if table.estimate is None else table.estimate.question.act, "/".join(question.place)]
    parts += [
        f"from {question.earliest}" if question.earliest else "",
        f"to {question.latest}" if question.latest else "",
    ]
    return ", ".join(part for part in (*parts, question.group or "") if part)


def say_cell(cell: Cell) -> str:
    """ "4", "4–9", "4+"; "clash" where the claims of a cell cannot all be true."""
    return "clash" if cell.low is None else say_ends(cell.low, cell.high)


def say_ends(low: int, high: int | None) -> str:
    """ "4", "4–9", "4+"."""
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def name_row(kind: Kind, row: Row) -> str:
    """A row as a person reads it."""
    if row is None:
        return _UNKNOWN
    fates = load_fates()
    return next((fate.done for act, fate in fates.items() if kind == "outcome" and act == row), row)


def name_whole(breakdown: Breakdown) -> str:
    return "person-acts" if "act" in breakdown.kinds else "people"


def _build_list(table: Table) -> RichTable:
    breakdown = table.breakdown
    kind = breakdown.kinds[0]
    whole = breakdown.whole
    name = name_whole(breakdown)
    cells = [(name_row(kind, cell.at[0][1]), cell) for cell in breakdown.cells]
    cells.append((_ALL if name == "people" else name, whole))
    rows = [(lead, say_cell(cell), _say_stated(cell), f"{cell.incidents:,}") for lead, cell in cells]
    if table.persons is not None:
        rows.append((_PEOPLE, say_ends(table.persons.whole.low, table.persons.whole.high), "", ""))
    return _build_rich((kind, "people", "stated", "incidents"), rows)


def _say_stated(cell: Cell) -> str:
    """The number stated where the high end is open."""
    return f"{cell.high_stated:,}" if cell.high is None and cell.high_stated is not None else ""


def _build_grids(table: Table) -> Iterable[RichTable]:
    """Rows by columns; where they are wider than the screen, in several tables. Beside acts the people of each row, each once."""
    breakdown = table.breakdown
    found = {frozenset(cell.at): say_cell(cell) for cell in (*breakdown.cells, *breakdown.totals, breakdown.whole)}
    across, along = breakdown.kinds
    lines: list[At] = [((across, row),) for row in breakdown.rows[0]] + [()]
    columns: list[At] = [((along, row),) for row in breakdown.rows[1]] + [()]
    heads = [name_row(*at[0]) if at else _ALL for at in columns]
    leads = [name_row(*at[0]) if at else _ALL for at in lines]
    cells = [[found[frozenset((*line, *column))] for line in lines] for column in columns]
    if table.persons is not None:
        people = [say_ends(one.low, one.high) for one in (*(one for _, one in table.persons.rows), table.persons.whole)]
        if across == "act":
            leads.append(_PEOPLE)
            cells = [[*column, said] for column, said in zip(cells, people, strict=True)]
        else:
            heads.append(_PEOPLE)
            cells.append(people)
    widths = [max(map(len, (head, *column))) + _GAP for head, column in zip(heads, cells, strict=True)]
    room = build_console().width - max(map(len, (f"{across} / {along}", *leads))) - _GAP
    start = 0
    while start < len(heads):
        end = start + 1
        while end < len(heads) and sum(widths[start : end + 1]) <= room:
            end += 1
        body = [(lead, *(column[i] for column in cells[start:end])) for i, lead in enumerate(leads)]
        yield _build_rich((f"{across} / {along}", *heads[start:end]), body)
        start = end


def _build_rich(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> RichTable:
    table = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for i, name in enumerate(columns):
        table.add_column(clean(name), justify="right" if i else "left", overflow="fold", no_wrap=bool(i))
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    return table


def write_table_json(table: Table) -> None:
    """The table on one line."""
    write_json(render_table(table))


def render_table(table: Table) -> dict[str, Any]:
    """The keys of `count --json`, with `by`, `cells`, `totals`, and why parts need not add up; by act also `people`."""
    breakdown = table.breakdown
    if table.estimate is not None:
        row = render_estimate(table.estimate, table.footing)
    else:
        whole, footing = breakdown.whole, table.footing
        row = {
            "question": render_question(table.question) | {"act": None},
            **_render_ends(whole),
            "rests_on": {"proposed": footing.proposed, "accepted": footing.accepted, "rejected": footing.rejected},
            "holds_low": [],
            "holds_high": [],
            "reasons": [],
            "clash": None if whole.clash is None else list(whole.clash),
            "certificate": None,
            "rules": RULES_VERSION,
        }
    row |= {
        "by": list(breakdown.kinds),
        "cells": [_render_cell(cell) for cell in breakdown.cells],
        "totals": [_render_cell(cell) for cell in breakdown.totals],
        "parts": table.note,
    }
    if table.persons is not None:
        row["people"] = _render_people(table.persons.whole)
        other = next((kind for kind in breakdown.kinds if kind != "act"), None)
        if other is not None:
            row["people"]["rows"] = [{"at": {other: name}, **_render_people(one)} for name, one in table.persons.rows]
    return row


def _render_people(people: Bounds) -> dict[str, Any]:
    return {"low": people.low, "high": people.high}


def _render_cell(cell: Cell) -> dict[str, Any]:
    at = dict(cell.at)
    clash = {} if cell.clash is None else {"clash": list(cell.clash)}
    return {"at": at, **_render_ends(cell), **clash}


def _render_ends(cell: Cell) -> dict[str, Any]:
    return {"low": cell.low, "high": cell.high, "high_stated": cell.high_stated, "incidents": cell.incidents}


def write_table_csv(table: Table) -> None:
    """A line a cell, then the totals ("all"). An open high is empty, and `high_stated` the number stated."""
    breakdown = table.breakdown
    rows: list[tuple[str, ...]] = [(*breakdown.kinds, "low", "high", "high_stated", "incidents")]
    for cell in (*breakdown.cells, *breakdown.totals, breakdown.whole):
        at = dict(cell.at)
        names = [name_row(kind, at[kind]) if kind in at else _ALL for kind in breakdown.kinds]
        rows.append((*names, *_write_ends(cell.low, cell.high, cell.high_stated, cell.incidents)))
    if table.persons is not None:
        other: Kind = next((kind for kind in breakdown.kinds if kind != "act"), "act")
        told = [*((name_row(other, row), one) for row, one in table.persons.rows), (_ALL, table.persons.whole)]
        for name, one in told:
            names = [_PEOPLE if kind == "act" else name for kind in breakdown.kinds]
            rows.append((*names, *_write_ends(one.low, one.high, None, None)))
    write_csv(rows)


def _write_ends(*ends: int | None) -> tuple[str, ...]:
    return tuple("" if end is None else str(end) for end in ends)
