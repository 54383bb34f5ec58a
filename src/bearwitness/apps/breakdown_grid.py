"""A table of two dimensions as rows by columns."""

from dataclasses import dataclass

from bearwitness.apps.breakdown_words import ALL, PEOPLE, name_row, say_cell, say_ends
from bearwitness.counting.breakdown import At, Cell
from bearwitness.workflow.breakdowns import Table

Entry = tuple[str, Cell | None]
"""What stands at one row and column, and the cell it is; None of people each counted once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what stands at its head, and at each row."""

    head: str
    cells: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The rows by name, and the columns; both end with all together. `corner` names both dimensions."""

    corner: str
    leads: tuple[str, ...]
    columns: tuple[Column, ...]


def build_grid(table: Table, *, turned: bool = False) -> Grid:
    """The first dimension down, the second across; or `turned`. Beside acts the people of each row, each once."""
    breakdown = table.breakdown
    found = {frozenset(cell.at): cell for cell in (*breakdown.cells, *breakdown.totals, breakdown.whole)}
    rows = dict(zip(breakdown.kinds, breakdown.rows, strict=True))
    down, across = reversed(breakdown.kinds) if turned else breakdown.kinds
    lines: list[At] = [*(((down, row),) for row in rows[down]), ()]
    heads: list[At] = [*(((across, row),) for row in rows[across]), ()]
    leads = [name_row(*at[0]) if at else ALL for at in lines]
    columns = [
        Column(
            head=name_row(*at[0]) if at else ALL,
            cells=tuple((say_cell(cell), cell) for line in lines for cell in [found[frozenset((*line, *at))]]),
        )
        for at in heads
    ]
    if table.persons is not None:
        ends = (*(one for _, one in table.persons.rows), table.persons.whole)
        people: list[Entry] = [(say_ends(one.low, one.high), None) for one in ends]
        if down == "act":
            leads.append(PEOPLE)
            columns = [
                Column(head=column.head, cells=(*column.cells, said))
                for column, said in zip(columns, people, strict=True)
            ]
        else:
            columns.append(Column(head=PEOPLE, cells=tuple(people)))
    return Grid(corner=f"{down} / {across}", leads=tuple(leads), columns=tuple(columns))
