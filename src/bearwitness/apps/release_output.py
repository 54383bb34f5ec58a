"""Releases on the screen: the plan, what the attacks found, what was built, and two releases side by side."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from bearwitness.apps.screen import build_table, show, write_json
from bearwitness.apps.wording import say_number
from bearwitness.release.attacking import Finding
from bearwitness.release.comparing import Changed
from bearwitness.release.page_tables import say_people, say_period
from bearwitness.release.place_names import PlaceNames, say_place
from bearwitness.release.placing import name_scope
from bearwitness.release.planning import count_by_rule
from bearwitness.release.rows import Row
from bearwitness.workflow.release_places import find_place_names
from bearwitness.workflow.releasing import Cost, Prepared
from bearwitness.workflow.tools import load_places

_OUTCOMES: Final = {"publish": "shown", "coarsen": "shown coarser", "withhold": "withheld"}
_ORDER: Final = {outcome: place for place, outcome in enumerate(_OUTCOMES)}
_SHOWN: Final = 12
"""Ids of incidents written beside a finding; the rest is counted."""


def show_plan(prepared: Prepared, costs: Sequence[Cost], *, as_json: bool) -> None:
    """The rows, how many incidents each rule shows, coarsens or withholds, the price of the protections, and ways in."""
    plan = prepared.plan
    numbers = count_by_rule(plan.decided)
    if as_json:
        write_json({
            "name": plan.policy.name, "day": prepared.day.isoformat(), "told_until": plan.cut.isoformat(),
            "rows": [_render_row(row) for row in plan.rows],
            "rules": [{"outcome": outcome, "rule": rule, "incidents": n} for (outcome, rule), n in sorted(numbers.items())],
            "decisions": [
                {"incident": d.incident, "field": d.field, "outcome": d.outcome, "rule": d.rule, "reason": d.reason}
                for d in plan.decided
            ],
            "dropped": [{"row": name_scope(d.key.scope), "rule": d.rule, "reason": d.reason} for d in plan.dropped],
            "costs": [{"rule": c.rule, "shown_more": c.shown_more, "shown_closer": c.shown_closer} for c in costs],
            "findings": [_render_finding(one) for one in prepared.findings],
        })  # fmt: skip
        return
    show(f"{plan.policy.name}: what would leave on {prepared.day}, told up to {plan.cut}", style="bold")
    _show_rows(plan.rows, find_place_names(plan.rows, load_places()))
    show("\nIncidents by what is decided of them", style="bold")
    for (outcome, rule), number in sorted(numbers.items(), key=lambda one: (_ORDER[one[0][0]], -one[1])):
        show(
            f"{number:>7,} {_OUTCOMES[outcome]} by the rule {rule!r}, for example: {_example(prepared, outcome, rule)}"
        )
    if plan.dropped:
        show(f"\n{say_number(len(plan.dropped), 'row')} left out, for example: {name_scope(plan.dropped[0].key.scope)}, "
             f"because {plan.dropped[0].reason}.")  # fmt: skip
    show("\nWhat each protection costs", style="bold")
    show(build_table(
        ("without the rule", "more incidents shown", "shown closer"),
        [(cost.rule, f"{cost.shown_more:,}", f"{cost.shown_closer:,}") for cost in costs],
    ))  # fmt: skip
    if prepared.findings:
        show_findings(prepared.findings, "It would not be built: it can be read for more than it says.")
    else:
        show("\nNo attack found a way in.")


def show_findings(findings: Sequence[Finding], heading: str) -> None:
    """Each way in with the records it bares and the rule that would mend it."""
    show(f"\n{heading}", style="bold")
    for one in findings:
        more = len(one.incidents) - _SHOWN
        ids = ", ".join(one.incidents[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
        show(
            f"- {one.where}: {one.reads}."
            + (f" Records: {ids}." if ids else "")
            + f" It would be mended by: {one.mend}."
        )


def show_built(prepared: Prepared, folder: Path) -> None:
    """Where the release lies and what it holds."""
    rows = prepared.plan.rows
    cells = sum(1 for row in rows if row.key.kind == "cell")
    show(f"Built in {folder}: {say_number(cells, 'row')} of incidents and {say_number(len(rows) - cells, 'figure')}.")
    if not rows:
        show(
            "It tells of nothing: no place and time holds enough incidents. 'release plan' says what coarser steps would show."
        )
    show(f"Read it before it leaves: {folder / 'index.html'}. The register keeps what stands behind it.")


def show_diff(changes: Sequence[Changed], *, as_json: bool) -> None:
    """The rows that differ."""
    if as_json:
        for change in changes:
            write_json({
                "row": name_scope(change.key.scope), "kind": change.key.kind,
                "before": None if change.before is None else _render_row(change.before),
                "now": None if change.now is None else _render_row(change.now),
            })  # fmt: skip
        return
    if not changes:
        show("The two releases say the same.")
        return
    told = [row for one in changes for row in (one.before, one.now) if row is not None]
    names = find_place_names(told, load_places())
    for one in changes:
        scope = one.key.scope
        what = "How many people" if one.key.kind == "figure" else "Incidents by place and time"
        show(f"{what}: {scope.act}, {say_place(scope.place, names)}, {say_period(scope.period)}", style="bold")
        show(f"  before: {_say_row(one.before)}")
        show(f"  now:    {_say_row(one.now)}")


def write_findings(findings: Iterable[Finding]) -> None:
    """One finding a line, as JSON."""
    for one in findings:
        write_json(_render_finding(one))


def _show_rows(rows: Sequence[Row], names: PlaceNames) -> None:
    if not rows:
        show("Nothing: no place and time holds enough incidents. Coarser steps, or more incidents, would.")
        return
    for kind, title in (("figure", "How many people"), ("cell", "Incidents by place and time")):
        lines = [
            (row.key.scope.act, say_place(row.key.scope.place, names), say_period(row.key.scope.period),
             f"at least {row.incidents:,}", say_people(row.people))
            for row in rows
            if row.key.kind == kind
        ]  # fmt: skip
        if lines:
            show(f"\n{title}", style="bold")
            show(build_table(("act", "where", "when", "incidents", "people"), lines))


def _say_row(row: Row | None) -> str:
    return (
        "not told"
        if row is None
        else f"at least {say_number(row.incidents, 'incident')}, {say_people(row.people)} people"
    )


def _example(prepared: Prepared, outcome: str, rule: str) -> str:
    return next(
        one.reason for one in prepared.plan.decided if (one.field, one.outcome, one.rule) == ("incident", outcome, rule)
    )


def _render_row(row: Row) -> dict[str, object]:
    scope = row.key.scope
    return {
        "kind": row.key.kind, "act": scope.act, "place": list(scope.place), "period": scope.period,
        "incidents_at_least": row.incidents, "low": row.people.low, "high": row.people.high,
    }  # fmt: skip


def _render_finding(one: Finding) -> dict[str, object]:
    return {
        "attack": one.attack, "where": one.where, "incidents": list(one.incidents), "reads": one.reads, "mend": one.mend,
    }  # fmt: skip
