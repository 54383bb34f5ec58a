"""A figure in words, and the walk from it back to the quotes."""

from typing import Any, Final

from bearwitness.apps.beside_output import render_beside, say_beside
from bearwitness.apps.ids import Shorten, build_shorten, shorten_in
from bearwitness.apps.quoting import AROUND
from bearwitness.apps.screen import build_hanging, show, show_work, write_json
from bearwitness.apps.show_output import show_claim
from bearwitness.apps.wording import say_number
from bearwitness.core.contract import Footing, render_claim, render_estimate
from bearwitness.core.incidents import Estimate
from bearwitness.counting.selection import TOLD_OTHERWISE
from bearwitness.workflow.certifying import Checked, certify_figure
from bearwitness.workflow.figures import Beside, Figure, Witness, find_beside, find_witnesses

_INLINE: Final = 2
"""Up to so many parts of a reason stay in its sentence; more become a list."""


def show_figure(figure: Figure, *, as_json: bool, hint: bool = True) -> None:
    """The bounds, their reasons, and what they rest on."""
    estimate = figure.estimate
    with show_work("Working out what one answer would change"):
        beside = find_beside(figure)
    if as_json:
        with show_work("Writing the certificate"):
            write_json(render_figure(figure, beside))
        return
    shorten = build_shorten(figure.view)
    show(say_bounds(estimate, shorten), style="bold")
    for reason in estimate.reasons:
        _show_reason(shorten_in(reason, shorten))
    for line in say_beside(beside, shorten):
        show(build_hanging("  ", line), style="dim")
    show(say_footing(figure.footing), style="dim")
    if hint and figure.view is not None and (estimate.holds_low or estimate.holds_high):
        show("The words behind it: the same question with `bearwitness why`.", style="dim")


def render_figure(figure: Figure, beside: Beside) -> dict[str, Any]:
    """The answer of `count --json`: the bounds, what stands beside them, and the certificate or why there is none."""
    certified = certify_figure(figure)
    evidence = {"certificate": certified.certificate, "certificate_reason": certified.reason}
    return render_estimate(figure.estimate, figure.footing) | render_beside(beside) | evidence


def show_checked(checked: Checked, *, as_json: bool) -> None:
    """Whether a certificate holds, and what it then proves."""
    if as_json:
        write_json({"holds": not checked.faults, "faults": list(checked.faults)})
        return
    if checked.faults:
        show("This certificate does not hold:", style="bold red")
        for fault in checked.faults:
            show(build_hanging("  - ", fault))
        return
    most = "no upper end" if checked.high is None else f"at most {checked.high:,}"
    claims = say_number(checked.claims, "claim")
    show(f"The certificate holds: {claims} of the act {checked.act} prove {checked.low:,} people at least, {most}.")


def say_footing(footing: Footing) -> str:
    """How many claims of which state it rests on."""
    rests = f"It rests on {say_number(footing.proposed, 'proposed claim')} and {footing.accepted} accepted"
    rejected = f"; {say_number(footing.rejected, 'rejected claim')} left out" if footing.rejected else ""
    return f"{rests}{rejected}."


def _show_reason(reason: str) -> None:
    """A reason as a sentence, or as a list where it has many parts."""
    head, _, rest = reason.partition(": ")
    parts = rest.split("; ")
    if len(parts) <= _INLINE:
        show(build_hanging("  ", reason))
        return
    show(build_hanging("  ", f"{head}:"))
    for part in parts:
        show(build_hanging("    - ", part.removeprefix("and ") if part is parts[-1] else part))


def say_bounds(estimate: Estimate, shorten: Shorten) -> str:
    """ "Between 8 and 11 people", "17 people", "At least 41 people"; or that the claims cannot all be true."""
    if estimate.clash is not None or estimate.low is None:
        return f"These claims cannot all be true: {', '.join(shorten(c) for c in estimate.clash or ())}"
    incidents = say_number(estimate.incidents, "incident")
    if estimate.high is None:
        stated = ""
        if estimate.high_stated is not None:
            stated = f" The numbers stated add up to {estimate.high_stated:,}."
        return f"At least {_people(estimate.low)}, with no upper end. {incidents}.{stated}"
    if estimate.high == 0 and any(TOLD_OTHERWISE in reason for reason in estimate.reasons):
        # Of fifteen raids on homes "0 people, 0 incidents" was all that the first line said.
        return "No number of people is told here: what is told is counted in something else."
    if estimate.low == estimate.high:
        return f"{_people(estimate.low)}. {incidents}."
    return f"Between {estimate.low:,} and {_people(estimate.high)}. {incidents}."


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def show_why(figure: Figure, *, as_json: bool) -> None:
    """Every claim that holds an end, in its report, with the words around it; those of the high end alone come last."""
    witnesses = find_witnesses(figure)
    if as_json:
        rows = [_render(witness) for witness in witnesses]
        write_json(render_estimate(figure.estimate, figure.footing) | {"witnesses": rows})
        return
    show_figure(figure, as_json=False, hint=False)
    show("")
    is_open = figure.estimate.high is None
    titles = {
        ("low", "high"): "These claims hold the low end and "
        + ("leave the high end open" if is_open else "the high end"),
        ("low",): "These claims hold the low end",
        ("high",): "Only these claims leave the high end open" if is_open else "These claims hold only the high end",
    }
    shorten = build_shorten(figure.view)
    for holds, title in titles.items():
        chosen = [witness for witness in witnesses if witness.holds == holds]
        if chosen:
            show(title, "", style="bold underline")
        for witness in chosen:
            show_claim(witness.claim, witness.report, shorten(witness.claim.id))


def _render(witness: Witness) -> dict[str, Any]:
    report = witness.report
    return {
        "holds": list(witness.holds),
        "claim": render_claim(witness.claim),
        "report": {"id": report.id, "input": report.input, "outlet": report.outlet, "sha256": report.sha256},
        "context": [report.text[max(0, q.start - AROUND) : q.end + AROUND] for q in witness.claim.quotes],
    }
