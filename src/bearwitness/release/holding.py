"""Which incidents stay in the register whole, before anything is counted: marked by a person, not named by the policy, too recent, or not
known to be old.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bearwitness.core.holds import HeldOn
from bearwitness.release.candidates import Candidate, Decided
from bearwitness.release.policy import Policy
from bearwitness.release.rows import Backing

_MARKED: Final[Mapping[HeldOn, str]] = {
    "claim": "a person marked it never to leave",
    "report": "a person marked a report of it never to leave",
    "outlet": "a person marked an outlet that tells it never to leave",
}
_OUT: Final = "; it is out in an earlier release, stays out there, and stands in no row where it did not"


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


def find_out(
    candidates: Iterable[Candidate], policy: Policy, today: date, past: Iterable[Sequence[Backing]]
) -> tuple[Candidate, ...]:
    """The incidents marked never to leave that stood behind a row of an earlier release, and would go on to stand there but for the mark."""
    shown = {claim for release in past for one in release for member in one.members for claim in member.claims}
    return tuple(
        one
        for one in candidates
        if one.held and not shown.isdisjoint(one.claims) and _hold(replace(one, held=None), policy, today) is None
    )


def find_in_cells(out: Iterable[Candidate], backings: Iterable[Backing]) -> tuple[Candidate, ...]:
    """Those of the incidents that stand behind a cell, and not behind figures alone."""
    shown = {
        claim for one in backings if one.row.key.kind == "cell" for member in one.members for claim in member.claims
    }
    return tuple(one for one in out if not shown.isdisjoint(one.claims))


def say_out(decided: Decided) -> Decided:
    """The decision on an incident marked never to leave, where an earlier release told of it already."""
    return replace(decided, reason=decided.reason + _OUT)


def find_cut(policy: Policy, today: date) -> date:
    """The last day that may be told of, and on which a report may have been published."""
    return today - timedelta(days=policy.held_back_days)


def _hold(candidate: Candidate, policy: Policy, today: date) -> Decided | None:
    if candidate.held is not None:
        return _stay(candidate, f"hold_{candidate.held}", _MARKED[candidate.held])
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
