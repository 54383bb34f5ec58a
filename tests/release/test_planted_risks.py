"""Hundreds of registers, each with one incident or one sameness planted that would bare somebody: all are kept in or coarsened away.

What is looked for is told here anew and plainly, by what an adversary would do, and not by the attacks of the package.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from bearwitness.release.candidates import Candidate
from bearwitness.release.holding import hold_back
from bearwitness.release.planning import Plan, build_plan
from bearwitness.release.rows import Backing, Row
from bearwitness.release.tables import render_rows
from tests.release.made_up import TODAY, Adding, add, lies_in, policy

POLICY = policy()
TOWNS = (("CN", "Jilin", "Yanji"), ("CN", "Liaoning", "Shenyang"), ("LA", "Vientiane", "Vientiane"))
SEEDS = range(20)


def make_clean(seed: int) -> tuple[Candidate, ...]:
    """Towns and months that each hold many incidents of like size, told long ago: all of it may leave."""
    chance = Random(seed)
    found: list[Candidate] = []
    for town in TOWNS:
        for month in range(1, 7):
            for _ in range(chance.randrange(5, 9)):
                found.append(make_one(chance, len(found), date(2024, month, chance.randrange(1, 28)), town))
    return tuple(found)


def make_one(chance: Random, number: int, day: date, path: tuple[str, ...], low: int = 0) -> Candidate:
    size = low or chance.randrange(1, 5)
    return Candidate(
        id=f"i_{number:016x}", claims=(f"c_{number:016x}",), act="arrest", first=day, last=day, path=path, low=size,
        high=size, stated=size, told_on=day + timedelta(days=3),
        traits=(("grade", frozenset({chance.choice(("single-source", "corroborated"))})),),
    )  # fmt: skip


def release(candidates: tuple[Candidate, ...], *earlier: tuple[Backing, ...]) -> Plan:
    return build_plan(candidates, POLICY, TODAY, Adding(hold_back(candidates, POLICY, TODAY)[0]), earlier)


def plant(seed: int, day: date, path: tuple[str, ...], low: int = 0) -> tuple[tuple[Candidate, ...], Candidate]:
    chance = Random(seed)
    clean = make_clean(seed)
    planted = make_one(chance, 9_999, day, path, low)
    return (*clean, planted), planted


def cells_with(plan: Plan, planted: Candidate) -> list[Backing]:
    return [one for one in plan.backings if any(member.claims == planted.claims for member in one.members)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_clean_register_leaves_whole_and_close(seed: int) -> None:
    clean = make_clean(seed)
    plan = release(clean)
    shown = {claim for one in plan.backings for member in one.members for claim in member.claims}
    assert shown == {claim for one in clean for claim in one.claims}
    assert sum(1 for row in plan.rows if str(row.key.step) == "town by month") > len(TOWNS)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_incident_alone_in_its_town(seed: int) -> None:
    candidates, planted = plant(seed, date(2024, 3, 5), ("CN", "Qinghai", "Golmud"))
    plan = release(candidates)
    assert not any("Qinghai" in row.key.scope.place for row in plan.rows)
    for one in cells_with(plan, planted):
        assert len(one.members) > POLICY.incidents


@pytest.mark.parametrize("seed", SEEDS)
def test_an_incident_alone_in_its_year(seed: int) -> None:
    candidates, _ = plant(seed, date(2019, 3, 5), TOWNS[seed % 3])
    assert not any(row.key.scope.period.startswith("2019") for row in release(candidates).rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_raid_that_everybody_knows_is_not_read_from_a_number(seed: int) -> None:
    candidates, planted = plant(seed, date(2024, 3, 5), TOWNS[seed % 3], low=500)
    plan = release(candidates)
    for one in plan.backings:
        inside = [c for c in candidates if lies_in(c, one.row.key.scope) and c is not planted]
        assert one.row.people.low <= add(inside).low
    for one in cells_with(plan, planted):
        assert one.row.key.kind == "figure" or POLICY.largest_share * sum(member.low for member in one.members) >= 500


@pytest.mark.parametrize("days", [0, 30])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_recent_or_was_told_of_late_changes_nothing(seed: int, days: int) -> None:
    candidates, planted = plant(seed, date(2024, 3, 5), TOWNS[seed % 3])
    late = TODAY - timedelta(days=days)
    recent = replace(planted, told_on=late) if seed % 2 else replace(planted, first=late, last=late, told_on=late)
    plan = release((*candidates[:-1], recent))
    assert plan.rows == release(candidates[:-1]).rows


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hiding_place_is_shown_in_no_town_and_no_province(seed: int) -> None:
    candidates, planted = plant(seed, date(2024, 3, 5), TOWNS[seed % 3])
    plan = release((*candidates[:-1], replace(planted, topics=("hiding places",))))

    def close(one: Plan) -> list[object]:
        return [row for row in one.rows if len(row.key.scope.place) > 1]

    assert close(plan) == close(release(candidates[:-1]))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rare_value_is_not_told(seed: int) -> None:
    candidates, planted = plant(seed, date(2024, 3, 5), TOWNS[seed % 3])
    odd = replace(planted, traits=(("grade", frozenset({"contested"})), ("group", frozenset({"a choir"}))))
    assert not {row.value for row in release((*candidates[:-1], odd)).traits} & {"contested", "a choir"}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_value_that_all_have_is_not_told(seed: int) -> None:
    town = TOWNS[seed % 3]
    candidates = tuple(
        replace(one, traits=(("manner", frozenset({"raid"})),)) if one.path == town else one for one in make_clean(seed)
    )
    assert not any(row.value == "raid" and row.scope.place == town for row in release(candidates).traits)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_total_less_its_parts_tells_of_nobody(seed: int) -> None:
    """Two large incidents known only by their country and year stand in no cell, and the country's figure would tell of them."""
    clean = make_clean(seed)
    chance = Random(seed)
    few = tuple(
        replace(make_one(chance, 9_000 + i, date(2024, 2, 3), ("CN",), low=60), last=date(2024, 11, 3))
        for i in range(2)
    )
    plan = build_plan(
        (*clean, *few), policy(steps=POLICY.steps[:1]), TODAY, Adding(hold_back((*clean, *few), POLICY, TODAY)[0])
    )
    figures = [row for row in plan.rows if row.key.kind == "figure"]
    assert figures
    for row in figures:
        inside = add(one for one in clean if lies_in(one, row.key.scope))
        assert row.people.low <= inside.low


@pytest.mark.parametrize("seed", SEEDS)
def test_one_incident_more_shows_in_no_next_release(seed: int) -> None:
    candidates, _ = plant(seed, date(2024, 3, 5), TOWNS[seed % 3], low=4)
    first = release(candidates[:-1])
    rows = {row.key: row for row in first.rows}
    for row in release(candidates, first.backings).rows:
        if row.key in rows:
            before = rows[row.key]
            assert row.incidents <= before.incidents
            assert before.people.high is not None
            assert row.people.low <= before.people.high


def make_few(seed: int, path: tuple[str, ...], first: date, last: date | None) -> tuple[Candidate, ...]:
    """Two large incidents, known no closer than these."""
    chance = Random(seed)
    return tuple(
        replace(make_one(chance, 9_000 + i, first, path, low=60), last=last, told_on=first + timedelta(days=3))
        for i in range(2)
    )


def list_proven_beyond(plan: Plan, figures: list[str], outer: str) -> list[int]:
    """How many people a wide figure proves beyond some closer ones: by the name of the place and period of each."""
    rows = {
        f"{'/'.join(r.key.scope.place)} {r.key.scope.period}".strip(): r for r in plan.rows if r.key.kind == "figure"
    }
    highs = [rows[name].people.high for name in figures]
    return [] if None in highs else [rows[outer].people.low - sum(high for high in highs if high is not None)]


@pytest.mark.parametrize("seed", SEEDS)
def test_all_years_less_the_one_year_that_is_told_tell_of_nobody(seed: int) -> None:
    """Two large raids of a year that has no figure of its own, for too few are known of it."""
    candidates = (*make_clean(seed), *make_few(seed, ("CN",), date(2019, 2, 3), date(2019, 11, 3)))
    for proven in list_proven_beyond(release(candidates), ["CN 2024"], "CN ever"):
        assert proven <= 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_world_less_the_countries_that_are_told_tells_of_nobody(seed: int) -> None:
    """Two large raids in a country that has no figure, beside small ones elsewhere that stand in no row either."""
    chance = Random(seed)
    small = tuple(
        replace(make_one(chance, 8_000 + i, date(2024, 3, 3), (("CN", "LA")[i % 2],), low=1), first=None)
        for i in range(8)
    )
    candidates = (*make_clean(seed), *small, *make_few(seed, ("MM",), date(2024, 2, 3), date(2024, 11, 3)))
    plan = build_plan(
        candidates, policy(steps=POLICY.steps[:1]), TODAY, Adding(hold_back(candidates, POLICY, TODAY)[0])
    )
    (proven,) = list_proven_beyond(plan, ["CN ever", "LA ever"], "ever")
    assert proven <= 0


def list_shown_changes(before: Plan, now: Plan) -> list[object]:
    """The rows of two releases that prove a change: more incidents, people that do not meet, a value told of more."""
    old = {row.key: row for row in before.rows}
    traits = {(row.scope, row.trait, row.value): row.at_least for row in before.traits}
    found: list[object] = []
    for row in now.rows:
        was = old.get(row.key)
        if was is None:
            continue
        meets = (was.people.high is None or row.people.low <= was.people.high) and (
            row.people.high is None or was.people.low <= row.people.high
        )
        if row.incidents > was.incidents or not meets:
            found.append(row)
    keys = {row.key.scope for row in before.rows}
    found += [
        row
        for row in now.traits
        if row.scope in keys and row.at_least > traits.get((row.scope, row.trait, row.value), 0)
    ]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_grade_that_one_incident_gained_shows_in_no_next_release(seed: int) -> None:
    """A second source came forward: whoever sees one more "corroborated" looks for who spoke."""
    clean = make_clean(seed)
    first = release(clean)
    for one in clean[:9]:
        other = ("single-source", "corroborated")[("grade", frozenset({"single-source"})) in one.traits]
        changed = tuple(replace(c, traits=(("grade", frozenset({other})),)) if c is one else c for c in clean)
        assert list_shown_changes(first, release(changed, first.backings)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_an_incident_that_is_told_otherwise_shows_in_no_next_release(seed: int) -> None:
    """Of another day, another town, more people, or taken back altogether."""
    clean = make_clean(seed)
    first = release(clean)
    one = clean[seed]
    day = date(2024, 6, 20)
    for others in (
        (replace(one, first=day, last=day, told_on=day),),
        (replace(one, path=("LA", "Luang Namtha", "Boten")),),
        (replace(one, low=60, high=60, stated=60),),
        (),
    ):
        now = release((*[c for c in clean if c is not one], *others), first.backings)
        assert list_shown_changes(first, now) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_incidents_that_come_of_age_one_by_one_show_in_no_release(seed: int) -> None:
    """Released each month: what was too recent a month ago comes in alone, and alone it would be seen."""
    clean = make_clean(seed)
    town, chance = TOWNS[seed % 3], Random(seed)
    young = tuple(
        replace(
            make_one(chance, 7_000 + i, date(2024, 3, 5), town, low=30), told_on=TODAY + timedelta(days=30 * i - 80)
        )
        for i in range(2)
    )
    earlier: list[Plan] = []
    for month in range(4):
        today = TODAY + timedelta(days=30 * month)
        counted = Adding(hold_back((*clean, *young), POLICY, today)[0])
        now = build_plan((*clean, *young), POLICY, today, counted, [one.backings for one in earlier])
        for before in earlier:
            assert list_shown_changes(before, now) == []
        earlier.append(now)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_escape_and_an_act_that_is_not_named_are_told_by_nothing(seed: int) -> None:
    clean = make_clean(seed)
    for act in ("escape", "raid"):
        others = tuple(replace(one, id=f"{one.id}x", claims=(f"{one.claims[0]}x",), act=act) for one in clean)
        assert release((*clean, *others)).rows == release(clean).rows


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_that_is_not_over_has_no_figure(seed: int) -> None:
    """Told while it runs, each release of it would be one that the next can be subtracted from."""
    clean = make_clean(seed)
    last = date(2024, 12, 31) + timedelta(days=89)
    assert not any(row.key.kind == "figure" and row.key.scope.period == "2024" for row in release_on(clean, last))
    assert any(
        row.key.kind == "figure" and row.key.scope.period == "2024"
        for row in release_on(clean, last + timedelta(days=1))
    )


def release_on(candidates: tuple[Candidate, ...], today: date) -> tuple[Row, ...]:
    return build_plan(candidates, POLICY, today, Adding(hold_back(candidates, POLICY, today)[0])).rows


@pytest.mark.parametrize("seed", SEEDS)
def test_two_of_one_number_that_everybody_knows_are_not_told_apart_by_order_or_ids(seed: int) -> None:
    """The same incidents under other ids, and put in in another order: the same release, letter by letter."""
    clean = list(make_clean(seed))
    Random(seed).shuffle(clean)
    named = [replace(one, id=f"i_{n:016x}", claims=(f"c_{n:016x}",)) for n, one in enumerate(clean)]
    for kind in ("cell", "figure"):
        assert render_rows(release(tuple(named)).rows, kind) == render_rows(release(make_clean(seed)).rows, kind)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_may_have_happened_of_late_stays_however_old_its_report(seed: int) -> None:
    """ "Since March they have been taken, one after another": the report is old, and its last day may be yesterday."""
    candidates, planted = plant(seed, date(2024, 3, 5), TOWNS[seed % 3])
    running = replace(planted, last=TODAY - timedelta(days=1))
    plan = release((*candidates[:-1], running))
    assert plan.rows == release(candidates[:-1]).rows
    assert [one.rule for one in plan.decided if one.incident == planted.id] == ["held_back_days"]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_raids_are_not_read_from_close_rows_beside_an_earlier_figure(seed: int) -> None:
    """First told by country, then by town: the towns' lower numbers together must prove nobody beyond what the country's figure held."""
    clean = make_clean(seed)
    wide = policy(steps=POLICY.steps[2:])
    before = build_plan(clean, wide, TODAY, Adding(clean))
    raids = tuple(make_one(Random(seed), 9_000 + i, date(2024, 3, 5 + i), TOWNS[0], low=90) for i in range(2))
    now = release((*clean, *raids), before.backings)
    (figure,) = [row for row in before.rows if row.key.kind == "figure" and row.key.scope.place == ("CN",)][:1]
    inside = [r for r in now.rows if r.key.kind == "cell" and r.key.scope.place[:1] == ("CN",)]
    assert len(inside) > 3
    assert figure.people.high is not None
    assert sum(row.people.low for row in inside) <= figure.people.high
