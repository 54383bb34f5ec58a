"""One row made of its incidents and their people, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.release.candidates import Candidate
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import Interval, leave_largest_out, round_down, round_outwards
from bearwitness.release.rows import Row, RowKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A row that is not published, with the rule and the reason."""

    key: RowKey
    rule: str
    reason: str


def make_row(key: RowKey, members: Sequence[Candidate], people: Interval | None, policy: Policy) -> Row | Dropped:
    """The row as it leaves: always fewer incidents than there are, and people rounded outwards, the largest incident left out below."""
    if people is None:
        return Dropped(key=key, rule="clash", reason="its claims cannot all be true; settle them first")
    return Row(
        key=key,
        incidents=round_down(len(members) - 1, policy.round_to),
        people=round_outwards(leave_largest_out(people, [one.low for one in members]), policy.round_to),
    )
