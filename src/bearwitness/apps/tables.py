"""Tables of incidents."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from bearwitness.apps.ids import build_shorten
from bearwitness.apps.screen import build_table, is_wide, show, write_json
from bearwitness.apps.wording import say_count_briefly, say_number, say_when, say_where
from bearwitness.core.contract import render_incident
from bearwitness.core.incidents import Incident
from bearwitness.core.vocabulary import COUNTRY
from bearwitness.workflow.view import View

_COLUMNS = ("id", "when", "people", "where", "reports", "grade")
_WIDE_COLUMNS = ("id", "when", "people", "where", "reports", "origins", "grade")
_TOTALS = "over a period or area, never added to the incidents"


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
    if any(incident.flags for incident in incidents):
        show("! improbable as one occurrence; `bearwitness show ID` says why\n", style="dim")
    if not is_wide() and any(_is_inferred(incident) for incident in incidents):
        show("? inferred from the rest of a report, for finding it; no figure rests on it\n", style="dim")


def _is_inferred(incident: Incident) -> bool:
    """Is its day or place one that no words tie to it?"""
    when, where = incident.when, incident.where
    return (when is not None and when.inferred) or (
        where is not None and where.basis == "inferred" and where.prec < COUNTRY
    )


def _build_tables(incidents: Sequence[Incident], view: View) -> Iterator[RenderableType]:
    shorten, wide = build_shorten(view), is_wide()
    for (is_total, act), group in groupby(sorted(incidents, key=_order), key=lambda i: _order(i)[:2]):
        rows = [_build_row(incident, shorten(incident.id), wide=wide) for incident in group]
        title = f"{say_number(len(rows), 'total')} {_TOTALS}" if is_total else say_number(len(rows), "incident")
        yield Text(f"{act}: {title}", style="bold")
        yield build_table(_WIDE_COLUMNS if wide else _COLUMNS, rows)
        yield ""


def _build_row(incident: Incident, ident: str, *, wide: bool) -> tuple[str, ...]:
    told = (str(len(incident.reports)), str(incident.origins))
    return (
        ident,
        say_when(incident.when, briefly=not wide),
        say_count_briefly(incident.count),
        say_where(incident.where, briefly=not wide),
        *(told if wide else told[:1]),
        incident.grade + ("*" if incident.conflicts else "") + ("!" if incident.flags else ""),
    )


def _order(incident: Incident) -> tuple[bool, str, str, str]:
    when = incident.when
    day = (when.earliest or when.latest) if when is not None else None
    return (incident.shape == "aggregate", incident.act, day.isoformat() if day else "9999", incident.id)
