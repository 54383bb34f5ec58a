"""A roster: incidents that an adversary knows of, laid over a release to learn which of them the register holds.

The adversary has the policy too. What is learnt is that somebody told of an incident; whose telling that was is then looked for.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bearwitness.core.errors import UsageError
from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.release.attacking import Finding
from bearwitness.release.placing import list_ends, name_row
from bearwitness.release.rows import Row

COLUMNS = ("act", "day", "country", "province", "town", "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One incident that the adversary knows of, on which line of the roster."""

    line: int
    act: Act
    day: date
    path: tuple[str, ...]
    people: int


def parse_roster(text: str) -> tuple[Known, ...]:
    """A roster from CSV with the columns act, day, country, province, town, people. Raises UsageError that names the line."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise UsageError(f"a roster is a CSV table with the columns {','.join(COLUMNS)}")
    found = []
    for number, line in enumerate(reader, start=2):
        act = next((one for one in ACTS if one == line["act"]), None)
        people = line["people"] or ""
        try:
            day = date.fromisoformat(line["day"] or "")
        except ValueError:
            day = None
        if act is None or day is None or not people.isdecimal():
            raise UsageError(
                f"line {number} of the roster needs an act, a day such as 2019-05-24, and a number of people"
            )
        path = tuple(part for part in (line["country"], line["province"], line["town"]) if part)
        found.append(Known(line=number, act=act, day=day, path=path, people=int(people)))
    return tuple(found)


def find_members(roster: Sequence[Known], rows: Iterable[Row]) -> tuple[Finding, ...]:
    """Incidents of the roster that the release shows to be in the register, to whoever knows that there were no others.

    Where the release tells of more than the roster, there were others, and who knows only the roster cannot tell which are meant.
    """
    found = []
    for row in rows:
        inside = [one for one in roster if _lies_in(one, row)]
        sizes = sorted(one.people for one in inside)
        if inside and (row.incidents == len(inside) or sum(sizes[1:]) < row.people.low <= sum(sizes)):
            found.append(
                Finding(
                    attack="roster", where=name_row(row), incidents=tuple(f"line {one.line}" for one in inside),
                    reads="whoever knows of these, and that there were no others, sees that they are in the register",
                    mend="incidents, or a coarser step",
                )
            )  # fmt: skip
    return tuple(found)


def _lies_in(one: Known, row: Row) -> bool:
    scope = row.key.scope
    start, end = list_ends(scope.period)
    return (
        one.act == scope.act and one.path[: len(scope.place)] == scope.place and start <= one.day.isoformat()[:7] <= end
    )
