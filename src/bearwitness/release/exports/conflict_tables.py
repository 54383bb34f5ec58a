"""Tables with the column names of UCDP's Georeferenced Event Dataset and of ACLED, so that what reads theirs reads ours.

The names are theirs, the method is ours, and where theirs would need a guess the cell is empty: no best estimate between two bounds, no
day in the middle of a month, no capital for a country. Deaths are filled for killings of people alone, for in both datasets these
columns are added up as deaths; how many suffered any act is in `people_low` and `people_high`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import ADMIN2, DAY, NEAR, POINT, WEEK
from bearwitness.release.exports.columns import Cell
from bearwitness.release.exports.comma_separated import render_rows
from bearwitness.release.exports.phrases import find_act_name, say_notes
from bearwitness.release.exports.records import Export, ExportedIncident

_TABLES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    table: tuple((row["name"], row["means"]) for row in rows)
    for table, rows in load_table("release.exports", "conflict_columns.toml").items()
}
UCDP: Final = tuple(name for name, _ in _TABLES["ucdp"])
ACLED: Final = tuple(name for name, _ in _TABLES["acled"])
_NO_COUNTRY: Final = "XXX"


def list_conflict_columns(table: str) -> tuple[tuple[str, str], ...]:
    """Each column of one of the two tables ("ucdp", "acled") with what it means here; none for another name."""
    return _TABLES.get(table, ())


def render_ucdp(export: Export) -> str:
    """UCDP GED column names. `best` is filled only where `low` and `high` are one number."""
    return render_rows(UCDP, (_list_ucdp(one) for one in export.incidents))


def render_acled(export: Export) -> str:
    """ACLED column names. `fatalities` is the most conservative number, as ACLED counts where reports differ."""
    return render_rows(ACLED, (_list_acled(one) for one in export.incidents))


def _list_ucdp(one: ExportedIncident) -> Sequence[Cell]:
    low, high = _find_deaths(one)
    best = low if low == high else None
    return (
        one.id, one.id, _find_year(one), one.origins, "; ".join(one.outlets), "; ".join(one.voices), one.where_prec, one.place,
        one.admin1, one.admin2, one.lat, one.lon, one.country_name, 2 if one.shape == "aggregate" else 1, one.date_prec,
        one.first_day, one.last_day, best, high, low,
        one.act, one.low, one.high, one.unit, one.edtf, one.in_question, say_notes(one),
    )  # fmt: skip


def _list_acled(one: ExportedIncident) -> Sequence[Cell]:
    name, (low, _) = find_act_name(one.act), _find_deaths(one)
    day = one.first_day if one.first_day == one.last_day else None
    return (
        f"{one.country or _NO_COUNTRY}-{one.id}", day, _find_year(one), _find_time_precision(one), name.event_type,
        name.sub_event_type, "; ".join(one.actors), one.country_name, one.admin1, one.admin2, one.place, one.lat, one.lon,
        _find_geo_precision(one), "; ".join(one.outlets), "", say_notes(one), low,
        one.act, one.low, one.high, one.unit, one.first_day, one.last_day, one.edtf, one.in_question,
    )  # fmt: skip


def _find_deaths(one: ExportedIncident) -> tuple[int | None, int | None]:
    return (one.low, one.high) if one.act == "killing" and one.unit == "person" else (None, None)


def _find_year(one: ExportedIncident) -> int | None:
    """The year where all its days lie in one."""
    first, last = one.first_day, one.last_day
    return first.year if first and last and first.year == last.year else None


def _find_time_precision(one: ExportedIncident) -> int | None:
    """ACLED: 1 the day, 2 a week, 3 less."""
    if one.date_prec is None:
        return None
    return 1 if one.date_prec == DAY else 2 if one.date_prec <= WEEK else 3


def _find_geo_precision(one: ExportedIncident) -> int | None:
    """ACLED: 1 a named town, 2 near one or a small part of a region, 3 a larger region."""
    if one.where_prec is None:
        return None
    return 1 if one.where_prec == POINT else 2 if one.where_prec in {NEAR, ADMIN2} else 3
