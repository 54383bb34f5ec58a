"""One incident, claim or report in full: its quotes in their context, its links, its conflicts."""

from collections.abc import Sequence

from bearwitness.apps.screen import build_console, highlight, say_count, say_when, say_where, write_json
from bearwitness.core.contract import render_claim, render_incident, render_link, render_reading
from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.records import Claim, Reading, Voice
from bearwitness.workflow.view import View


def show_thing(view: View, wanted: str, *, as_json: bool) -> None:
    """Find what the id (or its first letters) names and show it; raises UsageError when nothing or several do."""
    everything = [(i.id, i) for i in view.incidents] + [(c.id, c) for r in view.readings for c in r.claims] + [(r.report.id, r) for r in view.readings]
    exact = [thing for ident, thing in everything if ident == wanted]
    found = exact or [thing for ident, thing in everything if ident.startswith(wanted)]
    if not found:
        raise UsageError(f"nothing in {view.path} has an id that begins with {wanted!r}; `bearwitness incidents` lists the ids")
    if len(found) > 1:
        raise UsageError(f"{len(found)} ids in {view.path} begin with {wanted!r}; give more of its letters")
    thing = found[0]
    if isinstance(thing, Incident):
        _show_incident(view, thing, as_json=as_json)
    elif isinstance(thing, Claim):
        _show_claims(view, [thing], as_json=as_json)
    else:
        _show_reading(view, thing, as_json=as_json)


def _show_incident(view: View, incident: Incident, *, as_json: bool) -> None:
    members = set(incident.claims)
    links = [link for link in view.links if link.left in members or link.right in members]
    if as_json:
        write_json(render_incident(incident) | {"links": [render_link(link) for link in links]})
        return
    console = build_console()
    console.print(f"{incident.id}  {incident.act}: {say_count(incident.count)}, {say_when(incident.when)}, {say_where(incident.where)}", style="bold", markup=False)
    console.print(f"{incident.grade}, {incident.origins} origin(s), {len(incident.reports)} report(s)", markup=False)
    for conflict in incident.conflicts:
        console.print(f"conflict: {conflict}", style="yellow", markup=False)
    console.print()
    _show_claims(view, [c for r in view.readings for c in r.claims if c.id in members], as_json=False)
    for link in links:
        if link.judgement != "different" and not (link.left in members and link.right in members and link.by == "report"):
            other = link.right if link.left in members else link.left
            console.print(f"{link.judgement} {other[:10]} ({link.by}): {'; '.join(link.reasons)}", markup=False)


def _show_claims(view: View, claims: Sequence[Claim], *, as_json: bool) -> None:
    console = build_console()
    for claim in claims:
        if as_json:
            write_json(render_claim(claim))
            continue
        report = view.report_of(claim.id)
        console.print(f"{claim.id[:10]}  {claim.act}, {claim.status}, {claim.shape}: {say_count(claim.count)}, {say_when(claim.when)}, {say_where(claim.where)}", markup=False)
        console.print(f"  {say_voices(claim.voices)}; {report.input}, published {report.published_on or 'on an unknown day'}", style="dim", markup=False)
        console.print(highlight(report.text, claim.quotes))
        console.print()


def say_voices(voices: Sequence[Voice]) -> str:
    """The chain of voices in words, outermost first."""
    return " ← ".join((v.name or v.text or f"the {v.kind}") + (f" ({v.kind})" if v.kind != "outlet" else "") for v in voices)


def _show_reading(view: View, reading: Reading, *, as_json: bool) -> None:
    if as_json:
        write_json(render_reading(reading))
        return
    console = build_console()
    report = reading.report
    console.print(f"{report.id}  {report.title or report.input}", style="bold", markup=False)
    console.print(f"{report.outlet or 'unknown outlet'}, {report.published_on or 'unknown day'}, SHA-256 {report.sha256[:16]}…, {len(report.text):,} characters", style="dim", markup=False)
    console.print()
    _show_claims(view, reading.claims, as_json=False)
    for statement in reading.statements:
        console.print(f"{statement.kind} ({say_voices(statement.voices)}): “{statement.quotes[0].text}”", markup=False)
    for total in reading.sums:
        verdict = {True: "agrees", False: "does not agree", None: "cannot be checked"}[total.agrees]
        console.print(f"its own sum: “{total.text}”, read {total.read}: {verdict}", markup=False)
