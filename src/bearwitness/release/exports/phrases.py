"""An exported incident in a sentence, made of its fields and never of a report's words; and what each act is called elsewhere."""

from dataclasses import dataclass
from typing import Final

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import Act, Unit
from bearwitness.release.exports.records import ExportedClaim, ExportedIncident

NOT_PUBLIC: Final = "From a register for those who may see it; not a public release."
_UNITS: Final[dict[Unit, tuple[str, str]]] = {
    "person": ("person", "people"),
    "family": ("family", "families"),
    "group": ("group", "groups"),
    "household": ("household", "households"),
    "place": ("place", "places"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActName:
    """An act by its noun, by ACLED's event and sub-event type, and by HURIDOCS' code and name ("" where we know none)."""

    noun: str
    event_type: str
    sub_event_type: str
    mt04: str
    mt04_name: str


def find_act_name(act: Act) -> ActName:
    """What the act is called."""
    row = load_table("release.exports", "acts.toml")[act]
    kind, below = row["acled"]
    return ActName(
        noun=row["noun"],
        event_type=kind,
        sub_event_type=below,
        mt04=row.get("mt04", ""),
        mt04_name=row.get("mt04_name", ""),
    )


def say_number(low: int, high: int | None, unit: Unit) -> str:
    """ "3 people", "3 to 5 people", "at least 3 people"."""
    one, many = _UNITS[unit]
    if high is None:
        return f"at least {low} {one if low == 1 else many}"
    return f"{low} {one if low == 1 else many}" if low == high else f"{low} to {high} {many}"


def say_place(record: ExportedIncident | ExportedClaim) -> str:
    """The place from the smallest to the largest, "place unknown" where there is none."""
    country = record.country_name or record.country if isinstance(record, ExportedIncident) else record.country
    parts = dict.fromkeys(part for part in (record.place, record.admin2, record.admin1, country) if part)
    return ", ".join(parts) or "place unknown"


def say_title(incident: ExportedIncident) -> str:
    """ "Arrest of 3 people, Shenyang, Liaoning, China"."""
    number = say_number(incident.low, incident.high, incident.unit)
    return f"{find_act_name(incident.act).noun} of {number}, {say_place(incident)}"


def say_notes(incident: ExportedIncident) -> str:
    """What the columns of others have no room for: the number, the days as known, who tells it, and that it is not public."""
    days = incident.edtf or "day unknown"
    told = [
        f"{say_title(incident)}; {days}.",
        "A total over a period or an area, not one event." if incident.shape == "aggregate" else "",
        f"{incident.grade}: origins {incident.origins}, reports {incident.reports}.",
        f"Its claims disagree on {incident.conflicts} things." if incident.conflicts else "",
        NOT_PUBLIC,
        " ".join(f"“{quote}”" for quote in incident.quotes),
    ]
    return " ".join(part for part in told if part)
