"""What an adversary reads from two releases: who lays them side by side sees what came between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bearwitness.release.attacking import Finding, name_row
from bearwitness.release.coarsening import is_inside
from bearwitness.release.policy import Policy
from bearwitness.release.rounding import Interval
from bearwitness.release.rows import Backing, Member, Row, RowKey, count_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One row in two releases; None where one of them has it not."""

    key: RowKey
    before: Row | None
    now: Row | None


def compare_releases(before: Iterable[Row], now: Iterable[Row]) -> tuple[Changed, ...]:
    """The rows that came, went or changed, in their order."""
    old, new = {row.key: row for row in before}, {row.key: row for row in now}
    return tuple(
        Changed(key=key, before=old.get(key), now=new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    )


def find_changes(before: Sequence[Backing], now: Sequence[Backing], policy: Policy) -> tuple[Finding, ...]:
    """Rows of two releases that prove a change which only a few incidents make.

    Both as they were published, each with the incidents behind it. Rows of one key are laid beside each other, and each figure beside all
    cells of the other release inside it.
    """
    found = []
    old = {one.row.key: one for one in before}
    for one in now:
        earlier = old.get(one.row.key)
        if earlier is not None and _shows(earlier.row, one.row):
            found += _find_few(one, earlier.members, one.members, policy)
    for outer, inner in ((before, now), (now, before)):
        for figure in outer:
            if figure.row.key.kind == "figure":
                inside = [
                    one
                    for one in inner
                    if one.row.key.kind == "cell" and is_inside(one.row.key.scope, figure.row.key.scope)
                ]
                if figure.row.people.high is not None and figure.row.people.high < sum(
                    one.row.people.low for one in inside
                ):
                    members = tuple(member for one in inside for member in one.members)
                    found += _find_few(figure, figure.members, _only_new(members, figure.members), policy)
    return tuple(found)


def _only_new(members: Iterable[Member], known: Iterable[Member]) -> tuple[Member, ...]:
    """The known incidents, and of the others those that are new."""
    claims = {claim for member in known for claim in member.claims}
    return (*known, *(member for member in members if claims.isdisjoint(member.claims)))


def _shows(before: Row, now: Row) -> bool:
    return now.incidents > before.incidents or not _meet(before.people, now.people)


def _meet(left: Interval, right: Interval) -> bool:
    return (right.high is None or left.low <= right.high) and (left.high is None or right.low <= left.high)


def _find_few(about: Backing, before: Sequence[Member], now: Sequence[Member], policy: Policy) -> list[Finding]:
    changes = count_changes(now, before)
    if not 0 < changes < policy.incidents:
        return []
    known = {claim for member in before for claim in member.claims}
    new = tuple(claim for member in now for claim in member.claims if claim not in known)
    return [
        Finding(
            attack="change", where=name_row(about.row), incidents=new, mend="release later, when more has come",
            reads=f"beside an earlier release it proves a change, and only {changes} incidents changed",
        )
    ]  # fmt: skip
