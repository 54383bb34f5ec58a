"""A figure in words, and the walk from it back to the quotes."""

from bearwitness.apps.screen import build_console, highlight, say_count, say_when, say_where, write_json
from bearwitness.apps.show_output import say_voices
from bearwitness.core.contract import render_claim, render_estimate
from bearwitness.core.incidents import Estimate
from bearwitness.workflow.figures import Figure, find_witnesses


def show_figure(figure: Figure, *, as_json: bool) -> None:
    """The bounds, their reasons, and what they rest on."""
    estimate = figure.estimate
    if as_json:
        write_json(render_estimate(estimate, figure.footing))
        return
    console = build_console()
    console.print(say_bounds(estimate), style="bold", markup=False)
    for reason in estimate.reasons:
        console.print(f"  {reason}", markup=False)
    footing = figure.footing
    console.print(
        f"It rests on {footing.proposed} proposed and {footing.accepted} accepted claims, and leaves out {footing.rejected} rejected.", style="dim", markup=False
    )
    if figure.view is not None and (estimate.holds_low or estimate.holds_high):
        console.print("The words behind it: the same question with `bearwitness why`.", style="dim", markup=False)


def say_bounds(estimate: Estimate) -> str:
    """ "Between 8 and 11 people", "17 people", "At least 41 people"; or that the claims cannot all be true."""
    if estimate.clash is not None or estimate.low is None:
        return f"These claims cannot all be true: {', '.join(c[:10] for c in estimate.clash or ())}"
    if estimate.high is None:
        stated = f" (the numbers stated add up to {estimate.high_stated})" if estimate.high_stated is not None else ""
        return f"At least {estimate.low} people; open above{stated}. {_say_incidents(estimate)}"
    if estimate.low == estimate.high:
        return f"{estimate.low} {'person' if estimate.low == 1 else 'people'}. {_say_incidents(estimate)}"
    return f"Between {estimate.low} and {estimate.high} people. {_say_incidents(estimate)}"


def _say_incidents(estimate: Estimate) -> str:
    return f"{estimate.incidents} incident{'s' if estimate.incidents != 1 else ''}."


def show_why(figure: Figure, *, as_json: bool) -> None:
    """Every claim that holds an end, in its report, with the words around it."""
    witnesses = find_witnesses(figure)
    if as_json:
        write_json(
            render_estimate(figure.estimate, figure.footing)
            | {
                "witnesses": [
                    {
                        "holds": list(w.holds),
                        "claim": render_claim(w.claim),
                        "report": {"id": w.report.id, "input": w.report.input, "outlet": w.report.outlet, "sha256": w.report.sha256},
                        "context": [w.report.text[max(0, q.start - 90) : q.end + 90] for q in w.claim.quotes],
                    }
                    for w in witnesses
                ]
            }
        )
        return
    show_figure(figure, as_json=False)
    console = build_console()
    for witness in witnesses:
        claim = witness.claim
        ends = "both ends" if len(witness.holds) == 2 else f"the {witness.holds[0]} end"
        console.print()
        console.print(f"{claim.id[:10]} holds {ends}: {say_count(claim.count)}, {say_when(claim.when)}, {say_where(claim.where)}", style="bold", markup=False)
        console.print(f"  {say_voices(claim.voices)}; {witness.report.input}", style="dim", markup=False)
        console.print(highlight(witness.report.text, claim.quotes))
