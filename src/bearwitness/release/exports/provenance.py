"""W3C PROV as PROV-JSON: each claim derived from its report, each incident from its claims, the figure from its incidents; by whom.

Agents are programs with their versions. A person is the role of a reviewer, never a name: who reviewed stands in the register.
"""

import json
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from bearwitness.release.exports.notes import say_about, say_figure
from bearwitness.release.exports.phrases import say_title
from bearwitness.release.exports.records import Export

_SPACE: Final = "urn:bearwitness:"
_COUNTING: Final = "counting"
_LINKING: Final = "linking"
_REVIEWING: Final = "reviewing"
_FIGURE: Final = "figure"
_REVIEWER: Final = "role-reviewer"
Parts = dict[str, dict[str, Any]]


def render_prov(export: Export) -> str:
    """One PROV-JSON document."""
    document: dict[str, Parts | dict[str, str]] = {"prefix": {"bw": _SPACE}}
    document["entity"] = _list_entities(export)
    document["activity"] = _list_activities(export)
    document["agent"] = _list_agents(export)
    document["wasGeneratedBy"] = _relate(
        "g",
        (("prov:entity", "prov:activity"), [
            *((one.id, _name_reading(one.read_by)) for one in export.claims),
            *((one.id, _LINKING) for one in export.incidents),
            *([(_FIGURE, _COUNTING)] if export.figure else []),
        ]),
    )  # fmt: skip
    document["wasDerivedFrom"] = _relate(
        "d",
        (("prov:generatedEntity", "prov:usedEntity"), [
            *((one.id, one.report) for one in export.claims),
            *((one.incident, one.id) for one in export.claims if one.incident),
            *((_FIGURE, one.id) for one in export.incidents if export.figure),
        ]),
    )  # fmt: skip
    document["used"] = _relate(
        "u",
        (("prov:activity", "prov:entity"), [(_REVIEWING, one.id) for one in export.claims if one.decision == "accepted"]),
    )  # fmt: skip
    document["wasAssociatedWith"] = _relate(
        "a",
        (("prov:activity", "prov:agent"), [
            *((_name_reading(reader), _name_reader(reader)) for reader in _list_readers(export)),
            (_LINKING, _name_rules(export)),
            (_REVIEWING, _REVIEWER),
            *([(_COUNTING, _name_rules(export))] if export.figure else []),
        ]),
    )  # fmt: skip
    return json.dumps({name: part for name, part in document.items() if part}, ensure_ascii=False, indent=1) + "\n"


def _list_entities(export: Export) -> Parts:
    entities: Parts = {}
    for report in export.reports:
        told = {"bw:outlet": report.outlet, "bw:url": report.url, "prov:label": report.title}
        entities[_spell(report.id)] = {"prov:type": "report", **{name: value for name, value in told.items() if value}}
    for claim in export.claims:
        entities[_spell(claim.id)] = {"prov:type": "claim", "bw:act": claim.act, "bw:decision": claim.decision}
    for incident in export.incidents:
        entities[_spell(incident.id)] = {
            "prov:type": incident.shape,
            "prov:label": say_title(incident),
            "bw:days": incident.edtf,
        }
    about = {"prov:type": "export", "prov:label": say_about(export)}
    entities[_spell("export")] = about
    if export.figure is not None:
        entities[_spell(_FIGURE)] = {
            "prov:type": "figure",
            "prov:label": f"{export.scope.about}: {say_figure(export.figure)}",
        }
    return entities


def _list_activities(export: Export) -> Parts:
    names = [*map(_name_reading, _list_readers(export)), _LINKING, _REVIEWING, *([_COUNTING] if export.figure else [])]
    return {_spell(name): {"prov:type": name.partition("-")[0]} for name in names}


def _list_agents(export: Export) -> Parts:
    program = {"$": "prov:SoftwareAgent", "type": "prov:QUALIFIED_NAME"}
    names = {name: {"prov:type": program, "prov:label": name} for name in map(_name_reader, _list_readers(export))}
    names[_name_rules(export)] = {"prov:type": program, "prov:label": f"Bearwitness, rules {export.scope.rules}"}
    names[_REVIEWER] = {"prov:label": "a reviewer, by role"}
    return {_spell(name): value for name, value in names.items()}


def _list_readers(export: Export) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.read_by for one in export.claims))


def _name_reader(reader: str) -> str:
    return f"reader-{reader}"


def _name_reading(reader: str) -> str:
    return f"reading-{reader}"


def _name_rules(export: Export) -> str:
    return f"rules-{export.scope.rules}"


def _relate(letter: str, pairs: tuple[tuple[str, str], Iterable[tuple[str, str]]]) -> Parts:
    """Relations, each under an id of its own as PROV-JSON asks."""
    (left, right), members = pairs
    return {
        f"_:{letter}{number}": {left: _spell(one), right: _spell(other)}
        for number, (one, other) in enumerate(members, start=1)
    }


def _spell(name: str) -> str:
    return f"bw:{quote(name, safe='')}"
