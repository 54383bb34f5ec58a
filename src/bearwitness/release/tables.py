"""The tables of a release as CSV, and back. Nothing stands in them but the columns named here.

Rows are in the order of what they say, so that no order tells what came first into the register; none has an id.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bearwitness.core.errors import ContractError
from bearwitness.core.vocabulary import ACTS, Act
from bearwitness.release.coarsening import EVER, Scope
from bearwitness.release.place_names import NO_NAMES, PlaceNames, find_country, find_division
from bearwitness.release.policy import DEPTHS, PERIOD_LEVELS, PLACE_LEVELS, TRAIT_NAMES, PeriodLevel, Step, TraitName
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Row, RowKey, RowKind
from bearwitness.release.trait_rows import TraitRow

SCOPE_COLUMNS: Final = ("act", "country_code", "country", "province", "province_geonameid", "town", "period")
ROW_COLUMNS: Final = (*SCOPE_COLUMNS, "incidents_at_least", "people_low", "people_high")
CELL_COLUMNS: Final = (*ROW_COLUMNS, "without_closer_cells")
TRAIT_COLUMNS: Final = (*SCOPE_COLUMNS, "trait", "value", "incidents_at_least")


def render_rows(rows: Iterable[Row], kind: RowKind, names: PlaceNames = NO_NAMES) -> str:
    """The cells or the figures as CSV. An open end is an empty field."""
    columns = CELL_COLUMNS if kind == "cell" else ROW_COLUMNS
    lines = []
    for row in rows:
        if row.key.kind == kind:
            line = [
                *_render_scope(row.key.scope, names),
                str(row.incidents),
                str(row.people.low),
                _render_end(row.people.high),
            ]
            lines.append([*line, "yes" if row.is_rest else "no"] if kind == "cell" else line)
    return _render(columns, lines)


def render_traits(rows: Iterable[TraitRow], names: PlaceNames = NO_NAMES) -> str:
    """What is told of cells beside their numbers, as CSV."""
    return _render(
        TRAIT_COLUMNS, [[*_render_scope(row.scope, names), row.trait, row.value, str(row.at_least)] for row in rows]
    )


def parse_rows(text: str, kind: RowKind) -> tuple[Row, ...]:
    """The rows of a published table, for who looks at a release from outside. Raises ContractError where it is another table."""
    found = []
    for line in _parse(text, CELL_COLUMNS if kind == "cell" else ROW_COLUMNS):
        scope, step = _parse_scope(line)
        high = line["people_high"]
        found.append(
            Row(
                key=RowKey(kind=kind, scope=scope, step=step),
                incidents=_parse_number(line["incidents_at_least"]),
                people=Interval(low=_parse_number(line["people_low"]), high=_parse_number(high) if high else None),
                is_rest=line.get("without_closer_cells") == "yes",
            )
        )
    return tuple(found)


def parse_traits(text: str) -> tuple[TraitRow, ...]:
    """The published rows of traits."""
    found = []
    for line in _parse(text, TRAIT_COLUMNS):
        scope, step = _parse_scope(line)
        found.append(
            TraitRow(
                scope=scope,
                step=step,
                trait=_parse_trait(line["trait"]),
                value=line["value"],
                at_least=_parse_number(line["incidents_at_least"]),
            )
        )
    return tuple(found)


def find_step(scope: Scope) -> Step:
    """How closely a scope says where and when."""
    place = next(level for level in PLACE_LEVELS if DEPTHS[level] == len(scope.place))
    return Step(place=place, period=_find_period_level(scope.period))


def _find_period_level(period: str) -> PeriodLevel:
    if period == EVER:
        return PERIOD_LEVELS[-1]
    return "year" if len(period) == 4 else "quarter" if period[5:6] == "Q" else "month"


def _render_scope(scope: Scope, names: PlaceNames) -> list[str]:
    code, province, town = [*scope.place, "", "", ""][:3]
    country = find_country(code, names) if code else ""
    return [scope.act, code, country, province, find_division(scope.place, names), town, scope.period]


def _render_end(high: int | None) -> str:
    return "" if high is None else str(high)


def _render(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return out.getvalue()


def _parse(text: str, columns: Sequence[str]) -> Iterator[Mapping[str, str]]:
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise ContractError(f"this is no table of a release: its columns are not {', '.join(columns)}")
    for line in reader:
        yield {column: line[column] or "" for column in columns}


def _parse_scope(line: Mapping[str, str]) -> tuple[Scope, Step]:
    place = tuple(part for part in (line["country_code"], line["province"], line["town"]) if part)
    scope = Scope(act=_parse_act(line["act"]), place=place, period=line["period"])
    return scope, find_step(scope)


def _parse_act(word: str) -> Act:
    for act in ACTS:
        if word == act:
            return act
    raise ContractError("a row of the release names no known act")


def _parse_trait(word: str) -> TraitName:
    for name in TRAIT_NAMES:
        if word == name:
            return name
    raise ContractError("a row of the release names no known trait")


def _parse_number(word: str) -> int:
    if not word.isdecimal():
        raise ContractError("a row of the release holds no number where one belongs")
    return int(word)
