"""Events as HURIDOCS' Events Standard Formats have them: event, act, involvement and information, one table each, in a zip.

The standard tells coders to write January for an unknown month and 1 for an unknown day (fields 0113, 2111); we do not. A day stands
only where it is known, and the days as known in EDTF beside it. Acts bear codes of MT04 only where we have one. No person is made: an
act counts people, and its victim's and perpetrator's records stay empty.
"""

from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import DAY, LONGER, MONTH
from bearwitness.release.exports.archive import pack_files
from bearwitness.release.exports.columns import Cell
from bearwitness.release.exports.comma_separated import render_rows
from bearwitness.release.exports.notes import render_notes
from bearwitness.release.exports.phrases import find_act_name, say_notes, say_place, say_title
from bearwitness.release.exports.records import Export, ExportedClaim, ExportedIncident

EVENT: Final = (
    "event_record_number", "event_title", "confidentiality", "initial_date", "final_date", "date_type", "date_edtf",
    "geographical_term", "local_geographical_area", "event_description", "monitoring_status",
)  # fmt: skip
ACT: Final = (
    "act_record_number", "event", "confidentiality", "type_of_act_code", "type_of_act", "our_act", "initial_date", "date_edtf",
    "counting_unit", "number_at_least", "number_at_most",
)  # fmt: skip
INVOLVEMENT: Final = ("involvement_record_number", "event", "act", "confidentiality", "type_of_perpetrator")
INFORMATION: Final = (
    "information_record_number", "event", "confidentiality", "source_connection_to_information", "our_kind_of_voice", "report",
)  # fmt: skip
REMARKS: Final = (
    "After HURIDOCS' Events Standard Formats, as OpenEvSys names its fields. Every record is confidential. An act here is all people of an "
    "incident who suffered one kind of act, with at least and at most how many: one record a victim would invent people where the number "
    "is not known. Codes are of micro-thesaurus 4 (types of acts); where there is none, our own word stands alone."
)
_SECRET: Final = "y"


def render_huridocs(export: Export) -> bytes:
    """The zip of the four tables and the notes."""
    files = {
        "event.csv": render_rows(EVENT, map(_list_event, export.incidents)),
        "act.csv": render_rows(ACT, map(_list_act, export.incidents)),
        "involvement.csv": render_rows(INVOLVEMENT, _list_involvements(export)),
        "information.csv": render_rows(INFORMATION, _list_information(export)),
        "NOTES.txt": render_notes(export, REMARKS, "other"),
    }
    return pack_files(files)


def _list_event(one: ExportedIncident) -> tuple[Cell, ...]:
    place = "" if not one.country and not one.place else say_place(one)
    return (
        one.id, say_title(one), _SECRET, _find_day(one), _find_day(one), _name_date(one), one.edtf, one.country_name, place,
        say_notes(one), one.grade,
    )  # fmt: skip


def _list_act(one: ExportedIncident) -> tuple[Cell, ...]:
    name, unit = find_act_name(one.act), load_table("release.exports", "huridocs.toml")["mt07"][one.unit]
    return (
        _name_act(one.id), one.id, _SECRET, name.mt04, name.mt04_name, one.act, _find_day(one), one.edtf, unit, one.low, one.high,
    )  # fmt: skip


def _list_involvements(export: Export) -> list[tuple[Cell, ...]]:
    found = dict.fromkeys((one.incident, one.actor_kind) for one in export.claims if one.actor_kind and one.incident)
    return [
        (f"{incident}.involvement{number}", incident, _name_act(incident), _SECRET, kind)
        for number, (incident, kind) in enumerate(found, start=1)
    ]


def _list_information(export: Export) -> list[tuple[Cell, ...]]:
    words = load_table("release.exports", "huridocs.toml")["mt19"]
    return [
        (f"{one.id}.{number}", one.incident, _SECRET, words.get(voice, ""), voice, one.report)
        for one in export.claims
        for number, voice in enumerate(_list_voices(one), start=1)
    ]


def _list_voices(one: ExportedClaim) -> tuple[str, ...]:
    return one.voices or ("",)


def _name_act(incident: str) -> str:
    return f"{incident}.act1"


def _find_day(one: ExportedIncident) -> Cell:
    return one.first_day if one.first_day == one.last_day else None


def _name_date(one: ExportedIncident) -> str:
    """MT48: types of dates."""
    if one.date_prec is None or one.date_prec == LONGER:
        return "Unknown month and day"
    return "" if one.date_prec == DAY else "Unknown day" if one.date_prec == MONTH else "Estimate"
