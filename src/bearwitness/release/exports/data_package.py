"""A Frictionless Data Package, zipped: tables with a schema, hashes, and a licence field that says it is not for publication."""

import json
from hashlib import sha256
from typing import Any, Final, Literal

from bearwitness.release.exports.archive import pack_files
from bearwitness.release.exports.columns import Column, Kind
from bearwitness.release.exports.comma_separated import render_records
from bearwitness.release.exports.notes import list_shown, render_notes, say_about
from bearwitness.release.exports.records import Export

_TYPES: Final[dict[Kind, str]] = {
    "text": "string",
    "number": "integer",
    "degrees": "number",
    "day": "date",
    "texts": "array",
}
_CLOSED: Final = {
    "name": "other-closed",
    "title": "Not for publication: for those who may see the register. See `bearwitness release`.",
}
REMARKS: Final = "Cells that a spreadsheet would take for a formula begin with an apostrophe. Lists are JSON arrays."


def render_data_package(export: Export) -> bytes:
    """The zip: datapackage.json, incidents.csv, claims.csv and the notes."""
    shown = {"incidents": list_shown(export, "incident"), "claims": list_shown(export, "claim")}
    tables = {
        "incidents": render_records(export.incidents, shown["incidents"]),
        "claims": render_records(export.claims, shown["claims"]),
    }
    descriptor = {
        "name": "bearwitness-export",
        "title": f"Incidents of a register: {export.scope.about}",
        "description": say_about(export),
        "created": f"{export.scope.day.isoformat()}T00:00:00Z",
        "licenses": [_CLOSED],
        "resources": [
            _describe("incidents", tables["incidents"], shown["incidents"]),
            _describe("claims", tables["claims"], shown["claims"]),
        ],
    }
    files = {"datapackage.json": json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"}
    files |= {f"{name}.csv": text for name, text in tables.items()}
    files["NOTES.txt"] = render_notes(export, REMARKS)
    return pack_files(files)


def _describe(name: Literal["incidents", "claims"], text: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    content = text.encode()
    schema: dict[str, Any] = {
        "fields": [{"name": one.name, "type": _TYPES[one.kind], "description": one.means} for one in columns],
        "missingValues": [""],
        "primaryKey": ["id"],
    }
    if name == "claims":
        schema["foreignKeys"] = [{"fields": ["incident"], "reference": {"resource": "incidents", "fields": ["id"]}}]
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
    }
