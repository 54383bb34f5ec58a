"""One incident, claim or report in full: its quotes in their context, its links, its conflicts."""

from collections.abc import Sequence

from bearwitness.apps.held_output import render_held, show_held
from bearwitness.apps.ids import build_shorten, find_thing, shorten_in
from bearwitness.apps.quoting import highlight
from bearwitness.apps.screen import build_hanging, show, write_json
from bearwitness.apps.wording import say_count, say_number, say_voices, say_when, say_where
from bearwitness.core.contract import render_claim, render_incident, render_link, render_reading
from bearwitness.core.incidents import Incident, Link
from bearwitness.core.records import Claim, Reading, Report
from bearwitness.core.vocabulary import BY_MODEL
from bearwitness.workflow.held import find_held
from bearwitness.workflow.view import View


def show_thing(view: View, wanted: str, *, as_json: bool) -> None:
    """Find what the id (or its first letters) names and show it; raises UsageError when nothing or several do."""
    twins = [r for r in view.readings if r.report.id == wanted]
    if len(twins) > 1:
        # Two reports may carry the same given id: both are shown, told apart by input and SHA-256.
        for reading in twins:
            _show_reading(view, reading, as_json=as_json)
        return
    thing = find_thing(view, wanted)
    if isinstance(thing, Incident):
        _show_incident(view, thing, as_json=as_json)
    elif isinstance(thing, Claim):
        _show_claims(view, [thing], as_json=as_json)
    else:
        _show_reading(view, thing, as_json=as_json)


def _show_incident(view: View, incident: Incident, *, as_json: bool) -> None:
    members = set(incident.claims)
    links = [link for link in view.links if link.left in members or link.right in members]
    judged = [link for link in view.judged if link.left in members or link.right in members]
    held = find_held(view, incident)
    if as_json:
        said = {"links": [render_link(k) for k in links], "judged": [render_link(k) for k in judged]}
        write_json(render_incident(incident) | said | render_held(incident, held))
        return
    shorten = build_shorten(view)
    what = f"{say_count(incident.count)}, {say_when(incident.when)}, {say_where(incident.where)}"
    total = " in total" if incident.shape == "aggregate" else ""
    show(f"{shorten(incident.id)}  {incident.act}: {what}{total}", style="bold")
    told = f"told by {say_number(len(incident.reports), 'report')} of {say_number(incident.origins, 'origin')}"
    show(f"{incident.grade}, {told}")
    show(build_hanging("  because ", incident.grade_reason))
    for origin in incident.origin_list:
        show(build_hanging("  origin  ", f"{origin.name} ({origin.kind}): {', '.join(map(shorten, origin.claims))}"))
    show(build_hanging("  reports ", ", ".join(incident.reports)))
    for one in incident.replaced:
        show(f"  {shorten(one.claim)} is replaced by {shorten(one.by)}, a later figure of the same origin")
    for conflict in incident.conflicts:
        show(shorten_in(f"the claims disagree on {conflict}", shorten), style="yellow")
    for flag in incident.flags:
        show(build_hanging("improbable: ", flag, "yellow"))
    show("")
    _show_claims(view, [c for r in view.readings for c in r.claims if c.id in members], as_json=False)
    show_held(view, incident, held)
    others = [link for link in links if _leads_outside(link, members)]
    if others:
        show("What links its claims to others", style="bold")
    for link in others:
        is_turned = (
            link.left not in members and link.judgement != "part-of"
        )  # of a part and its whole the part comes first
        inner, other = (link.right, link.left) if is_turned else (link.left, link.right)
        lead = f"  {shorten(inner)} {link.judgement} {shorten(other)}  "
        show(build_hanging(lead, shorten_in(f"{'; '.join(link.reasons)} ({link.by})", shorten)))
    if judged:
        show("What persons judged of its claims", style="bold")
    for link in judged:
        lead = f"  {shorten(link.left)} {link.judgement} {shorten(link.right)}  "
        show(build_hanging(lead, f"{'; '.join(link.reasons)} ({link.by})"))


def _leads_outside(link: Link, members: set[str]) -> bool:
    """Whether a link says more than that an incident's claims are one and other incidents are others."""
    return link.judgement != "different" and not (link.left in members and link.right in members)


def _show_claims(view: View, claims: Sequence[Claim], *, as_json: bool) -> None:
    if as_json:
        for claim in claims:
            write_json(render_claim(claim))
        return
    shorten = build_shorten(view)
    for claim in claims:
        show_claim(claim, view.report_of(claim.id), shorten(claim.id))


def show_claim(claim: Claim, report: Report, ident: str) -> None:
    """A claim in one line, who says it and where, and its words in their context."""
    what = f"{say_count(claim.count)}, {say_when(claim.when)}, {say_where(claim.where)}"
    shape = "" if claim.shape == "incident" else f", {claim.shape}"
    readers = say_readers(claim)
    show(f"{ident}  {claim.act}: {what} ({claim.status}{shape}{readers})", style="bold")
    published = f"published {say_when_published(report)}"
    show(build_hanging("  ", f"{say_voices(claim.voices)}; {report.input}, {published}", "dim"))
    show(build_hanging("  ", highlight(report.text, claim.quotes)), "")


def say_readers(claim: Claim) -> str:
    """Who read it, where a language model did: by itself, or the same as the rules."""
    if claim.found_by.startswith(BY_MODEL):
        return f", read by {claim.found_by}"
    return f", read by {', '.join(claim.also_found_by)} as well" if claim.also_found_by else ""


def say_when_published(report: Report) -> str:
    """The publication date in words."""
    return f"on {report.published_on}" if report.published_on else "on an unknown day"


def _show_reading(view: View, reading: Reading, *, as_json: bool) -> None:
    if as_json:
        write_json(render_reading(reading))
        return
    report = reading.report
    show(f"{report.id}  {report.title or report.input}", style="bold")
    source = f"{report.outlet or 'unknown outlet'}, published {say_when_published(report)}; {report.input}"
    show(f"{source}; {len(report.text):,} characters, SHA-256 {report.sha256[:16]}…", style="dim")
    if reading.error:
        show(f"not read: {reading.error}", style="red")
    show("")
    _show_claims(view, reading.claims, as_json=False)
    for statement in reading.statements:
        show(f"{statement.kind}: {say_voices(statement.voices)}", style="bold")
        show(build_hanging("  ", highlight(report.text, statement.quotes)), "")
    for total in reading.sums:
        verdict = {True: "agrees", False: "does not agree", None: "cannot be checked"}[total.agrees]
        show(f"Its own sum: “{total.text}”. Read: {total.read}. It {verdict}.".replace("Read: None. ", ""))
    for fault in reading.faults:
        show(build_hanging("refused or left open: ", f"{fault.detail} ({fault.code})", "dim"))
