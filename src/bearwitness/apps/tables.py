"""Tables of incidents and of links."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.table import Table

from bearwitness.apps.ids import build_shorten
from bearwitness.apps.screen import build_table, is_wide, show, write_json
from bearwitness.apps.wording import say_count_briefly, say_number, say_when, say_where
from bearwitness.core.contract import render_incident, render_link
from bearwitness.core.incidents import Incident
from bearwitness.workflow.view import View

_COLUMNS = ("id", "when", "people", "where", "reports", "grade")
_TOTALS = "over a period or area (they bound the sums and are never added to them)"


def show_incidents(incidents: Sequence[Incident], view: View, *, as_json: bool) -> None:
    """The incidents, act by act and by date; totals over a period stand apart, for they are never added to the
    others.
    """
    if as_json:
        for incident in incidents:
            write_json(render_incident(incident))
        return
    if not incidents:
        known = (
            "has no such incident" if view.incidents else "has no incident yet; read reports: bearwitness read FOLDER"
        )
        show(f"The register {view.path} {known}.")
        return
    show(*_build_tables(incidents, view))
    if any(incident.conflicts for incident in incidents):
        show("* the claims disagree; `bearwitness show ID` says on what\n", style="dim")


def _build_tables(incidents: Sequence[Incident], view: View) -> Iterator[Table | str]:
    shorten = build_shorten(view)
    for (is_total, act), group in groupby(sorted(incidents, key=_order), key=lambda i: _order(i)[:2]):
        rows = [_build_row(incident, shorten(incident.id)) for incident in group]
        title = say_number(len(rows), "total" if is_total else "incident")
        yield build_table(f"{act}: {title}{f' {_TOTALS}' if is_total else ''}", _COLUMNS, rows)
        yield ""


def _build_row(incident: Incident, ident: str) -> tuple[str, ...]:
    wide = is_wide()
    reports, origins = len(incident.reports), incident.origins
    return (
        ident,
        say_when(incident.when, briefly=not wide),
        say_count_briefly(incident.count),
        say_where(incident.where, briefly=not wide),
        f"{reports}, {say_number(origins, 'origin')}" if wide else f"{reports}",
        incident.grade + ("*" if incident.conflicts else ""),
    )


def _order(incident: Incident) -> tuple[bool, str, str, str]:
    when = incident.when
    day = (when.earliest or when.latest) if when is not None else None
    return (incident.shape == "aggregate", incident.act, day.isoformat() if day else "9999", incident.id)


def show_links(view: View, *, as_json: bool) -> None:
    """Which claims tell the same occurrence, with the reasons."""
    if as_json:
        for link in view.links:
            write_json(render_link(link))
        return
    shorten = build_shorten(view)
    rows = [
        (shorten(k.left), shorten(k.right), k.judgement, f"{k.score:.2f}", k.by, "; ".join(k.reasons))
        for k in view.links
    ]
    show(build_table(say_number(len(rows), "link"), ("claim", "claim", "judged", "score", "by", "because"), rows))
