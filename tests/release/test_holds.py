"""Laws of the mark that something is never to leave: unseen where it was never out, and unseen as a difference where it was."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.holds import HeldOn
from bearwitness.release.attacking import Finding, find_differences, find_rare, find_told_traits
from bearwitness.release.candidates import Candidate
from bearwitness.release.comparing import find_changes
from bearwitness.release.holding import find_in_cells, find_out, hold_back
from bearwitness.release.placing import place_incidents
from bearwitness.release.planning import Plan, build_plan
from bearwitness.release.rows import Backing
from tests.release.made_up import TODAY, Adding, make_register, policy, registers

POLICY = policy()
OFTEN = settings(max_examples=25, deadline=None)
shares = st.tuples(st.integers(1, 9), st.integers(0, 10**6))


def release(candidates: tuple[Candidate, ...], *earlier: Sequence[Backing]) -> Plan:
    """The release of a register, counted as the register counts: what was never out and is held describes nobody."""
    return build_plan(candidates, POLICY, TODAY, count(candidates, *earlier), earlier)


def count(candidates: tuple[Candidate, ...], *past: Sequence[Backing]) -> Adding:
    """What is recent is not there, and what is held proves nobody but where it is out."""
    out = find_out(candidates, POLICY, TODAY, past)
    going, decided = hold_back(candidates, POLICY, TODAY)
    held = [one for one in candidates if one.held and one not in out and hold_back([free(one)], POLICY, TODAY)[0]]
    assert decided or not held
    return Adding((*going, *held, *out), closed=frozenset(one.id for one in held))


def mark(candidates: tuple[Candidate, ...], share: tuple[int, int], on: HeldOn = "claim") -> tuple[Candidate, ...]:
    """The register with marks on every so manyeth of its incidents."""
    every, first = share
    return tuple(replace(one, held=on) if (i + first) % every == 0 else one for i, one in enumerate(candidates))


def free(one: Candidate) -> Candidate:
    return replace(one, held=None)


def attack(plan: Plan, candidates: tuple[Candidate, ...], *earlier: Sequence[Backing]) -> list[Finding]:
    """What the attacks find, by all that may stand behind the rows."""
    going, out = hold_back(candidates, POLICY, TODAY)[0], find_out(candidates, POLICY, TODAY, [plan.backings])
    cells = [row for row in plan.rows if row.key.kind == "cell"]
    figures = [row for row in plan.rows if row.key.kind == "figure"]
    placed = place_incidents((*going, *find_in_cells(out, plan.backings)), cells)
    found = [
        *find_rare(placed, POLICY),
        *find_told_traits(placed, plan.traits, POLICY),
        *find_differences(figures, placed, (*going, *out), count(candidates, plan.backings), POLICY),
    ]
    return found + [one for before in earlier for one in find_changes(before, plan.backings, POLICY)]


@OFTEN
@given(registers, shares)
def test_a_held_incident_that_was_never_out_changes_no_row(
    candidates: tuple[Candidate, ...], share: tuple[int, int]
) -> None:
    """But that a high end is open where its people would make it higher: it must be true, and it must not count them."""
    marked = mark(candidates, share)
    now = release(marked)
    without = release(tuple(one for one in marked if one.held is None))
    assert now.traits == without.traits
    assert [row.key for row in now.rows] == [row.key for row in without.rows]
    for row, other in zip(now.rows, without.rows, strict=True):
        assert (row.incidents, row.people.low) == (other.incidents, other.people.low)
        assert row.people.high in {other.people.high, None}
        assert row.key.kind == "figure" or row == other


@OFTEN
@given(registers, shares)
def test_a_mark_on_what_is_out_changes_nothing_in_the_next_release(
    candidates: tuple[Candidate, ...], share: tuple[int, int]
) -> None:
    before = release(candidates)
    shown = {claim for one in before.backings for member in one.members for claim in member.claims}
    marked = [one if one.claims[0] in shown else free(one) for one in mark(candidates, share)]
    now = release(tuple(marked), before.backings)
    assert (now.rows, now.traits) == (before.rows, before.traits)
    assert [one.members for one in now.backings] == [one.members for one in before.backings]


@OFTEN
@given(registers, shares)
def test_a_mark_between_two_releases_moves_no_number_down(
    candidates: tuple[Candidate, ...], share: tuple[int, int]
) -> None:
    """Also where it is on incidents that were in no row: only a high end may come to be open, where it was as high by theirs."""
    before = release(candidates)
    now = release(mark(candidates, share), before.backings)
    assert [(row.key, row.incidents, row.people.low) for row in now.rows] == [
        (row.key, row.incidents, row.people.low) for row in before.rows
    ]
    assert [row.people.high for row in now.rows] == [row.people.high for row in before.rows]


@OFTEN
@given(registers, shares, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10**6), st.integers(0, 30)), max_size=3))
def test_marks_open_no_way_in_however_the_register_goes_on(
    candidates: tuple[Candidate, ...], share: tuple[int, int], steps: list[tuple[int, int, int]]
) -> None:
    """Released, marked, grown and released again: what is held stands in no row where it was not, and proves nothing new."""
    earlier: list[tuple[Backing, ...]] = [release(candidates).backings]
    candidates = mark(candidates, share)
    for fewer, seed, more in steps:
        plan = release(candidates, *earlier)
        assert attack(plan, candidates, *earlier) == []
        held = {claim for one in candidates if one.held for claim in one.claims}
        for one in plan.backings:
            said = [old for past in earlier for old in past if old.row.key == one.row.key][-1:]
            there = {claim for member in one.members for claim in member.claims} & held
            assert there <= {claim for old in said for member in old.members for claim in member.claims}
            if there:
                assert one.row.people.low <= said[0].row.people.low
                assert one.row.incidents <= said[0].row.incidents
        earlier.append(plan.backings)
        candidates = (*candidates[fewer:], *mark(make_register(10**7 + seed, more), (4, seed), "outlet"))


@OFTEN
@given(registers, shares)
def test_every_held_incident_is_decided_by_its_own_rule(
    candidates: tuple[Candidate, ...], share: tuple[int, int]
) -> None:
    first = release(candidates)
    for on in ("claim", "report", "outlet"):
        marked = mark(candidates, share, on)
        for plan in (release(marked), release(marked, first.backings)):
            decided = [one for one in plan.decided if one.incident in {c.id for c in marked if c.held}]
            assert [one.incident for one in decided] == sorted(one.id for one in marked if one.held)
            assert {(one.field, one.outcome, one.rule) for one in decided} <= {("incident", "withhold", f"hold_{on}")}


@OFTEN
@given(registers, shares)
def test_a_mark_that_is_taken_back_was_never_there(candidates: tuple[Candidate, ...], share: tuple[int, int]) -> None:
    before = release(mark(candidates, share))
    assert release(tuple(map(free, mark(candidates, share)))) == release(candidates)
    again = release(candidates, before.backings)
    assert attack(again, candidates, before.backings) == []


def test_what_is_held_goes_from_a_row_once_enough_others_came() -> None:
    """A row that stood as it was said for the sake of one held incident catches up, without it."""
    candidates = make_register(7, 110)
    before = release(candidates)
    cell = next(one for one in before.backings if one.row.key.kind == "cell")
    claims = cell.members[0].claims
    marked = tuple(replace(one, held="claim") if one.claims == claims else one for one in candidates)
    twin = next(one for one in candidates if one.claims == cell.members[1].claims)
    more = tuple(replace(twin, id=f"{twin.id}{i}", claims=(f"{twin.claims[0]}{i}",)) for i in range(POLICY.incidents))
    now = release((*marked, *more), before.backings)
    assert not any(
        member.claims == claims for one in now.backings for member in one.members if one.row.key == cell.row.key
    )


@OFTEN
@given(registers, st.integers(1, 60))
def test_a_mark_on_a_total_changes_nothing_in_the_next_release(candidates: tuple[Candidate, ...], people: int) -> None:
    """A total stands behind no row, and figures count it: "100 or more" and a month later "85 or more" would tell of it."""
    going = hold_back(candidates, POLICY, TODAY)[0]
    before = build_plan(candidates, POLICY, TODAY, Adding(going, unlisted=people))
    now = build_plan(candidates, POLICY, TODAY, Adding(going, marked=people), [before.backings])
    assert now.rows == before.rows
    alone = build_plan(candidates, POLICY, TODAY, Adding(going, marked=people))
    without = build_plan(candidates, POLICY, TODAY, Adding(going))
    assert [(row.key, row.people.low) for row in alone.rows] == [(row.key, row.people.low) for row in without.rows]
