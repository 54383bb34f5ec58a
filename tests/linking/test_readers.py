"""What a language model adds to a report is no second occurrence until the report, or a person, says so."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core.records import Claim
from bearwitness.linking.incidents import build_incidents
from bearwitness.linking.links import link_claims
from tests.linking.told import make_claim, make_reading, related


def by_model(claim: Claim) -> Claim:
    return replace(claim, found_by="lm/m")


def judge(*claims: Claim) -> list[tuple[str, str, str]]:
    return [(link.left, link.right, link.judgement) for link in link_claims([make_reading("River News", *claims)])]


def test_what_is_left_open_is_unsure() -> None:
    (link,) = link_claims([make_reading("River News", make_claim("c_1"), by_model(make_claim("c_2", 3)))])
    assert (link.left, link.right, link.judgement) == ("c_1", "c_2", "unsure")
    assert "language model" in link.reasons[0]


def test_rules_alone_are_left_as_they_are() -> None:
    assert judge(make_claim("c_1"), make_claim("c_2", 3)) == []


def test_what_the_report_says_stands() -> None:
    first, second = make_claim("c_1"), by_model(make_claim("c_2", 3))
    for kind in ("same", "different", "part-of"):
        assert [judgement for _, _, judgement in judge(first, related(second, "c_1", kind))] == [kind]


def test_a_wall_holds_for_all_that_is_the_same() -> None:
    again = related(make_claim("c_3"), "c_1", "same")
    apart = related(by_model(make_claim("c_2", 3)), "c_1", "different")
    assert ("c_2", "c_3", "unsure") not in judge(make_claim("c_1"), again, apart)


def test_other_acts_totals_plans_and_context_are_not_asked_about() -> None:
    first, second = make_claim("c_1"), by_model(make_claim("c_2", 3))
    for other in (
        replace(second, act="killing"),
        replace(second, shape="aggregate"),
        replace(second, shape="background"),
        replace(second, status="planned"),
        replace(second, count=replace(second.count, unit="family")),
    ):
        assert judge(first, other) == []


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=5))
def test_unsure_joins_nothing(rows: list[tuple[int, bool]]) -> None:
    claims = [make_claim(f"c_{n}", low) for n, (low, _) in enumerate(rows)]
    claims = [by_model(claim) if rows[n][1] else claim for n, claim in enumerate(claims)]
    readings = [make_reading("River News", *claims)]
    assert len(build_incidents(readings, link_claims(readings))) == len(claims)
