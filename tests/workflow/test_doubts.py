"""The queue of unsure pairs: those whose answer would move totals most first, and none that a person has answered."""

from dataclasses import replace
from pathlib import Path

import pytest

from bearwitness.core.incidents import Link
from bearwitness.core.vocabulary import Judgement
from bearwitness.workflow.doubts import list_doubts
from bearwitness.workflow.view import View, load_view
from tests.linking.told import make_claim, make_reading
from tests.workflow.wave import record

TOWNS = {"Shenyang": 2, "Dalian": 3, "Tonghua": 40, "Jilin": 50}


def link(left: str, right: str, judgement: Judgement = "unsure", score: float = 0.5, by: str = "rule:2") -> Link:
    return Link(left=left, right=right, judgement=judgement, score=score, reasons=("so",), by=by)


@pytest.fixture
def view(tmp_path: Path) -> View:
    """Arrests of 2, 3, 40 and 50 people, nothing linked: c_2, c_3, c_40, c_50."""
    claims = [make_claim(f"c_{low}", low, place=town) for town, low in TOWNS.items()]
    record([make_reading(f"o{n}", claim) for n, claim in enumerate(claims)], tmp_path / "r.db")
    found = load_view(tmp_path / "r.db")
    assert found.links == ()
    return found


def list_pairs(view: View, *links: Link, judged: tuple[Link, ...] = ()) -> list[tuple[str, str, int]]:
    doubts = list_doubts(replace(view, links=links, judged=judged))
    return [(doubt.left.id, doubt.right.id, doubt.people) for doubt in doubts]


def test_the_smaller_side_counts_then_the_score_nearest_to_one_half(view: View) -> None:
    links = (link("c_2", "c_3"), link("c_2", "c_50", score=0.9), link("c_2", "c_40", score=0.4), link("c_40", "c_50"))
    assert list_pairs(view, *links) == [
        ("c_40", "c_50", 40),
        ("c_2", "c_3", 2),
        ("c_2", "c_40", 2),
        ("c_2", "c_50", 2),
    ]


def test_only_what_is_unsure_is_asked(view: View) -> None:
    assert list_pairs(view, link("c_2", "c_3", "same"), link("c_2", "c_40", "different")) == []


def test_what_a_person_answered_is_not_asked_again(view: View) -> None:
    links = (link("c_2", "c_3"), link("c_40", "c_50"))
    for judgement in ("unsure", "different", "same"):
        word = link("c_2", "c_3", judgement, by="person:eva")
        assert list_pairs(view, *links, judged=(word,)) == [("c_40", "c_50", 40)]


def test_two_incidents_are_asked_of_once(view: View) -> None:
    joined = replace(view.incidents[0], claims=tuple(sorted({*view.incidents[0].claims, *view.incidents[1].claims})))
    whole = replace(view, incidents=(joined, *view.incidents[2:]))
    first, second = joined.claims
    other = view.incidents[2].claims[0]
    asked = list_pairs(whole, link(first, other, score=0.9), link(second, other, score=0.6), link(first, second))
    assert [(left, right) for left, right, _ in asked] == [(second, other)]
