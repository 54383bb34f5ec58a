"""The tables of a release's page: numbers in words, and drawn as a bar from what is certain to what is possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import Any, Final

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act
from bearwitness.release.coarsening import EVER, Scope
from bearwitness.release.place_names import PlaceNames, say_place
from bearwitness.release.policy import PLACE_LEVELS, Step
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Row
from bearwitness.release.trait_rows import TraitRow

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@cache
def load_words() -> Mapping[str, Any]:
    """The page's words and looks."""
    return load_table("release", "page.toml")


def render_rows_by_act(rows: Sequence[Row], names: PlaceNames) -> list[str]:
    """A table for each act."""
    # A little wider than the largest number, so that an open end shows as one also beside it.
    widest = 1 + max((row.people.high or row.people.low for row in rows), default=0) * 21 // 20
    head = [("where", ""), ("when", ""), ("incidents", "n"), ("people", "n"), ("drawn", "bar")]
    found = []
    for act, some in groupby(rows, key=lambda row: row.key.scope.act):
        lines = [
            [
                _say_place(row, names),
                say_period(row.key.scope.period),
                say_incidents(row.incidents),
                say_people(row.people),
                draw(row.people, widest),
            ]
            for row in some
        ]
        found += [_render_heading(act), _render_table(head, lines)]
    return found


def render_traits_by_act(rows: Iterable[TraitRow], names: PlaceNames) -> list[str]:
    """A table for each act of what is told beside its rows."""
    words = load_words()
    head = [("where", ""), ("when", ""), ("what", ""), ("value", ""), ("incidents", "n")]
    found = []
    for act, some in groupby(rows, key=lambda row: row.scope.act):
        lines = [
            [
                escape(say_place(row.scope.place, names)),
                say_period(row.scope.period),
                escape(words["traits"][row.trait]),
                escape(words["values"].get(row.value, row.value)),
                say_incidents(row.at_least),
            ]
            for row in some
        ]
        found += [_render_heading(act), _render_table(head, lines)]
    return found


def list_places(rows: Iterable[Row], names: PlaceNames) -> Iterator[str]:
    """The places of the rows as the page says them."""
    for scope in sorted({row.key.scope for row in rows}):
        yield say_place(scope.place, names)


def say_act(act: Act) -> tuple[str, str]:
    """An act's heading, and what it is."""
    heading, meaning = load_words()["acts"][act]
    return heading, meaning


def say_step(step: Step) -> str:
    """ "town and month", "country, all years"."""
    place = "all countries" if step.place == PLACE_LEVELS[-1] else step.place
    return f"{place}, all years" if step.period == EVER else f"{place} and {step.period}"


UNKNOWN: Final = "not known"
"""Said of people where nothing is proven and nothing bounds it."""


def say_people(people: Interval) -> str:
    """ "10 to 25", "10 or more"; "not known" where nothing is proven and nothing bounds it, as of raids that are told in places."""
    if people.high is None and people.low == 0:
        return UNKNOWN
    if people.high is None:
        return f"{people.low:,} or more"
    return f"{people.low:,}" if people.low == people.high else f"{people.low:,} to {people.high:,}"


def say_incidents(number: int) -> str:
    """ "at least 5"."""
    return f"at least {number:,}"


def say_period(period: str) -> str:
    """ "May 2024", "April to June 2024", "all of 2024", "all years"."""
    if period == EVER:
        return "all years"
    if len(period) == 4:
        return f"all of {period}"
    if period[5] == "Q":
        first = int(period[6:]) * 3 - 3
        return f"{_MONTHS[first]} to {_MONTHS[first + 2]} {period[:4]}"
    return f"{_MONTHS[int(period[5:]) - 1]} {period[:4]}"


def draw(people: Interval, widest: int) -> str:
    """From nobody to the lower number dark, from there to the higher one light; an open end runs to the edge."""
    start = 100 * people.low / widest
    end = 100.0 if people.high is None else 100 * people.high / widest
    said = say_people(people)
    words = "how many people is not known" if said == UNKNOWN else f"{said} people"
    return (
        f'<svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{escape(words)}">'
        f'<rect class="known" x="0" y="1.5" width="{start:.1f}" height="3"/>'
        f'<rect class="open" x="{start:.1f}" y="1.5" width="{max(0.6, end - start):.1f}" height="3"/></svg>'
    )


def _say_place(row: Row, names: PlaceNames) -> str:
    scope: Scope = row.key.scope
    place = escape(say_place(scope.place, names))
    return f'{place} <span class="note">(the rest)</span>' if row.is_rest else place


def _render_heading(act: Act) -> str:
    heading, meaning = say_act(act)
    return f'<h3>{escape(heading)} <span class="note">({escape(meaning)})</span></h3>'


def _render_table(head: Sequence[tuple[str, str]], lines: Iterable[Sequence[str]]) -> str:
    def mark(kind: str) -> str:
        return f' class="{kind}"' if kind else ""

    top = "".join(f'<th scope="col"{mark(kind)}>{name}</th>' for name, kind in head)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td{mark(kind)} data-of="{name}">{cell}</td>' for (name, kind), cell in zip(head, line, strict=True)
        )
        + "</tr>\n"
        for line in lines
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>\n{rows}</tbody></table>"
