"""The queue of unsure pairs: those whose answer would move totals most first, and none that a person has answered."""

from dataclasses import replace

import pytest

from bearwitness.core.incidents import Link, Replaced
from bearwitness.core.vocabulary import Judgement
from bearwitness.workflow.doubts import list_doubts
from bearwitness.workflow.view import View, load_view
from tests.linking.told import make_claim, make_reading
from tests.register_homes import Home
from tests.workflow.wave import record

TOWNS = {"Shenyang": 2, "Dalian": 3, "Tonghua": 40, "Jilin": 50}


def link(left: str, right: str, judgement: Judgement = "unsure", score: float = 0.5, by: str = "rule:3") -> Link:
    return Link(left=left, right=right, judgement=judgement, score=score, reasons=("so",), by=by)


@pytest.fixture
def view(home: Home) -> View:
    """Arrests of 2, 3, 40 and 50 people, nothing linked: c_2, c_3, c_40, c_50."""
    claims = [make_claim(f"c_{low}", low, place=town) for town, low in TOWNS.items()]
    record([make_reading(f"o{n}", claim) for n, claim in enumerate(claims)], home("r.db"))
    found = load_view(home("r.db"))
    assert found.links == ()
    return found


def list_pairs(view: View, *links: Link, judged: tuple[Link, ...] = ()) -> list[tuple[str, str, int]]:
    doubts = list_doubts(replace(view, links=links, judged=judged))
    return [(doubt.left.id, doubt.right.id, doubt.people) for doubt in doubts]


def list_moves(view: View, *links: Link, exact: int = 48) -> list[tuple[str, str, int, int, bool]]:
    doubts = list_doubts(replace(view, links=links), exact)
    return [(d.left.id, d.right.id, d.effect.low, d.effect.high, d.is_counted) for d in doubts]


def test_what_moves_the_figure_most_comes_first(view: View) -> None:
    links = (link("c_2", "c_3"), link("c_40", "c_50", score=0.9))
    # One of 40 to 50 people, or two of 40 and 50; one of 2 to 3, or two of 2 and 3.
    for exact in (48, 0):
        assert list_moves(view, *links, exact=exact) == [
            ("c_40", "c_50", 50, 40, exact > 0),
            ("c_2", "c_3", 3, 2, exact > 0),
        ]


def test_what_hangs_together_with_the_two_is_counted(view: View) -> None:
    """Of three that may be one the low end is that of one, however one pair of them is answered: the third may join either."""
    claims = [make_claim(f"c_{n}", 5, place=town) for n, town in enumerate(TOWNS)]
    alike = replace(
        view,
        claims=tuple(claims),
        readings=tuple(make_reading(f"o{n}", claim) for n, claim in enumerate(claims)),
        incidents=tuple(
            replace(one, claims=(claim.id,), count=claim.count)
            for one, claim in zip(view.incidents, claims, strict=True)
        ),
    )
    links = (link("c_0", "c_1"), link("c_1", "c_2"), link("c_0", "c_2"))
    assert {moves[2:] for moves in list_moves(alike, *links)} == {(5, 5, True)}
    assert [moves[2:] for moves in list_moves(alike, *links[:2])] == [(5, 5, True), (5, 5, True)]
    total = replace(make_claim("c_t", 20, None, place="China"), shape="aggregate")
    held = replace(alike, claims=(*claims, total))
    # A total of at least 20 is never met by the four towns' at most 20: the low end is 20 either way.
    assert {moves[2:] for moves in list_moves(held, *links)} == {(0, 5, True)}


def test_a_claim_whose_figure_is_replaced_is_counted_by_the_one_that_replaces_it(view: View) -> None:
    early = make_claim("c_1", 1, place="Tonghua")
    later = next(one for one in view.incidents if one.claims == ("c_40",))
    joined = replace(later, claims=("c_1", "c_40"), replaced=(Replaced(claim="c_1", by="c_40"),))
    whole = replace(
        view,
        claims=(early, *view.claims),
        incidents=(joined, *(one for one in view.incidents if one is not later)),
    )
    assert list_moves(whole, link("c_1", "c_50")) == [("c_1", "c_50", 50, 40, True)]


def test_of_one_score_and_effect_the_score_nearest_to_one_half_comes_first(view: View) -> None:
    links = (link("c_2", "c_50", score=0.9), link("c_2", "c_40", score=0.4))
    doubts = list_doubts(replace(view, links=links))
    assert [doubt.people for doubt in doubts] == [2, 2]
    same = (link("c_2", "c_3", score=0.9), link("c_2", "c_3", score=0.4))
    assert [doubt.link.score for doubt in list_doubts(replace(view, links=same))] == [0.4]


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
