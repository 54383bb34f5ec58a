"""FollowTheMoney entities, one JSON object a line: each incident an Event, and where outlets are let in each report an Article.

FtM has no numbers of people, no ranges and no offsets, so the number stands in the summary and the days between which it was in
`startDate` and `endDate`; `date` is set only where the day is known. No Person is ever made: an incident counts people, and names none.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from bearwitness.release.exports.phrases import say_notes, say_place, say_title
from bearwitness.release.exports.records import Export, ExportedIncident, ExportedReport

_UNKNOWN_FILE: Final = "report"


def render_followthemoney(export: Export) -> str:
    """All entities; documents and what ties them to events only with outlets."""
    entities = [_build_event(one) for one in export.incidents]
    if export.scope.with_outlets:
        entities += [_build_article(one) for one in export.reports]
        entities += _tie_reports(export)
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in entities)


def _build_event(one: ExportedIncident) -> dict[str, Any]:
    first, last = one.first_day, one.last_day
    return _build(
        one.id,
        "Event",
        {
            "name": say_title(one),
            "date": first.isoformat() if first and first == last else "",
            "startDate": first.isoformat() if first else "",
            "endDate": last.isoformat() if last else "",
            "country": one.country.lower(),
            "location": "" if not one.country and not one.place else say_place(one),
            "recordId": one.id,
            "summary": say_notes(one),
            "keywords": one.act,
        },
    )


def _build_article(one: ExportedReport) -> dict[str, Any]:
    return _build(
        one.id,
        "Article",
        {
            "fileName": _UNKNOWN_FILE,
            "title": one.title,
            "publishedAt": one.published_on.isoformat() if one.published_on else "",
            "publisher": one.outlet,
            "sourceUrl": one.url,
        },
    )


def _tie_reports(export: Export) -> Iterator[dict[str, Any]]:
    known = {one.id for one in export.incidents}
    pairs = dict.fromkeys((claim.report, claim.incident) for claim in export.claims if claim.incident in known)
    for report, incident in pairs:
        yield _build(
            f"{report}.{incident}", "Documentation", {"document": report, "entity": incident, "role": "tells of it"}
        )


def _build(ident: str, schema: str, properties: dict[str, str]) -> dict[str, Any]:
    return {"id": ident, "schema": schema, "properties": {name: [value] for name, value in properties.items() if value}}
