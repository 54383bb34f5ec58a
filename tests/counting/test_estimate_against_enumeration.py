"""On small cases the bounds are those found by trying everything, and those of the enumeration beside the repository, where it lies there."""

import json
from collections import Counter
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bearwitness.core.contract_write import render_claim, render_link
from bearwitness.core.incidents import Question
from bearwitness.counting.estimate import count_people
from tests.counting.cases import Case, counting_cases, questions
from tests.counting.enumerate_totals import Bounds, enumerate_bounds
from tests.counting.seeded_cases import SeededCase, draw_case, find_kinds

CHUNKS, EACH = 8, 2500
REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "score" / "totals.py"
Recount = Callable[..., dict[str, Any]]

FEWEST = {
    "incident": 1500,
    "total": 1500,
    "coarse place": 1500,
    "coarse date": 1500,
    "open high": 1000,
    "different": 800,
    "part-of": 800,
    "nested totals": 400,
    "crossing totals": 300,
    "unsure": 400,
    "same": 400,
    "clash": 300,
    "part of a part": 100,
    "several unsure": 70,
    "wall across a chain": 50,
    "narrower than the whole": 700,
}
"""How many of the cases of a chunk, at least, are of each kind: a comparison that never met a wall would prove nothing of walls."""


@settings(max_examples=300, deadline=None)
@given(counting_cases(most=4), questions())
def test_the_bounds_are_those_of_exhaustive_enumeration(case: Case, question: Question) -> None:
    claims, links = case
    seeded = SeededCase(question=question, claims=claims, links=links)
    assert count_bounds(seeded) == try_everything(seeded)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_twenty_thousand_seeded_cases_have_the_bounds_of_exhaustive_enumeration(chunk: int) -> None:
    """The cases are the same everywhere: a seed that fails, fails again. Every fifth is put to the other enumeration as well."""
    recount = load_recount()
    met: Counter[str] = Counter()
    wrong = []
    for seed in range(chunk * EACH, (chunk + 1) * EACH):
        case = draw_case(seed)
        found, expected = count_bounds(case), try_everything(case)
        if found != expected:
            wrong.append((seed, found, expected))
        if recount is not None and seed % 5 == 0 and found != (other := ask_recount(recount, case)):
            wrong.append((seed, found, other))
        met.update(find_kinds(case) | ({"clash"} if expected is None else set()))
        met["narrower than the whole"] += expected is not None and expected[1] is not None and expected[0] < expected[1]
    assert wrong == []
    assert {kind: met[kind] for kind, number in FEWEST.items() if met[kind] < number} == {}


def test_there_are_twenty_thousand_of_them() -> None:
    assert CHUNKS * EACH >= 20_000


def count_bounds(case: SeededCase) -> Bounds:
    """The bounds to be tried; None where the claims clash."""
    estimate = count_people(case.question, case.claims, case.links)
    if estimate.clash:
        return None
    assert estimate.low is not None
    assert estimate.high_stated is not None
    return estimate.low, estimate.high, estimate.high_stated


def try_everything(case: SeededCase) -> Bounds:
    """The bounds by enumeration; totals that need more people than all claims describe clash as well."""
    return refuse_crossed(enumerate_bounds(case.question, case.claims, case.links))


def refuse_crossed(bounds: Bounds) -> Bounds:
    """None for a low above its high."""
    return None if bounds is not None and bounds[1] is not None and bounds[0] > bounds[1] else bounds


def load_recount() -> Recount | None:
    """The enumeration beside the repository, written by others; None where it does not lie there."""
    if not REFERENCE.is_file():
        return None
    spec = spec_from_file_location("shared_totals", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    recount: Recount = module.count
    return recount


def ask_recount(recount: Recount, case: SeededCase) -> Bounds:
    """The bounds of the other enumeration, which reads lines of JSON."""
    lines = [json.dumps(render_claim(claim)) for claim in case.claims]
    lines.append(json.dumps({"links": [render_link(link) for link in case.links]}))
    asked = case.question
    ends = [None if day is None else day.isoformat() for day in (asked.earliest, asked.latest)]
    row = recount(lines, asked.act, *ends, "/".join(asked.place))
    return None if row["clash"] else refuse_crossed((row["low"], row["high"], row["high_stated"]))
