"""A release planned and looked at, without building it: what would leave, what would stay and why, and what each protection costs."""

from dataclasses import dataclass
from datetime import date

from bearwitness.release.attacking import Finding
from bearwitness.release.placing import name_scope
from bearwitness.release.planning import count_by_rule
from bearwitness.release.rows import Row
from bearwitness.store.address import Address
from bearwitness.workflow.apart import Progress, Tell
from bearwitness.workflow.releasing import Cost, Prepared, find_costs, prepare_release


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """How many incidents one rule has published, coarsened or withheld, and one of its reasons."""

    outcome: str
    rule: str
    incidents: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A plan as it is looked at. `cut` is the last day told of, `dropped` are the rows left out, each with the reason, `findings` the ways in
    that the attacks found.
    """

    name: str
    day: date
    cut: date
    rows: tuple[Row, ...]
    ruled: tuple[Ruled, ...]
    dropped: tuple[tuple[str, str], ...]
    costs: tuple[Cost, ...]
    findings: tuple[Finding, ...]


def preview_release(address: Address, policy_text: str, day: date, tell: Tell) -> Preview:
    """Plan a release, attack the plan and price its protections; nothing is written. Raises UsageError for a policy that cannot be read."""
    tell(Progress(words="Planning the release, and attacking the plan", of=2))
    prepared = prepare_release(address, policy_text, day)
    tell(Progress(words="Planning it without each protection", done=1, of=2))
    costs = find_costs(prepared)
    plan = prepared.plan
    return Preview(
        name=plan.policy.name,
        day=prepared.day,
        cut=plan.cut,
        rows=plan.rows,
        ruled=_list_ruled(prepared),
        dropped=tuple((name_scope(one.key.scope), one.reason) for one in plan.dropped),
        costs=costs,
        findings=prepared.findings,
    )


def _list_ruled(prepared: Prepared) -> tuple[Ruled, ...]:
    """Every outcome and rule, what is shown first and within that the most first."""
    decided = prepared.plan.decided
    reasons: dict[tuple[str, str], str] = {
        (one.outcome, one.rule): one.reason for one in reversed(decided) if one.field == "incident"
    }
    numbers = count_by_rule(decided)
    order = ("publish", "coarsen", "withhold")
    return tuple(
        Ruled(outcome=outcome, rule=rule, incidents=number, reason=reasons[outcome, rule])
        for (outcome, rule), number in sorted(
            numbers.items(), key=lambda one: (order.index(one[0][0]), -one[1], one[0])
        )
    )
