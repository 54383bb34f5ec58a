"""What `dates` and `places` show."""

from collections.abc import Iterable

from bearwitness.apps.screen import build_console, build_side_console, say_when, say_where, write_json
from bearwitness.workflow.mentions import Mentions


def show_dates(found: Iterable[Mentions], *, as_json: bool) -> int:
    """Each report's expressions of time with their values; returns the exit code."""
    failed = 0
    for mentions in found:
        failed += _report_error(mentions)
        if as_json:
            rows = [{"start": t.start, "end": t.end, "text": t.text, "value": t.value} for t in mentions.timexes]
            write_json({"id": mentions.id, "timexes": rows} | ({"error": mentions.error} if mentions.error else {}))
        else:
            for timex in mentions.timexes:
                build_console().print(f"{mentions.id}  {timex.start}-{timex.end}  “{timex.text}”  {timex.value}  {say_when(timex.when)}", markup=False)
    return 1 if failed else 0


def show_places(found: Iterable[Mentions], *, as_json: bool) -> int:
    """Each report's places and which ones they are; returns the exit code."""
    failed = 0
    for mentions in found:
        failed += _report_error(mentions)
        if as_json:
            rows = [
                {
                    "start": p.start,
                    "end": p.end,
                    "text": p.text,
                    "geonameid": p.where.geonameid,
                    "lat": p.where.lat,
                    "lon": p.where.lon,
                    "country": p.where.country,
                    "name": p.where.name,
                }
                for p in mentions.places
            ]
            write_json({"id": mentions.id, "places": rows} | ({"error": mentions.error} if mentions.error else {}))
        else:
            for place in mentions.places:
                build_console().print(f"{mentions.id}  {place.start}-{place.end}  “{place.text}”  {say_where(place.where)}", markup=False)
    return 1 if failed else 0


def _report_error(mentions: Mentions) -> int:
    if mentions.error is None:
        return 0
    build_side_console().print(f"not read: {mentions.error}", style="red", markup=False)
    return 1
