"""Which incidents stay in the register whole, before anything is counted: not named by the policy, too recent, or not known to be old."""

from collections.abc import Iterable
from datetime import date, timedelta

from bearwitness.release.candidates import Candidate, Decided
from bearwitness.release.policy import Policy


def hold_back(
    candidates: Iterable[Candidate], policy: Policy, today: date
) -> tuple[tuple[Candidate, ...], tuple[Decided, ...]]:
    """The incidents that may go on to be published, and why each of the others stays."""
    going, staying = [], []
    for candidate in candidates:
        decided = _hold(candidate, policy, today)
        if decided is None:
            going.append(candidate)
        else:
            staying.append(decided)
    return tuple(going), tuple(staying)


def find_cut(policy: Policy, today: date) -> date:
    """The last day that may be told of, and on which a report may have been published."""
    return today - timedelta(days=policy.held_back_days)


def _hold(candidate: Candidate, policy: Policy, today: date) -> Decided | None:
    if candidate.act not in policy.acts:
        return _stay(candidate, "acts", f"the policy does not name {candidate.act}")
    cut = find_cut(policy, today)
    # Whoever told it can be looked for among those who could know it, most easily in the weeks after.
    newest = max((day for day in (candidate.last, candidate.told_on) if day is not None), default=None)
    if newest is None or candidate.told_on is None:
        return _stay(candidate, "held_back_days", "no publication day is known, so it may be recent")
    if newest > cut:
        return _stay(candidate, "held_back_days", f"it happened or was told within {policy.held_back_days} days")
    return None


def _stay(candidate: Candidate, rule: str, reason: str) -> Decided:
    return Decided(incident=candidate.id, field="incident", outcome="withhold", rule=rule, reason=reason)
