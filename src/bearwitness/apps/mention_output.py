"""What `dates` and `places` show."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table

from bearwitness.apps.screen import build_table, show, show_aside, write_json
from bearwitness.apps.wording import say_when, say_where
from bearwitness.core.records import Where
from bearwitness.workflow.mentions import Mentions


def show_dates(found: Iterable[Mentions], *, as_json: bool) -> int:
    """Each report's expressions of time with their values; returns the exit code."""
    failed = 0
    for mentions in found:
        failed += _show_error(mentions)
        if as_json:
            rows = [{"start": t.start, "end": t.end, "text": t.text, "value": t.value} for t in mentions.timexes]
            write_json({"id": mentions.id, "timexes": rows} | ({"error": mentions.error} if mentions.error else {}))
        elif mentions.error is None:
            cells = [
                (f"{t.start}-{t.end}", t.value, t.text, say_when(t.when) if t.when else "") for t in mentions.timexes
            ]
            _show_found(mentions.id, build_table(("offsets", "value", "words", "means"), cells))
    return 1 if failed else 0


def show_places(found: Iterable[Mentions], *, as_json: bool) -> int:
    """Each report's places and which ones they are; returns the exit code."""
    failed = 0
    for mentions in found:
        failed += _show_error(mentions)
        if as_json:
            rows = [{"start": p.start, "end": p.end, "text": p.text} | _render(p.where) for p in mentions.places]
            write_json({"id": mentions.id, "places": rows} | ({"error": mentions.error} if mentions.error else {}))
        elif mentions.error is None:
            cells = [
                (f"{p.start}-{p.end}", str(p.where.geonameid or ""), p.text, say_where(p.where))
                for p in mentions.places
            ]
            _show_found(mentions.id, build_table(("offsets", "GeoNames", "words", "means"), cells))
    return 1 if failed else 0


def _show_found(ident: str, table: Table) -> None:
    show(ident, style="bold")
    show(table if table.row_count else "none found", "")


def _render(where: Where) -> dict[str, Any]:
    return {
        "geonameid": where.geonameid,
        "lat": where.lat,
        "lon": where.lon,
        "country": where.country,
        "name": where.name,
    }


def _show_error(mentions: Mentions) -> int:
    if mentions.error is None:
        return 0
    show_aside(f"not read: {mentions.error}", "red")
    return 1
