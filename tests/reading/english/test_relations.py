"""Walls and retellings inside one report, over real sentences: what the words set apart stays apart."""

import pytest

from bearwitness.reading.english.read import EnglishTools
from tests.reading_cases import Case, read_case

FIRST = "Two refugees were arrested in Yanji on June 4, 2019."


def relate(english: EnglishTools, text: str) -> list[tuple[str, str]]:
    """For each later arrest its relation to the first arrest of the text."""
    claims = [c for c in read_case(Case(id="x", text=text, row={}), english)["claims"] if c["act"] == "arrest"]
    first = claims[0]["id"]
    return [(c["count"]["text"], r["kind"]) for c in claims[1:] for r in c["relations"] if r["to"] == first]


@pytest.mark.parametrize(
    "second",
    [
        "Another two refugees were arrested in Yanji on June 4, 2019.",
        "Two others were arrested in Yanji the same day.",
        "A further two refugees were arrested there that day.",
        "Two refugees were arrested in Yanji on June 5, 2019.",
        "Two refugees were arrested in Kunming on June 4, 2019.",
        "Five refugees were arrested in Yanji on June 4, 2019.",
    ],
)
def test_another_or_a_contradiction_is_a_wall(english: EnglishTools, second: str) -> None:
    assert [kind for _, kind in relate(english, f"{FIRST} {second}")] == ["different"]


@pytest.mark.parametrize(
    "second",
    [
        "The two were arrested by border guards.",
        "They were arrested at a bus station.",
        "Both refugees were detained near a market.",
    ],
)
def test_words_that_go_back_tell_the_same_people(english: EnglishTools, second: str) -> None:
    assert [kind for _, kind in relate(english, f"{FIRST} {second}")] == ["same"]


def test_what_befell_them_later_follows(english: EnglishTools) -> None:
    claims = read_case(Case(id="x", text=f"{FIRST} They were sent back to North Korea on June 9.", row={}), english)[
        "claims"
    ]
    fate = next(c for c in claims if c["act"] == "refoulement")

    assert [(r["kind"], r["to"]) for r in fate["relations"]] == [("follows", claims[0]["id"])]
    assert (fate["count"]["low"], fate["count"]["high"]) == (2, 2)


def test_relations_name_claims_of_the_same_report(english: EnglishTools) -> None:
    text = f"{FIRST} Another four were arrested in Kunming on June 7. The four were later sent back. Three more were held in Tumen."
    claims = read_case(Case(id="x", text=text, row={}), english)["claims"]
    ids = [c["id"] for c in claims]

    assert len(ids) == len(set(ids))
    for number, claim in enumerate(claims):
        assert all(ids.index(r["to"]) < number for r in claim["relations"])


@pytest.mark.parametrize(("whole", "kinds"), [("Eight", set()), ("Nine", {"part-of"}), ("Twelve", {"part-of"})])
def test_parts_that_exceed_a_whole_are_no_parts_of_it(english: EnglishTools, whole: str, kinds: set[str]) -> None:
    lead = f"{whole} refugees were arrested in Jilin Province from 3 to 9 June 2019."
    text = f"{lead} Six refugees were arrested in Yanji on 3 June 2019 and three in Tumen on 5 June 2019."
    total, *parts = read_case(Case(id="x", text=text, row={}), english)["claims"]

    assert total["shape"] == "aggregate"
    assert [{r["kind"] for r in part["relations"] if r["to"] == total["id"]} for part in parts] == [kinds, kinds]
