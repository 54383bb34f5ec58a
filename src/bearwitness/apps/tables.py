"""Tables of incidents and of links."""

from collections.abc import Sequence

from bearwitness.apps.screen import build_console, build_table, say_count, say_when, say_where, write_json
from bearwitness.core.contract import render_incident, render_link
from bearwitness.core.incidents import Incident
from bearwitness.workflow.view import View


def show_incidents(incidents: Sequence[Incident], view: View, *, as_json: bool) -> None:
    """The incidents in order of date; totals over a period stand apart, for they are never added to the others."""
    if as_json:
        for incident in incidents:
            write_json(render_incident(incident))
        return
    console = build_console()
    if not incidents:
        console.print(f"No incidents in {view.path}. Read reports first: bearwitness read FOLDER", markup=False)
        return
    for shape, title in (("incident", "Incidents"), ("aggregate", "Totals over a period or area (they bound the sums, and are never added)")):
        rows = sorted((i for i in incidents if i.shape == shape), key=_order)
        if not rows:
            continue
        table = build_table(f"{title}: {len(rows)}", ("id", "act", "when", "where", "people", "told by", "grade"))
        for incident in rows:
            reports = len(incident.reports)
            told = f"{reports} report{'s' if reports != 1 else ''}, {incident.origins} origin{'s' if incident.origins != 1 else ''}"
            mark = " (conflict)" if incident.conflicts else ""
            table.add_row(
                incident.id[:8], incident.act, say_when(incident.when), say_where(incident.where), say_count(incident.count), told, incident.grade + mark
            )  # fmt: skip
        console.print(table)
        console.print()


def _order(incident: Incident) -> tuple[str, str]:
    when = incident.when
    day = when.earliest or when.latest if when is not None else None
    return (day.isoformat() if day else "9999", incident.id)


def show_links(view: View, *, as_json: bool) -> None:
    """Which claims tell the same occurrence, with the reasons."""
    if as_json:
        for link in view.links:
            write_json(render_link(link))
        return
    table = build_table(f"Links: {len(view.links)}", ("left", "right", "judgement", "score", "because", "by"))
    for link in view.links:
        table.add_row(link.left[:10], link.right[:10], link.judgement, f"{link.score:.2f}", "; ".join(link.reasons), link.by)
    build_console().print(table)
