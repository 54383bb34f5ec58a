"""What a later version of the register may hold stays in until a release is taught to tell it: new fields of claims, incidents, candidates."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, make_dataclass, replace
from datetime import date
from typing import Any

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.core.incidents import Incident
from bearwitness.core.records import Claim, Reading
from bearwitness.release.candidates import Candidate
from bearwitness.release.ledger import render_ledger
from bearwitness.release.planning import build_plan
from bearwitness.release.policy import TRAIT_NAMES, parse_policy
from bearwitness.release.tables import CELL_COLUMNS, ROW_COLUMNS, TRAIT_COLUMNS
from bearwitness.workflow.release_candidates import RegisterCounter, list_candidates
from bearwitness.workflow.releasing import render_files
from bearwitness.workflow.view import View, load_view
from tests.linking.told import make_claim, make_reading
from tests.register_homes import Home
from tests.release.made_up import TODAY, Adding, policy
from tests.release.test_planted_risks import make_clean, release
from tests.workflow.test_release_holds import save

SECRET = "the green door behind the mill"
NEW = ("shelter", SECRET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown(Candidate):
    """A candidate as a later version may have it."""

    shelter: str = SECRET
    contacts: tuple[str, ...] = field(default=(SECRET,))


def test_a_new_field_of_a_candidate_is_in_no_file_and_in_no_ledger() -> None:
    grown = tuple(Grown(**{one.name: getattr(c, one.name) for one in fields(Candidate)}) for c in make_clean(3))
    plan = release(grown)
    assert plan.rows == release(make_clean(3)).rows
    for content in render_files(plan, "", TODAY).values():
        assert SECRET not in content.decode()
    assert SECRET not in render_ledger(plan.backings)


def test_a_new_trait_that_no_release_knows_is_told_by_none() -> None:
    """Also where all incidents have it, half of them one value: the policy does not name it, and could not."""
    grown: Sequence[Any] = [
        replace(one, traits=(*one.traits, ("shelter", frozenset({f"{SECRET} {i % 2}"}))))  # type: ignore[arg-type]
        for i, one in enumerate(make_clean(3))
    ]
    files = render_files(release(tuple(grown)), "", TODAY)
    assert "corroborated" in files["traits.csv"].decode()
    assert not any(SECRET in content.decode() for content in files.values())


def test_a_trait_that_the_policy_does_not_name_is_told_by_nothing() -> None:
    clean = make_clean(3)

    plan = build_plan(clean, policy(traits=("sex",)), TODAY, Adding(clean))
    assert plan.traits == ()


def grow(one: Any) -> Any:
    """The record as a later version may have it, with one field more."""
    made = make_dataclass(type(one).__name__, [(NEW[0], str, NEW[1])], bases=(type(one),), frozen=True, kw_only=True)
    return made(**{known.name: getattr(one, known.name) for known in fields(one)})


def test_a_new_field_of_a_claim_and_of_an_incident_reaches_no_candidate_and_no_file(home: Home) -> None:
    told = [
        make_reading(f"O{i}", make_claim(f"c_{i:016x}", 2 + i % 3, day=date(2019, 5, 1 + i % 28))) for i in range(9)
    ]
    told = [replace(one, report=replace(one.report, sha256=f"{i:064x}")) for i, one in enumerate(told)]
    view = load_view(save(home("r.db"), told))
    grown = grow_view(view)
    assert all(getattr(one, NEW[0]) == SECRET for one in (*grown.claims, *grown.incidents))
    candidates = list_candidates(grown, {})
    assert candidates == list_candidates(view, {})

    plan = build_plan(candidates, policy(), TODAY, RegisterCounter(grown, date(2026, 1, 1)))
    assert plan.rows
    assert not any(SECRET in content.decode() for content in render_files(plan, "", TODAY).values())


def grow_view(view: View) -> View:
    claims: tuple[Claim, ...] = tuple(map(grow, view.claims))
    incidents: tuple[Incident, ...] = tuple(map(grow, view.incidents))
    by_id = {claim.id: claim for claim in claims}
    readings: tuple[Reading, ...] = tuple(
        replace(reading, claims=tuple(by_id[claim.id] for claim in reading.claims)) for reading in view.readings
    )
    return replace(view, claims=claims, incidents=incidents, readings=readings)


POLICY = (
    'name = "x"\n[publish]\nacts = ["arrest"]\nsteps = ["country by year"]\n{publish}\n[protect]\n{protect}\n{more}'
)


@pytest.mark.parametrize(
    ("publish", "protect", "more"),
    [
        ('traits = ["shelter"]', "", ""), ('traits = ["quotes"]', "", ""), ('shelter = ["all"]', "", ""),
        ('columns = ["shelter"]', "", ""), ("", "shelter = 0", ""), ("", "", '[shelter]\nall = true'),
    ],
)  # fmt: skip
def test_a_policy_cannot_name_what_no_release_knows(publish: str, protect: str, more: str) -> None:
    parse_policy(POLICY.format(publish="", protect="", more=""))
    with pytest.raises(UsageError, match=r"no release knows|nothing a release can tell"):
        parse_policy(POLICY.format(publish=publish, protect=protect, more=more))


def test_what_a_release_can_tell_is_this_and_nothing_else() -> None:
    """Whoever adds a column or a trait adds it here too, and says in docs/release.md why it can be told."""
    scope = ("act", "country_code", "country", "province", "province_geonameid", "town", "period")
    assert (*scope, "incidents_at_least", "people_low", "people_high") == ROW_COLUMNS
    assert (*ROW_COLUMNS, "without_closer_cells") == CELL_COLUMNS
    assert (*scope, "trait", "value", "incidents_at_least") == TRAIT_COLUMNS
    assert TRAIT_NAMES == ("grade", "sex", "age", "group", "manner")
