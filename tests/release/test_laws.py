"""Laws of releases: nothing stands alone, everything said is true, nothing is dropped in silence, and no attack finds a way in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.release.attacking import Finding, find_differences, find_rare, find_told_traits
from bearwitness.release.candidates import Candidate
from bearwitness.release.coarsening import build_cells, find_size, is_inside
from bearwitness.release.comparing import find_changes
from bearwitness.release.holding import hold_back
from bearwitness.release.ledger import parse_ledger, render_ledger
from bearwitness.release.placing import place_incidents
from bearwitness.release.planning import Plan, build_plan
from bearwitness.release.rows import Backing
from bearwitness.release.tables import parse_rows, parse_traits, render_rows, render_traits
from tests.release.made_up import TODAY, Adding, add, certain_low, lies_in, make_register, policy, registers

POLICY = policy()


def plan_of(candidates: tuple[Candidate, ...], *earlier: tuple[Backing, ...], today: date = TODAY) -> Plan:
    return build_plan(candidates, POLICY, today, Adding(going(candidates, today)), earlier)


def going(candidates: tuple[Candidate, ...], today: date = TODAY) -> tuple[Candidate, ...]:
    return hold_back(candidates, POLICY, today)[0]


def attack(plan: Plan, candidates: tuple[Candidate, ...], unlisted: int = 0) -> list[Finding]:
    """What the attacks on the tables find, read back from their CSV."""
    cells = parse_rows(render_rows(plan.rows, "cell"), "cell")
    figures = parse_rows(render_rows(plan.rows, "figure"), "figure")
    traits = parse_traits(render_traits(plan.traits))
    known = going(candidates)
    placed = place_incidents(known, cells)
    return [
        *find_rare(placed, plan.policy),
        *find_told_traits(placed, traits, plan.policy),
        *find_differences(figures, placed, known, Adding(known, unlisted), plan.policy),
    ]


@settings(max_examples=40, deadline=None)
@given(registers)
def test_every_incident_is_decided_once_and_with_a_reason(candidates: tuple[Candidate, ...]) -> None:
    whole = [one for one in plan_of(candidates).decided if one.field == "incident"]
    assert sorted(one.incident for one in whole) == sorted(one.id for one in candidates)
    assert all(one.reason and one.rule for one in whole)


@settings(max_examples=40, deadline=None)
@given(registers)
def test_each_incident_stands_among_enough_others_and_in_one_cell(candidates: tuple[Candidate, ...]) -> None:
    cells, _ = build_cells(going(candidates), POLICY)
    placed = [member.id for cell in cells for member in cell.members]
    assert len(placed) == len(set(placed))
    for cell in cells:
        sizes = sorted(map(find_size, cell.members))
        assert len(cell.members) > POLICY.incidents
        assert sizes[-1] <= POLICY.largest_share * sum(sizes)
        assert all(lies_in(member, cell.scope) for member in cell.members)


@settings(max_examples=40, deadline=None)
@given(registers)
def test_what_is_said_is_true(candidates: tuple[Candidate, ...]) -> None:
    known = {claim: one for one in candidates for claim in one.claims}
    for backing in plan_of(candidates).backings:
        members = [known[claim] for member in backing.members for claim in member.claims]
        row = backing.row
        assert row.incidents < len(members)
        if row.key.kind == "cell":
            assert row.people.holds(add(members))
        else:
            truth = Adding(going(candidates)).of_scope(row.key.scope)
            assert truth is not None
            assert row.people.holds(truth)
            assert row.people.low <= certain_low(going(candidates), row.key.scope)


@settings(max_examples=40, deadline=None)
@given(registers)
def test_nothing_recent_closed_or_unnamed_is_told(candidates: tuple[Candidate, ...]) -> None:
    plan = plan_of(candidates)
    shown = {claim for one in plan.backings for member in one.members for claim in member.claims}
    for one in candidates:
        if one.claims[0] in shown:
            assert one.act in POLICY.acts
            assert one.told_on is not None
            assert max(one.told_on, one.last or one.told_on) <= plan.cut
        if one.topics:
            assert not any(
                len(backing.row.key.scope.place) > 1
                for backing in plan.backings
                if backing.row.key.kind == "cell"
                for member in backing.members
                if member.claims == one.claims
            )
    assert not {row.value for row in plan.traits} & {"hiding place", "brokers"}


@settings(max_examples=40, deadline=None)
@given(registers)
def test_no_attack_on_the_tables_finds_a_way_in(candidates: tuple[Candidate, ...]) -> None:
    assert attack(plan_of(candidates), candidates) == []


@settings(max_examples=40, deadline=None)
@given(registers, st.integers(0, 60))
def test_totals_beside_the_incidents_open_no_way_in(candidates: tuple[Candidate, ...], unlisted: int) -> None:
    plan = build_plan(candidates, POLICY, TODAY, Adding(going(candidates), unlisted))
    assert attack(plan, candidates, unlisted) == []


@settings(max_examples=40, deadline=None)
@given(registers, st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_nothing(candidates: tuple[Candidate, ...], chance: object) -> None:
    other = list(candidates)
    chance.shuffle(other)  # type: ignore[attr-defined]
    assert plan_of(tuple(other)) == plan_of(candidates)


@settings(max_examples=40, deadline=None)
@given(registers)
def test_tables_and_ledger_come_back_as_they_went(candidates: tuple[Candidate, ...]) -> None:
    plan = plan_of(candidates)
    assert parse_ledger(render_ledger(plan.backings)) == plan.backings
    for kind in ("cell", "figure"):
        assert parse_rows(render_rows(plan.rows, kind), kind) == tuple(r for r in plan.rows if r.key.kind == kind)
    assert parse_traits(render_traits(plan.traits)) == plan.traits


@settings(max_examples=40, deadline=None)
@given(
    registers, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 10**6), st.integers(0, 40)), min_size=1, max_size=4)
)
def test_no_two_releases_prove_what_a_few_incidents_changed(
    candidates: tuple[Candidate, ...], steps: list[tuple[int, int, int]]
) -> None:
    """A register that grows, loses and changes a few incidents, released again and again beside all that went before."""
    earlier: list[tuple[Backing, ...]] = []
    today = TODAY
    for fewer, seed, more in steps:
        plan = plan_of(candidates, *earlier, today=today)
        for before in earlier:
            assert find_changes(before, plan.backings, POLICY) == ()
        earlier.append(plan.backings)
        changed = tuple(replace(one, low=one.low + 1, high=None) for one in candidates[:1])
        candidates = (*changed, *candidates[1 + fewer :], *make_register(10**7 + seed, more))
        today += timedelta(days=30)


def test_a_rest_is_called_a_rest() -> None:
    plan = plan_of(make_register(7, 110))
    cells = [row for row in plan.rows if row.key.kind == "cell"]
    assert any(row.is_rest for row in cells)
    for row in cells:
        inside = [one for one in cells if one is not row and is_inside(one.key.scope, row.key.scope)]
        assert row.is_rest == bool(inside)


@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_register_of_a_few_incidents_releases_nothing(size: int) -> None:
    assert plan_of(make_register(1, size)).rows == ()
