"""The attacks find what they are for: releases made by a weaker rule, by another hand, or changed after they were made."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bearwitness.core.errors import ContractError, UsageError
from bearwitness.release.attacking import find_differences, find_rare, find_told_traits
from bearwitness.release.candidates import Candidate
from bearwitness.release.comparing import compare_releases, find_changes
from bearwitness.release.manifest import Manifest, build_manifest, find_wrong_files, hash_files, parse_manifest
from bearwitness.release.placing import place_incidents
from bearwitness.release.planning import Plan, build_plan
from bearwitness.release.policy import Policy
from bearwitness.release.rosters import find_members, parse_roster
from bearwitness.release.tables import parse_rows, render_rows
from bearwitness.release.traces import Allowed, ReleasedFile, Secrets, decode, find_traces, find_unordered
from tests.release.made_up import TODAY, Adding, policy
from tests.release.test_planted_risks import TOWNS, make_clean, plant

POLICY = policy()
TEXT = "Two women were taken from a flat behind the fish market, their neighbour told this paper."


def plan_by(weak: Policy, candidates: tuple[Candidate, ...]) -> Plan:
    return build_plan(candidates, weak, TODAY, Adding(candidates))


def attacks_on(plan: Plan, candidates: tuple[Candidate, ...]) -> set[str]:
    """Which attacks yield on a plan, however it was made, by the rules it should have been made by."""
    cells = [row for row in plan.rows if row.key.kind == "cell"]
    figures = [row for row in plan.rows if row.key.kind == "figure"]
    placed = place_incidents(candidates, cells)
    found = [
        *find_rare(placed, POLICY),
        *find_told_traits(placed, plan.traits, POLICY),
        *find_differences(figures, placed, candidates, Adding(candidates), POLICY),
    ]
    return {one.attack for one in found}


@pytest.mark.parametrize(
    ("weak", "change", "attack"),
    [
        (policy(largest_share=1.0), lambda plan: plan, "share"),
        (POLICY, lambda plan: with_cells(plan, incidents=7), "rare"),
        (policy(incidents=0, values=0, traits=("grade",)), lambda plan: plan, "trait"),
    ],
)
def test_a_weaker_rule_is_found_out(weak: Policy, change: Callable[[Plan], Plan], attack: str) -> None:
    candidates, _ = plant(3, date(2024, 3, 5), TOWNS[0], low=90)
    assert attack in attacks_on(change(plan_by(weak, candidates)), candidates)
    assert attacks_on(plan_by(POLICY, candidates), candidates) == set()


def test_too_few_in_a_town_are_found_out() -> None:
    clean = make_clean(3)
    few = tuple(
        replace(
            one,
            id=f"{one.id}x",
            claims=(f"{one.claims[0]}x",),
            path=("CN", "Qinghai", "Golmud"),
            low=2,
            high=2,
            stated=2,
        )
        for one in clean[:3]
    )
    assert "rare" in attacks_on(plan_by(policy(incidents=0), (*clean, *few)), (*clean, *few))


def with_cells(plan: Plan, incidents: int) -> Plan:
    """The plan with other numbers in its cells."""
    return replace(
        plan, backings=tuple(replace(one, row=replace(one.row, incidents=incidents)) for one in plan.backings)
    )


def test_a_low_end_that_needs_the_largest_incident_is_found_out() -> None:
    clean = make_clean(1)
    plan = plan_by(POLICY, clean)
    raised = tuple(
        replace(
            one,
            row=replace(one.row, people=replace(one.row.people, low=sum(member.low for member in one.members))),
        )
        for one in plan.backings
    )
    assert attacks_on(replace(plan, backings=raised), clean) == {"rare"}


def test_a_figure_that_tells_of_two_hidden_incidents_is_found_out() -> None:
    clean = make_clean(2)
    few = tuple(
        replace(make_one_large(i), first=date(2024, 2, 3), last=date(2024, 11, 3), path=("CN",)) for i in range(2)
    )
    candidates = (*clean, *few)
    plan = plan_by(policy(steps=POLICY.steps[:1]), candidates)
    raised = tuple(
        replace(one, row=replace(one.row, people=replace(one.row.people, low=one.row.people.low + 120)))
        if one.row.key.kind == "figure"
        else one
        for one in plan.backings
    )
    assert "difference" in attacks_on(replace(plan, backings=raised), candidates)


def make_one_large(number: int) -> Candidate:
    return replace(make_clean(2)[0], id=f"i_large{number}", claims=(f"c_large{number}",), low=60, high=60, stated=60)


def test_a_release_that_shows_one_new_incident_is_found_out() -> None:
    candidates, _ = plant(4, date(2024, 3, 5), TOWNS[0], low=30)
    before, now = plan_by(POLICY, candidates[:-1]), plan_by(POLICY, candidates)
    assert find_changes(before.backings, now.backings, POLICY)
    settled = build_plan(candidates, POLICY, TODAY, Adding(candidates), [before.backings])
    assert find_changes(before.backings, settled.backings, POLICY) == ()


def test_many_new_incidents_may_show() -> None:
    candidates = make_clean(5)
    before, now = plan_by(POLICY, candidates[: len(candidates) // 2]), plan_by(POLICY, candidates)
    assert compare_releases(before.rows, now.rows)
    assert find_changes(before.backings, now.backings, POLICY) == ()


ROSTER = "act,day,country,province,town,people\n"


def test_a_roster_of_all_there_were_bares_them_only_where_as_many_are_told() -> None:
    clean = make_clean(6)
    rows = plan_by(POLICY, clean).rows
    lines = [f"arrest,{one.first},{','.join(one.path)},{one.low}" for one in clean]
    assert find_members(parse_roster(ROSTER + "\n".join(lines)), rows) == ()
    row = next(row for row in rows if row.key.step == POLICY.steps[0])
    there = [
        line
        for line, one in zip(lines, clean, strict=True)
        if one.path == row.key.scope.place and str(one.first)[:7] == row.key.scope.period
    ]
    known = parse_roster(ROSTER + "\n".join(there[: row.incidents]))
    (found,) = find_members(known, [row])
    assert found.attack == "roster"
    assert len(found.incidents) == row.incidents
    assert find_members(parse_roster(ROSTER + there[0]), [row]) == ()


@pytest.mark.parametrize("line", ["arrest,May 2024,CN,,,3", "walk,2024-05-01,CN,,,3", "arrest,2024-05-01,CN,,,few"])
def test_a_roster_that_cannot_be_read_names_its_line(line: str) -> None:
    with pytest.raises(UsageError, match="line 2 of the roster"):
        parse_roster(ROSTER + line)
    with pytest.raises(UsageError, match="with the columns"):
        parse_roster(line)


SECRETS = Secrets(
    ids=frozenset({"c_98e1ac04b2d15f77", "made-7"}),
    names=frozenset({"Hill Courier", "Mirae Kanari"}),
    links=frozenset({"https://courier.example/1"}),
    texts=(TEXT,),
)
ALLOWED = Allowed(
    files=frozenset({"cells.csv"}), days=frozenset({date(2026, 6, 30)}), words=frozenset({"Jilin"}), own_words=""
)


@pytest.mark.parametrize(
    "planted",
    [
        "c_98e1ac04b2d15f77", "r_0123456789abcdef", "made-7", "the Hill Courier says", "MIRAE KANARI", "mirae%20kanari",
        "Mirae\\u0020Kanari", "Mirae&nbsp;Kanari", "https://courier.example/1", "a flat behind the fish market", "2024-05-24",
        "41.7922", "&#77;irae Kanari",
    ],
)  # fmt: skip
@pytest.mark.parametrize("spelling", ["utf-8", "utf-16"])
def test_traces_are_found_however_they_are_spelt(planted: str, spelling: str) -> None:
    text = f"act,country\narrest,{planted}\n"
    file = ReleasedFile(name="cells.csv", content=text.encode(spelling), changed_at=0)
    assert find_traces([file], SECRETS, ALLOWED)
    clean = ReleasedFile(
        name="cells.csv", content="arrest,CN,Jilin,2026-06-30,5,10,25\n".encode(spelling), changed_at=0
    )
    assert find_traces([clean], SECRETS, ALLOWED) == ()


def test_files_that_do_not_belong_and_times_that_tell_are_found() -> None:
    files = [
        ReleasedFile(name="cells.csv", content=b"", changed_at=0),
        ReleasedFile(name="notes.txt", content=b"", changed_at=60),
    ]
    assert [one.where for one in find_traces(files, SECRETS, ALLOWED)] == ["notes.txt", "the files"]


def test_an_order_that_tells_is_found() -> None:
    plan = plan_by(POLICY, make_clean(8))
    text = render_rows(plan.rows, "cell")
    head, *lines = text.splitlines()
    assert find_unordered({"cells.csv": text}) == ()
    assert find_unordered({"cells.csv": "\n".join([head, *reversed(lines)])})


def test_what_a_manifest_says_of_files_is_checked() -> None:
    files = {"cells.csv": b"a", "figures.csv": b"b"}
    manifest = Manifest(name="x", day=TODAY, cut=TODAY, policy="p", rules="3", made_by="y", files=hash_files(files))
    assert parse_manifest(build_manifest(manifest)) == manifest
    assert find_wrong_files(manifest, files) == ()
    assert find_wrong_files(manifest, {"cells.csv": b"other", "more.txt": b""}) == (
        "cells.csv has been changed", "figures.csv is missing", "more.txt is not in the manifest",
    )  # fmt: skip
    with pytest.raises(ContractError):
        parse_manifest("[]")


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(ContractError):
        parse_rows("id,quote\nc_1,words\n", "cell")


def test_letters_are_read_through_their_escapes() -> None:
    assert decode(b"M\\u0069rae") == "Mirae"
