"""The formats of an export by their names, each loaded only when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from bearwitness.release.exports.notes import Fields
from bearwitness.release.exports.records import Export


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Which function of which module renders it, how its files end, what a reader of it must know, and whose columns it has."""

    module: str
    render: str
    ending: str
    remarks: str
    fields: Fields = "ours"


FORMATS: Final[Mapping[str, Format]] = {
    "ucdp": Format(
        module="conflict_tables", render="render_ucdp", ending="csv", fields="ucdp",
        remarks="Columns named after UCDP's Georeferenced Event Dataset. `low`, `best` and `high` are deaths, so only killings of people have "
        "them; `best` stands only where low and high are one number, for no best number is told between two bounds. All acts have "
        "`people_low` and `people_high`.",
    ),
    "acled": Format(
        module="conflict_tables", render="render_acled", ending="csv", fields="acled",
        remarks="Columns named after ACLED. `event_date` is empty where the day is not known (ACLED sets a stand-in), with `first_day` and "
        "`last_day` beside it; latitude and longitude stand only for a town that is stated (ACLED sets a capital). `fatalities` is for "
        "killings alone, the most conservative number. Two incidents of one day and place stay two (ACLED makes them one).",
    ),
    "geojson": Format(
        module="geojson", render="render_geojson", ending="geojson",
        remarks="A point only where a town is stated; the area's outline where only an area is known; null where there is none.",
    ),
    "hxl": Format(
        module="hxl", render="render_hxl", ending="csv",
        remarks="The second row holds HXL hashtags. #meta attributes are ours.",
    ),
    "ftm": Format(
        module="followthemoney", render="render_followthemoney", ending="jsonl", fields="other",
        remarks="FollowTheMoney entities, one a line: an Event for each incident; Article and Documentation only with --with-outlets.",
    ),
    "prov": Format(
        module="provenance", render="render_prov", ending="json", fields="other",
        remarks="W3C PROV as PROV-JSON: report, claim, incident, and with --act the figure. A reviewer is a role, never a name.",
    ),
    "datapackage": Format(
        module="data_package", render="render_data_package", ending="zip",
        remarks="A Frictionless Data Package: unzip it, or give the zip to frictionless.",
    ),
    "parquet": Format(module="parquet", render="render_parquet", ending="parquet", remarks="Typed columns; lists are lists."),
    "huridocs": Format(
        module="huridocs", render="render_huridocs", ending="zip", fields="other",
        remarks="Tables after HURIDOCS' Events Standard Formats: event, act, involvement, information.",
    ),
    "xlsx": Format(
        module="excel", render="render_excel", ending="xlsx",
        remarks="A workbook for people; its sheet Columns says what each column means.",
    ),
}  # fmt: skip


def render_export(export: Export, name: str) -> bytes:
    """The export in one of the formats."""
    chosen = FORMATS[name]
    rendered = getattr(import_module(f"bearwitness.release.exports.{chosen.module}"), chosen.render)(export)
    return rendered.encode() if isinstance(rendered, str) else rendered
