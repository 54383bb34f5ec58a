"""Worked histories: the bounds of published figures, each with a certificate that holds, and the page that tells of them."""

import json
from pathlib import Path

import pytest

from bearwitness.counting.certify import build_certificate
from bearwitness.counting.estimate import count_people
from bearwitness.counting.verify import find_faults
from tests.counting.histories import FILES, FOLDER, Asked, History, load_histories
from tools.histories_page import build_page

HISTORIES = load_histories()
ASKED = [(history, asked) for history in HISTORIES for asked in history.asked]
NAMES = [f"{history.id}-{n}" for history in HISTORIES for n in range(1, len(history.asked) + 1)]
EACH = pytest.mark.parametrize(("history", "asked"), ASKED, ids=NAMES)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "histories.md"


@EACH
def test_the_bounds_are_those_worked_out(history: History, asked: Asked) -> None:
    estimate = count_people(asked.question, history.claims, asked.links)
    row = asked.row
    assert estimate.clash is None
    assert (estimate.low, estimate.high) == (row["low"], row.get("high"))
    assert estimate.high_stated == row.get("stated", row.get("high"))
    assert estimate.incidents == row.get("incidents", estimate.incidents)
    said = "\n".join(estimate.reasons)
    assert [words for words in row.get("reasons", ()) if words not in said] == []


@EACH
def test_the_certificate_holds(history: History, asked: Asked) -> None:
    estimate = count_people(asked.question, history.claims, asked.links)
    certificate = build_certificate(estimate, history.claims, asked.links)
    assert certificate is not None
    assert find_faults(json.loads(json.dumps(certificate))) == ()


@EACH
def test_they_are_those_worked_out_by_hand(history: History, asked: Asked) -> None:
    by_hand = asked.row.get("by_hand", {})
    sums = {end: sum(terms) for end, terms in by_hand.items()}
    assert sums == {end: asked.row[end] for end in by_hand}
    assert not by_hand or history.id == "morgue-2003"


def test_where_nobody_judged_the_bounds_hold_every_way_to_subtract() -> None:
    (morgue,) = (history for history in HISTORIES if history.id == "morgue-2003")
    by_hand = [asked.row for asked in morgue.asked if "by_hand" in asked.row]
    (unjudged,) = (asked.row for asked in morgue.asked if asked.row["place"] and not asked.links)
    assert len(by_hand) == 3
    assert all(unjudged["low"] <= row["low"] <= row["high"] <= unjudged["high"] for row in by_hand)


def test_every_file_is_read_and_every_question_says_why() -> None:
    assert {path.name for path in FOLDER.glob("*.toml")} == set(FILES)
    assert [asked.row["asks"] for _, asked in ASKED if not asked.row["why"]] == []
    ids = [history.id for history in HISTORIES]
    assert len(ids) == len(set(ids))


def test_the_page_tells_what_the_program_says_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == build_page(), "run make docs"
