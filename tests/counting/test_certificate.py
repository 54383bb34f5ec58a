"""Certificates: every answer has one that holds, and no other answer does."""

import json
from collections.abc import Mapping
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bearwitness.core.incidents import Question
from bearwitness.counting.certify import build_certificate
from bearwitness.counting.estimate import count_people
from bearwitness.counting.verify import compute_seal, find_faults
from tests.counting.cases import Case, counting_cases, questions


def certify(case: Case, question: Question) -> Mapping[str, Any] | None:
    """The certificate as it comes back from a file."""
    claims, links = case
    estimate = count_people(question, claims, links)
    made = build_certificate(estimate, claims, links)
    found = None if made is None else json.loads(json.dumps(made))
    assert (found is None) == (estimate.clash is not None)
    return found


@settings(max_examples=300, deadline=None)
@given(counting_cases(most=6), questions())
def test_the_certificate_of_every_answer_holds(case: Case, question: Question) -> None:
    found = certify(case, question)
    assert found is None or find_faults(found) == ()
