"""The published JSON of every stage, as the one place to import it from.

`contract_write` renders records, `contract_read` and `contract_lines` parse them back; the shapes are those of the
project's contract and change only by adding keys. Law: parsing what was rendered gives the same record
(tests/core/test_contract_round_trip.py).
"""

from bearwitness.core.contract_lines import parse_lines, parse_link
from bearwitness.core.contract_read import (
    parse_claim,
    parse_fault,
    parse_statement,
    parse_sum,
)
from bearwitness.core.contract_write import (
    Footing,
    render_claim,
    render_estimate,
    render_fault,
    render_incident,
    render_link,
    render_question,
    render_reading,
    render_report,
    render_statement,
    render_sum,
)

__all__ = [
    "Footing",
    "parse_claim",
    "parse_fault",
    "parse_lines",
    "parse_link",
    "parse_statement",
    "parse_sum",
    "render_claim",
    "render_estimate",
    "render_fault",
    "render_incident",
    "render_link",
    "render_question",
    "render_reading",
    "render_report",
    "render_statement",
    "render_sum",
]
