"""What an adversary reads from two releases: who lays them side by side sees what came between them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bearwitness.release.attacking import Finding
from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import is_inside
from bearwitness.release.covering import find_cover, index_rows, is_out
from bearwitness.release.differences import Counter
from bearwitness.release.placing import name_row
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
        if earlier is not None and (_shows(earlier.row, one.row) or _tells_more(earlier, one)):
            found += _find_few(one, earlier.members, one.members, policy)
    for outer, inner in ((before, now), (now, before)):
        for figure, inside in list_overrun(outer, inner):
            members = tuple(member for one in inside for member in one.members)
            found += _find_few(figure, list_same(figure.members, members), members, policy)
    return tuple(found)


def find_covered(
    now: Sequence[Backing], past: Sequence[Backing], going: Sequence[Candidate], count: Counter, policy: Policy
) -> tuple[Finding, ...]:
    """Rows that prove people of a few incidents beside any others, of this release or an earlier one.

    `now` as published, `past` the rows of all earlier releases. What earlier releases prove among themselves is no finding: nothing here
    can mend it.
    """
    held = index_rows((*now, *past), going)
    idents = {claim: candidate.id for candidate in going for claim in candidate.claims}
    found = []
    for number, one in enumerate(held.backings):
        cover = find_cover(one, held, policy)
        if cover is None or not cover.few:
            continue
        is_old = number >= len(now) or is_out(one, past)
        if is_old and all(n >= len(now) or is_out(now[n], past) for n in cover.rows):
            continue
        if number < len(now) and one.row.key.kind == "figure":
            few = tuple({idents[claim] for claim in cover.few if claim in idents})
            without = count.of_scope(one.row.key.scope, few)
            if without is not None and one.row.people.low <= without.low:
                continue
        found.append(
            Finding(
                attack="difference", where=name_row(one.row), incidents=cover.few, mend="release later, or a coarser step",
                reads="it proves more people than other rows hold, and only a few of its incidents stand in none of these",
            )
        )  # fmt: skip
    return tuple(found)


def list_overrun(outer: Iterable[Backing], inner: Sequence[Backing]) -> Iterator[tuple[Backing, tuple[Backing, ...]]]:
    """Figures of one release with the cells of another inside them, where these prove more people than the figure holds."""
    for figure in outer:
        if figure.row.key.kind != "figure" or figure.row.people.high is None:
            continue
        inside = tuple(
            one for one in inner if one.row.key.kind == "cell" and is_inside(one.row.key.scope, figure.row.key.scope)
        )
        if figure.row.people.high < sum(one.row.people.low for one in inside):
            yield figure, inside


def list_same(members: Iterable[Member], others: Iterable[Member]) -> tuple[Member, ...]:
    """Those of the incidents that are among the others."""
    claims = {claim for member in others for claim in member.claims}
    return tuple(member for member in members if not claims.isdisjoint(member.claims))


def _tells_more(before: Backing, now: Backing) -> bool:
    told = {(one.trait, one.value): one.at_least for one in before.traits}
    return any(one.at_least > told.get((one.trait, one.value), 0) for one in now.traits)


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
