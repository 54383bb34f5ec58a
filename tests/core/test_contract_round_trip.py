"""Laws of the published JSON: what was rendered parses back to the same record, through real JSON text."""

import json
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bearwitness.core import contract
from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim, Reading, Statement, Sum
from tests import strategies


@given(strategies.claims)
def test_a_rendered_claim_parses_to_the_same_claim(claim: Claim) -> None:
    row = json.loads(json.dumps(contract.render_claim(claim)))

    assert contract.parse_claim(row) == claim


@given(strategies.statements)
def test_a_rendered_statement_parses_to_the_same_statement(statement: Statement) -> None:
    row = json.loads(json.dumps(contract.render_statement(statement)))

    assert contract.parse_statement(row) == statement


@given(strategies.sums)
def test_a_rendered_sum_parses_to_the_same_sum(total: Sum) -> None:
    row = json.loads(json.dumps(contract.render_sum(total)))

    assert contract.parse_sum(row) == total


@given(strategies.links())
def test_a_rendered_link_parses_to_the_same_link(link: Link) -> None:
    row = json.loads(json.dumps(contract.render_link(link)))

    assert contract.parse_link(row) == link


@given(
    st.lists(strategies.claims, max_size=4, unique_by=lambda claim: claim.id),
    st.lists(strategies.links(), max_size=3, unique=True),
)
def test_lines_give_back_their_claims_and_links_in_order(claims: Sequence[Claim], links: Sequence[Link]) -> None:
    lines = [json.dumps(contract.render_claim(claim)) for claim in claims]
    lines += ["", json.dumps({"links": [contract.render_link(link) for link in links]})]

    assert contract.parse_lines(lines) == (tuple(claims), tuple(links))


@given(strategies.readings)
def test_a_line_of_read_gives_back_its_claims(reading: Reading) -> None:
    line = json.dumps(contract.render_reading(reading))

    assert contract.parse_lines([line, line]) == (reading.claims, ())
